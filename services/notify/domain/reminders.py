"""Reminders: what is told at an hour of its own, unless the matter is settled before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import Enum
from typing import Final

from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.telling import Telling, facts_of
from shared.events.matching import AssignmentChanged, Proposed
from shared.kernel.clock import CHINA
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

DAY_BEFORE_AT: Final = time(18)
"""China time."""
HOURS_BEFORE: Final = timedelta(hours=2)
NOT_THERE_AFTER: Final = timedelta(minutes=15)
STAFF_HEAR_AFTER: Final = timedelta(minutes=30)
RATE_AFTER: Final = timedelta(hours=20)
RATE_UNTIL: Final = timedelta(days=7)
NOBODY_YET_BEFORE: Final = timedelta(hours=4)
"""Staff hear so long before the hour that nobody has come forward."""
NOBODY_YET_PATIENCE: Final = timedelta(minutes=30)
"""Helpers have at least so long to answer before staff hear of it."""
_FRESH: Final = timedelta(minutes=30)
"""Who agreed less than this before a reminder needs none."""


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

    def step(self, there: ReminderState) -> "Reminder":
        """Return this reminder in another state."""
        assert there in NEXT_STATES[self.state], f"{self.state} has no arrow to {there}"
        return replace(self, state=there)


def planned_by(fact: object, said_at: datetime) -> tuple[Reminder, ...]:
    """Return the reminders that an event makes."""
    match fact:
        case AssignmentChanged(state="ACCEPTED", starts_at=datetime()):
            return tuple(_before_service(fact, said_at))
        case AssignmentChanged(state="CONFIRMED"):
            return (_please_rate(fact, said_at),)
        case Proposed(starts_at=datetime()):
            return tuple(_nobody_yet(fact, said_at))
        case _:
            return ()


def _before_service(fact: AssignmentChanged, said_at: datetime) -> Iterator[Reminder]:
    starts_at = fact.starts_at
    assert starts_at is not None
    ends_at = fact.ends_at or starts_at + HOURS_BEFORE
    subject = Subject(type=SubjectType.ASSIGNMENT, id=fact.assignment_id)
    local = starts_at.astimezone(CHINA)
    eve = datetime.combine(local.date() - timedelta(days=1), DAY_BEFORE_AT, CHINA).astimezone(
        starts_at.tzinfo
    )
    plan = (
        (NoticeKind.DAY_BEFORE, fact.member_id, eve, starts_at),
        (NoticeKind.HELP_COMES_TOMORROW, fact.resident_id, eve, starts_at),
        (NoticeKind.HOURS_BEFORE, fact.member_id, starts_at - HOURS_BEFORE, starts_at),
        (NoticeKind.NOT_CHECKED_IN, fact.member_id, starts_at + NOT_THERE_AFTER, ends_at),
        (NoticeKind.HELPER_NOT_THERE, TO_STAFF, starts_at + STAFF_HEAR_AFTER, ends_at),
    )
    for kind, member_id, due_at, expires_at in plan:
        if due_at >= said_at + _FRESH:
            telling = Telling(
                member_id=member_id,
                kind=kind,
                subject=subject,
                facts=facts_of(fact),
                community_code=fact.community_code,
                delegates_too=kind is NoticeKind.HELP_COMES_TOMORROW,
            )
            yield _reminder(telling, said_at, due_at, expires_at)


def _please_rate(fact: AssignmentChanged, said_at: datetime) -> Reminder:
    telling = Telling(
        member_id=fact.resident_id,
        kind=NoticeKind.PLEASE_RATE,
        subject=Subject(type=SubjectType.ASSIGNMENT, id=fact.assignment_id),
        facts=facts_of(fact),
        community_code=fact.community_code,
        delegates_too=True,
    )
    return _reminder(telling, said_at, said_at + RATE_AFTER, said_at + RATE_UNTIL)


def _nobody_yet(fact: Proposed, said_at: datetime) -> Iterator[Reminder]:
    assert fact.starts_at is not None
    due_at = max(said_at + NOBODY_YET_PATIENCE, fact.starts_at - NOBODY_YET_BEFORE)
    if due_at < fact.starts_at:
        telling = Telling(
            member_id=TO_STAFF,
            kind=NoticeKind.NOBODY_YET,
            subject=Subject(type=SubjectType.NEED, id=fact.need_id),
            facts=facts_of(fact),
            community_code=fact.community_code,
        )
        yield _reminder(telling, said_at, due_at, fact.starts_at)


def _reminder(telling: Telling, said_at: datetime, due_at: datetime, expires_at: datetime) -> Reminder:
    cause = (telling.kind.value, telling.subject.id, telling.member_id, due_at.isoformat())
    return Reminder(
        id=derived_id("reminder", *cause),
        telling=telling,
        said_at=said_at,
        due_at=due_at,
        expires_at=expires_at,
    )
