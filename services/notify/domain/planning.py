"""Which event plans which reminders."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final

from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.reminders import TO_STAFF, Reminder, reminder
from services.notify.domain.telling import Telling, facts_of
from shared.events.matching import AssignmentChanged, ConfirmationDue, NeedAmended, Proposed
from shared.events.projects import ShiftAttended, ShiftJoined, ShiftWaitlistMoved
from shared.kernel.clock import CHINA
from shared.kernel.working_days import end_of_term, working_days_before

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
RECORD_DAYS_LEFT: Final = 3
"""Working days, of the ten in which service is entered, that are left when the turn is the staff's. Source: 民政部令67号 11."""
RECORD_DAYS: Final = 10
"""Working days in which service is entered. Source: 民政部令67号 11."""
RECORD_TOLD_AT: Final = time(9)
"""China time, of the day on which the last ones begin."""
FRESH: Final = timedelta(minutes=30)
"""Who agreed less than this before a reminder needs none."""


def planned_by(fact: object, said_at: datetime) -> tuple[Reminder, ...]:
    """Return the reminders that an event makes."""
    match fact:
        case AssignmentChanged(state="ACCEPTED", starts_at=datetime()):
            return tuple(_before_service(fact, said_at))
        case AssignmentChanged(state="CONFIRMED"):
            return (_please_rate(fact, said_at),)
        case Proposed(starts_at=datetime()) | NeedAmended(starts_at=datetime()):
            return tuple(_nobody_yet(fact, said_at))
        case ConfirmationDue(for_staff=True):
            return (_record_near(fact, said_at),)
        case _:
            return _planned_by_shift(fact, said_at)


def _planned_by_shift(fact: object, said_at: datetime) -> tuple[Reminder, ...]:
    match fact:
        case ShiftAttended(ends_at=datetime()):
            return (_shift_record_near(fact, said_at),)
        case ShiftJoined() | ShiftWaitlistMoved():
            return tuple(_before_shift(fact, said_at))
        case _:
            return ()


def _before_service(fact: AssignmentChanged, said_at: datetime) -> Iterator[Reminder]:
    starts_at = fact.starts_at
    assert starts_at is not None
    ends_at = fact.ends_at or starts_at + HOURS_BEFORE
    subject = Subject(type=SubjectType.ASSIGNMENT, id=fact.assignment_id)
    plan = (
        *_of_helper(fact.member_id, starts_at, ends_at),
        (NoticeKind.HELP_COMES_TOMORROW, fact.resident_id, _eve_of(starts_at), starts_at),
        (NoticeKind.HELPER_NOT_THERE, TO_STAFF, starts_at + STAFF_HEAR_AFTER, ends_at),
    )
    for kind, member_id, due_at, expires_at in plan:
        if due_at >= said_at + FRESH:
            telling = Telling(
                member_id=member_id,
                kind=kind,
                subject=subject,
                facts=facts_of(fact),
                community_code=fact.community_code,
                delegates_too=kind is NoticeKind.HELP_COMES_TOMORROW,
            )
            yield reminder(telling, said_at, due_at, expires_at)


def _before_shift(fact: ShiftJoined | ShiftWaitlistMoved, said_at: datetime) -> Iterator[Reminder]:
    """Give what who holds a place is told."""
    for kind, member_id, due_at, expires_at in _of_helper(fact.member_id, fact.starts_at, fact.ends_at):
        if due_at >= said_at + FRESH:
            telling = Telling(
                member_id=member_id,
                kind=kind,
                subject=Subject(type=SubjectType.SHIFT, id=fact.shift_id),
                facts=facts_of(fact),
                community_code=fact.community_code,
            )
            yield reminder(telling, said_at, due_at, expires_at)


def _of_helper(
    member_id: str, starts_at: datetime, ends_at: datetime
) -> tuple[tuple[NoticeKind, str, datetime, datetime], ...]:
    """Return what who serves is told, whom, when, and until when it is of use."""
    return (
        (NoticeKind.DAY_BEFORE, member_id, _eve_of(starts_at), starts_at),
        (NoticeKind.HOURS_BEFORE, member_id, starts_at - HOURS_BEFORE, starts_at),
        (NoticeKind.NOT_CHECKED_IN, member_id, starts_at + NOT_THERE_AFTER, ends_at),
    )


def _eve_of(starts_at: datetime) -> datetime:
    local = starts_at.astimezone(CHINA)
    eve = datetime.combine(local.date() - timedelta(days=1), DAY_BEFORE_AT, CHINA)
    return eve.astimezone(starts_at.tzinfo)


def _record_near(fact: ConfirmationDue, said_at: datetime) -> Reminder:
    """Return what staff are told while there is still time to enter a service."""
    telling = Telling(
        member_id=TO_STAFF,
        kind=NoticeKind.RECORD_NEAR,
        subject=Subject(type=SubjectType.ASSIGNMENT, id=fact.assignment_id),
        facts=facts_of(fact),
        community_code=fact.community_code,
    )
    return reminder(telling, said_at, said_at, end_of_term(said_at, RECORD_DAYS_LEFT))


def _shift_record_near(fact: ShiftAttended, said_at: datetime) -> Reminder:
    """Return what staff are told while there is still time to enter a shift that people came to."""
    assert fact.ends_at is not None
    over_at = end_of_term(fact.ends_at, RECORD_DAYS)
    last_day = (over_at - timedelta(hours=1)).astimezone(CHINA).date()
    told_on = working_days_before(last_day, RECORD_DAYS_LEFT)
    telling = Telling(
        member_id=TO_STAFF,
        kind=NoticeKind.SHIFT_RECORD_NEAR,
        subject=Subject(type=SubjectType.SHIFT, id=fact.shift_id),
        facts=facts_of(fact),
        community_code=fact.community_code,
    )
    told_at = datetime.combine(told_on, RECORD_TOLD_AT, CHINA).astimezone(said_at.tzinfo)
    return reminder(telling, said_at, told_at, over_at)


def _please_rate(fact: AssignmentChanged, said_at: datetime) -> Reminder:
    telling = Telling(
        member_id=fact.resident_id,
        kind=NoticeKind.PLEASE_RATE,
        subject=Subject(type=SubjectType.ASSIGNMENT, id=fact.assignment_id),
        facts=facts_of(fact),
        community_code=fact.community_code,
        delegates_too=True,
    )
    return reminder(telling, said_at, said_at + RATE_AFTER, said_at + RATE_UNTIL)


def _nobody_yet(fact: Proposed | NeedAmended, said_at: datetime) -> Iterator[Reminder]:
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
        yield reminder(telling, said_at, due_at, fact.starts_at)
