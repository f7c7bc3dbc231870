"""What coordination does when something happened to a shift or a project; done twice, it is done once."""

from services.matching.application import diaries
from services.matching.application.context import Matching
from services.matching.application.places import is_active_still
from services.matching.application.projects.joining import (
    drop_seat,
    entry_of,
    fill_from_waitlist,
)
from services.matching.application.projects.shifts import cancel_shifts_of
from services.matching.domain.diary import EntryState
from services.matching.domain.errors import DiaryOverlap
from services.matching.domain.projects.project import ProjectState
from services.matching.domain.projects.shift import ShiftState
from shared.events import projects as told

PLATFORM = "platform"


def when_shift_joined_hold(m: Matching, fact: told.ShiftJoined | told.ShiftWaitlistMoved) -> None:
    """Make the time of a taken place firm; if it was given away meanwhile the place is given back: nobody is bound twice."""
    shift = m.shifts.get(fact.shift_id)
    seat = shift.seat_of(fact.member_id)
    if seat is None or seat.seat_id != fact.seat_id or shift.state is not ShiftState.OPEN:
        return
    if not is_active_still(m, seat.member_id):
        drop_seat(m, shift, seat, PLATFORM)
        return
    try:
        diaries.hold_entry(m, seat.member_id, entry_of(m, shift, seat, EntryState.HELD))
    except DiaryOverlap:
        drop_seat(m, shift, seat, PLATFORM)


def when_shift_left_fill(m: Matching, fact: told.ShiftLeft) -> None:
    """Free the time of who left, and give the place to the next in order."""
    diaries.release(m, fact.member_id, fact.seat_id)
    fill_from_waitlist(m, fact.shift_id)


def when_shift_amended_fill(m: Matching, fact: told.ShiftAmended) -> None:
    """Give places that were added to those who wait."""
    fill_from_waitlist(m, fact.shift_id)


def when_shift_cancelled_release(m: Matching, fact: told.ShiftCancelled) -> None:
    """Free everybody's time."""
    for member_id, seat_id in zip(fact.member_ids, fact.seat_ids, strict=True):
        diaries.release(m, member_id, seat_id)


def when_project_ended_cancel(m: Matching, fact: told.ProjectEnded) -> None:
    """Cancel the shifts to come of a closed project."""
    if fact.state == ProjectState.CLOSED:
        cancel_shifts_of(m, fact.project_id, fact.by)
