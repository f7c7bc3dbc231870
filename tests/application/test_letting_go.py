"""Whose account is suspended is let go of what they promised: the need is open again, the next in order comes, everyone is told."""

import pytest

from services.matching.application import serving
from services.matching.application.commands import CheckIn
from services.matching.application.letting_go import when_member_changed_let_go
from services.matching.application.projects.commands import LeaveShift
from services.matching.application.projects.joining import leave_shift
from services.matching.application.register.closing import close_file, restore_account, suspend_account
from services.matching.application.register.commands import SuspendAccount
from services.matching.domain.assignment import AssignmentState
from services.matching.domain.need import NeedState
from services.matching.domain.register.errors import StillBound
from services.notify.domain.routing import routes
from shared.events.identity import MemberChanged
from shared.identity.actor import Actor
from shared.identity.member import MemberStatus
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.matching_world import HERE, World
from tests.application.project_world import ONE, ProjectWorld, a_project_world, entries, here, holders


@pytest.fixture
def projects(databases: str, clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return a_project_world(clock, ids)


@pytest.fixture
def world(projects: ProjectWorld) -> World:
    return projects.world


def suspended(world: World, who: Actor) -> list[tuple[str, str]]:
    """Suspend an account as staff do; return who is told what of it."""
    suspend_account(world.identity, world.staff(), who.member_id, SuspendAccount(reason="核实中"))
    return let_go(world, who)


def closed(world: World, who: Actor) -> None:
    """Close a file for good as staff do for who asks aloud."""
    world.change(who, password_hash=None)
    close_file(world.identity, world.m, world.staff(), who.member_id)


def let_go(world: World, who: Actor) -> list[tuple[str, str]]:
    """Hand the event to coordination, twice as the log may; return who is told what of it."""
    fact = MemberChanged(member_id=who.member_id, community_code=HERE, what="status")
    for _ in range(2):
        when_member_changed_let_go(world.m, fact)
    return [(each.member_id, each.kind.value) for told in world.settle() for each in routes(told)]


def test_the_need_is_open_again_and_others_are_asked(world: World) -> None:
    helper, other = world.volunteer(), world.volunteer()
    need = world.need()
    served = world.accepted(helper, need)
    world.settle()

    told = suspended(world, helper)

    gone = world.m.assignments.get(served.id)
    assert (gone.state, gone.reason) == (AssignmentState.CANCELLED, "member-suspended")
    assert world.m.needs.get(need.id).state is NeedState.OPEN
    diary = world.m.diaries.get(helper.member_id)
    assert diary.entries == ()
    assert world.asked(need) == [other.member_id]
    expected = {
        (helper.member_id, "cancelled"),
        (need.resident_id, "helper-left"),
        (need.posted_by, "helper-left"),
        (other.member_id, "help-asked"),
    }
    assert expected - set(told) == set()


def test_who_was_asked_is_asked_no_longer_and_again_once_restored(world: World) -> None:
    helper = world.volunteer()
    need = world.need()
    world.settle()
    assert world.asked(need) == [helper.member_id]

    told = suspended(world, helper)

    assert world.asked(need) == []
    assert (need.posted_by, "nobody-found") in told
    restore_account(world.identity, world.staff(), helper.member_id)
    assert let_go(world, helper) == []
    other = world.need()
    world.settle()
    assert world.asked(other) == [helper.member_id]


def test_the_place_of_a_shift_goes_to_the_next_in_order(projects: ProjectWorld, world: World) -> None:
    shift = projects.shift(roles=ONE)
    holder, gone, last = (world.member() for _ in range(3))
    projects.joined(holder, shift)
    for each in (gone, last):
        projects.joined(each, shift, wait=True)
    world.settle()

    assert (gone.member_id, "shift-place-lost") in suspended(world, gone)
    told = suspended(world, holder)

    assert holders(projects, shift) == [last.member_id]
    assert entries(projects, holder) == []
    assert {(holder.member_id, "shift-place-lost"), (last.member_id, "shift-place")} - set(told) == set()


def test_a_place_in_a_shift_binds_until_it_is_left_and_waiting_binds_nobody(
    projects: ProjectWorld, world: World
) -> None:
    shift = projects.shift(roles=ONE)
    holder, waits = world.member(), world.member()
    projects.joined(holder, shift)
    projects.joined(waits, shift, wait=True)
    world.settle()

    with pytest.raises(StillBound) as refused:
        closed(world, holder)
    closed(world, waits)
    leave_shift(world.m, holder, shift.id, LeaveShift())
    closed(world, holder)

    assert "shifts 1" in refused.value.say("en")
    assert {world.identity.members.get(each.member_id).status for each in (holder, waits)} == {
        MemberStatus.CLOSED
    }


def test_who_came_to_a_shift_is_bound_until_the_minutes_stand(projects: ProjectWorld, world: World) -> None:
    shift, comer = projects.shift(roles=ONE), world.member()
    projects.joined(comer, shift)
    world.clock.at = shift.starts_at
    projects.present(projects.organiser, shift, *here(comer), minutes=30)
    with pytest.raises(StillBound):
        closed(world, comer)


def test_what_has_begun_or_is_over_stays_for_staff(projects: ProjectWorld, world: World) -> None:
    begun, over = world.volunteer(), world.volunteer()
    first, second = world.need(), world.need()
    in_service, missed = world.accepted(begun, first), world.accepted(over, second)
    shift, comer = projects.shift(starts_at=first.starts_at, ends_at=first.ends_at, roles=ONE), world.member()
    projects.joined(comer, shift)
    world.settle()
    world.clock.at = first.starts_at
    serving.check_in(world.m, begun, in_service.id, CheckIn())
    projects.present(projects.organiser, shift, *here(comer), minutes=30)
    world.settle()
    for each in (begun, comer):
        assert suspended(world, each) == []
    world.clock.at = first.ends_at
    assert suspended(world, over) == []
    states = [world.m.assignments.get(each.id).state for each in (in_service, missed)]
    assert states == [AssignmentState.CHECKED_IN, AssignmentState.ACCEPTED]
    assert holders(projects, shift) == [comer.member_id]


def test_a_yes_in_the_same_moment_is_undone_by_its_own_event(projects: ProjectWorld, world: World) -> None:
    helper, joiner = world.volunteer(), world.member()
    need, shift = world.need(), projects.shift(roles=ONE)
    served = world.accepted(helper, need)
    projects.joined(joiner, shift)
    for each in (helper, joiner):
        world.change(each, status=MemberStatus.SUSPENDED)
    world.settle()
    assert world.m.assignments.get(served.id).state is AssignmentState.CANCELLED
    assert world.m.needs.get(need.id).places == ()
    assert holders(projects, shift) == []


def test_other_changes_let_go_of_nothing(world: World) -> None:
    helper = world.volunteer()
    served = world.accepted(helper, world.need())
    world.change(helper, status=MemberStatus.SUSPENDED)
    for member_id, what in ((helper.member_id, "skills"), ("nobody", "status")):
        when_member_changed_let_go(
            world.m, MemberChanged(member_id=member_id, community_code=HERE, what=what)
        )
    assert world.m.assignments.get(served.id).state is AssignmentState.ACCEPTED
