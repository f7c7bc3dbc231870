"""An assignment: one volunteer bound to one need, from the yes to the confirmed minutes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.errors import IllegalStep
from services.matching.domain.need import Need, Place, RecordedAs
from shared.kernel.geography import Point
from shared.kernel.working_days import end_of_term

LATE_AFTER = timedelta(minutes=60)
ENTRY_WORKING_DAYS = 10
"""Service is entered within ten working days of its end. Source: 民政部令67号 11."""
STAFF_WORKING_DAYS = 7
"""After so many working days an unconfirmed service is on the staff's list, with three left."""
FIRST_REMINDERS_HOURS = (24, 72)


class AssignmentState(StrEnum):
    """Where an assignment stands."""

    ACCEPTED = "ACCEPTED"
    CHECKED_IN = "CHECKED_IN"
    CHECKED_OUT = "CHECKED_OUT"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"
    NO_SHOW = "NO_SHOW"


NEXT_STATES: Mapping[AssignmentState, frozenset[AssignmentState]] = MappingProxyType(
    {
        AssignmentState.ACCEPTED: frozenset(
            {AssignmentState.CHECKED_IN, AssignmentState.CANCELLED, AssignmentState.NO_SHOW}
        ),
        AssignmentState.CHECKED_IN: frozenset({AssignmentState.CHECKED_OUT, AssignmentState.CANCELLED}),
        AssignmentState.CHECKED_OUT: frozenset({AssignmentState.CONFIRMED, AssignmentState.CANCELLED}),
        AssignmentState.CONFIRMED: frozenset(),
        AssignmentState.CANCELLED: frozenset(),
        AssignmentState.NO_SHOW: frozenset(),
    }
)


class ConfirmedAs(StrEnum):
    """In which role somebody agreed to the minutes."""

    RECEIVER = "RECEIVER"
    DELEGATE = "DELEGATE"
    ORGANISER = "ORGANISER"
    STAFF = "STAFF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A check-in or a check-out.

    Attributes:
        at: When it was, UTC.
        told_at: When we were told, UTC.
        late: Told more than 60 minutes after; then staff confirm.
        point: Where the volunteer said they were.
        distance_metres: From there to the need's point.
    """

    at: datetime
    told_at: datetime
    late: bool = False
    point: Point | None = None
    distance_metres: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """Somebody's agreement to the minutes.

    Attributes:
        minutes: Served, 1 to what was expected.
        reason: Why they differ from what was expected.
    """

    minutes: int
    by: str
    as_role: ConfirmedAs
    reason: str = ""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """The receiving side's grade, 1 to 5, and words."""

    grade: int
    words: str = ""
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Somebody is to be reminded that minutes wait to be confirmed.

    Attributes:
        at: From when on, UTC.
        after_hours: Hours since check-out was told.
        for_staff: Whether staff are to act, no longer the receiving side.
    """

    at: datetime
    after_hours: int
    for_staff: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One volunteer bound to one need.

    Attributes:
        posted_by: Who posted the need; organises it if it is a group's.
        consent_note: How the member said yes, when staff recorded a spoken yes.
        reminded: How many reminders of the confirmation went out.
        reason: Why it was cancelled, or how the member missed it, in words.
    """

    id: str
    version: int = 0
    need_id: str
    member_id: str
    resident_id: str
    posted_by: str
    community_code: str
    service_kind: str
    starts_at: datetime
    ends_at: datetime
    expected_minutes: int
    recorded_as: RecordedAs
    state: AssignmentState = AssignmentState.ACCEPTED
    consent_note: str = ""
    check_in: Mark | None = None
    check_out: Mark | None = None
    confirmation: Confirmation | None = None
    rating: Rating | None = None
    reminded: int = 0
    reason: str = ""
    accepted_at: datetime

    @property
    def is_late(self) -> bool:
        """Tell whether a check-in or check-out was told late."""
        return any(mark.late for mark in (self.check_in, self.check_out) if mark)

    def step(self, there: AssignmentState) -> "Assignment":
        """Return it in state ``there``.

        Raises:
            IllegalStep: If NEXT_STATES has no such arrow.
        """
        if there not in NEXT_STATES[self.state]:
            raise IllegalStep(here=self.state, there=there)
        return replace(self, state=there)

    def checked_in(self, mark: Mark) -> "Assignment":
        """Return it begun."""
        return replace(self.step(AssignmentState.CHECKED_IN), check_in=mark)

    def checked_out(self, mark: Mark) -> "Assignment":
        """Return it ended."""
        return replace(self.step(AssignmentState.CHECKED_OUT), check_out=mark)

    def confirmed(self, confirmation: Confirmation) -> "Assignment":
        """Return it with its minutes standing."""
        return replace(self.step(AssignmentState.CONFIRMED), confirmation=confirmation)

    def ended_early(self, there: AssignmentState, reason: str) -> "Assignment":
        """Return it cancelled or missed."""
        return replace(self.step(there), reason=reason)

    def next_reminder(self) -> Reminder | None:
        """Return the next reminder of the confirmation: at 24 and 72 hours, then for staff; late ones for staff only."""
        if self.state is not AssignmentState.CHECKED_OUT or self.check_out is None:
            return None
        told_at = self.check_out.told_at
        all_of_them: tuple[Reminder, ...] = (*_first_reminders(told_at), _staff_reminder(self.check_out))
        if self.is_late:
            all_of_them = (Reminder(at=told_at, after_hours=0, for_staff=True),)
        return all_of_them[self.reminded] if self.reminded < len(all_of_them) else None

    @property
    def is_for_staff(self) -> bool:
        """Tell whether the minutes wait for staff: told late, or every reminder went out in vain."""
        waits = self.state is AssignmentState.CHECKED_OUT
        return waits and (self.is_late or self.next_reminder() is None)

    def reminded_by(self, now: datetime) -> tuple["Assignment", Reminder | None]:
        """Return it with every reminder that is due by now counted, and the last of those, if any."""
        here, last = self, None
        while (reminder := here.next_reminder()) is not None and reminder.at <= now:
            here, last = replace(here, reminded=here.reminded + 1), reminder
        return here, last


def _first_reminders(told_at: datetime) -> tuple[Reminder, ...]:
    return tuple(
        Reminder(at=told_at + timedelta(hours=hours), after_hours=hours, for_staff=False)
        for hours in FIRST_REMINDERS_HOURS
    )


def _staff_reminder(check_out: Mark) -> Reminder:
    last_of_ours = check_out.told_at + timedelta(hours=FIRST_REMINDERS_HOURS[-1])
    at = max(last_of_ours, end_of_term(check_out.at, STAFF_WORKING_DAYS))
    hours = int((at - check_out.told_at).total_seconds() // 3600)
    return Reminder(at=at, after_hours=hours, for_staff=True)


def assignment_of(need: Need, place: Place, consent_note: str = "") -> Assignment:
    """Return the assignment that a place of a need makes; the same whenever it is made."""
    return Assignment(
        id=place.assignment_id,
        need_id=need.id,
        member_id=place.member_id,
        resident_id=need.resident_id,
        posted_by=need.posted_by,
        community_code=need.community_code,
        service_kind=need.service_kind,
        starts_at=need.starts_at,
        ends_at=need.ends_at,
        expected_minutes=need.expected_minutes,
        recorded_as=need.recorded_as,
        consent_note=consent_note,
        accepted_at=place.taken_at,
    )
