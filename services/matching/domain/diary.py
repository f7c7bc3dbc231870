"""A member's diary: the time that is bound, never twice."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.matching.domain.errors import DiaryOverlap

KEPT_DAYS = 31
"""Entries that ended longer ago are dropped; the assignments keep the history."""


class EntryState(StrEnum):
    """How firmly an entry binds."""

    RESERVED = "RESERVED"
    HELD = "HELD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One bound interval, its end not included.

    Attributes:
        need_id: The need or the shift it is for.
        reserved_at: When it was reserved, UTC; a reservation that never became a place is released later.
    """

    assignment_id: str
    need_id: str
    starts_at: datetime
    ends_at: datetime
    state: EntryState
    reserved_at: datetime

    def overlaps(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Tell whether any instant lies in both intervals."""
        return self.starts_at < ends_at and starts_at < self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """What one member is bound to; no two entries overlap, ever.

    Attributes:
        id: The member's id.
        entries: By start.
        changed_at: When it last changed, UTC.
    """

    id: str
    version: int = 0
    entries: tuple[Entry, ...] = ()
    changed_at: datetime

    def entry_of(self, assignment_id: str) -> Entry | None:
        """Return the entry of an assignment, if any."""
        return next((entry for entry in self.entries if entry.assignment_id == assignment_id), None)

    def is_free(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Tell whether no entry overlaps the interval."""
        return not any(entry.overlaps(starts_at, ends_at) for entry in self.entries)

    def reserved(self, entry: Entry, now: datetime) -> "Diary":
        """Return it with the interval reserved; itself if that assignment has its entry already.

        Raises:
            DiaryOverlap: If another entry overlaps.
        """
        if self.entry_of(entry.assignment_id):
            return self
        if not self.is_free(entry.starts_at, entry.ends_at):
            raise DiaryOverlap
        return self._with((*self.entries, entry), now)

    def held(self, assignment_id: str, now: datetime) -> "Diary":
        """Return it with a reservation made firm; itself if it is firm, or if there is none."""
        entry = self.entry_of(assignment_id)
        if entry is None or entry.state is EntryState.HELD:
            return self
        firm = replace(entry, state=EntryState.HELD)
        return self._with(tuple(firm if each is entry else each for each in self.entries), now)

    def released(self, assignment_id: str, now: datetime) -> "Diary":
        """Return it without the entry of an assignment; itself if there is none."""
        if self.entry_of(assignment_id) is None:
            return self
        return self._with(tuple(each for each in self.entries if each.assignment_id != assignment_id), now)

    def _with(self, entries: tuple[Entry, ...], now: datetime) -> "Diary":
        since = now - timedelta(days=KEPT_DAYS)
        kept = sorted((each for each in entries if each.ends_at > since), key=lambda each: each.starts_at)
        return replace(self, entries=tuple(kept), changed_at=now)
