"""Parts of a need answered from offers: set aside, handed over, received, given back; twice, late, by others, at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.matching.application import needs, offers
from services.matching.application.commands import (
    AmendOffer,
    Decision,
    MakeOffer,
    ReviewNeed,
    WithdrawNeed,
)
from services.matching.application.giving import asking as giving_asking
from services.matching.application.giving import reserving, settling
from services.matching.application.giving.audit import first_wrong_in_stock
from services.matching.application.giving.commands import (
    AskParts,
    ConfirmPart,
    HandOverPart,
    ReleasePart,
    ReservePart,
)
from services.matching.domain.errors import IllegalStep, OwnNeed
from services.matching.domain.giving import errors
from services.matching.domain.giving.part import AskedPart, PartState
from services.matching.domain.giving.stock import left_of
from services.matching.domain.need import NeedState
from services.matching.domain.offer import OfferKind
from services.matching.domain.parties.errors import PartyNotApproved
from services.matching.domain.parties.party import PartyState
from shared.events import giving as told
from shared.events import matching
from shared.kernel.clock import SetClock
from shared.kernel.errors import BadInput, Forbidden, NotFound
from shared.kernel.ids import RandomIds
from tests.application.giving_world import (
    CASEWORK,
    MONEY,
    RICE,
    ROOM,
    asking,
    charity,
    funds,
    goods,
    offered,
    organisation,
    part_now,
    reserved,
    social_worker,
    venue,
)
from tests.application.matching_world import THERE, World, a_world

NOW = ReservePart()


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def left(world: World, offer_id: str) -> int:
    return left_of(world.m.offers.get(offer_id))


def test_one_need_is_answered_by_four_and_met(world: World) -> None:
    giver, staff, worker = world.member(), world.staff(), social_worker(world)
    (charity_staff, fund_party), (org_staff, org) = charity(world), organisation(world)
    rice = offered(world, giver, goods())
    fund = offered(world, charity_staff, funds(), fund_party)
    room = offered(world, org_staff, venue(), org)
    need = asking(world, RICE, MONEY, ROOM, CASEWORK)
    assert need.state is NeedState.FILLED

    for number, (actor, offer) in enumerate(
        ((giver, rice), (charity_staff, fund), (org_staff, room), (worker, None))
    ):
        reserved(world, actor, need, offer, number)
        settling.hand_over_part(world.m, actor, need.id, need.parts[number].id, HandOverPart())
        settling.confirm_part(world.m, staff, need.id, need.parts[number].id, ConfirmPart())
    facts = world.settle()

    assert world.m.needs.get(need.id).state is NeedState.MET
    assert [left(world, each.id) for each in (rice, fund)] == [3, 70_000]
    assert first_wrong_in_stock(world.m) is None
    asked = {fact.member_ids for fact in facts if isinstance(fact, told.PartAsked)}
    assert asked == {(each.member_id,) for each in (giver, charity_staff, org_staff, worker)}
    closed = [fact.state for fact in facts if isinstance(fact, matching.NeedClosed)]
    assert closed == ["MET"]


def test_answering_again_the_same_way_changes_nothing(world: World) -> None:
    giver, worker = world.member(), social_worker(world)
    rice, need = offered(world, giver, goods()), asking(world, RICE, CASEWORK)
    for _ in range(2):
        reserved(world, giver, need, rice)
        reserved(world, worker, need, number=1)
    assert left(world, rice.id) == 3
    reserving_facts = [fact for fact in world.settle() if isinstance(fact, told.PartReserved)]
    assert len(reserving_facts) == 2


def test_what_is_given_back_is_in_stock_again_once_and_may_be_answered_again(world: World) -> None:
    giver, staff = world.member(), world.staff()
    rice, need = offered(world, giver, goods()), asking(world, RICE)
    part = need.parts[0].id
    reserved(world, giver, need, rice)
    settling.hand_over_part(world.m, giver, need.id, part, HandOverPart())

    for _ in range(2):
        settling.release_part(world.m, staff, need.id, part, ReleasePart(reason="退回"))
    world.settle()

    assert (left(world, rice.id), part_now(world, need).state) == (5, PartState.OPEN)
    assert part_now(world, reserved(world, giver, need, rice)).attempts == 1
    world.settle()
    assert (left(world, rice.id), first_wrong_in_stock(world.m)) == (3, None)


def test_what_was_paid_or_arrived_counts_and_the_rest_goes_back(world: World) -> None:
    (giver, party), staff = charity(world), world.staff()
    fund, need = offered(world, giver, funds(), party), asking(world, MONEY)
    part = need.parts[0].id
    reserved(world, giver, need, fund)
    settling.hand_over_part(world.m, giver, need.id, part, HandOverPart(quantity=28_000))
    for _ in range(2):
        assert settling.hand_over_part(world.m, giver, need.id, part, HandOverPart()).parts[0].answer
    for _ in range(2):
        settling.confirm_part(world.m, staff, need.id, part, ConfirmPart(quantity=27_000))
    world.settle()

    assert left(world, fund.id) == 73_000
    with pytest.raises(IllegalStep):
        settling.release_part(world.m, staff, need.id, part, ReleasePart())


def test_less_than_is_asked_for_may_be_given_and_never_more(world: World) -> None:
    giver = world.member()
    rice, need = offered(world, giver, goods()), asking(world, RICE)
    with pytest.raises(errors.MoreThanAsked):
        reserving.reserve_part(
            world.m, giver, need.id, need.parts[0].id, ReservePart(offer_id=rice.id, quantity=3)
        )
    reserving.reserve_part(
        world.m, giver, need.id, need.parts[0].id, ReservePart(offer_id=rice.id, quantity=1)
    )
    assert left(world, rice.id) == 4


def test_who_gives_never_says_that_it_arrived_and_others_neither(world: World) -> None:
    giver, resident = world.member(), world.resident()
    rice = offered(world, giver, goods())
    need = asking(world, RICE, resident_id=resident.member_id)
    part = need.parts[0].id
    with pytest.raises(errors.PartNotAnswered):
        settling.confirm_part(world.m, world.staff(), need.id, part, ConfirmPart())
    reserved(world, giver, need, rice)
    with pytest.raises(errors.GiverCannotConfirm):
        settling.confirm_part(world.m, giver, need.id, part, ConfirmPart())
    for stranger in (world.member(), world.staff(THERE)):
        with pytest.raises(Forbidden):
            settling.confirm_part(world.m, stranger, need.id, part, ConfirmPart())
        with pytest.raises(Forbidden):
            settling.hand_over_part(world.m, stranger, need.id, part, HandOverPart())
        with pytest.raises(Forbidden):
            settling.release_part(world.m, stranger, need.id, part, ReleasePart())
    delegate = world.delegate_of(resident)
    answer = settling.confirm_part(world.m, delegate, need.id, part, ConfirmPart()).parts[0].answer
    assert answer is not None
    assert answer.confirmed_as == "DELEGATE"


def test_who_receives_says_so_themselves(world: World) -> None:
    giver, resident = world.member(), world.member()
    rice = offered(world, giver, goods())
    need = asking(world, RICE, resident_id=resident.member_id)
    reserved(world, giver, need, rice)
    answer = (
        settling.confirm_part(world.m, resident, need.id, need.parts[0].id, ConfirmPart()).parts[0].answer
    )
    assert answer is not None
    assert answer.confirmed_as == "RECEIVER"


def test_staff_take_from_an_offer_and_strangers_do_not(world: World) -> None:
    rice, need = offered(world, world.member(), goods()), asking(world, RICE)
    with pytest.raises(Forbidden):
        reserved(world, world.member(), need, rice)
    with pytest.raises(BadInput):
        reserved(world, world.staff(), need)
    assert reserved(world, world.staff(), need, rice).parts[0].state is PartState.RESERVED


def test_an_offer_of_another_kind_or_place_and_ones_own_do_not_suit(world: World) -> None:
    resident = world.member()
    own, staff = offered(world, resident, goods()), world.staff()
    need = asking(world, RICE, resident_id=resident.member_id)
    books = offered(world, world.member(), goods(category="BOOKS"))
    with pytest.raises(errors.OfferDoesNotSuit):
        reserved(world, staff, need, books)
    with pytest.raises(OwnNeed):
        reserved(world, staff, need, own)


def test_professional_help_is_a_social_workers_and_other_service_a_partys(world: World) -> None:
    worker, (org_staff, org) = social_worker(world), organisation(world)
    plain = AskedPart(kind=OfferKind.SERVICE, title="义诊")
    need = asking(world, CASEWORK, plain)
    with pytest.raises(errors.SocialWorkerRequired):
        reserved(world, world.member(), need)
    with pytest.raises(errors.PartyRequired):
        reserved(world, org_staff, need, number=1)
    with pytest.raises(Forbidden):
        reserving.reserve_part(world.m, worker, need.id, need.parts[1].id, ReservePart(party_id=org))
    given = reserving.reserve_part(world.m, org_staff, need.id, need.parts[1].id, ReservePart(party_id=org))
    assert given.parts[1].answer
    assert given.parts[1].answer.party_id == org
    own = asking(world, CASEWORK, resident_id=worker.member_id)
    with pytest.raises(OwnNeed):
        reserved(world, worker, own)
    back = settling.release_part(world.m, org_staff, need.id, need.parts[1].id, ReleasePart())
    world.settle()
    assert back.parts[1].state is PartState.OPEN


def test_what_residents_ask_for_is_told_to_givers_once_it_is_approved(world: World) -> None:
    giver, poster = world.member(), world.member()
    offered(world, giver, goods())
    need = needs.post_need(world.m, poster, world.command(parts=(RICE,)), "n1")
    assert not [fact for fact in world.settle() if isinstance(fact, told.PartAsked)]
    needs.review_need(world.m, world.staff(), need.id, ReviewNeed(decision=Decision.APPROVE))
    (asked,) = [fact for fact in world.settle() if isinstance(fact, told.PartAsked)]
    assert asked.member_ids == (giver.member_id,)


def test_staff_ask_for_more_in_a_need_under_way_once(world: World) -> None:
    staff, need = world.staff(), asking(world, RICE)
    for _ in range(2):
        more = giving_asking.ask_parts(world.m, staff, need.id, AskParts(parts=(MONEY,)), "key")
    assert [each.asked for each in more.parts] == [RICE, MONEY]
    with pytest.raises(Forbidden):
        giving_asking.ask_parts(world.m, world.member(), need.id, AskParts(parts=(MONEY,)), "other")
    needs.withdraw_need(world.m, staff, need.id, WithdrawNeed())
    with pytest.raises(errors.PartNotOpen):
        giving_asking.ask_parts(world.m, staff, need.id, AskParts(parts=(MONEY,)), "late")


def test_an_offer_is_changed_by_its_party_and_never_below_what_is_promised(world: World) -> None:
    (staff, party), (stranger, _) = charity(world), organisation(world)
    fund, need = offered(world, staff, funds(), party), asking(world, MONEY)
    reserved(world, staff, need, fund)
    more = offers.amend_offer(world.m, staff, fund.id, AmendOffer(funds=funds(amount_fen=200_000)))
    assert left_of(more) == 170_000
    with pytest.raises(errors.BelowReserved):
        offers.amend_offer(
            world.m, staff, fund.id, AmendOffer(funds=funds(amount_fen=20_000, most_per_case_fen=20_000))
        )
    with pytest.raises(BadInput):
        offers.amend_offer(world.m, staff, fund.id, AmendOffer(goods=goods()))
    with pytest.raises(NotFound):
        offers.amend_offer(world.m, stranger, fund.id, AmendOffer(note="别人的"))


def test_funds_go_through_a_named_charity_and_venues_through_a_party(world: World) -> None:
    (org_staff, org), (charity_staff, _) = organisation(world), charity(world)
    for content in (funds(), venue()):
        with pytest.raises(errors.PartyRequired):
            offered(world, world.member(), content)
    with pytest.raises(errors.CharityRequired):
        offered(world, org_staff, funds(), org)
    with pytest.raises(Forbidden):
        offered(world, charity_staff, venue(), org)
    with pytest.raises(BadInput):
        offers.make_offer(world.m, org_staff, MakeOffer(kind=OfferKind.VENUE, party_id=org), "o1")


def test_a_venue_is_booked_for_the_time_of_the_part(world: World) -> None:
    staff, party = organisation(world)
    room = offered(world, staff, venue(capacity=10), party)
    first, second = asking(world, ROOM), asking(world, ROOM)
    later = replace(ROOM, starts_at=world.now(hours=3), ends_at=world.now(hours=4))
    third = asking(world, later)
    reserved(world, staff, first, room)
    with pytest.raises(errors.VenueTaken):
        reserved(world, staff, second, room)
    reserved(world, staff, third, room)
    assert world.now(hours=3) == world.m.offers.get(room.id).reservations[1].starts_at
    assert third.parts[0].due_at - third.starts_at == timedelta(hours=1)


def test_a_party_that_the_community_suspended_offers_nothing(world: World) -> None:
    staff, party = organisation(world, state=PartyState.SUSPENDED)
    with pytest.raises(PartyNotApproved):
        offered(world, staff, venue(), party)
