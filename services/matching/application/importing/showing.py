"""A sheet that was sent in, as its sender reads it."""

from dataclasses import dataclass
from datetime import datetime

from services.matching.domain.importing.run import ImportRun


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportView:
    """How far a sheet is.

    Attributes:
        rows: How many it has below its header.
        rows_done: How many of them are checked, or taken in, in the present state.
        added: How many are new; to be added while it is only checked.
        known: How many change nothing.
        faulty: How many came back.
        complaints: The first of these, each with its row's number.
        rows_erased: Whether the rows that came back are gone.
    """

    id: str
    kind: str
    file_name: str
    state: str
    rows: int
    rows_done: int
    added: int
    known: int
    faulty: int
    complaints: tuple[str, ...]
    created_at: datetime
    ended_at: datetime | None
    rows_erased: bool


def import_view(run: ImportRun) -> ImportView:
    """Return a sheet for its sender."""
    return ImportView(
        id=run.id,
        kind=run.kind,
        file_name=run.file_name,
        state=run.state,
        rows=run.rows,
        rows_done=run.count.rows,
        added=run.count.added,
        known=run.count.known,
        faulty=run.count.faulty,
        complaints=run.complaints,
        created_at=run.created_at,
        ended_at=run.ended_at,
        rows_erased=run.rows_erased,
    )
