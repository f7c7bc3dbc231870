"""The pages of importing: a sheet sent in, looked at before anything is written, taken in, and what came back of it."""

from dataclasses import dataclass
from typing import Annotated

from flask import Response, request

from services.matching.adapters.tables import template_sheet
from services.matching.application.context import Matching
from services.matching.application.importing import runs
from services.matching.application.importing.kinds import KINDS
from services.matching.application.importing.taking import Importable
from services.matching.domain.importing.earlier_service import EarlierService
from services.matching.domain.importing.run import AT_WORK, ImportState
from services.matching.domain.register.errors import one_fault
from services.matching.domain.service_kinds import name_of_kind
from services.matching.entrypoints.imports_api import LARGEST_SHEET_BYTES
from shared.events.fields import Text
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.errors import NotFound
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN, Nothing
from shared.web.files import File
from shared.web.pages import Pages, Shown, Visit

LONGEST_NAME = 100
_MAY = Permission.IMPORT_SHEETS


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetForm:
    """A sheet that is sent in, beside its file."""

    kind: Annotated[str, Text(most=20)] = ""


def kinds_for(actor: Actor) -> list[Importable]:
    """Return the kinds of sheets that somebody may import."""
    return [each for each in KINDS.values() if actor.may(each.may)]


class Importing:
    """The pages of who imports."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show where a sheet is sent in, and those that were."""
        listed = self.m.import_runs.page({"started_by": visit.actor.member_id}, limit=20, after=visit.after)
        return visit.show(
            "importing/overview.html",
            kinds=kinds_for(visit.actor),
            all_kinds=KINDS,
            runs=listed.items,
            next=f"/imports?after={listed.next}" if listed.next else None,
            most_mb=LARGEST_SHEET_BYTES // 1024 // 1024,
        )

    def send_in(self, visit: Visit[SheetForm]) -> Shown:
        """Keep a sheet and begin to check it."""
        if visit.body.kind not in KINDS:
            raise one_fault("kind", "required", "请选择导入什么", "Please choose what is imported")
        given = request.files.get("sheet")
        if given is None or not given.filename:
            raise one_fault("sheet", "required", "请选择文件", "Please choose a file")
        content = given.stream.read(LARGEST_SHEET_BYTES + 1)
        if len(content) > LARGEST_SHEET_BYTES:
            raise one_fault(
                "sheet", "too-large", "文件最大 8 MB，请分成几份", "A file is 8 MB at most, split it"
            )
        sent = runs.SentSheet(kind=visit.body.kind, file_name=given.filename[-LONGEST_NAME:], content=content)
        run = runs.send_in(self.m, visit.actor, sent, visit.new_id())
        return visit.go(f"/imports/{run.id}")

    def run(self, visit: Visit[object]) -> Shown:
        """Show how far a sheet is, and what comes back of it."""
        run = runs.run_of(self.m, visit.actor, visit.path["id"])
        return visit.show(
            "importing/run.html",
            run=run,
            kind=KINDS[run.kind],
            is_at_work=run.state in AT_WORK,
            is_checked=run.state is ImportState.CHECKED,
            is_done=run.state is ImportState.DONE,
        )

    def start(self, visit: Visit[Nothing]) -> Shown:
        """Let a checked sheet be taken in."""
        run = runs.start_run(self.m, visit.actor, visit.path["id"])
        return visit.go(f"/imports/{run.id}")

    def discard(self, visit: Visit[Nothing]) -> Shown:
        """Let a sheet be."""
        runs.discard_run(self.m, visit.actor, visit.path["id"])
        return visit.go("/imports", Words("已放弃，没有写入任何内容", "Discarded; nothing was written"))

    def faulty(self, visit: Visit[Nothing]) -> Response:
        """Give the rows that came back as a file."""
        content = runs.faulty_of(self.m, visit.actor, visit.path["id"])
        return _csv(content, "to-mend.csv")

    def overseen(self, visit: Visit[object]) -> Shown:
        """Show who imported what, where and when; nothing of any row."""
        listed = runs.runs_overseen(self.m, visit.actor, after=visit.after)
        return visit.show(
            "importing/overseen.html",
            runs=listed.items,
            names=self.m.people.names(each.started_by for each in listed.items),
            area_name=self.m.communities.area_name,
            all_kinds=KINDS,
            next=f"/imports/record?after={listed.next}" if listed.next else None,
            is_first=visit.after is None,
        )

    def template(self, visit: Visit[Nothing]) -> Response:
        """Give an empty sheet."""
        kind = KINDS.get(visit.path["kind"])
        if kind is None:
            raise NotFound(kind="Kind", id=visit.path["kind"])
        content = template_sheet(column.words for column in kind.columns.values())
        return _csv(content, f"{kind.name}.csv")


class Earlier:
    """The page of one's own service that another system recorded."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show each record, who vouches for it, and who entered it here and why."""
        listed = self.m.earlier_services.page(
            {"member_id": visit.actor.member_id}, limit=20, after=visit.after
        )
        names = self.m.people.names(each.reviewed_by for each in listed.items)
        return visit.show(
            "importing/earlier.html",
            rows=[self._row(each, names.get(each.reviewed_by, "–")) for each in listed.items],
            next=f"/me/earlier-services?after={listed.next}" if listed.next else None,
            is_first=visit.after is None,
        )

    def _row(self, service: EarlierService, reviewer: str) -> dict[str, object]:
        name = name_of_kind(service.service_kind)
        return {
            "service": service,
            "name": name or Words(service.service_kind, service.service_kind),
            "place": self.m.communities.area_name(service.community_code),
            "reviewer": reviewer,
        }


def _csv(content: bytes, name: str) -> Response:
    return File(content=content, mimetype="text/csv", name=name).response()


def pages_of_importing(m: Matching) -> tuple[Pages, ...]:
    """Return the pages of this package."""
    pages, page = Pages("matching"), Importing(m)
    pages.get("/imports", may=_MAY)(page.show)
    pages.post(
        "/imports",
        may=_MAY,
        takes=SheetForm,
        again=page.show,
        largest_bytes=LARGEST_SHEET_BYTES + 64 * 1024,
    )(page.send_in)
    pages.get("/imports/record", may=Permission.SEE_AUDIT)(page.overseen)
    pages.get("/imports/<id>", may=SIGNED_IN)(page.run)
    pages.post("/imports/<id>/start", may=_MAY, again=page.run)(page.start)
    pages.post("/imports/<id>/discard", may=SIGNED_IN, again=page.run)(page.discard)
    pages.get("/imports/<id>/to-mend.csv", may=SIGNED_IN)(page.faulty)
    pages.get("/imports/templates/<kind>.csv", may=_MAY)(page.template)
    pages.get("/me/earlier-services", may=SIGNED_IN)(Earlier(m).show)
    return (pages,)
