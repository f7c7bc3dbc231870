"""Open places of shifts are asked for in the rounds that ask for needs: by invitation, in the order of the wait-list."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.matching.application.batch.asking import ask_nightly, ask_soon
from services.matching.application.batch.shifts import invitation_of, invite_these, invited_to
from services.matching.application.batch.showing import runs_shown
from services.matching.application.projects.commands import RoleWanted
from services.matching.domain.batch import shifts as of_shifts
from services.matching.domain.batch.planning import Round
from services.matching.domain.projects.shift import Seat, Shift
from services.matching.domain.ranking import RankingPolicy
from services.notify.domain.routing import routes
from services.notify.domain.stopping import stop_keys, stopped_by
from shared.events.projects import ShiftInvited, ShiftJoined
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.matching_world import HERE, World, a_world
from tests.application.project_world import ONE, ProjectWorld
from tests.matching_facts import NINE, a_candidate

TWO = (RoleWanted(code="helper", name="队员", places=2),)


@pytest.fixture
def projects(databases: str, clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return ProjectWorld(a_world(clock, ids))


def helpers(world: World, many: int) -> list[Actor]:
    return [world.volunteer("ENVIRONMENT") for _ in range(many)]


def invited(projects: ProjectWorld, shift: Shift) -> list[str]:
    return [each.member_id for each in invited_to(projects.m, shift).proposals]


def test_a_round_invites_whom_a_shift_suits_and_only_signing_up_gives_the_place(
    projects: ProjectWorld,
) -> None:
    people = helpers(projects.world, 9)
    shift = projects.shift(roles=ONE)
    projects.world.settle()
    assert ask_soon(projects.m, projects.clock.now()) == 3
    assert ask_soon(projects.m, projects.clock.now()) == 0
    first = invited(projects, shift)
    assert len(first) == 3
    facts = [each for each in projects.world.settle() if isinstance(each, ShiftInvited)]
    assert [(each.kind.value, each.member_id) for each in routes(facts[0])] == [
        ("shift-invited", member_id) for member_id in first
    ]
    assert projects.m.shifts.get(shift.id).seats == ()
    keys = {stop_keys(each) for each in routes(facts[0]) if each.member_id == first[0]}
    assert keys == {(f"asked:{shift.id}", f"asked:{shift.id}:{first[0]}")}
    asked = invitation_of(projects.m, shift.id, first[0])
    assert asked is not None
    assert [each.code for each in asked.reasons] == ["same-community", "times", "load"]
    assert invitation_of(projects.m, "no-shift", first[0]) is None
    projects.clock.advance(hours=7)
    assert ask_soon(projects.m, projects.clock.now()) == 3
    projects.joined(next(each for each in people if each.member_id == first[0]), shift)
    (joined,) = [each for each in projects.world.settle() if isinstance(each, ShiftJoined)]
    assert stopped_by(joined) == (f"asked:{shift.id}",)
    assert stopped_by(replace(joined, places_left=1)) == (f"asked:{shift.id}:{first[0]}",)
    projects.clock.advance(hours=7)
    assert ask_soon(projects.m, projects.clock.now()) == 0
    (newest, *_) = runs_shown(projects.m, projects.world.staff(), HERE, "").runs
    assert (newest.needs, newest.wanted, newest.asked) == (1, 3, 3)


def test_who_is_asked_for_a_need_at_that_time_is_not_invited_to_a_shift_beside(
    projects: ProjectWorld,
) -> None:
    (only,) = helpers(projects.world, 1)
    shift = projects.shift(roles=TWO)
    projects.world.need(
        service_kind="ENVIRONMENT", starts_at=shift.starts_at, ends_at=shift.ends_at, helpers_wanted=2
    )
    projects.world.settle()
    assert ask_soon(projects.m, projects.clock.now()) == 0
    assert invited(projects, shift) == []
    assert only.member_id


def test_nobody_is_invited_while_somebody_waits_or_long_before_or_to_lead(projects: ProjectWorld) -> None:
    first, second, *_ = helpers(projects.world, 5)
    shift = projects.shift(roles=ONE)
    projects.joined(first, shift)
    full = projects.joined(second, shift, wait=True)
    assert of_shifts.places_to_fill(replace(full, seats=())) == 0
    lead = (RoleWanted(code="leader", name="领队", places=1, leads=True),)
    projects.shift(
        roles=(*lead, *ONE), starts_at=projects.world.now(days=9), ends_at=projects.world.now(days=9, hours=2)
    )
    projects.world.settle()
    night = projects.clock.at.replace(hour=19)
    assert ask_nightly(projects.m, night) == 0
    assert ask_nightly(projects.m, night + timedelta(days=3)) == 3


def test_a_plan_overtaken_by_whoever_signs_up_invites_nobody(projects: ProjectWorld) -> None:
    first, second = helpers(projects.world, 2)
    shift = projects.shift(roles=ONE)
    need = of_shifts.as_need(shift)
    suiting = projects.m.candidates.suiting(need, RankingPolicy(), [second.member_id])
    planned = Round(need=need, many=1, suiting=suiting)
    projects.joined(first, shift)
    assert invite_these(projects.m, planned, suiting, projects.clock.now()) == ()
    assert invite_these(projects.m, planned, suiting, shift.starts_at) == ()


def test_a_shift_has_invited_enough_at_some_time_and_the_too_young_never(projects: ProjectWorld) -> None:
    shift = replace(projects.shift(roles=ONE), least_age=30)
    young, grown = a_candidate(birth_date=NINE.date().replace(year=2000)), a_candidate(birth_date=None)
    assert [of_shifts.is_old_enough(shift, each) for each in (young, grown)] == [False, True]
    assert of_shifts.is_old_enough(replace(shift, least_age=0), young)
    assert of_shifts.MOST_INVITED == 60
    seat = Seat(seat_id="s", member_id="m", role="helper", taken_at=NINE)
    assert of_shifts.as_need(replace(shift, seats=(seat,))).places_left == 0
