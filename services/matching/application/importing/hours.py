"""Hours that another system recorded: taken over as service of an organiser's word, and credited like any other."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Annotated

from services.matching.application.context import Matching
from services.matching.application.importing.cells import minutes_of_hours, moment, number, plain
from services.matching.application.importing.columns import Column, Columns
from services.matching.application.importing.members import COMMUNITY_CODE
from services.matching.application.importing.needs import REFERENCE, SERVICE_KIND, Reference
from services.matching.application.importing.taking import Given, Kind, Wanted
from services.matching.application.register.commands import Name, Phone
from services.matching.domain.errors import VolunteerCannotConfirm
from services.matching.domain.importing.earlier_service import EarlierService
from services.matching.domain.importing.errors import (
    MinutesRequired,
    NameDiffers,
    NoSuchVolunteer,
    NotYetServed,
)
from services.matching.domain.minor import Minor
from services.matching.domain.need import RecordedAs
from services.matching.domain.service_kinds import kind_of
from shared.events.fields import Code, CommunityCode, Minutes, Moment, Text, load
from shared.events.service import ServiceConfirmed
from shared.identity.actor import Actor
from shared.identity.member import Member, MemberStatus, day_in_china
from shared.identity.permissions import Permission
from shared.identity.phones import possible_phone
from shared.kernel.ids import derived_id
from shared.kernel.words import Words

Number = Annotated[str, Text(least=1, most=40)]
Organisation = Annotated[str, Text(least=2, most=60)]
Content = Annotated[str, Text(most=200)]
Reason = Annotated[str, Text(least=2, most=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRow:
    """One row of a sheet of hours."""

    volunteer_number: Number | None = None
    phone: Phone | None = None
    name: Name
    community_code: CommunityCode
    service_kind: Code
    served_at: Moment
    minutes: Minutes | None = None
    hours: Minutes | None = None
    recorded_as: RecordedAs = RecordedAs.VOLUNTEER
    content: Content = ""
    organisation: Organisation
    reference: Reference | None = None
    reason: Reason


_RECORDED_AS = {"志愿服务": "VOLUNTEER", "专业服务": "PROFESSIONAL", "履职": "DUTY"}

COLUMNS: Columns = MappingProxyType(
    {
        "volunteer_number": Column(
            words=Words("志愿者编号", "volunteer number"),
            says=Words("本平台编号；没有则填写手机号", "of this platform; else give the phone"),
            read=lambda cell: plain(cell).upper(),
        ),
        "phone": Column(
            words=Words("手机号", "phone"),
            says=Words("登录本平台的手机号", "that signs in here"),
            also=("电话", "手机", "联系电话", "mobile"),
        ),
        "name": Column(
            words=Words("姓名", "name"),
            says=Words("用来核对是同一个人", "to see that it is the same person"),
            required=True,
        ),
        "community_code": COMMUNITY_CODE,
        "service_kind": SERVICE_KIND,
        "served_at": Column(
            words=Words("服务开始时间", "served at"),
            says=Words(
                "北京时间，如 2025-05-01 09:00，或只填日期", "China time, such as 2025-05-01 09:00, or a day"
            ),
            required=True,
            also=("服务时间", "服务日期"),
            read=moment,
        ),
        "minutes": Column(
            words=Words("服务时长分钟", "minutes"),
            says=Words("1 至 1440；与小时二者选一", "1 to 1440; this or hours"),
            also=("分钟", "服务分钟"),
            read=number,
        ),
        "hours": Column(
            words=Words("服务时长小时", "hours"),
            says=Words("如 1.5，折合整分钟", "such as 1.5, of whole minutes"),
            also=("服务时长", "小时", "服务小时"),
            read=minutes_of_hours,
        ),
        "recorded_as": Column(
            words=Words("记录性质", "recorded as"),
            says=Words(
                "志愿服务、专业服务或履职；不填为志愿服务，只有志愿服务计入时间银行",
                "VOLUNTEER, PROFESSIONAL or DUTY; the first if left out, which alone earns",
            ),
            read=lambda cell: _RECORDED_AS.get(cell, plain(cell).upper()),
        ),
        "content": Column(
            words=Words("服务内容", "content"), says=Words("200 字以内", "up to 200 characters")
        ),
        "organisation": Column(
            words=Words("服务组织", "organisation"),
            says=Words("谁组织、谁证明这次服务", "who organised it and vouches for it"),
            required=True,
            also=("组织单位", "志愿服务组织"),
        ),
        "reference": REFERENCE,
        "reason": Column(
            words=Words("补录原因", "reason"),
            says=Words("为什么由社区补录，2 至 200 字", "why it is entered here, 2 to 200 characters"),
            required=True,
        ),
    }
)
"""What a sheet of hours may have, by field."""


def reading_hours(
    m: Matching, actor: Actor, rows: Sequence[Given]
) -> Callable[[Given], Wanted[EarlierService]]:
    """Look up the volunteers whom the rows name; return what reads a row."""
    volunteers = _volunteers(m, rows)

    def read(given: Given) -> Wanted[EarlierService]:
        row = load(HoursRow, given)
        m.communities.known(row.community_code)
        actor.check_may(Permission.CONFIRM_AS_STAFF, row.community_code)
        named = _volunteer(row, volunteers)
        service = _service(m, actor, row, named)
        return Wanted(thing=service, fact=earlier_service_confirmed(service, _minor(named, service)))

    return read


def _volunteers(m: Matching, rows: Sequence[Given]) -> Mapping[str, Member]:
    """Return the accounts by number and by phone, in two store calls."""
    numbers = _wanted(row.get("volunteer_number") for row in rows)
    phones = _wanted(possible_phone(str(row["phone"])) for row in rows if row.get("phone"))
    members = m.identity.members
    by_number = members.where({"volunteer_number": {"$in": numbers}}, limit=len(numbers)) if numbers else []
    by_phone = members.where({"sign_in_phone": {"$in": phones}}, limit=len(phones)) if phones else []
    return {str(each.volunteer_number): each for each in by_number} | {
        str(each.phone): each for each in by_phone
    }


def _wanted(keys: Iterable[object]) -> list[str]:
    return sorted({str(each) for each in keys if each})


def _volunteer(row: HoursRow, volunteers: Mapping[str, Member]) -> Member:
    """Return whose hours these are.

    Raises:
        NoSuchVolunteer: If nobody has the number or phone, or the account is closed.
        NameDiffers: If it is somebody of another name.
    """
    key = row.volunteer_number or (possible_phone(row.phone) if row.phone else None)
    found = volunteers.get(key or "")
    if found is None or found.status is MemberStatus.CLOSED:
        raise NoSuchVolunteer
    if found.name != row.name:
        raise NameDiffers
    return found


def _service(m: Matching, actor: Actor, row: HoursRow, volunteer: Member) -> EarlierService:
    minutes = row.minutes or row.hours
    if minutes is None or (row.minutes and row.hours and row.minutes != row.hours):
        raise MinutesRequired
    if row.served_at + timedelta(minutes=minutes) > m.clock.now():
        raise NotYetServed
    if volunteer.id == actor.member_id:
        raise VolunteerCannotConfirm
    return EarlierService(
        id=_id_of(row, volunteer),
        community_code=row.community_code,
        member_id=volunteer.id,
        service_kind=kind_of(row.service_kind).code,
        served_at=row.served_at,
        minutes=minutes,
        recorded_as=row.recorded_as,
        organisation=row.organisation,
        content=row.content,
        reference=row.reference or "",
        reviewed_by=actor.member_id,
        reason=row.reason,
        created_at=m.clock.now(),
    )


def _id_of(row: HoursRow, volunteer: Member) -> str:
    """Return the id that follows from the row: its number at the organisation, or who served when, and in what."""
    if row.reference:
        return derived_id("imported-hours", row.organisation, row.reference)
    return derived_id("imported-hours", volunteer.id, row.service_kind, row.served_at.isoformat())


def record_id_of(service: EarlierService) -> str:
    """Return the id of the record that the ledger answers once."""
    return derived_id("record", service.id)


def _minor(volunteer: Member, service: EarlierService) -> Minor:
    age = volunteer.age_on(day_in_china(service.served_at))
    return Minor.of(age, guardian_agreed=volunteer.guardian is not None)


def earlier_service_confirmed(service: EarlierService, minor: Minor) -> ServiceConfirmed:
    """Return that the minutes of an earlier service stand; whoever looked at it stands for the receiving side."""
    return ServiceConfirmed(
        record_id=record_id_of(service),
        assignment_id=service.id,
        community_code=service.community_code,
        member_id=service.member_id,
        resident_id=service.reviewed_by,
        service_kind=service.service_kind,
        minutes=service.minutes,
        recorded_as=service.recorded_as,
        served_at=service.served_at,
        confirmed_by=service.proof,
        minor_age=minor.minor_age,
        guardian_agreed=minor.guardian_agreed,
    )


HOURS = Kind(
    name="hours",
    words=Words("服务时长", "Hours"),
    columns=COLUMNS,
    may=Permission.CONFIRM_AS_STAFF,
    reading=reading_hours,
    store=lambda m, _: m.earlier_services,
    same=lambda each: (each.member_id, each.service_kind, each.served_at, each.minutes, each.recorded_as),
)
