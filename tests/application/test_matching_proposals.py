"""Who is asked, in which rounds, and what follows from yes and no."""

import sys
import threading
from datetime import date
from typing import Any

import pytest

from services.matching.application import accepting, candidates, offers, serving
from services.matching.application.candidates import Candidates
from services.matching.application.commands import AmendOffer, Cancel, Decline, DispatchNeed, MakeOffer, Place
from services.matching.application.offers import MOST_OPEN_OFFERS
from services.matching.application.proposing import propose
from services.matching.domain import errors
from services.matching.domain.offer import OfferKind, OfferState
from services.matching.domain.proposal import ProposalState
from services.matching.domain.ranking import RankingPolicy
from shared.events import matching as told
from shared.identity.member import MemberStatus
from shared.kernel.clock import SetClock
from shared.kernel.errors import BadInput, Forbidden, NotFound
from shared.kernel.ids import RandomIds
from tests.application.matching_world import FAR, HERE, HOME, THERE, World, a_world, consent, seen


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def told_of(facts: list[object], kind: type) -> list[object]:
    return [fact for fact in facts if isinstance(fact, kind)]


def test_five_are_asked_first_and_each_no_asks_the_next_until_nobody_is_left(world: World) -> None:
    volunteers = [world.volunteer() for _ in range(6)]
    need = world.need()
    world.settle()
    propose(world.m, need.id)
    first_round = world.asked(need)
    assert len(first_round) == 5

    (last,) = {each.member_id for each in volunteers} - set(first_round)
    nobody: list[object] = []
    for member_id in (*first_round, last):
        accepting.decline_proposal(
            world.m, world.actor(member_id), f"{need.id}.{member_id}", Decline(reason="出差")
        )
        nobody += told_of(world.settle(), told.NobodyFound)
        assert last in world.asked(need) or member_id == last

    assert world.asked(need) == []
    assert len(nobody) == 1


def test_a_need_nobody_suits_is_told_to_staff_once(world: World) -> None:
    need = world.need()

    facts = world.settle()

    assert len(told_of(facts, told.NobodyFound)) == 1
    assert told_of(world.settle(), told.NobodyFound) == []
    propose(world.m, need.id)
    propose(world.m, "no such need")
    assert world.settle() == []


def test_declining_twice_is_declining_once_and_has_no_consequence(world: World) -> None:
    helper, need = world.volunteer(), world.need()
    world.settle()
    proposal = f"{need.id}.{helper.member_id}"

    first = accepting.decline_proposal(world.m, helper, proposal, Decline())
    again = accepting.decline_proposal(world.m, helper, proposal, Decline())

    assert first == again
    assert world.accepted(helper, need).member_id == helper.member_id


def test_a_proposal_is_answered_only_by_whom_it_was_made_to(world: World) -> None:
    helper, need = world.volunteer(), world.need()
    world.settle()

    for proposal in (f"{need.id}.{helper.member_id}", "nothing", f"none.{helper.member_id}"):
        with pytest.raises(errors.NotAsked):
            accepting.accept_proposal(world.m, world.member(), proposal)


def test_when_a_helper_leaves_others_are_asked_again_but_not_the_one_who_left(world: World) -> None:
    first, second = world.volunteer(), world.volunteer()
    need = world.need()
    world.settle()
    made = world.accepted(first, need)
    world.settle()
    assert world.asked(need) == []

    serving.cancel(world.m, first, made.id, Cancel())
    facts = world.settle()

    assert world.asked(need) == [second.member_id]
    assert len(told_of(facts, told.NeedPlaceReleased)) == 1
    assert world.m.diaries.get(first.member_id).entries == ()


def test_dispatch_invites_and_binds_nobody_without_a_yes(world: World) -> None:
    staff, helper, need = world.staff(), world.member(), world.need()

    assert (
        accepting.dispatch_need(
            world.m, staff, need.id, DispatchNeed(member_id=helper.member_id, because="熟人")
        )
        is None
    )
    facts = world.settle()
    accepting.dispatch_need(world.m, staff, need.id, DispatchNeed(member_id=helper.member_id, because="熟人"))

    assert [each.member_id for each in told_of(facts, told.MemberInvited)] == [helper.member_id]  # type: ignore[attr-defined]  # -- of that kind
    assert world.m.needs.get(need.id).places == ()
    assert world.asked(need) == [helper.member_id]
    assert told_of(world.settle(), told.MemberInvited) == []
    made = accepting.accept_proposal(world.m, helper, f"{need.id}.{helper.member_id}")
    world.settle()
    proposal = world.m.proposals.get(need.id).of_member(helper.member_id)
    assert made.member_id == helper.member_id
    assert proposal is not None
    assert proposal.state is ProposalState.ACCEPTED


def test_dispatch_of_somebody_proposed_turns_the_proposal_into_an_invitation(world: World) -> None:
    helper, need = world.volunteer(), world.need()
    world.settle()

    accepting.dispatch_need(world.m, world.staff(), need.id, DispatchNeed(member_id=helper.member_id))

    proposal = world.m.proposals.get(need.id).of_member(helper.member_id)
    assert proposal is not None
    assert (proposal.state, proposal.reasons[0].code) == (ProposalState.INVITED, "distance")


def test_a_spoken_yes_binds_with_a_note_of_when_and_how(world: World) -> None:
    staff, helper, need = world.staff(), world.member(), world.need()
    by_phone = DispatchNeed(member_id=helper.member_id, spoken_consent=True, note="9:05 电话同意")

    with pytest.raises(errors.SpokenConsentRequired):
        accepting.dispatch_need(
            world.m, staff, need.id, DispatchNeed(member_id=helper.member_id, spoken_consent=True)
        )
    made = accepting.dispatch_need(world.m, staff, need.id, by_phone)

    assert made is not None
    assert (made.member_id, made.consent_note) == (helper.member_id, "9:05 电话同意")
    with pytest.raises(Forbidden):
        accepting.dispatch_need(world.m, world.staff(THERE), need.id, by_phone)
    with pytest.raises(NotFound):
        accepting.dispatch_need(world.m, staff, world.need().id, DispatchNeed(member_id="nobody"))


def test_closed_accounts_and_residents_without_one_do_not_serve(world: World) -> None:
    need = world.need()
    for fields in ({"status": MemberStatus.CLOSED}, {"password_hash": None}):
        with pytest.raises(errors.MemberInactive):
            world.accepted(world.member(**fields), need)


def test_minors_serve_beside_an_adult_with_their_guardians_consent(world: World) -> None:
    need = world.need(service_kind="ENVIRONMENT", actor=world.staff(), helpers_wanted=3)
    born: dict[str, Any] = {"birth_date": date(2010, 6, 1)}
    minor = world.member(**born, guardian=consent(world.now()))

    with pytest.raises(errors.AdultFirst):
        world.accepted(minor, need)
    world.accepted(world.member(), need)
    with pytest.raises(errors.GuardianConsentRequired):
        world.accepted(world.member(**born), need)
    world.accepted(minor, need)
    assert [place.adult for place in world.m.needs.get(need.id).places] == [True, False]


def test_a_change_of_offer_diary_or_member_shows_in_the_next_question(world: World) -> None:
    def offering() -> list[str]:
        return [each.member_id for each in world.m.candidates.offering("HOME_VISIT")]

    assert offering() == []
    helper = world.volunteer()
    (offer,) = world.m.offers.where({"member_id": helper.member_id})
    assert offering() == [helper.member_id]

    offers.amend_offer(world.m, helper, offer.id, AmendOffer(state=OfferState.PAUSED))
    assert offering() == []
    world.clock.advance(minutes=30)
    offers.amend_offer(
        world.m, helper, offer.id, AmendOffer(state=OfferState.OPEN, service_kinds=("ERRAND", "HOME_VISIT"))
    )
    assert offering() == [helper.member_id]
    world.change(helper, skills=("COMPANY",), certificates=(seen("NURSE"),))
    (found,) = world.m.candidates.offering("ERRAND")
    assert (found.skills, found.certificates) == (frozenset({"COMPANY"}), frozenset({"NURSE"}))
    need = world.need()
    world.accepted(helper, need)
    (found,) = world.m.candidates.offering("HOME_VISIT")
    assert (found.busy, found.recent_services) == (((need.starts_at, need.ends_at),), 1)
    world.change(helper, status=MemberStatus.SUSPENDED)
    assert offering() == []


def test_candidates_are_the_same_after_a_restart(world: World) -> None:
    helper = world.volunteer("ERRAND")
    world.volunteer(point=FAR)
    world.accepted(helper, world.need())
    known = world.m.candidates.offering("ERRAND")

    fresh = Candidates(world.clock, world.m.people, world.m.offers, world.m.diaries)

    assert fresh.offering("ERRAND") == known


def warmed() -> None:
    for thread in threading.enumerate():
        if thread.name == "matching-kernels":
            thread.join(60)


def test_with_many_candidates_kernels_take_over_and_the_answers_stay(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    helper, need = world.volunteer(), world.need()
    monkeypatch.setattr(candidates, "KERNELS_FROM", 1)
    first = world.m.candidates.best(need, RankingPolicy())
    warmed()

    assert [each.candidate.member_id for each in first] == [helper.member_id]
    assert world.m.candidates.best(need, RankingPolicy()) == first


def test_where_nothing_compiles_numpy_goes_on_answering_and_operators_are_told(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world.volunteer()
    monkeypatch.setattr(candidates, "KERNELS_FROM", 1)
    monkeypatch.setitem(sys.modules, "numba", None)
    with caplog.at_level("WARNING"):
        world.m.candidates.refresh()
        warmed()

    assert "matching works without kernels" in caplog.text
    assert len(world.m.candidates.best(world.need(), RankingPolicy())) == 1


def test_an_offers_own_place_and_radius_stand_before_the_members(world: World) -> None:
    helper = world.member(point=FAR)
    at_work = Place(longitude=HOME.longitude, latitude=HOME.latitude)
    offers.make_offer(
        world.m, helper, MakeOffer(service_kinds=("HOME_VISIT",), point=at_work, radius_metres=500), "o1"
    )

    (found,) = world.m.candidates.offering("HOME_VISIT")

    assert (found.point, found.radius_metres) == (HOME, 500)


def test_an_offer_is_made_amended_and_withdrawn_by_its_owner(world: World) -> None:
    helper = world.member()
    made = offers.make_offer(world.m, helper, MakeOffer(service_kinds=("ERRAND", "ERRAND")), "o1")

    assert (made.service_kinds, made.community_code) == (("ERRAND",), HERE)
    assert offers.make_offer(world.m, helper, MakeOffer(service_kinds=("ERRAND",)), "o1") == made
    amended = offers.amend_offer(world.m, helper, "o1", AmendOffer(note="周末", radius_metres=800))
    assert (amended.note, amended.radius_metres) == ("周末", 800)
    assert offers.amend_offer(world.m, helper, "o1", AmendOffer(note="周末")) == amended
    with pytest.raises(NotFound):
        offers.amend_offer(world.m, world.member(), "o1", AmendOffer(note="别人的"))
    offers.amend_offer(world.m, helper, "o1", AmendOffer(state=OfferState.WITHDRAWN))
    for again in (AmendOffer(note="改"), AmendOffer(state=OfferState.OPEN)):
        with pytest.raises(errors.IllegalStep):
            offers.amend_offer(world.m, helper, "o1", again)


def test_offers_without_kinds_of_goods_or_too_many_are_refused(world: World) -> None:
    helper = world.member()
    with pytest.raises(errors.ServiceKindsRequired):
        offers.make_offer(world.m, helper, MakeOffer(), "o1")
    with pytest.raises(errors.UnknownServiceKind):
        offers.make_offer(world.m, helper, MakeOffer(service_kinds=("MAGIC",)), "o1")
    with pytest.raises(BadInput):
        offers.make_offer(world.m, helper, MakeOffer(kind=OfferKind.GOODS), "o1")
    for number in range(MOST_OPEN_OFFERS):
        offers.make_offer(world.m, helper, MakeOffer(service_kinds=("ERRAND",)), f"o{number}")
    with pytest.raises(errors.TooManyOffers):
        offers.make_offer(world.m, helper, MakeOffer(service_kinds=("ERRAND",)), "one-more")
