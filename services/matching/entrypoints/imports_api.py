"""The API of importing: a sheet sent in, followed, agreed to, and its bad rows taken back."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.context import Matching
from services.matching.application.importing import runs
from services.matching.application.importing.kinds import KINDS
from services.matching.application.importing.showing import ImportView, import_view
from services.matching.domain.register.errors import one_fault
from shared.events.fields import Text
from shared.identity.permissions import Permission
from shared.storage.paging import Page
from shared.web.api import SIGNED_IN, Answer, Api, Call, Nothing
from shared.web.files import File, Upload

LARGEST_SHEET_BYTES = 8 * 1024 * 1024
_MAY = Permission.IMPORT_SHEETS


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSheet:
    """A sheet to be imported.

    Attributes:
        kind: What its rows are: communities, members, parties, needs or hours.
        dry_run: Whether it is only checked, and taken in once that is asked for; else its good rows go in at once.
    """

    kind: Annotated[str, Text(least=1, most=20)]
    dry_run: bool = True


def imports_api(m: Matching) -> Api:
    """Return the routes of importing."""
    api = Api("matching")

    @api.post(
        "/imports",
        takes=ImportSheet,
        upload=Upload(name="sheet", most_bytes=LARGEST_SHEET_BYTES),
        gives=ImportView,
        may=_MAY,
        status=201,
        says="Send a sheet in, CSV or XLSX: checked first, or taken in at once with dry_run=false",
    )
    def sent_in(call: Call[ImportSheet]) -> Answer:
        run = runs.send_in(m, call.actor, _sheet(call), call.new_id())
        headers = {"Location": f"/api/matching/v1/imports/{run.id}"}
        return Answer(view=import_view(run), status=201, headers=headers)

    @api.get("/imports", gives=ImportView, paged=True, may=_MAY, says="One's own sheets, newest first")
    def listed(call: Call[Nothing]) -> Page[ImportView]:
        found = m.import_runs.page({"started_by": call.actor.member_id}, limit=call.limit, after=call.after)
        return Page(items=tuple(import_view(each) for each in found.items), next=found.next)

    _one_sheet(api, m)
    return api


def _one_sheet(api: Api, m: Matching) -> None:
    @api.get("/imports/<id>", gives=ImportView, may=SIGNED_IN, says="How far one's own sheet is")
    def shown(call: Call[Nothing]) -> ImportView:
        return import_view(runs.run_of(m, call.actor, call.path["id"]))

    @api.post("/imports/<id>/start", gives=ImportView, may=_MAY, says="Let a checked sheet be taken in")
    def started(call: Call[Nothing]) -> ImportView:
        return import_view(runs.start_run(m, call.actor, call.path["id"]))

    @api.post(
        "/imports/<id>/discard",
        gives=ImportView,
        may=SIGNED_IN,
        says="Let a sheet be that is not taken in; its rows are erased",
    )
    def discarded(call: Call[Nothing]) -> ImportView:
        return import_view(runs.discard_run(m, call.actor, call.path["id"]))

    @api.get(
        "/imports/<id>/to-mend.csv",
        file="text/csv",
        may=SIGNED_IN,
        says="The rows that came back, each with what to mend: mend them there and send this file in",
    )
    def to_mend(call: Call[Nothing]) -> File:
        content = runs.faulty_of(m, call.actor, call.path["id"])
        return File(content=content, mimetype="text/csv", name="to-mend.csv")


def _sheet(call: Call[ImportSheet]) -> runs.SentSheet:
    assert call.file is not None, "the route takes a file"
    if call.body.kind not in KINDS:
        able = "、".join(KINDS)
        raise one_fault("kind", "unknown", f"没有这一类表格；可用：{able}", f"There are: {', '.join(KINDS)}")
    return runs.SentSheet(
        kind=call.body.kind,
        file_name=call.file.name,
        content=call.file.content,
        at_once=not call.body.dry_run,
    )
