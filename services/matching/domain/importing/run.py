"""A sheet that was sent in: checked whole before anything is written, then taken in, some rows at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.errors import IllegalStep
from shared.kernel.words import Words

COMPLAINTS_KEPT = 20


class ImportState(StrEnum):
    """How far a sheet is."""

    CHECKING = "CHECKING"
    CHECKED = "CHECKED"
    IMPORTING = "IMPORTING"
    DONE = "DONE"
    DISCARDED = "DISCARDED"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _STATE_WORDS[self]


_STATE_WORDS = {
    ImportState.CHECKING: Words("检查中", "Being checked"),
    ImportState.CHECKED: Words("待确认", "To be confirmed"),
    ImportState.IMPORTING: Words("导入中", "Being imported"),
    ImportState.DONE: Words("已完成", "Done"),
    ImportState.DISCARDED: Words("已放弃", "Discarded"),
}

NEXT_STATES: Mapping[ImportState, frozenset[ImportState]] = MappingProxyType(
    {
        ImportState.CHECKING: frozenset({ImportState.CHECKED, ImportState.DISCARDED}),
        ImportState.CHECKED: frozenset({ImportState.IMPORTING, ImportState.DISCARDED}),
        ImportState.IMPORTING: frozenset({ImportState.DONE}),
        ImportState.DONE: frozenset(),
        ImportState.DISCARDED: frozenset(),
    }
)
AT_WORK = frozenset({ImportState.CHECKING, ImportState.IMPORTING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What became of some rows."""

    added: int = 0
    known: int = 0
    faulty: int = 0

    @property
    def rows(self) -> int:
        """Return how many there are."""
        return self.added + self.known + self.faulty

    def plus(self, other: "Count") -> "Count":
        """Return both together."""
        return Count(
            added=self.added + other.added,
            known=self.known + other.known,
            faulty=self.faulty + other.faulty,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """One sheet, by whom and when, and what became of it; kept as the record of the import.

    Attributes:
        kind: Of the sheet.
        file_name: As its sender calls it.
        header: Names of its columns.
        rows: How many it has below the header.
        batches: In how many parts they are kept.
        batches_done: How many of these are checked, or taken in, in the present state.
        count: What became of their rows.
        complaints: The first of those that came back, each with its row's number.
        started_by: Who sent it in; nobody else sees its rows.
        community_code: Where they are at home; who oversees it sees the record.
        ended_at: When nothing remained to be done, UTC.
        rows_erased: Whether nothing of its rows is kept any more.
    """

    id: str
    version: int = 0
    kind: str
    file_name: str
    header: tuple[str, ...]
    rows: int
    batches: int
    batches_done: int = 0
    count: Count = Count()
    complaints: tuple[str, ...] = ()
    state: ImportState = ImportState.CHECKING
    started_by: str
    community_code: str
    created_at: datetime
    ended_at: datetime | None = None
    rows_erased: bool = False

    def step(self, there: ImportState) -> "ImportRun":
        """Return it in state ``there``; itself if it is there already.

        Raises:
            IllegalStep: If NEXT_STATES has no such arrow.
        """
        if there is self.state:
            return self
        if there not in NEXT_STATES[self.state]:
            raise IllegalStep(here=self.state.words.zh, there=there.words.zh)
        return replace(self, state=there)

    def begun(self) -> "ImportRun":
        """Return it to be taken in from its first row on; itself if that was asked before."""
        if self.state in (ImportState.IMPORTING, ImportState.DONE):
            return self
        return replace(self.step(ImportState.IMPORTING), batches_done=0, count=Count(), complaints=())

    def advanced(self, count: Count, complaints: tuple[str, ...], now: datetime) -> "ImportRun":
        """Return it with one more part done; checked or done after the last."""
        after = replace(
            self,
            batches_done=self.batches_done + 1,
            count=self.count.plus(count),
            complaints=(*self.complaints, *complaints)[:COMPLAINTS_KEPT],
        )
        if after.batches_done < self.batches:
            return after
        if self.state is ImportState.CHECKING:
            return after.step(ImportState.CHECKED)
        return replace(after.step(ImportState.DONE), ended_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRow:
    """A row as its file has it, and why it came back, if it did."""

    number: int
    cells: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some rows of a sheet.

    Attributes:
        rows: To be taken in; afterwards only those that came back.
        taken: What became of them; None until they were taken in.
    """

    id: str
    version: int = 0
    run_id: str
    rows: tuple[KeptRow, ...]
    taken: Count | None = None
