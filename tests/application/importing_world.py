"""A sheet given to the import as somebody would give it, and what became of it."""

from services.matching.adapters.tables import lines_in
from services.matching.application.context import Matching
from services.matching.application.importing.columns import sheet_of
from services.matching.application.importing.kinds import KINDS
from services.matching.application.importing.taking import Outcome, import_sheet
from shared.identity.actor import Actor


def brought_in(
    m: Matching, actor: Actor, kind: str, content: str | bytes, *, is_dry_run: bool = False
) -> Outcome:
    given = content if isinstance(content, bytes) else content.encode()
    sheet = sheet_of(KINDS[kind].columns, lines_in("sheet.csv", given))
    return import_sheet(m, actor, KINDS[kind], sheet, is_dry_run=is_dry_run, progress=lambda *_: None)


def counts(outcome: Outcome) -> tuple[int, int, int]:
    return outcome.added, outcome.known, len(outcome.faulty)


def why(outcome: Outcome) -> list[str]:
    """Return what is to be mended, each without its row's number."""
    return [said.partition(": ")[2] for _, said in outcome.faulty]
