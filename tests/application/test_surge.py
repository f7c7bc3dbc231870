"""A surge: everybody suitable is asked at once, for a time, by staff, and with a reason."""

import pytest

from services.matching.application.surging import (
    DeclareSurge,
    EndSurge,
    SurgeView,
    declare_surge,
    end_surge,
    surge_shown,
)
from services.matching.domain.need import Need
from services.matching.domain.proposal import LEAST_ROUND, MOST_IN_SURGE, ProposalSet
from shared.events.surging import SurgeDeclared, SurgeEnded
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden
from shared.kernel.ids import RandomIds
from tests.application.matching_world import HERE, THERE, World, a_world

FEW, EVERYBODY = 5, 9


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    made = a_world(clock, ids)
    for _ in range(EVERYBODY):
        made.volunteer()
    return made


def declare(world: World, staff: Actor, hours: int = 6) -> None:
    declare_surge(world.m, staff, DeclareSurge(community_code=HERE, hours=hours, reason="暴雨"))


def asked(world: World, need: Need) -> int:
    world.settle()
    return len(world.m.proposals.get(need.id).waiting)


def test_what_is_open_and_what_comes_is_asked_of_everybody_until_it_ends_by_itself(world: World) -> None:
    staff, before = world.staff(), world.need()
    assert asked(world, before) == FEW
    declare(world, staff)
    told = [each for each in world.settle() if isinstance(each, SurgeDeclared)]
    assert told == [SurgeDeclared(community_code=HERE, until_at=world.now(hours=6), by=staff.member_id)]
    assert asked(world, before) == EVERYBODY
    during = world.need(starts_at=world.now(days=2), ends_at=world.now(days=2, hours=1))
    assert asked(world, during) == EVERYBODY
    world.clock.advance(hours=6)
    after = world.need(starts_at=world.now(days=3), ends_at=world.now(days=3, hours=1))
    assert (asked(world, after), asked(world, before)) == (FEW, EVERYBODY)


def test_staff_end_it_before_its_time_once(world: World) -> None:
    staff = world.staff()
    end_surge(world.m, staff, EndSurge(community_code=HERE))
    declare(world, staff)
    world.clock.advance(hours=1)
    for _ in range(2):
        end_surge(world.m, staff, EndSurge(community_code=HERE))
    ended = [each for each in world.settle() if isinstance(each, SurgeEnded)]
    assert ended == [SurgeEnded(community_code=HERE, by=staff.member_id)]
    assert asked(world, world.need()) == FEW


def test_declared_again_it_lasts_from_then_on_and_the_desk_says_why(world: World) -> None:
    staff = world.staff()
    assert surge_shown(world.m, staff, HERE) == SurgeView(community_code=HERE, holds=False)
    declare(world, staff)
    world.clock.advance(hours=5)
    declare(world, staff, hours=2)
    shown = surge_shown(world.m, staff, "")
    assert (shown.holds, shown.reason, shown.until_at) == (True, "暴雨", world.now(hours=2))
    assert shown.since_at == world.now()
    world.clock.advance(hours=2)
    assert not surge_shown(world.m, staff, HERE).holds


def test_only_staff_of_the_place_declare_and_end_it(world: World) -> None:
    for actor in (world.volunteer(), world.staff(THERE)):
        with pytest.raises(Forbidden):
            declare(world, actor)
        with pytest.raises(Forbidden):
            end_surge(world.m, actor, EndSurge(community_code=HERE))
        with pytest.raises(Forbidden):
            surge_shown(world.m, actor, HERE)
    assert world.m.surges.count({}) == 0


def test_nobody_is_asked_for_a_need_without_a_place_left() -> None:
    nobody_yet = ProposalSet(id="need", community_code=HERE)
    assert [nobody_yet.to_ask(0, in_surge=each) for each in (False, True)] == [0, 0]
    assert [nobody_yet.to_ask(1, in_surge=True), nobody_yet.to_ask(0)] == [MOST_IN_SURGE, 0]
    assert LEAST_ROUND <= nobody_yet.to_ask(1) == FEW
