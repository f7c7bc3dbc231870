"""A leader signs up those who let them, and signs people of the team in and out, themselves under the shift's rules."""

import pytest

from services.matching.application.projects import joining, shifts
from services.matching.application.projects.commands import CancelShift, LeaveShift
from services.matching.application.teams import leading
from services.matching.application.teams.showing import team_at_shift
from services.matching.domain.diary import EntryState
from services.matching.domain.projects.errors import (
    NotSignedUp,
    ShiftBegun,
    ShiftNotBegun,
    ShiftNotOpen,
)
from services.matching.domain.projects.presence import ToldBy
from services.matching.domain.teams import errors
from services.notify.domain.routing import routes
from shared.events.projects import ShiftJoined
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.project_world import ONE, ProjectWorld, a_project_world, entries, holders
from tests.application.team_world import a_team, in_team, people


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return a_project_world(clock, ids)


def test_those_who_let_the_leader_are_signed_up_and_told(world: ProjectWorld) -> None:
    leader = world.world.member("孙队长")
    team, shift = a_team(world, leader), world.shift()
    one, two, three = (in_team(world, team) for _ in range(3))

    done = leading.sign_team_up(world.m, leader, team.id, shift.id, people(one, two, three, one))
    again = leading.sign_team_up(world.m, leader, team.id, shift.id, people(one, two, three))

    assert (done.seated, done.waiting) == ((one.member_id, two.member_id), (three.member_id,))
    assert again == done
    told = [each for each in world.world.settle() if isinstance(each, ShiftJoined)]
    told.sort(key=lambda fact: fact.member_id)
    assert [(each.member_id, each.by) for each in told] == [
        (each.member_id, leader.member_id) for each in (one, two)
    ]
    assert [(each.member_id, each.kind.value) for fact in told for each in routes(fact)] == [
        (one.member_id, "signed-up-by-leader"),
        (two.member_id, "signed-up-by-leader"),
    ]
    assert entries(world, one) == [(shift.id, EntryState.HELD)]


def test_who_signs_up_alone_is_not_told_so(world: ProjectWorld) -> None:
    leader = world.world.member("孙队长")
    team, shift = a_team(world, leader), world.shift()

    leading.sign_team_up(world.m, leader, team.id, shift.id, people(leader))

    (told,) = [each for each in world.world.settle() if isinstance(each, ShiftJoined)]
    assert (told.by, routes(told)) == (None, ())


def test_nobody_is_signed_up_who_did_not_agree_or_is_not_in_the_team(world: ProjectWorld) -> None:
    team, shift = a_team(world), world.shift()
    silent, stranger = in_team(world, team, lets=False), world.world.member()

    with pytest.raises(errors.NotLetSignUp):
        leading.sign_team_up(world.m, world.organiser, team.id, shift.id, people(silent))
    with pytest.raises(errors.NotInTeam):
        leading.sign_team_up(world.m, world.organiser, team.id, shift.id, people(stranger))
    with pytest.raises(errors.OnlyLeaders):
        leading.sign_team_up(world.m, silent, team.id, shift.id, people(silent))
    assert holders(world, shift) == []


def test_who_is_bound_elsewhere_is_left_out_and_the_others_come(world: ProjectWorld) -> None:
    team, shift, other = a_team(world), world.shift(), world.shift()
    bound, free = in_team(world, team), in_team(world, team)
    world.joined(bound, other)

    done = leading.sign_team_up(world.m, world.organiser, team.id, shift.id, people(bound, free))

    assert (done.left_out, done.seated) == ((bound.member_id,), (free.member_id,))
    joining.leave_shift(world.m, free, shift.id, LeaveShift())
    assert holders(world, shift) == []


def test_the_last_place_goes_to_one_and_the_rest_wait_in_order(world: ProjectWorld) -> None:
    team, shift = a_team(world), world.shift(roles=ONE)
    first, second = in_team(world, team), in_team(world, team)

    done = leading.sign_team_up(world.m, world.organiser, team.id, shift.id, people(second, first))

    assert (done.seated, done.waiting) == ((second.member_id,), (first.member_id,))


def test_a_shift_that_began_or_was_cancelled_takes_no_team(world: ProjectWorld) -> None:
    team, shift, cancelled = a_team(world), world.shift(), world.shift()
    actor = in_team(world, team)
    shifts.cancel_shift(world.m, world.organiser, cancelled.id, CancelShift(reason="下雨"))
    with pytest.raises(ShiftNotOpen):
        leading.sign_team_up(world.m, world.organiser, team.id, cancelled.id, people(actor))
    world.clock.at = shift.starts_at
    with pytest.raises(ShiftBegun):
        leading.sign_team_up(world.m, world.organiser, team.id, shift.id, people(actor))


def test_a_leader_signs_people_in_and_out_where_they_hold_places(world: ProjectWorld) -> None:
    leader = world.world.member("孙队长")
    team, shift = a_team(world, leader), world.shift()
    one, two, absent = (in_team(world, team) for _ in range(3))
    leading.sign_team_up(world.m, leader, team.id, shift.id, people(one, two, absent))
    with pytest.raises(ShiftNotBegun):
        leading.sign_team_in(world.m, leader, team.id, shift.id, people(one))
    world.clock.at = shift.starts_at

    with pytest.raises(NotSignedUp):
        leading.sign_team_in(world.m, leader, team.id, shift.id, people(absent))
    with pytest.raises(errors.OnlyLeaders):
        leading.sign_team_in(world.m, one, team.id, shift.id, people(one))
    come = leading.sign_team_in(world.m, leader, team.id, shift.id, people(one, two))
    assert leading.sign_team_in(world.m, leader, team.id, shift.id, people(one)) == come
    assert {(each.how, each.told_by) for each in come.attendees} == {(ToldBy.LEADER, leader.member_id)}
    with pytest.raises(errors.NotInTeam):
        leading.sign_team_out(world.m, leader, team.id, shift.id, people(absent))
    gone = leading.sign_team_out(world.m, leader, team.id, shift.id, people(one))
    assert leading.sign_team_out(world.m, leader, team.id, shift.id, people(one)) == gone

    seen = team_at_shift(world.m, leader, team.id, shift.id)
    assert [each.at for each in seen.lines] == ["NONE", "GONE", "HERE", "WAITING"]
    assert [each.agreed for each in gone.attendees] == [None, None]


def test_the_roster_of_a_team_is_for_who_runs_it(world: ProjectWorld) -> None:
    team, shift = a_team(world), world.shift()
    actor = in_team(world, team)
    world.joined(actor, shift)

    with pytest.raises(errors.OnlyLeaders):
        team_at_shift(world.m, actor, team.id, shift.id)
    seen = team_at_shift(world.m, world.organiser, team.id, shift.id)
    assert [each.at for each in seen.lines] == ["NONE", "SEATED"]
