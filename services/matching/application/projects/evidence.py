"""What shows that a shift took place: photos, the attendance sheet, and both in one file for acceptance."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime

from services.matching.adapters.pictures import NotAPicture, safe_picture
from services.matching.adapters.sheet import Value, sheet_bytes
from services.matching.application.context import Matching
from services.matching.application.keeping import added_once
from services.matching.application.projects.queries import attendance_shown
from services.matching.application.projects.views import AttendanceView, AttendeeView
from services.matching.application.projects.who import check_manages, check_runs
from services.matching.domain.projects.errors import NotAPhoto
from services.matching.domain.projects.photo import Photo
from services.matching.domain.projects.shift import Shift
from shared.identity.actor import Actor
from shared.kernel.clock import CHINA
from shared.kernel.errors import NotFound
from shared.kernel.ids import derived_id

COLUMNS = (
    "姓名",
    "志愿者编号",
    "岗位",
    "签到",
    "签退",
    "服务时长(分钟)",
    "时长与签到不同的原因",
    "补签原因",
    "确认人身份",
)
_ROLES = {"LEADER": "领队", "ORGANISER": "组织工作人员", "STAFF": "社区工作人员"}


def add_photo(m: Matching, actor: Actor, shift_id: str, given: bytes) -> Shift:
    """Keep a photo of a shift, drawn anew without where it was taken; the same photo again changes nothing.

    Raises:
        Forbidden: If the actor runs the shift in no role.
        NotAPhoto: If the content is no photo.
        TooManyPhotos: If the shift has a dozen.
    """
    shift = m.shifts.get(shift_id)
    check_runs(actor, shift)
    photo = _photo(m, actor, shift, given)
    pictured = shift.with_photo(photo.id)
    added_once(m.photos, photo)
    return shift if pictured is shift else m.shifts.save(pictured)


def _photo(m: Matching, actor: Actor, shift: Shift, given: bytes) -> Photo:
    try:
        content = safe_picture(given)
    except NotAPicture as cause:
        raise NotAPhoto from cause
    return Photo(
        id=derived_id("photo", shift.id, hashlib.sha256(content).hexdigest()),
        shift_id=shift.id,
        content=content,
        added_by=actor.member_id,
        added_at=m.clock.now(),
    )


def remove_photo(m: Matching, actor: Actor, shift_id: str, photo_id: str) -> Shift:
    """Take a photo away, by staff of the organisation or the community; taking it away again changes nothing.

    Raises:
        Forbidden: If the actor is neither.
    """
    shift = m.shifts.get(shift_id)
    check_manages(actor, shift)
    if photo_id not in shift.photo_ids:
        return shift
    bare = m.shifts.save(shift.without_photo(photo_id))
    m.photos.collection.delete_one({"_id": photo_id})
    return bare


def photo_shown(m: Matching, actor: Actor, shift_id: str, photo_id: str) -> bytes:
    """Return a photo of a shift, for who runs it.

    Raises:
        Forbidden: If the actor runs the shift in no role.
        NotFound: If it is no photo of this shift.
    """
    shift = m.shifts.get(shift_id)
    check_runs(actor, shift)
    if photo_id not in shift.photo_ids:
        raise NotFound(kind="Photo", id=photo_id)
    return m.photos.get(photo_id).content


def attendance_sheet(m: Matching, actor: Actor, shift_id: str) -> bytes:
    """Return the attendance list as an XLSX, for who runs the shift.

    Raises:
        Forbidden: If the actor runs the shift in no role.
    """
    return _sheet(m, attendance_shown(m, actor, shift_id))


def _sheet(m: Matching, seen: AttendanceView) -> bytes:
    shift, party = seen.shift, m.parties.find(seen.shift.party_id)
    head: list[list[Value]] = [
        ["活动", shift.title],
        ["组织", party.name if party else ""],
        ["时间", f"{_clock(shift.starts_at)} – {_clock(shift.ends_at)}"],
        ["地点", f"{shift.community_name} {shift.address}"],
        list(COLUMNS),
    ]
    total: list[Value] = ["合计", None, None, None, None, sum(each.minutes or 0 for each in seen.attendees)]
    return sheet_bytes("签到表", head, [*(_row(each) for each in seen.attendees), total])


def _row(line: AttendeeView) -> list[Value]:
    return [
        line.name,
        line.number or "",
        line.role,
        _clock(line.in_at),
        _clock(line.out_at) if line.out_at else "",
        line.minutes,
        line.agreed_reason,
        line.reason,
        _ROLES.get(line.agreed_as or "", ""),
    ]


def _clock(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"


def evidence_pack(m: Matching, actor: Actor, shift_id: str) -> bytes:
    """Return the sheet and the photos in one ZIP, for who runs the shift.

    Raises:
        Forbidden: If the actor runs the shift in no role.
    """
    seen = attendance_shown(m, actor, shift_id)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as pack:
        pack.writestr("attendance.xlsx", _sheet(m, seen))
        for number, content in enumerate(_photos(m, shift_id), start=1):
            pack.writestr(f"photo-{number:02d}.jpg", content)
    return kept.getvalue()


def _photos(m: Matching, shift_id: str) -> Iterator[bytes]:
    """Give the photos in their order."""
    for photo_id in m.shifts.get(shift_id).photo_ids:
        photo = m.photos.find(photo_id)
        if photo is not None:
            yield photo.content
