"""Which postings of a statement are asked for."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from services.ledger.domain.accounts import Unit
from services.ledger.domain.lines import Entry


class Direction(Enum):
    """Whether minutes came in or went out."""

    IN = "IN"
    OUT = "OUT"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """What an entry must be to be shown; what is None or empty asks for nothing.

    Attributes:
        unit: What is counted.
        community_code: The book.
        kind: ``EARNED``, or a verb.
        direction: In or out.
        counterparty: The account on the other side.
        least_minutes: At least so many, whatever the direction.
        most_minutes: At most so many.
        since: Effective at this instant or later.
        before: Effective earlier than this.
    """

    unit: Unit | None = None
    community_code: str | None = None
    kind: str | None = None
    direction: Direction | None = None
    counterparty: str | None = None
    least_minutes: int | None = None
    most_minutes: int | None = None
    since: datetime | None = None
    before: datetime | None = None

    def admits(self, entry: Entry) -> bool:
        """Tell whether an entry is asked for; the store's query means the same."""
        size = abs(entry.minutes)
        checks = (
            self.unit in {None, entry.unit},
            self.community_code in {None, entry.community_code},
            self.kind in {None, entry.kind},
            self.direction in {None, Direction.IN if entry.minutes > 0 else Direction.OUT},
            self.counterparty in {None, entry.counterparty},
            self.least_minutes is None or size >= self.least_minutes,
            self.most_minutes is None or size <= self.most_minutes,
            self.since is None or entry.effective_at >= self.since,
            self.before is None or entry.effective_at < self.before,
        )
        return all(checks)


EVERYTHING = EntryFilter()
