"""Who was at a shift: each person's times, and the minutes that were agreed to."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.matching.domain.assignment import LATE_AFTER
from services.matching.domain.errors import OutBeforeIn
from services.matching.domain.need import RecordedAs

MOST_ATTENDING = 300
"""Attendees of one shift; the document that holds them stays far below what a store takes."""


class ToldBy(StrEnum):
    """How somebody came onto the list."""

    STAFF = "STAFF"
    LEADER = "LEADER"
    CODE = "CODE"


class AgreedAs(StrEnum):
    """In which role somebody agreed to the minutes of a shift."""

    LEADER = "LEADER"
    ORGANISER = "ORGANISER"
    STAFF = "STAFF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """Minutes that somebody else agreed to.

    Attributes:
        record_id: The record of service; the ledger answers it once.
        minutes: 1 to what the shift expects.
        reason: Why they differ from what the times say.
    """

    record_id: str
    minutes: int
    recorded_as: RecordedAs
    reason: str = ""
    by: str
    as_role: AgreedAs
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """One person who came.

    Attributes:
        id: Follows from the shift and the person.
        member_id: None for somebody written down by name, until they are claimed.
        name: As it was written down; of a member it is read from the register instead.
        phone: As it was written down, so that the person can be found again.
        late: Told more than an hour after the fact.
        reason: Why it was told late.
        told_by: Who put them on the list.
    """

    id: str
    member_id: str | None = None
    name: str = ""
    phone: str = ""
    role: str = ""
    in_at: datetime
    out_at: datetime | None = None
    late: bool = False
    reason: str = ""
    how: ToldBy
    told_by: str
    agreed: Agreed | None = None

    def out(self, at: datetime, *, late: bool, reason: str) -> "Attendee":
        """Return them gone at an instant.

        Raises:
            OutBeforeIn: If they came later.
        """
        if at < self.in_at:
            raise OutBeforeIn
        return replace(self, out_at=at, late=self.late or late, reason=self.reason or reason)

    def suggested_minutes(self, expected_minutes: int) -> int:
        """Return the minutes that the times say, 1 to what the shift expects."""
        if self.out_at is None:
            return expected_minutes
        return max(1, min(expected_minutes, (self.out_at - self.in_at) // timedelta(minutes=1)))


def span_at(ends_at: datetime, in_at: datetime) -> tuple[datetime, datetime]:
    """Return the time somebody who came at an instant is bound by a shift: until its end, a minute at least."""
    return in_at, max(ends_at, in_at + timedelta(minutes=1))


def is_late(at: datetime, now: datetime) -> bool:
    """Tell whether an instant is told more than an hour after the fact."""
    return now - at > LATE_AFTER
