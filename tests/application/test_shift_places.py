"""Signing up for a shift, waiting, leaving, and who gets the place."""

from dataclasses import replace
from datetime import date

import pytest

from services.matching.application.projects import joining, shifts
from services.matching.application.projects.commands import AmendShift, LeaveShift, RoleWanted
from services.matching.domain import errors
from services.matching.domain.diary import EntryState
from services.matching.domain.projects import errors as project_errors
from services.matching.domain.projects.shift import Shift
from shared.events import projects as told
from shared.identity.member import MemberStatus
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden, StaleWrite
from shared.kernel.ids import RandomIds
from tests.application.matching_world import consent
from tests.application.meanwhile import meanwhile
from tests.application.project_world import ONE, ProjectWorld, a_project_world, entries, holders


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return a_project_world(clock, ids)


def waiters(world: ProjectWorld, shift: Shift) -> list[str]:
    return [each.member_id for each in world.now(shift).waiting]


def test_a_place_is_taken_once_and_bound_in_the_diary(world: ProjectWorld) -> None:
    shift, helper = world.shift(), world.world.member()
    joined = world.joined(helper, shift)
    assert world.joined(helper, shift) == joined
    assert entries(world, helper) == [(shift.id, EntryState.RESERVED)]

    facts = world.world.settle()

    assert [each.member_id for each in facts if isinstance(each, told.ShiftJoined)] == [helper.member_id]
    assert entries(world, helper) == [(shift.id, EntryState.HELD)]
    assert world.now(shift).places_left == 2


def test_who_names_no_role_gets_one_that_leads_nobody(world: ProjectWorld) -> None:
    shift = world.shift(roles=(RoleWanted(code="leader", name="领队", places=1, leads=True), *ONE))
    leader, helper = world.leader(shift), world.world.member()
    world.joined(helper, shift)

    now = world.now(shift)
    assert (now.is_led_by(leader.member_id), now.is_led_by(helper.member_id)) == (True, False)
    with pytest.raises(project_errors.ShiftFull):
        world.joined(world.world.member(), shift)
    with pytest.raises(project_errors.NoSuchRole):
        world.joined(world.world.member(), shift, "cook")
    only_leaders = world.shift(roles=(RoleWanted(code="leader", name="领队", places=1, leads=True),))
    assert world.joined(world.world.member(), only_leaders).seats[0].role == "leader"


def test_nobody_is_booked_twice_for_a_shift_and_a_need(world: ProjectWorld) -> None:
    helper, public = world.world.member(), world.published()
    one, other = world.shift(public), world.shift(public)
    world.joined(helper, one)

    with pytest.raises(errors.DiaryOverlap):
        world.joined(helper, other)
    assert holders(world, other) == []


def test_a_wait_list_fills_itself_in_order_when_someone_leaves(world: ProjectWorld) -> None:
    shift = world.shift(roles=ONE)
    holder, first, second = (world.world.member() for _ in range(3))
    world.joined(holder, shift)
    for waiter in (first, second, first):
        world.joined(waiter, shift, wait=True)
    assert waiters(world, shift) == [first.member_id, second.member_id]

    joining.leave_shift(world.m, holder, shift.id, LeaveShift())
    facts = world.world.settle()

    moved = [each.member_id for each in facts if isinstance(each, told.ShiftWaitlistMoved)]
    assert moved == [first.member_id]
    assert (holders(world, shift), waiters(world, shift)) == ([first.member_id], [second.member_id])
    assert (entries(world, holder), entries(world, first)) == ([], [(shift.id, EntryState.HELD)])


def test_who_waits_but_is_bound_elsewhere_is_passed_over_and_keeps_waiting(world: ProjectWorld) -> None:
    public = world.published()
    shift, other = world.shift(public, roles=ONE), world.shift(public)
    holder, busy, gone, free = (world.world.member() for _ in range(4))
    world.joined(holder, shift)
    for waiter in (busy, gone, free):
        world.joined(waiter, shift, wait=True)
    world.joined(busy, other)
    world.world.change(gone, status=MemberStatus.SUSPENDED)

    joining.leave_shift(world.m, holder, shift.id, LeaveShift())
    world.world.settle()

    assert holders(world, shift) == [free.member_id]
    assert waiters(world, shift) == [busy.member_id, gone.member_id]


def test_a_newcomer_lets_those_who_wait_go_first_but_is_not_kept_out_by_who_cannot_come(
    world: ProjectWorld,
) -> None:
    public = world.published()
    shift, other = world.shift(public, roles=ONE), world.shift(public)
    holder, waiter, newcomer = (world.world.member() for _ in range(3))
    world.joined(holder, shift)
    world.joined(waiter, shift, wait=True)
    joining.leave_shift(world.m, holder, shift.id, LeaveShift())

    with pytest.raises(project_errors.ShiftFull):
        world.joined(newcomer, shift)
    assert holders(world, shift) == [waiter.member_id]

    joining.leave_shift(world.m, waiter, shift.id, LeaveShift())
    world.joined(holder, shift)
    world.joined(waiter, shift, wait=True)
    world.joined(waiter, other)
    joining.leave_shift(world.m, holder, shift.id, LeaveShift())
    world.joined(newcomer, shift)
    assert holders(world, shift) == [newcomer.member_id]


def test_places_that_are_added_go_to_those_who_wait(world: ProjectWorld) -> None:
    shift = world.shift(roles=ONE)
    holder, waiter = world.world.member(), world.world.member()
    world.joined(holder, shift)
    world.joined(waiter, shift, wait=True)

    more = AmendShift(roles=(RoleWanted(code="helper", name="队员", places=2),))
    shifts.amend_shift(world.m, world.organiser, shift.id, more)
    world.world.settle()

    assert holders(world, shift) == [holder.member_id, waiter.member_id]


def test_nobody_moves_up_once_the_shift_has_begun(world: ProjectWorld) -> None:
    shift = world.shift(roles=ONE)
    holder, waiter = world.world.member(), world.world.member()
    world.joined(holder, shift)
    world.joined(waiter, shift, wait=True)
    world.world.settle()
    world.clock.at = shift.starts_at

    with pytest.raises(project_errors.ShiftBegun):
        joining.leave_shift(world.m, holder, shift.id, LeaveShift())
    with pytest.raises(project_errors.ShiftBegun):
        world.joined(world.world.member(), shift)
    gone = LeaveShift(member_id=holder.member_id, reason="没有来")
    joining.leave_shift(world.m, world.organiser, shift.id, gone)
    world.world.settle()

    assert (holders(world, shift), waiters(world, shift)) == ([], [waiter.member_id])


def test_who_waits_may_stop_waiting(world: ProjectWorld) -> None:
    shift = world.shift(roles=ONE)
    waiter = world.world.member()
    world.joined(world.world.member(), shift)
    world.joined(waiter, shift, wait=True)

    joining.leave_shift(world.m, waiter, shift.id, LeaveShift())
    world.world.settle()

    assert waiters(world, shift) == []
    with pytest.raises(project_errors.NotSignedUp):
        joining.leave_shift(world.m, waiter, shift.id, LeaveShift())


def test_staff_take_somebody_off_with_a_reason_and_nobody_else_may(world: ProjectWorld) -> None:
    shift, helper = world.shift(), world.world.member()
    leader = world.leader(shift)
    world.joined(helper, shift)
    off = LeaveShift(member_id=helper.member_id, reason="名额调整")

    for who in (leader, world.world.member(), world.staff_of("party-2")):
        with pytest.raises(Forbidden):
            joining.leave_shift(world.m, who, shift.id, off)
    with pytest.raises(errors.ReasonRequired):
        joining.leave_shift(world.m, world.organiser, shift.id, replace(off, reason=""))
    joining.leave_shift(world.m, world.organiser, shift.id, off)

    facts = [each for each in world.world.settle() if isinstance(each, told.ShiftLeft)]
    assert [(each.member_id, each.by) for each in facts] == [(helper.member_id, world.organiser.member_id)]
    assert holders(world, shift) == [leader.member_id]


def test_who_leaves_again_and_again_is_asked_to_speak_with_the_community(world: ProjectWorld) -> None:
    shift, helper = world.shift(), world.world.member()
    for _ in range(5):
        world.joined(helper, shift)
        joining.leave_shift(world.m, helper, shift.id, LeaveShift())

    with pytest.raises(errors.TooManyAttempts):
        world.joined(helper, shift)
    assert entries(world, helper) == []


def test_the_gates_of_the_kind_and_of_the_shift_hold(world: ProjectWorld) -> None:
    shift = world.shift(least_age=60)
    old, middle = (world.world.member(birth_date=date(year, 5, 1)) for year in (1950, 1980))
    unknown = world.world.member(document=None)
    world.joined(old, shift)

    with pytest.raises(project_errors.TooYoung):
        world.joined(middle, shift)
    with pytest.raises(errors.IdentityRequired):
        world.joined(unknown, shift)
    with pytest.raises(errors.MemberInactive):
        world.joined(world.world.member(status=MemberStatus.SUSPENDED), shift)
    with pytest.raises(errors.MemberInactive):
        world.joined(world.world.resident(), shift)


def test_a_minor_signs_up_beside_an_adult_only(world: ProjectWorld) -> None:
    shift = world.shift()
    minor = world.world.member(birth_date=date(2010, 5, 1), guardian=consent(world.clock.now()))

    with pytest.raises(errors.AdultFirst):
        world.joined(minor, shift)
    world.leader(shift)
    world.joined(minor, shift)

    assert [each.adult for each in world.now(shift).seats] == [True, False]


def test_a_wait_list_has_an_end(world: ProjectWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.matching.domain.projects.shift.MOST_WAITING", 1)
    shift = world.shift(roles=ONE)
    world.joined(world.world.member(), shift)
    world.joined(world.world.member(), shift, wait=True)

    with pytest.raises(project_errors.WaitlistFull):
        world.joined(world.world.member(), shift, wait=True)


def test_a_place_filled_by_two_at_once_for_the_same_person_leaves_their_time_bound(
    world: ProjectWorld,
) -> None:
    shift = world.shift(roles=ONE)
    first, second = world.world.member(), world.world.member()
    world.joined(first, shift)
    world.joined(second, shift, wait=True)
    joining.leave_shift(world.m, first, shift.id, LeaveShift())

    def by_another() -> None:
        joining.fill_from_waitlist(world.m, shift.id)

    racing = replace(world.m, shifts=meanwhile(world.m.shifts, by_another))
    with pytest.raises(StaleWrite):
        joining.fill_from_waitlist(racing, shift.id)
    joining.fill_from_waitlist(world.m, shift.id)
    assert world.m.shifts.get(shift.id).seat_of(second.member_id) is not None
    assert [each.need_id for each in world.m.diaries.get(second.member_id).entries] == [shift.id]
