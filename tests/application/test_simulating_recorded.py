"""Days that were, lived again: what was asked for, by who offers today, and nothing of it is changed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.matching.application.simulating.drawing import lines_of, page_of
from services.matching.application.simulating.recording import recorded_days
from services.matching.application.simulating.running import replayed_again
from services.matching.domain.need import Need, NeedState
from services.matching.domain.simulating.errors import NoSuchArea, NothingRecorded
from services.matching.domain.simulating.town import IN_DIFFICULTY
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.matching_world import HERE, THERE, World, a_world


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def asked_yesterday(world: World, many: int = 3) -> list[Need]:
    """Post needs for today, two hours apart, and let the day pass; the clock stands at tomorrow."""
    needs = [
        world.need(starts_at=world.now(hours=2 + 2 * at), ends_at=world.now(hours=3 + 2 * at))
        for at in range(many)
    ]
    world.clock.advance(days=1)
    return needs


def test_what_was_asked_for_is_lived_again_with_who_offers_today(world: World) -> None:
    one, other = world.volunteer(), world.volunteer("HOME_VISIT", "PHONE_CARE", most_a_day=1)
    needs = asked_yesterday(world)
    before = [world.m.needs.get(each.id) for each in needs]

    recorded = recorded_days(world.m, HERE, 7)

    (day,) = recorded.days
    assert (recorded.volunteers, len(day.helpers), set(day.penalty.tolist())) == (2, 3, {IN_DIFFICULTY})
    assert sorted(day.capacity.tolist()) == [1, 3]
    assert len(day.pair_need) == 6, "both suit all three"
    assert one.member_id != other.member_id
    assert [world.m.needs.get(each.id) for each in needs] == before


def test_the_same_days_are_lived_alike_for_the_same_seed_and_say_where_and_when(world: World) -> None:
    for _ in range(3):
        world.volunteer()
    asked_yesterday(world)
    recorded = recorded_days(world.m, HERE[:6], 3)
    replay, again = (replayed_again(recorded, seed=3) for _ in range(2))

    figures = replay.figures()
    assert figures == again.figures()
    assert (figures["recorded"], figures["days"], figures["needs"]) == (HERE[:6], 1, 3)
    assert figures["until"] == recorded.until_on.isoformat()
    assert recorded.until_on - recorded.from_on == timedelta(days=2)
    assert HERE[:6] in page_of(replay)
    assert next(lines_of(replay)).startswith(HERE[:6])


def test_needs_of_elsewhere_of_today_and_those_never_open_are_left_out(world: World) -> None:
    world.volunteer()
    refused, open_one = asked_yesterday(world, 2)
    world.m.needs.save(replace(refused, state=NeedState.REFUSED))
    world.need()
    with pytest.raises(NothingRecorded):
        recorded_days(world.m, THERE, 7)
    (day,) = recorded_days(world.m, HERE, 7).days
    assert (len(day.helpers), open_one.state) == (1, NeedState.OPEN)


def test_a_day_nobody_could_serve_on_is_lived_too(world: World) -> None:
    asked_yesterday(world, 2)
    figures = replayed_again(recorded_days(world.m, HERE, 7), seed=1).figures()
    assert (figures["volunteers"], figures["fill_rate"], figures["notices_per_fill"]) == (0, 0.0, 0.0)


@pytest.mark.parametrize("area", ["5", "51140", "999999", HERE + "0"])
def test_an_area_there_is_not_is_refused(world: World, area: str) -> None:
    with pytest.raises(NoSuchArea):
        recorded_days(world.m, area, 7)
