"""Questions that wait for an answer count towards how many services a day and a week somebody takes on, from the first on."""

from datetime import timedelta

import pytest

from services.matching.application import accepting
from services.matching.application.batch.asking import ask_soon
from services.matching.application.commands import Decline
from services.matching.application.explaining import fit_shown
from services.matching.application.proposing import propose
from services.matching.domain.need import Need
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.matching_world import World, a_world
from tests.application.project_world import ONE, ProjectWorld


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def need_in(world: World, hours: float, helpers_wanted: int = 1) -> Need:
    """Return a need that begins so many hours from now, its first questions asked."""
    begins, ends = world.now(hours=hours), world.now(hours=hours + 1)
    need = world.need(starts_at=begins, ends_at=ends, helpers_wanted=helpers_wanted)
    world.settle()
    return need


def test_the_first_question_leaves_out_whose_answer_would_go_beyond_a_day_or_a_week(world: World) -> None:
    once_a_day, any_time = world.volunteer(most_a_day=1), world.volunteer()
    twice_a_week = world.volunteer(most_a_week=2)
    everyone = {each.member_id for each in (once_a_day, any_time, twice_a_week)}

    first, second = need_in(world, 2), need_in(world, 4)
    third, next_day = need_in(world, 6), need_in(world, 28)

    assert set(world.asked(first)) == everyone
    told = [fit_shown(world.m, once_a_day, each.id, once_a_day.member_id) for each in (first, second)]
    assert [each.full_with_questions for each in told] == [False, True]
    assert not fit_shown(world.m, any_time, second.id, any_time.member_id).full_with_questions
    assert set(world.asked(second)) == everyone - {once_a_day.member_id}
    assert world.asked(third) == [any_time.member_id]
    assert set(world.asked(next_day)) == everyone - {twice_a_week.member_id}


def test_a_no_and_a_long_silence_make_room_again(world: World) -> None:
    helper = world.volunteer(most_a_day=1)
    first = need_in(world, 6)
    assert world.asked(need_in(world, 8)) == []

    accepting.decline_proposal(world.m, helper, f"{first.id}.{helper.member_id}", Decline())
    second = need_in(world, 8)
    assert world.asked(second) == [helper.member_id]
    world.clock.at += timedelta(hours=3)
    assert world.asked(need_in(world, 7)) == [helper.member_id]


def test_whoever_is_full_gives_way_to_those_who_come_after(world: World) -> None:
    full = [world.volunteer(most_a_day=1) for _ in range(12)]
    first = need_in(world, 2, helpers_wanted=3)
    others = [world.volunteer(radius_metres=500) for _ in range(6)]
    second = need_in(world, 4, helpers_wanted=3)

    assert len(world.asked(first)) == 10
    left = {each.member_id for each in (*full, *others)} - set(world.asked(first))
    assert set(world.asked(second)) == left


def test_an_invitation_to_a_shift_counts_and_a_place_waited_for_does_not(
    databases: str, clock: SetClock, ids: RandomIds
) -> None:
    projects = ProjectWorld(a_world(clock, ids))
    world, kind = projects.world, "ENVIRONMENT"
    helper = world.volunteer(kind, most_a_week=1)
    shift = projects.shift(roles=ONE)
    world.settle()
    assert ask_soon(world.m, world.clock.now()) == 1

    later = shift.ends_at + timedelta(hours=2)
    ends = later + timedelta(hours=1)
    while_invited = world.need(service_kind=kind, starts_at=later, ends_at=ends)
    world.settle()
    assert world.asked(while_invited) == []

    projects.joined(world.volunteer(), shift)
    world.settle()
    once_filled = world.need(service_kind=kind, starts_at=later, ends_at=ends)
    world.settle()
    assert world.asked(once_filled) == [helper.member_id]


def test_a_round_counts_questions_of_the_week_that_it_does_not_look_at(world: World) -> None:
    world.volunteer(most_a_week=1, availability=())
    far_off = need_in(world, 90)
    assert len(world.asked(far_off)) == 1

    soon = need_in(world, 20)
    assert ask_soon(world.m, world.clock.now()) == 0
    assert world.asked(soon) == []


def test_a_question_that_the_round_looks_at_itself_counts_once(world: World) -> None:
    helper = world.volunteer(most_a_day=2)
    need_in(world, 20)
    second = world.need(starts_at=world.now(hours=25), ends_at=world.now(hours=26))

    assert ask_soon(world.m, world.clock.now()) == 1
    assert world.asked(second) == [helper.member_id]


def test_what_somebody_else_said_yes_to_waits_no_longer(world: World) -> None:
    helper, other = world.volunteer(most_a_day=1), world.volunteer()
    first = need_in(world, 2)
    world.accepted(other, first)
    assert helper.member_id in world.asked(first)

    second = world.need(starts_at=world.now(hours=5), ends_at=world.now(hours=6))
    propose(world.m, second.id)
    assert set(world.asked(second)) == {helper.member_id, other.member_id}
