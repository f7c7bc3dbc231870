"""The evidence pack of a shift: photos in, the sheet and everything in one file out."""

from flask import Response, request

from services.matching.application.context import Matching
from services.matching.application.projects import evidence
from services.matching.application.projects.queries import attendance_shown
from services.matching.domain.projects.errors import NotAPhoto
from services.matching.domain.projects.photo import MOST_PHOTOS
from services.matching.domain.register.errors import one_fault
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN, Nothing
from shared.web.files import XLSX, File
from shared.web.pages import Pages, Shown, Visit

LARGEST_PHOTO_BYTES = 8 * 1024 * 1024
MOST_AT_ONCE = 4


class Evidence:
    """The page of what shows that a shift took place."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show the photos, and what can be taken away as a file."""
        seen = attendance_shown(self.m, visit.actor, visit.path["id"])
        shift = self.m.shifts.get(visit.path["id"])
        return visit.show(
            "projects/evidence.html",
            seen=seen,
            shift=seen.shift,
            photo_ids=shift.photo_ids,
            most=MOST_PHOTOS,
            at_once=MOST_AT_ONCE,
        )

    def add(self, visit: Visit[Nothing]) -> Response:
        """Keep the photos that were sent."""
        given = [each for each in request.files.getlist("photos") if each.filename][:MOST_AT_ONCE]
        if not given:
            raise one_fault("photos", "required", "请选择照片", "Please choose photos")
        for each in given:
            content = each.stream.read(LARGEST_PHOTO_BYTES + 1)
            if len(content) > LARGEST_PHOTO_BYTES:
                raise one_fault("photos", "too-large", "每张照片最大 8 MB", "A photo is 8 MB at most")
            try:
                evidence.add_photo(self.m, visit.actor, visit.path["id"], content)
            except NotAPhoto as why:
                raise one_fault("photos", why.code, why.zh, why.en) from why
        return visit.go(_here(visit.path["id"]), Words("照片已保存", "The photos are kept"))

    def remove(self, visit: Visit[Nothing]) -> Response:
        """Take a photo away."""
        evidence.remove_photo(self.m, visit.actor, visit.path["id"], visit.path["photo_id"])
        return visit.go(_here(visit.path["id"]), Words("照片已删除", "The photo is removed"))

    def photo(self, visit: Visit[Nothing]) -> Response:
        """Give one photo."""
        content = evidence.photo_shown(self.m, visit.actor, visit.path["id"], visit.path["photo_id"])
        return Response(content, mimetype="image/jpeg", headers={"Cache-Control": "private, max-age=300"})

    def sheet(self, visit: Visit[Nothing]) -> Response:
        """Give the attendance list for a spreadsheet program."""
        content = evidence.attendance_sheet(self.m, visit.actor, visit.path["id"])
        return File(content=content, mimetype=XLSX, name="attendance.xlsx").response()

    def pack(self, visit: Visit[Nothing]) -> Response:
        """Give the sheet and the photos in one file."""
        content = evidence.evidence_pack(self.m, visit.actor, visit.path["id"])
        return File(content=content, mimetype="application/zip", name="evidence.zip").response()


def _here(shift_id: str) -> str:
    return f"/shifts/{shift_id}/evidence"


def evidence_pages(m: Matching) -> Pages:
    """Return the page of evidence and its files."""
    made, page = Pages("matching"), Evidence(m)
    made.get("/shifts/<id>/evidence", may=SIGNED_IN)(page.show)
    made.post(
        "/shifts/<id>/evidence",
        may=SIGNED_IN,
        again=page.show,
        largest_bytes=MOST_AT_ONCE * LARGEST_PHOTO_BYTES + 64 * 1024,
    )(page.add)
    made.get("/shifts/<id>/photos/<photo_id>", may=SIGNED_IN)(page.photo)
    made.post("/shifts/<id>/photos/<photo_id>/remove", may=SIGNED_IN, again=page.show)(page.remove)
    made.get("/shifts/<id>/attendance.xlsx", may=SIGNED_IN)(page.sheet)
    made.get("/shifts/<id>/evidence.zip", may=SIGNED_IN)(page.pack)
    return made
