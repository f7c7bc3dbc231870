"""Taking, waiting for and leaving the places of a shift: the one saga over a diary and a shift.

A diary is reserved first, then the place is taken by one conditional write; its event makes the reservation firm. Whoever
dies in between leaves a reservation that a sweep releases.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from services.matching.application import diaries
from services.matching.application.context import Matching
from services.matching.application.projects.commands import JoinShift, LeaveShift
from services.matching.application.projects.facts import shift_joined, shift_left, waitlist_moved
from services.matching.application.projects.who import check_manages
from services.matching.domain.diary import Entry, EntryState
from services.matching.domain.errors import DiaryOverlap, MemberInactive
from services.matching.domain.gates import is_adult
from services.matching.domain.projects.errors import NotSignedUp, ShiftFull
from services.matching.domain.projects.rules import can_sign_up, check_can_leave, check_can_sign_up
from services.matching.domain.projects.shift import Seat, Shift, ShiftState
from services.matching.domain.service_kinds import kind_of
from shared.identity.actor import Actor
from shared.identity.member import MemberStatus
from shared.identity.people import Person
from shared.kernel.errors import StaleWrite

R = TypeVar("R")

TRIES = 25
"""Many may reach for the places of one shift in the same moment; each lost race is one of them getting theirs."""


def sign_up(m: Matching, actor: Actor, shift_id: str, command: JoinShift) -> Shift:
    """Take a place of a shift, or join its wait-list; who holds or waits for one already changes nothing.

    Raises:
        ShiftFull: If no place is left and the member would not wait.
        DiaryOverlap: If the member is bound at that time.
        LinliError: If a rule of the shift, the kind of service or the person says no.
    """
    return many_tries(lambda: _sign_up(m, actor.member_id, shift_id, command))


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """Who is signed up with a team, and by whom."""

    team_id: str
    by: str


def sign_up_for(m: Matching, member_id: str, shift_id: str, command: JoinShift, brought: Brought) -> Shift:
    """Do what :func:`sign_up` does for one of a team, with it; who did not do it themselves agreed to it, and is told."""
    return many_tries(lambda: _sign_up(m, member_id, shift_id, command, brought))


def many_tries(work: Callable[[], R]) -> R:
    """Return what the work returns, run again as often as others are faster."""
    for _ in range(TRIES - 1):
        try:
            return work()
        except StaleWrite:
            continue
    return work()


def _sign_up(
    m: Matching, member_id: str, shift_id: str, command: JoinShift, brought: Brought | None = None
) -> Shift:
    shift = m.shifts.get(shift_id)
    if shift.seat_of(member_id) or (command.wait and shift.wait_of(member_id)):
        return shift
    person = m.people.get(member_id)
    if person.status is not MemberStatus.ACTIVE or not person.has_account:
        raise MemberInactive
    check_can_sign_up(shift, kind_of(shift.service_kind), person, m.policy, m.clock.now())
    seat = _seat_for(m, shift, person, command)
    if brought is not None:
        by = None if brought.by == person.id else brought.by
        seat = replace(seat, signed_up_by=by, team_id=brought.team_id)
    if shift.left_in(seat.role) > 0 and shift.next_waiting(frozenset()) is not None:
        shift = fill_from_waitlist(m, shift_id)
    if shift.left_in(seat.role) < 1:
        return _wait(m, shift, seat, command)
    return take_seat(m, shift, shift.with_seat(seat), seat, shift_joined)


def _wait(m: Matching, shift: Shift, seat: Seat, command: JoinShift) -> Shift:
    if not command.wait:
        raise ShiftFull
    return m.shifts.save(shift.with_wait(seat))


def _seat_for(m: Matching, shift: Shift, person: Person, command: JoinShift) -> Seat:
    return Seat(
        seat_id=shift.next_seat_id(person.id),
        member_id=person.id,
        role=shift.role(command.role).code if command.role else _usual_role(shift),
        taken_at=m.clock.now(),
        adult=is_adult(person, shift.starts_at),
    )


def _usual_role(shift: Shift) -> str:
    """Return the first role that leads nobody and has a place left; else the first that leads nobody; else the first."""
    followers = [role for role in shift.roles if not role.leads] or list(shift.roles)
    return next((role.code for role in followers if shift.left_in(role.code) > 0), followers[0].code)


def take_seat(
    m: Matching, before: Shift, after: Shift, seat: Seat, fact: Callable[[Shift, Seat], object]
) -> Shift:
    """Reserve the time, then take the place in one write; the time is free again if others were faster.

    Raises:
        DiaryOverlap: If the member is bound at that time.
        StaleWrite: If the shift or the diary changed in between.
    """
    diaries.reserve_entry(m, seat.member_id, entry_of(m, before, seat))
    try:
        return m.shifts.save(after, fact(after, seat))
    except StaleWrite:
        _release_unless_taken(m, before.id, seat)
        raise


def _release_unless_taken(m: Matching, shift_id: str, seat: Seat) -> None:
    """Free the time reserved for a place, unless somebody else gave the member the very place meanwhile.

    A sign-up and the reaction to a place given back may fill the same place for the same person at once.
    """
    taken = m.shifts.get(shift_id).seat_of(seat.member_id)
    if taken is None or taken.seat_id != seat.seat_id:
        diaries.release(m, seat.member_id, seat.seat_id)


def entry_of(m: Matching, shift: Shift, seat: Seat, state: EntryState = EntryState.RESERVED) -> Entry:
    """Return what stands in the diary of who holds a place."""
    return Entry(
        assignment_id=seat.seat_id,
        need_id=shift.id,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        state=state,
        reserved_at=m.clock.now(),
    )


def leave_shift(m: Matching, actor: Actor, shift_id: str, command: LeaveShift) -> Shift:
    """Give a place back, held or waited for: one's own before the start, somebody else's as staff, with a reason.

    Raises:
        NotSignedUp: If there is no such place.
        ShiftBegun: If it is too late.
        Forbidden: If it is somebody else's and the actor is not staff.
    """
    member_id = command.member_id or actor.member_id
    shift = m.shifts.get(shift_id)
    if member_id != actor.member_id:
        check_manages(actor, shift)
    seat = shift.seat_of(member_id) or shift.wait_of(member_id)
    if seat is None:
        raise NotSignedUp
    check_can_leave(shift, m.clock.now(), command.reason, as_staff=member_id != actor.member_id)
    return drop_seat(m, shift, seat, actor.member_id)


def drop_seat(m: Matching, shift: Shift, seat: Seat, by: str) -> Shift:
    """Free a place and the time of who held it; the event lets the next in order have it."""
    left = m.shifts.save(shift.without(seat.member_id), shift_left(shift, seat, by))
    diaries.release(m, seat.member_id, seat.seat_id)
    return left


def fill_from_waitlist(m: Matching, shift_id: str) -> Shift:
    """Give free places to those who wait, in order; who is bound elsewhere is passed over and keeps waiting.

    Who signs up while a place is free lets those who wait go first, too: the order holds before the event arrives.
    """
    passed: frozenset[str] = frozenset()
    shift = m.shifts.get(shift_id)
    while (seat := _next_of(m, shift, passed)) is not None:
        taken = replace(seat, taken_at=m.clock.now())
        try:
            shift = take_seat(m, shift, shift.with_seat(taken), taken, waitlist_moved)
        except DiaryOverlap:
            passed |= {seat.seat_id}
    return shift


def _next_of(m: Matching, shift: Shift, passed: frozenset[str]) -> Seat | None:
    """Return who is next and may still come; nobody once the shift has begun."""
    if shift.state is not ShiftState.OPEN or m.clock.now() >= shift.starts_at:
        return None
    seat = shift.next_waiting(passed)
    if seat is None or _may_come(m, shift, seat):
        return seat
    return _next_of(m, shift, passed | {seat.seat_id})


def _may_come(m: Matching, shift: Shift, seat: Seat) -> bool:
    person = m.people.find(seat.member_id)
    return (
        person is not None
        and person.status is MemberStatus.ACTIVE
        and can_sign_up(shift, kind_of(shift.service_kind), person, m.policy, m.clock.now())
    )
