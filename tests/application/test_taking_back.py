"""Who changes what they state is no longer asked what that rules out, reads why, and the next are asked; the rest stands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.matching.application import accepting
from services.matching.application.commands import AmendOffer, DispatchNeed
from services.matching.application.offers import amend_offer
from services.matching.application.register.commands import SetAvailability, SetSpecialDays, StatedAbsence
from services.matching.application.register.preferences import set_availability
from services.matching.application.register.special_days import add_absence, remove_special_days
from services.matching.application.taking_back import taken_back_from, when_member_changed_take_back
from services.matching.domain.need import Need
from services.matching.domain.offer import OfferState
from services.matching.domain.proposal import ProposalState
from shared.events.identity import MemberChanged
from shared.events.matching import NobodyFound, ProposalsClosed, Proposed
from shared.identity.actor import Actor
from shared.identity.member import MemberStatus
from shared.kernel.clock import CHINA, SetClock
from shared.kernel.ids import RandomIds
from tests.application.matching_world import FAR, HERE, World, a_world


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def need_in(world: World, hours: float) -> Need:
    return world.need(starts_at=world.now(hours=hours), ends_at=world.now(hours=hours + 1))


def heard(world: World, who: Actor, what: str = "special-days") -> list[object]:
    """Hand coordination the event twice, as the log may; return what it says because of it."""
    for _ in range(2):
        when_member_changed_take_back(
            world.m, MemberChanged(member_id=who.member_id, community_code=HERE, what=what)
        )
    return world.settle()


def away_on(need: Need) -> StatedAbsence:
    day = need.starts_at.astimezone(CHINA).date()
    return StatedAbsence(first_on=day, last_on=day)


def not_kept(world: World, who: Actor) -> list[tuple[str, list[str]]]:
    return [(each.need_id, [words.en for words in each.not_kept]) for each in taken_back_from(world.m, who)]


def test_a_question_for_a_day_away_is_taken_back_with_its_reason_and_the_next_is_asked(world: World) -> None:
    helper = world.volunteer()
    today, in_two_days = need_in(world, 2), need_in(world, 50)
    world.settle()
    other = world.volunteer()
    add_absence(world.identity, helper, away_on(today))

    facts = heard(world, helper)

    assert (world.asked(today), world.asked(in_two_days)) == ([other.member_id], [helper.member_id])
    closed = [each for each in facts if isinstance(each, ProposalsClosed)]
    assert [(each.need_id, each.member_ids) for each in closed] == [(today.id, (helper.member_id,))]
    asked = [each for each in facts if isinstance(each, Proposed)]
    assert [(each.need_id, each.member_ids) for each in asked] == [(today.id, (other.member_id,))]
    assert not_kept(world, helper) == [(today.id, ["Is not away that day"])]
    assert not_kept(world, other) == []
    assert heard(world, helper) == []


def test_where_nobody_else_suits_staff_are_told_and_who_comes_back_may_be_asked_again(world: World) -> None:
    helper, need = world.volunteer(), need_in(world, 2)
    world.settle()
    add_absence(world.identity, helper, away_on(need))
    assert sum(isinstance(each, NobodyFound) for each in heard(world, helper)) == 1

    remove_special_days(world.identity, helper, SetSpecialDays(absences=(away_on(need),)))
    assert heard(world, helper) == []
    assert not_kept(world, helper) == [(need.id, ["Is not away that day"])]
    world.accepted(helper, need)
    world.settle()
    assert not_kept(world, helper) == []


def test_an_event_that_comes_late_is_held_against_what_stands_now(world: World) -> None:
    helper, need = world.volunteer(), need_in(world, 2)
    world.settle()
    add_absence(world.identity, helper, away_on(need))
    remove_special_days(world.identity, helper, SetSpecialDays(absences=(away_on(need),)))
    assert heard(world, helper) == []
    assert world.asked(need) == [helper.member_id]
    assert heard(world, replace(helper, member_id="nobody")) == []


def test_other_times_a_lower_limit_and_a_longer_way_take_back_too(world: World) -> None:
    helper = world.volunteer()
    bound, later = need_in(world, 2), need_in(world, 5)
    next_day = need_in(world, 26)
    world.settle()
    world.accepted(helper, bound)
    world.settle()

    set_availability(world.identity, helper, SetAvailability(windows=(), most_a_day=1))
    heard(world, helper, "availability")
    assert (world.asked(later), world.asked(next_day)) == ([], [helper.member_id])

    world.change(helper, point=FAR)
    heard(world, helper, "file")
    assert world.asked(next_day) == []
    assert dict(not_kept(world, helper)) == {
        later.id: ["Has not reached their own most services a day"],
        next_day.id: ["Within the distance they go"],
    }


def test_an_offer_paused_takes_its_questions_back_unless_another_offer_suits(world: World) -> None:
    one, two = world.volunteer(), world.volunteer()
    need = need_in(world, 2)
    world.settle()
    (first,) = world.m.offers.where({"member_id": one.member_id})
    (second,) = world.m.offers.where({"member_id": two.member_id})
    world.m.offers.add(replace(second, id="another", version=0))

    for actor, offer in ((one, first), (two, second)):
        amend_offer(world.m, actor, offer.id, AmendOffer(state=OfferState.PAUSED))
    world.settle()

    assert world.asked(need) == [two.member_id]
    assert not_kept(world, one) == [(need.id, ["Offers this kind of service"])]
    amend_offer(world.m, one, first.id, AmendOffer(state=OfferState.OPEN))
    world.settle()
    assert world.asked(need) == [two.member_id]


def test_whom_staff_invited_against_a_wish_stays_invited_unless_the_law_says_no(world: World) -> None:
    staff, helper = world.staff(), world.member()
    need = world.need(starts_at=world.now(hours=2), ends_at=world.now(hours=3))
    world.settle()
    accepting.dispatch_need(
        world.m, staff, need.id, DispatchNeed(member_id=helper.member_id, because="熟悉老人")
    )
    world.settle()
    add_absence(world.identity, helper, away_on(need))
    heard(world, helper)
    assert world.asked(need) == [helper.member_id]

    child = world.now(days=-15 * 366).date()
    grown_up = world.identity.members.get(helper.member_id).document
    assert grown_up is not None
    world.change(helper, document=replace(grown_up, birth_date=child))
    heard(world, helper, "document")
    assert world.asked(need) == []
    asked = world.m.proposals.get(need.id).of_member(helper.member_id)
    assert asked is not None
    assert (asked.state, asked.taken_back) == (ProposalState.CLOSED, ("age", "guardian", "adult-first"))
    world.change(helper, document=grown_up)
    accepting.dispatch_need(
        world.m, staff, need.id, DispatchNeed(member_id=helper.member_id, because="熟悉老人")
    )
    assert not_kept(world, helper) == []


def test_who_is_suspended_is_let_go_of_and_reads_nothing(world: World) -> None:
    helper, need = world.volunteer(), need_in(world, 2)
    world.settle()
    world.change(helper, status=MemberStatus.SUSPENDED)
    heard(world, helper, "status")
    assert (world.asked(need), not_kept(world, helper)) == ([], [])


def test_what_has_begun_or_found_somebody_is_shown_no_longer(world: World) -> None:
    helper, need = world.volunteer(), need_in(world, 2)
    world.settle()
    add_absence(world.identity, helper, away_on(need))
    heard(world, helper)
    world.clock.at += timedelta(hours=2)
    assert not_kept(world, helper) == []


def test_what_somebody_else_said_yes_to_meanwhile_is_nobodys_to_take_back(world: World) -> None:
    helper, other = world.volunteer(), world.volunteer()
    need = need_in(world, 2)
    world.settle()
    world.accepted(other, need)
    add_absence(world.identity, helper, away_on(need))
    facts = heard(world, helper)
    assert sum(isinstance(each, ProposalsClosed) for each in facts) == 1
    assert not_kept(world, helper) == []
