"""A helper who is scarce in the plans of some nights is kept out of what is urgent, where another will do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.matching.application.accepting import decline_proposal
from services.matching.application.batch.asking import ask_nightly, ask_soon
from services.matching.application.batch.holding import learn_prices
from services.matching.application.batch.showing import runs_shown
from services.matching.application.commands import Decline
from services.matching.application.weighing.commands import DraftRanking, SwitchRanking
from services.matching.application.weighing.weighing import draft_ranking, switch_ranking
from services.matching.domain.batch.run import MatchRun
from services.matching.domain.need import Need
from services.matching.domain.proposal import Proposal
from services.matching.domain.terms import day_of
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.geography import Point
from shared.kernel.ids import RandomIds
from tests.application.matching_world import HERE, HOME, NEAR, World, a_world
from tests.application.meanwhile import meanwhile

RARE = "PHONE_CARE"
CLOSE, FARTHER = Point(longitude=103.8315, latitude=30.05), NEAR


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def need_in(world: World, hours: float, kind: str = "HOME_VISIT") -> Need:
    begins, ends = world.now(hours=hours), world.now(hours=hours + 1)
    need = world.need(starts_at=begins, ends_at=ends, service_kind=kind)
    world.settle()
    return need


def nights(world: World, many: int) -> None:
    """Let so many nights pass, each with two needs at once that one helper alone suits."""
    for _ in range(many):
        world.clock.at = world.clock.at.replace(hour=19) + timedelta(days=1)
        ask_nightly(world.m, world.clock.now())


def a_market(world: World) -> Actor:
    """Return who alone does a kind of service that two needs ask for at the same time, in three weeks.

    Five live nearer to everybody else, three farther.
    """
    for place in (HOME,) * 5 + (FARTHER,) * 3:
        world.volunteer(point=place)
    scarce = world.volunteer("HOME_VISIT", RARE, point=CLOSE)
    for _ in range(2):
        need_in(world, 500, RARE)
    return scarce


def asked_next(world: World) -> list[Proposal]:
    """Post a need for the same day, let the first five keep silent, and return whom the next round asks."""
    need = need_in(world, 8)
    first = set(world.asked(need))
    assert len(first) == 5
    world.clock.at += timedelta(hours=2, minutes=1)
    ask_soon(world.m, world.clock.now())
    return [each for each in world.m.proposals.get(need.id).proposals if each.member_id not in first]


def newest(world: World) -> MatchRun:
    (run, *_) = runs_shown(world.m, world.staff(), HERE, "").runs
    return run


def weigh(world: World, held: int) -> None:
    asked = DraftRanking(
        community_code=HERE, distance=50, skill=25, load=25, continuity=20, held=held, note="试试"
    )
    staff = world.staff()
    book = draft_ranking(world.m, staff, asked)
    switch_ranking(world.m, staff, SwitchRanking(community_code=HERE, number=book.versions[-1].number))


def test_after_some_nights_others_are_asked_for_what_is_urgent_and_told_why(world: World) -> None:
    scarce = a_market(world)
    nights(world, 5)
    assert (newest(world).nightly, newest(world).learned) == (True, 1)

    asked = asked_next(world)

    assert len(asked) == 3
    assert scarce.member_id not in [each.member_id for each in asked]
    told = [reason for each in asked for reason in each.reasons if reason.code == "held"]
    assert [(each.value, each.unit) for each in told] == [(202, "points")]
    assert (newest(world).held, newest(world).priced) == (1, 1)


def test_a_cold_start_changes_nothing(world: World) -> None:
    scarce = a_market(world)

    asked = asked_next(world)

    assert scarce.member_id in [each.member_id for each in asked]
    assert not any(reason.code == "held" for each in asked for reason in each.reasons)
    assert (newest(world).held, newest(world).priced, newest(world).learned) == (0, 0, 0)


def test_a_policy_that_gives_it_no_weight_keeps_nobody(world: World) -> None:
    scarce = a_market(world)
    nights(world, 5)
    weigh(world, 0)
    assert scarce.member_id in [each.member_id for each in asked_next(world)]
    assert newest(world).priced == 0


def test_who_is_ranked_plainly_is_asked_in_their_place_and_nobody_hears_why(world: World) -> None:
    scarce = a_market(world)
    nights(world, 5)
    for each in world.identity.members.where({}):
        world.change(world.actor(each.id), ranked_plainly=True)

    asked = asked_next(world)

    assert scarce.member_id in [each.member_id for each in asked]
    assert {each.reasons[-1].code for each in asked} == {"plainly"}


def test_a_night_teaches_once_and_what_it_taught_fades(world: World) -> None:
    scarce = a_market(world)
    nights(world, 1)
    taught = world.m.helper_prices.get(HERE)
    assert [(each.member_id, each.worth) for each in taught.prices] == [(scarce.member_id, 60.0)]
    now = world.clock.now()
    needs = world.m.needs.where({"state": "OPEN"})
    assert learn_prices(world.m, needs, now) == 1
    assert world.m.helper_prices.get(HERE) == taught
    world.clock.at += timedelta(days=2)
    assert taught.on(day_of(world.clock.now()))[scarce.member_id] == 60.0 * 0.8**2


def test_two_that_learn_at_once_learn_once_and_who_said_no_is_worth_nothing(world: World) -> None:
    scarce = a_market(world)
    now, needs = world.clock.now(), world.m.needs.where({"state": "OPEN"})
    first = meanwhile(world.m.helper_prices, lambda: learn_prices(world.m, needs, now))
    assert learn_prices(replace(world.m, helper_prices=first), needs, now) == 1
    assert [each.worth for each in world.m.helper_prices.get(HERE).prices] == [60.0]
    for need in needs:
        decline_proposal(world.m, scarce, f"{need.id}.{scarce.member_id}", Decline())
    world.settle()
    assert learn_prices(world.m, needs, now + timedelta(days=1)) == 0
    assert [each.worth for each in world.m.helper_prices.get(HERE).prices] == [60.0]
