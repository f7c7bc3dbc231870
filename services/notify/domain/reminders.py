"""Reminders: what is told at an hour of its own, unless the matter is settled before."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Final

from services.notify.domain.telling import Telling
from shared.kernel.ids import derived_id


class ReminderState(Enum):
    """What became of a reminder."""

    PLANNED = "PLANNED"
    TOLD = "TOLD"
    SETTLED = "SETTLED"
    TOO_LATE = "TOO_LATE"


_R = ReminderState
NEXT_STATES: Final[dict[ReminderState, frozenset[ReminderState]]] = {
    _R.PLANNED: frozenset({_R.TOLD, _R.SETTLED, _R.TOO_LATE}),
    _R.TOLD: frozenset(),
    _R.SETTLED: frozenset(),
    _R.TOO_LATE: frozenset(),
}
"""A reminder is told once, or not at all."""

TO_STAFF: Final = "desk"
"""In place of a receiver: the staff of the community."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Something to be told at an hour.

    Attributes:
        id: Follows from what it is about, and from its hour.
        version: How often it was written.
        telling: Who is told what.
        said_at: Instant of the event that made it.
        due_at: When it is told.
        expires_at: From when on it is pointless.
        state: What became of it.
    """

    id: str
    version: int = 0
    telling: Telling
    said_at: datetime
    due_at: datetime
    expires_at: datetime
    state: ReminderState = ReminderState.PLANNED

    def said_again(self, later: "Reminder") -> "Reminder":
        """Return this reminder as it is said later, past what stopped it in between; itself if it is over or said no later."""
        if self.state is not ReminderState.PLANNED or later.said_at <= self.said_at:
            return self
        return replace(later, version=self.version)

    def step(self, there: ReminderState) -> "Reminder":
        """Return this reminder in another state."""
        assert there in NEXT_STATES[self.state], f"{self.state} has no arrow to {there}"
        return replace(self, state=there)


def reminder(telling: Telling, said_at: datetime, due_at: datetime, expires_at: datetime) -> Reminder:
    """Return what is told at an hour; said again for the same hour it is the same reminder."""
    cause = (telling.kind.value, telling.subject.id, telling.member_id, due_at.isoformat())
    return Reminder(
        id=derived_id("reminder", *cause),
        telling=telling,
        said_at=said_at,
        due_at=due_at,
        expires_at=expires_at,
    )
