"""Rounds in the platform: the next are asked once the first keep silent, what nobody suits is told with a way out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.matching.application.batch.asking import ask_nightly, ask_soon
from services.matching.application.batch.reading import open_needs
from services.matching.application.batch.showing import runs_shown
from services.matching.application.commands import WithdrawNeed
from services.matching.application.needs import withdraw_need
from shared.kernel.clock import SetClock, unix_millis
from shared.kernel.errors import Forbidden
from shared.kernel.ids import RandomIds
from tests.application.matching_world import FAR, HERE, THERE, World, a_world
from tests.application.meanwhile import meanwhile


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def test_the_next_are_asked_once_the_first_keep_silent_and_never_those_again(world: World) -> None:
    staff = world.staff()
    for _ in range(9):
        world.volunteer()
    need = world.need(starts_at=world.now(hours=40), ends_at=world.now(hours=41))
    world.settle()
    first = world.asked(need)
    assert (len(first), ask_soon(world.m, world.clock.now())) == (5, 0)

    world.clock.at += timedelta(hours=10)
    assert ask_soon(world.m, world.clock.now()) == 3
    assert ask_soon(world.m, world.clock.now()) == 0
    world.settle()
    assert len(set(world.asked(need)) - set(first)) == 3
    (run,) = runs_shown(world.m, staff, HERE, "").runs
    assert (run.needs, run.wanted, run.asked, run.people, run.gap, run.nightly) == (1, 3, 3, 3, 0, False)
    proposals = world.m.proposals.get(need.id).proposals
    assert all(each.reasons and each.next_best_id for each in proposals)


def test_a_night_looks_at_all_needs_once_and_tells_what_would_help_those_that_nobody_suits(
    world: World,
) -> None:
    staff = world.staff()
    world.volunteer(point=FAR, radius_metres=8000)
    need = world.need(starts_at=world.now(days=5), ends_at=world.now(days=5, hours=1))
    world.settle()
    night = world.clock.at.replace(hour=19)

    assert ask_nightly(world.m, night.replace(hour=12)) == 0
    assert (ask_nightly(world.m, night), ask_nightly(world.m, night)) == (0, 0)
    seen = runs_shown(world.m, staff, HERE, "")
    assert [(each.needs, each.nightly) for each in seen.runs] == [(1, True)]
    (stuck,) = seen.stuck
    assert (stuck.need.id, stuck.relaxation.rule, stuck.relaxation.people) == (need.id, "distance", 1)
    assert runs_shown(world.m, world.staff(THERE), THERE, "").stuck == ()
    withdraw_need(world.m, staff, need.id, WithdrawNeed(reason="不用了"))
    assert runs_shown(world.m, staff, HERE, seen.runs[0].id).stuck == ()
    with pytest.raises(Forbidden):
        runs_shown(world.m, world.member(), HERE, "")
    assert ask_nightly(world.m, night + timedelta(days=100)) == 0
    assert runs_shown(world.m, staff, HERE, "").run is None


def test_two_engines_on_one_city_ask_nobody_twice(world: World) -> None:
    staff = world.staff()
    for _ in range(12):
        world.volunteer()
    need = world.need(starts_at=world.now(hours=40), ends_at=world.now(hours=41))
    world.settle()
    world.clock.at += timedelta(hours=10)
    now = world.clock.now()

    other = meanwhile(world.m.proposals, lambda: ask_soon(world.m, now))
    assert ask_soon(replace(world.m, proposals=other), now) == 0
    assert len(world.asked(need)) == 5 + 3
    world.clock.at += timedelta(hours=9)
    now = world.clock.now()
    gone = meanwhile(world.m.proposals, lambda: withdraw_need(world.m, staff, need.id, WithdrawNeed()))
    assert ask_soon(replace(world.m, proposals=gone), now) == 0
    night = now.replace(hour=19)
    world.need(starts_at=night + timedelta(days=5), ends_at=night + timedelta(days=5, hours=1))
    world.settle()
    twin = meanwhile(world.m.match_runs, lambda: ask_nightly(world.m, night))
    assert ask_nightly(replace(world.m, match_runs=twin), night) == 0
    assert [each.nightly for each in runs_shown(world.m, staff, HERE, "").runs].count(True) == 1


def test_all_open_needs_of_a_span_are_read_however_many_there_are(world: World) -> None:
    now = world.clock.now()
    times = [now + timedelta(hours=hours) for hours in (4, 8, 12, 16, 20)]
    needs = [world.need(starts_at=at, ends_at=at + timedelta(hours=1)) for at in times]
    withdraw_need(world.m, world.actor(needs[0].posted_by), needs[0].id, WithdrawNeed(reason="不需要了"))
    span = (unix_millis(world.clock.now()), unix_millis(world.clock.now() + timedelta(days=3)))
    for at_once in (2, 3, 100):
        found = [each.id for each in open_needs(world.m, *span, at_once=at_once)]
        assert sorted(found) == sorted(each.id for each in needs[1:])
    assert open_needs(world.m, span[0], span[0] + 1000) == []
