"""Taking members and service out of a community: who may, and the trace that stays."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from services.matching.adapters.exports import Cell, Format, write_rows
from services.matching.application.context import Matching
from services.matching.application.exporting.fields import WHOLE_NUMBER
from services.matching.application.exporting.mappings import Columns
from services.matching.application.exporting.people import Cells, member_rows
from services.matching.application.exporting.services import service_rows
from services.matching.domain.exporting.asked import Asked, ExportRun
from shared.identity.actor import Actor
from shared.identity.permissions import Permission

_ROWS: Mapping[str, Callable[[Matching, Actor, Asked], Iterator[Cells]]] = {
    "members": member_rows,
    "records": service_rows,
    "hours": service_rows,
}


def check_can_export(actor: Actor, asked: Asked) -> None:
    """Pass if the actor may take this out of the community.

    Raises:
        Forbidden: If they are no staff there, or whole document numbers are asked for and they may not confirm documents.
    """
    actor.check_may(Permission.EXPORT_PERSONAL_DATA, asked.community_code)
    if WHOLE_NUMBER in asked.fields:
        actor.check_may(Permission.CONFIRM_DOCUMENT, asked.community_code)


def can_export(actor: Actor, community_code: str) -> bool:
    """Tell whether the actor may take members and service out of a community."""
    return actor.may(Permission.EXPORT_PERSONAL_DATA, community_code)


def export(
    m: Matching, actor: Actor, asked: Asked, columns: Columns, *, file: Path, form: Format
) -> ExportRun:
    """Write the rows into a file, and return the line that stays of it.

    Raises:
        Forbidden: As :func:`check_can_export`; nothing is written then.
        UnknownCommunity: If there is no such community.
        CannotWrite: If the file cannot be written.
    """
    code = m.communities.known(asked.community_code).code
    check_can_export(actor, asked)
    run = m.export_runs.add(
        ExportRun(
            id=m.ids.new(),
            community_code=code,
            asked=asked,
            exported_by=actor.member_id,
            started_at=m.clock.now(),
        )
    )
    rows = (_row(cells, asked.fields) for cells in _ROWS[asked.kind](m, actor, asked))
    count = write_rows(file, form, [columns[field] for field in asked.fields], rows)
    return m.export_runs.save(replace(run, rows=count))


def _row(cells: Cells, fields: tuple[str, ...]) -> list[Cell]:
    return [cells[field] for field in fields]
