"""Taking the rows of a sheet in, many at a time: good ones are kept with their facts, bad ones come back with a reason."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from services.matching.application.context import Matching
from services.matching.application.importing.columns import Columns, Row, Sheet
from services.matching.domain.importing.errors import FormulaCell, KeptOtherwise, TwiceInSheet
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.errors import Forbidden, LinliError, NotFound, RuleBroken
from shared.kernel.words import Words

AT_ONCE = 250
"""Rows that are looked up and written together."""


class Named(Protocol):
    """What is kept by an id."""

    @property
    def id(self) -> str:
        """The id, which follows from the row."""


A = TypeVar("A", bound=Named)
Given = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted(Generic[A]):
    """What a row asks to be kept.

    Attributes:
        thing: With an id that follows from the row: the same row is the same thing.
        fact: Told when it is kept.
        claims: What no other thing of the sheet may have, such as a phone with a name.
    """

    thing: A
    fact: object | None = None
    claims: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What became of the rows of a sheet.

    Attributes:
        added: Rows that were taken, or would be.
        known: Rows that were there already.
        faulty: Rows that were not taken, with what is to be mended.
        seen: Where each id, and each claim, was met first, and what was said there.
    """

    added: int = 0
    known: int = 0
    faulty: list[tuple[Row, str]] = field(default_factory=list)
    seen: dict[str, tuple[int, object]] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """Return how many rows have their answer."""
        return self.added + self.known + len(self.faulty)


class Keeps(Protocol[A]):
    """Where things are kept: aggregates, or communities."""

    def get_many(self, ids: Iterable[str]) -> list[A]:
        """Return those that exist."""

    def add_missing(self, things: Iterable[tuple[A, object]]) -> int:
        """Keep those that are not there yet, each with its one fact or None; return how many that were."""


class Importable(Protocol):
    """A kind of sheet."""

    @property
    def name(self) -> str:
        """What the command line calls it."""

    @property
    def words(self) -> Words:
        """What people call it."""

    @property
    def columns(self) -> Columns:
        """What it may have."""

    @property
    def may(self) -> Permission:
        """What lets somebody import it; each row asks again for its own community."""

    def take(
        self, m: Matching, actor: Actor, rows: Sequence[Row], outcome: Outcome, *, is_dry_run: bool
    ) -> None:
        """Take some rows in, and add what became of them to the outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[A]):
    """A kind of sheet whose rows become aggregates.

    Attributes:
        reading: Given some rows, looks up for all of them what is needed, and returns what reads one of them.
        store: Where they are kept.
        same: What must be equal in two things of one id; the id itself where that says everything.
    """

    name: str
    words: Words
    columns: Columns
    may: Permission
    reading: Callable[[Matching, Actor, Sequence[Given]], Callable[[Given], Wanted[A]]]
    store: Callable[[Matching, Actor], Keeps[A]]
    same: Callable[[A], object]

    def take(
        self, m: Matching, actor: Actor, rows: Sequence[Row], outcome: Outcome, *, is_dry_run: bool
    ) -> None:
        """Take some rows in, and add what became of them to the outcome."""
        read = self.reading(m, actor, [row.given for row in rows])
        fresh: dict[str, tuple[Row, Wanted[A]]] = {}
        for row in rows:
            try:
                wanted = read(checked(row).given)
                is_first = self._is_first(row, wanted, outcome)
            except (RuleBroken, NotFound, Forbidden) as fault:
                refuse(self.columns, row, fault, outcome)
                continue
            if is_first:
                fresh[wanted.thing.id] = (row, wanted)
            else:
                outcome.known += 1
        self._keep(self.store(m, actor), fresh, outcome, is_dry_run=is_dry_run)

    def _is_first(self, row: Row, wanted: Wanted[A], outcome: Outcome) -> bool:
        """Tell whether the sheet speaks of this for the first time, and remember it.

        Raises:
            TwiceInSheet: If an earlier row spoke of it otherwise.
        """
        said = self.same(wanted.thing)
        met = [(wanted.thing.id, said), *((claim, wanted.thing.id) for claim in wanted.claims)]
        for key, value in met:
            number, before = outcome.seen.get(key, (row.number, value))
            if before != value:
                raise TwiceInSheet(number=number)
        is_first = wanted.thing.id not in outcome.seen
        for key, value in met:
            outcome.seen.setdefault(key, (row.number, value))
        return is_first

    def _keep(
        self,
        store: Keeps[A],
        fresh: Mapping[str, tuple[Row, Wanted[A]]],
        outcome: Outcome,
        *,
        is_dry_run: bool,
    ) -> None:
        there = {each.id: each for each in store.get_many(fresh)}
        for id_, kept in there.items():
            row, wanted = fresh[id_]
            if self.same(kept) == self.same(wanted.thing):
                outcome.known += 1
            else:
                refuse(self.columns, row, KeptOtherwise(), outcome)
        new = [(each.thing, each.fact) for id_, (_, each) in fresh.items() if id_ not in there]
        added = len(new) if is_dry_run else store.add_missing(new)
        outcome.added += added
        outcome.known += len(new) - added


def import_sheet(
    m: Matching,
    actor: Actor,
    kind: Importable,
    sheet: Sheet,
    *,
    is_dry_run: bool,
    progress: Callable[[int, int], object],
) -> Outcome:
    """Take a sheet in; the same sheet again changes nothing, whether the first time ended or not.

    Args:
        m: Coordination.
        actor: Who imports.
        kind: Of the sheet.
        sheet: With its header understood.
        is_dry_run: Whether everything is checked and nothing written.
        progress: Told how many rows of how many are done.

    Raises:
        Forbidden: If the actor imports no such sheets anywhere.
        Unavailable: If the store does not answer; what was taken stands, and the sheet may be imported again.
    """
    actor.check_may(kind.may)
    outcome = Outcome()
    for rows in in_batches(sheet.rows):
        progress(outcome.done, len(sheet.rows))
        kind.take(m, actor, rows, outcome, is_dry_run=is_dry_run)
    outcome.faulty.sort(key=lambda each: each[0].number)
    progress(len(sheet.rows), len(sheet.rows))
    return outcome


T = TypeVar("T")


def in_batches(things: Sequence[T]) -> Iterator[Sequence[T]]:
    """Give things in their order, as many at a time as are taken in together."""
    for first in range(0, len(things), AT_ONCE):
        yield things[first : first + AT_ONCE]


def checked(row: Row) -> Row:
    """Return a row that holds no formula.

    Raises:
        FormulaCell: If it does.
    """
    if any(cell.startswith("=") for cell in row.cells):
        raise FormulaCell
    return row


def refuse(columns: Columns, row: Row, fault: LinliError, outcome: Outcome) -> None:
    """Note that a row is not taken, and in both languages what is to be mended."""
    said = f"{fault.say('zh')} · {fault.say('en')}"
    if fault.faults:
        said = "；".join(
            f"{columns[each.field].words.zh if each.field in columns else each.field}：{each.zh} · {each.en}"
            for each in fault.faults
        )
    outcome.faulty.append((row, f"第 {row.number} 行 · row {row.number}: {said}"))
