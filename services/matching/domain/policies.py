"""What the state of things allows: each rule a pair, one that raises its reason and one that only tells."""

from datetime import datetime, timedelta

from services.matching.domain import errors
from services.matching.domain.assignment import (
    ENTRY_WORKING_DAYS,
    Assignment,
    AssignmentState,
    ConfirmedAs,
)
from services.matching.domain.gate_shapes import MOST_DAYS_AHEAD, Policy, telling
from services.matching.domain.giving.part import ANSWERED
from services.matching.domain.need import Need, NeedState
from shared.kernel.working_days import earliest_entry

PAST_GRACE = timedelta(minutes=5)
LONGEST_WINDOW = timedelta(hours=24)


def check_can_ask_for(starts_at: datetime, ends_at: datetime, expected_minutes: int, now: datetime) -> None:
    """Pass if a need may be for this time.

    Raises:
        StartsInThePast: If it starts more than five minutes ago.
        EndsBeforeStart: If it does not end after it starts.
        TooFarAhead: If it ends later than 90 days from now.
        WindowTooLong: If it lasts more than a day.
        MinutesBeyondWindow: If the minutes do not fit.
    """
    if starts_at < now - PAST_GRACE:
        raise errors.StartsInThePast
    if ends_at <= starts_at:
        raise errors.EndsBeforeStart
    if ends_at > now + timedelta(days=MOST_DAYS_AHEAD):
        raise errors.TooFarAhead(days=MOST_DAYS_AHEAD)
    if ends_at - starts_at > LONGEST_WINDOW:
        raise errors.WindowTooLong
    if timedelta(minutes=expected_minutes) > ends_at - starts_at:
        raise errors.MinutesBeyondWindow


def check_can_amend(need: Need, *, only_details: bool) -> None:
    """Pass if a need may be changed; once a place is taken only its details may.

    Raises:
        NotOpen: If it is closed.
        PlacesTaken: If a place or a part is taken and more than the details would change.
    """
    if need.is_closed:
        raise errors.NotOpen
    taken = need.places or any(part.state in ANSWERED for part in need.parts)
    if taken and not only_details:
        raise errors.PlacesTaken


def check_can_join(need: Need, member_id: str, now: datetime) -> None:
    """Pass if a need can take one more helper, and this member may be it.

    Raises:
        NeedFull: If all places are taken.
        NotOpen: If it is not open.
        TooLate: If its time is over.
        OwnNeed: If it is the member's own, or posted by the member.
    """
    if member_id in (need.resident_id, need.posted_by):
        raise errors.OwnNeed
    if need.state is NeedState.FILLED or (need.state is NeedState.MET):
        raise errors.NeedFull
    if need.state is not NeedState.OPEN:
        raise errors.NotOpen
    if now >= need.ends_at:
        raise errors.TooLate


def check_can_tell(at: datetime, now: datetime) -> None:
    """Pass if a check-in or check-out may be told now for the instant ``at``.

    Raises:
        InTheFuture: If it has not been yet.
        TooLate: If it was more than ten working days ago. Source: 民政部令67号 11.
    """
    if at > now:
        raise errors.InTheFuture
    if at < earliest_entry(now, ENTRY_WORKING_DAYS):
        raise errors.TooLate


def check_can_check_in(assignment: Assignment, need: Need, at: datetime, policy: Policy) -> None:
    """Pass if the service may begin at the instant ``at``.

    Raises:
        TooEarly: If that is too long before the start.
        TooLate: If that is after the end.
        AdultFirst: If only minors are left on the need.
    """
    if at < assignment.starts_at - timedelta(minutes=policy.check_in_early_minutes):
        raise errors.TooEarly
    if at > assignment.ends_at:
        raise errors.TooLate
    if need.places and not any(place.adult for place in need.places):
        raise errors.AdultFirst


def check_can_check_out(assignment: Assignment, at: datetime) -> None:
    """Pass if the service may end at the instant ``at``.

    Raises:
        OutBeforeIn: If it begins later.
    """
    if assignment.check_in is not None and at < assignment.check_in.at:
        raise errors.OutBeforeIn


def check_can_confirm(
    assignment: Assignment, member_id: str, as_role: ConfirmedAs, minutes: int, reason: str
) -> None:
    """Pass if these minutes may be confirmed by this member in this role.

    Raises:
        VolunteerCannotConfirm: If it is the volunteer, in any role.
        NotCheckedOut: Before check-out.
        LateForStaff: If a time was told late and the role is not staff.
        MinutesOutOfRange: If they are not 1 to what was expected.
        ReasonRequired: If they differ from what was expected and no reason is given.
    """
    check_is_not_volunteer(assignment, member_id)
    if assignment.state is not AssignmentState.CHECKED_OUT:
        raise errors.NotCheckedOut
    if assignment.is_late and as_role is not ConfirmedAs.STAFF:
        raise errors.LateForStaff
    if not 1 <= minutes <= assignment.expected_minutes:
        raise errors.MinutesOutOfRange(expected_minutes=assignment.expected_minutes)
    if minutes != assignment.expected_minutes and not reason:
        raise errors.ReasonRequired


def check_is_not_volunteer(assignment: Assignment, member_id: str) -> None:
    """Pass if the member is not the one who served.

    Raises:
        VolunteerCannotConfirm: If it is.
    """
    if member_id == assignment.member_id:
        raise errors.VolunteerCannotConfirm


def check_can_cancel(assignment: Assignment, reason: str, now: datetime, *, as_staff: bool) -> None:
    """Pass if an assignment may be cancelled: by the volunteer before it starts, by staff with a reason until it stands.

    Raises:
        TooLate: If the volunteer would cancel after the start.
        ReasonRequired: If staff give none.
    """
    if as_staff:
        if not reason:
            raise errors.ReasonRequired
    elif now >= assignment.starts_at or assignment.state is not AssignmentState.ACCEPTED:
        raise errors.TooLate


def check_can_miss(assignment: Assignment, now: datetime) -> None:
    """Pass if a volunteer may be recorded as not having come.

    Raises:
        TooEarly: Before the start.
    """
    if now < assignment.starts_at:
        raise errors.TooEarly


def check_can_rate(assignment: Assignment) -> None:
    """Pass if a service may be rated.

    Raises:
        NotConfirmed: If its minutes do not stand yet.
    """
    if assignment.state is not AssignmentState.CONFIRMED:
        raise errors.NotConfirmed


can_ask_for = telling(check_can_ask_for)
can_amend = telling(check_can_amend)
can_join = telling(check_can_join)
can_tell = telling(check_can_tell)
can_check_in = telling(check_can_check_in)
can_check_out = telling(check_can_check_out)
can_confirm = telling(check_can_confirm)
can_cancel = telling(check_can_cancel)
can_miss = telling(check_can_miss)
can_rate = telling(check_can_rate)
