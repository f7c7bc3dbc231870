"""What happens when somebody else writes between our reading and our writing."""

from dataclasses import replace

import pytest

from services.matching.application import diaries, needs, places, serving, sweeps
from services.matching.application.commands import CheckIn, NoShow, WithdrawNeed
from services.matching.application.context import Matching
from services.matching.application.places import TRIES, Yes, take_place
from services.matching.application.proposing import propose, refit_proposals
from services.matching.application.reactions import when_need_closed_tidy
from services.matching.application.showing import assignment_view, reader_of
from services.matching.domain import errors
from services.matching.domain.need import NeedState, Place
from shared.events import matching as told
from shared.kernel.clock import SetClock
from shared.kernel.errors import StaleWrite
from shared.kernel.ids import RandomIds
from shared.storage.aggregates import retrying
from tests.application.matching_world import World, a_world
from tests.application.meanwhile import meanwhile


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def test_a_place_lost_between_reading_and_writing_frees_the_diary_at_once(world: World) -> None:
    helper, rival, need = world.member(), world.member(), world.need()
    racing = replace(world.m, needs=meanwhile(world.m.needs, lambda: world.accepted(rival, need)))

    with pytest.raises(errors.NeedFull):
        take_place(racing, need.id, helper.member_id, Yes(how="DIRECT", by=helper.member_id))

    assert world.m.diaries.get(helper.member_id).entries == ()
    assert [place.member_id for place in world.m.needs.get(need.id).places] == [rival.member_id]


def test_a_need_that_changes_without_end_is_given_up_as_stale_with_the_diary_free(world: World) -> None:
    helper, need = world.member(), world.need()

    def touch() -> None:
        world.m.needs.save(world.m.needs.get(need.id))

    racing = replace(world.m, needs=meanwhile(world.m.needs, touch, times=2 * TRIES))
    with pytest.raises(StaleWrite):
        take_place(racing, need.id, helper.member_id, Yes(how="DIRECT", by=helper.member_id))

    assert world.m.diaries.get(helper.member_id).entries == ()
    assert world.m.needs.get(need.id).places == ()


def test_a_diary_begun_by_another_request_is_read_again(world: World) -> None:
    helper, need, other = world.member(), world.need(), world.need()
    racing = replace(world.m, diaries=meanwhile(world.m.diaries, lambda: world.accepted(helper, other)))

    with pytest.raises(errors.DiaryOverlap):
        take_place(racing, need.id, helper.member_id, Yes(how="DIRECT", by=helper.member_id))

    assert world.m.needs.get(need.id).places == ()


def test_reserving_twice_reserves_once(world: World) -> None:
    helper, need = world.member(), world.need()
    place = Place(assignment_id="a", member_id=helper.member_id, taken_at=world.now())

    for _ in range(2):
        diaries.reserve(world.m, need, place)
        diaries.hold(world.m, need, place)

    assert len(world.m.diaries.get(helper.member_id).entries) == 1


def test_an_assignment_made_by_another_in_between_is_taken_as_made(world: World) -> None:
    helper, need = world.member(), world.need()
    made = world.accepted(helper, need)
    taken = world.m.needs.get(need.id)
    world.m.assignments.collection.delete_one({"_id": made.id})
    yes = Yes(how="DIRECT", by=helper.member_id)

    def another() -> None:
        places.bind(world.m, taken, taken.places[0], yes)

    racing = replace(world.m, assignments=meanwhile(world.m.assignments, another))
    assert places.bind(racing, taken, taken.places[0], yes) == world.m.assignments.get(made.id)


def test_two_workers_proposing_at_once_ask_each_person_once(world: World) -> None:
    helper, need = world.volunteer(), world.need()
    racing: Matching = replace(
        world.m, proposals=meanwhile(world.m.proposals, lambda: propose(world.m, need.id))
    )

    retrying(lambda: propose(racing, need.id))
    facts = world.settle()

    asked = [fact for fact in facts if isinstance(fact, told.Proposed)]
    assert [fact.member_ids for fact in asked] == [(helper.member_id,)]


def test_events_of_needs_that_nobody_was_asked_for_change_nothing(world: World) -> None:
    need = world.need()
    fact = told.NeedClosed(
        need_id=need.id,
        community_code=need.community_code,
        resident_id=need.resident_id,
        posted_by=need.posted_by,
        state="EXPIRED",
    )

    refit_proposals(world.m, need.id)
    when_need_closed_tidy(world.m, fact)

    assert world.m.proposals.find(need.id) is None


def test_a_service_under_way_goes_on_when_its_need_is_withdrawn(world: World) -> None:
    staff, helper = world.staff(), world.member()
    need = world.need(staff, resident_id=world.resident().member_id)
    made = world.accepted(helper, need)
    world.clock.at = need.starts_at
    begun = serving.check_in(world.m, helper, made.id, CheckIn())

    needs.withdraw_need(world.m, staff, need.id, WithdrawNeed())
    world.settle()

    assert world.m.assignments.get(made.id) == begun


def test_two_sweeps_at_once_remind_once_and_settle_once(world: World) -> None:
    made = world.checked_out(world.member(), world.need())
    world.settle()
    now = world.now(hours=24)
    racing = replace(
        world.m,
        assignments=meanwhile(world.m.assignments, lambda: sweeps.remind(world.m, made.id, now)),
    )

    retrying(lambda: sweeps.remind(racing, made.id, now))
    for _ in range(2):
        sweeps.settle_reservations(world.m, made.member_id, now)

    assert len([fact for fact in world.settle() if isinstance(fact, told.ConfirmationDue)]) == 1


def test_whose_file_is_gone_is_shown_by_a_dash(world: World) -> None:
    staff = world.staff()
    made = world.accepted(world.member(), world.need())
    shown = assignment_view(world.m, reader_of(world.m, staff, ()), made, None)

    assert (shown.member_name, shown.resident_name, shown.title, shown.address) == ("–", "–", "", None)


def test_proposing_for_a_filled_need_and_refitting_what_still_suits_change_nothing(world: World) -> None:
    world.volunteer()
    filled, suited = world.need(), world.need()
    world.accepted(world.member(), filled)
    world.settle()
    asked = world.m.proposals.get(suited.id)

    propose(world.m, filled.id)
    refit_proposals(world.m, suited.id)

    assert world.m.proposals.get(suited.id) == asked
    assert world.settle() == []


def test_one_of_two_not_coming_leaves_an_ended_need_to_the_other(world: World) -> None:
    staff, one, two = world.staff(), world.member(), world.member()
    need = world.need(staff, resident_id=world.resident().member_id, helpers_wanted=2)
    missing = world.accepted(one, need)
    world.accepted(two, need)
    world.settle()
    world.clock.at = need.ends_at

    serving.no_show(world.m, staff, missing.id, NoShow())

    left = world.m.needs.get(need.id)
    assert (left.state, [place.member_id for place in left.places]) == (NeedState.FILLED, [two.member_id])


def test_saying_yes_twice_at_once_leaves_the_time_bound(world: World) -> None:
    helper, need = world.member(), world.need()
    racing = replace(world.m, needs=meanwhile(world.m.needs, lambda: world.accepted(helper, need)))
    made = take_place(racing, need.id, helper.member_id, Yes(how="DIRECT", by=helper.member_id))
    assert [each.assignment_id for each in world.m.diaries.get(helper.member_id).entries] == [made.id]
    with pytest.raises(errors.DiaryOverlap):
        world.accepted(helper, world.need())
