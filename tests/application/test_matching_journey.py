"""From a posted need to confirmed minutes."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from services.matching.application import accepting, needs, serving
from services.matching.application.commands import (
    CheckIn,
    CheckOut,
    Confirm,
    Decision,
    Rate,
    ReviewNeed,
)
from services.matching.domain import errors
from services.matching.domain.assignment import AssignmentState, ConfirmedAs
from services.matching.domain.diary import EntryState
from services.matching.domain.need import NeedState, PostedAs
from shared.events import matching as told
from shared.events.service import ServiceConfirmed
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden, LinliError
from shared.kernel.ids import RandomIds, derived_id
from shared.storage.aggregates import retrying
from tests.application.matching_world import HERE, World, a_world


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def test_a_need_posted_by_staff_is_open_and_a_residents_waits_for_review(world: World) -> None:
    by_staff = world.need()
    member = world.member()
    by_member = world.need(member)

    assert (by_staff.state, by_staff.posted_as) == (NeedState.OPEN, PostedAs.STAFF)
    assert (by_member.state, by_member.posted_as) == (NeedState.AWAITING_REVIEW, PostedAs.SELF)
    opened = needs.review_need(world.m, world.staff(), by_member.id, ReviewNeed(decision=Decision.APPROVE))
    assert opened.state is NeedState.OPEN


def test_a_delegate_posts_for_the_resident_and_a_stranger_may_not(world: World) -> None:
    resident = world.resident()
    delegate = world.delegate_of(resident)

    need = world.need(delegate, resident_id=resident.member_id)

    assert (need.posted_as, need.resident_id, need.community_code) == (
        PostedAs.DELEGATE,
        resident.member_id,
        HERE,
    )
    with pytest.raises(Forbidden):
        world.need(world.member(), resident_id=resident.member_id)


def test_the_journey_from_need_to_confirmed_minutes(world: World) -> None:
    helper, resident = world.volunteer(), world.resident()
    delegate = world.delegate_of(resident)
    need = world.need(world.staff(), resident_id=resident.member_id)
    world.settle()
    assert world.asked(need) == [helper.member_id]

    made = accepting.accept_proposal(world.m, helper, f"{need.id}.{helper.member_id}")
    world.settle()
    assert world.asked(need) == []
    assert world.m.needs.get(need.id).state is NeedState.FILLED
    assert [each.state for each in world.m.diaries.get(helper.member_id).entries] == [EntryState.HELD]

    world.clock.at = need.starts_at
    serving.check_in(world.m, helper, made.id, CheckIn())
    world.clock.at = need.ends_at
    serving.check_out(world.m, helper, made.id, CheckOut())
    stands = serving.confirm(world.m, delegate, made.id, Confirm(minutes=45))
    facts = world.settle()

    assert stands.confirmation is not None
    assert stands.confirmation.as_role is ConfirmedAs.DELEGATE
    assert world.m.needs.get(need.id).state is NeedState.MET
    assert [each for each in facts if isinstance(each, ServiceConfirmed)] == [
        ServiceConfirmed(
            record_id=derived_id("record", made.id),
            assignment_id=made.id,
            community_code=HERE,
            member_id=helper.member_id,
            resident_id=resident.member_id,
            service_kind="HOME_VISIT",
            minutes=45,
            recorded_as="VOLUNTEER",
            served_at=need.starts_at,
            confirmed_by="DELEGATE",
        )
    ]
    rated = serving.rate(world.m, delegate, made.id, Rate(grade=5, words="很好"))
    assert rated.rating is not None
    assert rated.rating.grade == 5


def test_accepting_twice_gives_the_same_assignment(world: World) -> None:
    helper, need = world.volunteer(), world.need(helpers_wanted=2)

    first, second = world.accepted(helper, need), world.accepted(helper, need)

    assert first == second
    assert len(world.m.needs.get(need.id).places) == 1


def test_the_last_place_goes_to_exactly_one_of_many(world: World) -> None:
    need = world.need()
    helpers = [world.member() for _ in range(40)]

    def reach(helper: object) -> str:
        try:
            return str(retrying(lambda: accepting.accept_need(world.m, helper, need.id)).state)  # type: ignore[arg-type]  # -- an actor
        except LinliError as refusal:
            return refusal.code

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(reach, helpers))

    assert sorted(answers) == ["ACCEPTED", *["need-full"] * 39]
    bound = [each for each in helpers if (diary := world.m.diaries.find(each.member_id)) and diary.entries]
    assert [each.member_id for each in bound] == [world.m.needs.get(need.id).places[0].member_id]


def test_all_places_of_a_need_are_taken_under_contention_each_once(world: World) -> None:
    need = world.need(helpers_wanted=12)
    helpers = [world.member() for _ in range(12)]

    with ThreadPoolExecutor(12) as pool:
        made = list(pool.map(lambda helper: world.accepted(helper, need), helpers))

    assert {each.member_id for each in made} == {each.member_id for each in helpers}
    assert len(world.m.needs.get(need.id).places) == 12


def test_nobody_is_bound_twice_at_one_time(world: World) -> None:
    helper, need, same_time = world.member(), world.need(), world.need()
    world.accepted(helper, need)

    with pytest.raises(errors.DiaryOverlap):
        world.accepted(helper, same_time)

    assert world.m.needs.get(same_time.id).places == ()


def test_two_needs_at_once_reached_for_by_one_member_in_parallel_bind_one(world: World) -> None:
    helper = world.member()
    wanted = [world.need() for _ in range(8)]

    def reach(need: object) -> str:
        try:
            return str(world.accepted(helper, need).state)  # type: ignore[arg-type]  # -- a need
        except LinliError as refusal:
            return refusal.code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(reach, wanted))

    assert answers.count("ACCEPTED") == 1
    held = [need for need in wanted if world.m.needs.get(need.id).places]
    assert len(held) == len(world.m.diaries.get(helper.member_id).entries) == 1


def test_the_volunteer_never_confirms_even_as_staff(world: World) -> None:
    helper = world.staff()
    made = world.checked_out(helper, world.need())

    with pytest.raises(errors.VolunteerCannotConfirm):
        serving.confirm(world.m, helper, made.id, Confirm(minutes=45))


def test_confirming_again_is_the_same_and_other_minutes_are_a_conflict(world: World) -> None:
    staff, helper = world.staff(), world.member()
    made = world.confirmed(helper, world.need(), staff)

    assert serving.confirm(world.m, staff, made.id, Confirm(minutes=45)) == made
    with pytest.raises(errors.AlreadyConfirmed):
        serving.confirm(world.m, staff, made.id, Confirm(minutes=44, reason="早走"))


def test_fewer_minutes_ask_for_a_reason_and_more_are_refused(world: World) -> None:
    staff, helper = world.staff(), world.member()
    made = world.checked_out(helper, world.need())

    with pytest.raises(errors.ReasonRequired):
        serving.confirm(world.m, staff, made.id, Confirm(minutes=30))
    with pytest.raises(errors.MinutesOutOfRange):
        serving.confirm(world.m, staff, made.id, Confirm(minutes=46, reason="多做了"))
    fewer = serving.confirm(world.m, staff, made.id, Confirm(minutes=30, reason="老人休息"))
    assert fewer.state is AssignmentState.CONFIRMED


def test_a_first_service_asks_for_a_document(world: World) -> None:
    helper = world.member(document=None)

    with pytest.raises(errors.IdentityRequired):
        world.accepted(helper, world.need())


def test_nobody_takes_their_own_need(world: World) -> None:
    staff, resident = world.staff(), world.member()
    need = world.need(staff, resident_id=resident.member_id)

    for party in (staff, resident):
        with pytest.raises(errors.OwnNeed):
            world.accepted(party, need)


def test_redelivery_of_every_event_changes_nothing(world: World) -> None:
    helper, staff = world.volunteer(), world.staff()
    need = world.need(staff, resident_id=world.resident().member_id)
    world.settle()
    made = world.confirmed(helper, need, staff)
    world.settle()
    before = [world.m.needs.get(need.id), world.m.assignments.get(made.id), world.m.proposals.get(need.id)]

    from services.matching.entrypoints.consumer import reactions
    from shared.events.contract import Event

    for fact in world.facts:
        reaction = reactions(world.m).get(type(fact))
        if reaction:
            now = world.clock.now()
            reaction(
                Event(
                    id="e",
                    type="t",
                    subject="s",
                    partitionkey="k",
                    sequence=1,
                    time=now,
                    recordedtime=now,
                    correlationid="c",
                    causationid="c",
                    data=fact,
                )
            )

    assert before == [
        world.m.needs.get(need.id),
        world.m.assignments.get(made.id),
        world.m.proposals.get(need.id),
    ]
    assert world.settle() == []
    assert any(isinstance(fact, told.NeedAccepted) for fact in world.facts)


def test_who_died_between_place_and_assignment_has_it_made_by_the_event(world: World) -> None:
    helper, need = world.member(), world.need()
    made = world.accepted(helper, need)
    world.m.assignments.collection.delete_one({"_id": made.id})

    world.settle()

    assert replace(world.m.assignments.get(made.id), version=0) == replace(made, version=0)
