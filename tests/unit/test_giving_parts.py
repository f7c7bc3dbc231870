"""The parts of a need: each with its state, and what they bring the need to."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.matching.domain import errors as matching_errors
from services.matching.domain.giving import errors, part
from services.matching.domain.giving.answering import (
    answered_by,
    part_of,
    with_answer,
    with_handed_over,
    with_receipt,
    without_answer,
)
from services.matching.domain.giving.kinds import GoodsCategory
from services.matching.domain.giving.part import Answer, AskedPart, Part, PartState, ReceivedAs, part_of_need
from services.matching.domain.giving.suiting import suggestions
from services.matching.domain.need import Need, NeedState
from services.matching.domain.offer import Offer, OfferKind
from shared.kernel.geography import Point
from tests.application.giving_world import CASEWORK, MONEY, RICE, ROOM, funds, goods, venue
from tests.matching_facts import NINE, a_need, a_place
from tests.unit.test_giving_stock import an_offer

BY = ("resident", ReceivedAs.RECEIVER)
ENDED = NINE + timedelta(hours=2)


def with_asked(*asked: AskedPart, **fields: object) -> Need:
    parts = tuple(part_of_need("need-1", str(number), each, ENDED) for number, each in enumerate(asked))
    return a_need(**{"parts": parts, "helpers_wanted": 0, "state": NeedState.FILLED, **fields})


def an_answer(**fields: object) -> Answer:
    made = Answer(
        reservation_id="r1",
        owner_id="giver",
        offer_id="offer",
        quantity=2,
        taken_by="giver",
        reserved_at=NINE,
    )
    return replace(made, **fields)  # type: ignore[arg-type]  # -- fields by name


def answered(need: Need, number: int = 0) -> Need:
    return with_answer(need, need.parts[number].id, an_answer(), NINE)


@pytest.mark.parametrize("here", PartState)
@pytest.mark.parametrize("there", PartState)
def test_a_part_steps_along_the_arrows_only(here: PartState, there: PartState) -> None:
    assert set(part.NEXT_STATES) == set(PartState)
    standing = Part(id="p", asked=RICE, due_at=NINE, state=here)
    if there in part.NEXT_STATES[here]:
        assert standing.step(there).state is there
    else:
        with pytest.raises(matching_errors.IllegalStep):
            standing.step(there)


def test_a_part_is_answered_once_handed_over_and_received_and_meets_the_need() -> None:
    need = answered(with_asked(RICE))
    id_ = need.parts[0].id
    assert part_of(need, id_).state is PartState.RESERVED
    with pytest.raises(errors.PartTaken):
        with_answer(need, id_, an_answer(reservation_id="r2"), NINE)

    handed = with_handed_over(need, id_, 1, "giver", NINE)
    met = with_receipt(handed, id_, None, BY, NINE)

    assert with_handed_over(handed, id_, 2, "giver", NINE) is handed
    assert (met.state, met.parts[0].state) == (NeedState.MET, PartState.CONFIRMED)
    kept = met.parts[0].answer
    assert kept is not None
    assert (kept.quantity, kept.confirmed_by, kept.confirmed_as) == (1, "resident", ReceivedAs.RECEIVER)
    assert with_receipt(met, id_, None, BY, NINE) is met
    with pytest.raises(matching_errors.IllegalStep):
        without_answer(met, id_, NINE)


def test_what_arrived_may_be_said_before_it_was_said_to_be_handed_over() -> None:
    need = answered(with_asked(RICE))
    assert with_receipt(need, need.parts[0].id, 1, BY, NINE).state is NeedState.MET


@pytest.mark.parametrize("quantity", [3, 100])
def test_no_more_is_handed_over_or_received_than_was_set_aside(quantity: int) -> None:
    need = answered(with_asked(RICE))
    with pytest.raises(errors.MoreThanReserved):
        with_handed_over(need, need.parts[0].id, quantity, "giver", NINE)
    with pytest.raises(errors.MoreThanReserved):
        with_receipt(need, need.parts[0].id, quantity, BY, NINE)


def test_a_part_nobody_answers_is_neither_handed_over_nor_received() -> None:
    need = with_asked(RICE)
    with pytest.raises(errors.PartNotAnswered):
        with_handed_over(need, need.parts[0].id, None, "giver", NINE)
    with pytest.raises(errors.PartNotAnswered):
        with_receipt(need, need.parts[0].id, None, BY, NINE)
    with pytest.raises(errors.UnknownPart):
        part_of(need, "another")


def test_a_part_given_back_is_open_again_and_asked_for_under_another_attempt() -> None:
    need = answered(with_asked(RICE))
    back = without_answer(need, need.parts[0].id, NINE)
    assert (back.parts[0].state, back.parts[0].answer, back.parts[0].attempts) == (PartState.OPEN, None, 1)
    assert without_answer(back, need.parts[0].id, NINE) is back


def test_a_part_given_back_too_often_is_left_to_the_desk() -> None:
    often = replace(with_asked(RICE).parts[0], attempts=part.MOST_ATTEMPTS)
    with pytest.raises(matching_errors.TooManyAttempts):
        with_answer(with_asked(parts=(often,)), often.id, an_answer(), NINE)


@pytest.mark.parametrize(
    ("state", "now"),
    [(NeedState.AWAITING_REVIEW, NINE), (NeedState.WITHDRAWN, NINE), (NeedState.FILLED, ENDED)],
)
def test_only_a_need_under_way_is_answered(state: NeedState, now: object) -> None:
    need = with_asked(RICE, state=state)
    with pytest.raises(errors.PartNotOpen):
        with_answer(need, need.parts[0].id, an_answer(), now)  # type: ignore[arg-type]  # -- a moment


def test_a_need_is_met_once_its_helpers_and_all_its_parts_are_settled() -> None:
    place = a_place()
    need = with_asked(RICE, MONEY, helpers_wanted=1, places=(place,))
    one = with_receipt(answered(need), need.parts[0].id, None, BY, NINE)
    served = one.with_confirmed(place.assignment_id, NINE)
    assert (one.state, served.state) == (NeedState.FILLED, NeedState.FILLED)

    two = with_receipt(answered(served, 1), need.parts[1].id, None, BY, NINE)

    assert two.state is NeedState.MET
    assert served.over(ENDED).state is NeedState.MET
    assert served.over(ENDED).parts[1].state is PartState.EXPIRED


def test_at_the_end_a_need_nobody_answers_expires_with_its_parts() -> None:
    over = with_asked(RICE, MONEY).over(ENDED)
    assert (over.state, {each.state for each in over.parts}) == (NeedState.EXPIRED, {PartState.EXPIRED})


def test_at_the_end_what_is_answered_waits_and_what_is_not_expires() -> None:
    over = answered(with_asked(RICE, MONEY)).over(ENDED)
    assert [each.state for each in over.parts] == [PartState.RESERVED, PartState.EXPIRED]
    assert (over.state, over.over(ENDED)) == (NeedState.FILLED, over)
    back = without_answer(over, over.parts[0].id, ENDED)
    assert (back.state, back.parts[0].state) == (NeedState.EXPIRED, PartState.EXPIRED)


def test_a_withdrawn_need_keeps_what_was_handed_over_for_its_receiver_to_confirm() -> None:
    need = answered(answered(with_asked(RICE, MONEY, ROOM)), 1)
    handed = with_handed_over(need, need.parts[0].id, None, "giver", NINE)
    gone = handed.withdrawn("")
    assert [each.state for each in gone.parts] == ["HANDED_OVER", "WITHDRAWN", "WITHDRAWN"]
    assert with_receipt(gone, gone.parts[0].id, None, BY, NINE).parts[0].state is PartState.CONFIRMED
    assert without_answer(gone, gone.parts[0].id, NINE).parts[0].state is PartState.WITHDRAWN
    with pytest.raises(errors.PartNotAnswered):
        with_handed_over(gone, gone.parts[1].id, None, "giver", NINE)


def test_a_refused_need_asks_for_nothing_more() -> None:
    refused = with_asked(RICE, state=NeedState.AWAITING_REVIEW).refused("staff", "不符合")
    assert refused.parts[0].state is PartState.WITHDRAWN


def test_a_need_without_helpers_is_filled_once_it_opens() -> None:
    waiting = with_asked(RICE, state=NeedState.AWAITING_REVIEW)
    assert waiting.opened("staff").state is NeedState.FILLED
    wanted = replace(waiting.opened("staff"), helpers_wanted=1)
    assert wanted.reopened_if_short().state is NeedState.OPEN


def test_the_clocks_of_parts_move_along_with_the_end_of_the_need() -> None:
    early = replace(RICE, due_at=NINE + timedelta(hours=1))
    need = with_asked(RICE, early)
    longer = replace(need, ends_at=ENDED + timedelta(hours=1)).with_clocks_of(need)
    shorter = replace(need, ends_at=NINE + timedelta(minutes=30)).with_clocks_of(need)
    assert [each.due_at for each in longer.parts] == [longer.ends_at, early.due_at]
    assert {each.due_at for each in shorter.parts} == {shorter.ends_at}


def test_a_clock_runs_until_it_is_handed_over() -> None:
    need = answered(with_asked(RICE))
    late = ENDED + timedelta(minutes=1)
    assert (need.parts[0].is_overdue(ENDED), need.parts[0].is_overdue(late)) == (False, True)
    assert not with_handed_over(need, need.parts[0].id, None, "giver", NINE).parts[0].is_overdue(late)


def test_who_answers_a_part_is_known_by_the_reservation() -> None:
    need = answered(with_asked(RICE))
    id_ = need.parts[0].id
    assert answered_by(need, id_, "r1") == need.parts[0]
    assert answered_by(need, id_, "r2") is None
    assert answered_by(need, "another", "r1") is None


def near(id_: str, **fields: object) -> Offer:
    return an_offer(**{"id": id_, "point": Point(longitude=103.83, latitude=30.05), **fields})


def test_offers_that_suit_come_nearest_first_then_what_spoils_soon_then_the_most() -> None:
    need = with_asked(RICE)
    far = near("far", point=Point(longitude=103.9, latitude=30.05))
    soon = near("soon", goods=goods(best_before_on=date(2026, 11, 25)))
    much, little = near("much", goods=goods(quantity=50)), near("little")
    nowhere = near("nowhere", point=None, community_code="511402001002")
    unsuited = [
        near("books", goods=goods(category=GoodsCategory.BOOKS)),
        near("fund", kind=OfferKind.FUNDS, goods=None, funds=funds()),
        near("empty", goods=goods(quantity=1)),
        near("paused", state="PAUSED"),
        near("elsewhere", community_code="320102001001"),
    ]

    found = suggestions(need, need.parts[0], [nowhere, far, little, much, soon, *unsuited], NINE, most=10)

    assert [each.offer.id for each in found] == ["soon", "much", "little", "far", "nowhere"]
    assert [why.code for why in found[0].reasons] == ["left", "same-community", "distance", "best-before"]
    assert [why.code for why in found[-1].reasons] == ["left"]
    assert len(suggestions(need, need.parts[0], [far, much], NINE, most=1)) == 1


def test_a_venue_is_suggested_for_the_time_asked_and_a_fund_by_what_it_has() -> None:
    need = with_asked(ROOM, MONEY)
    room = near("room", kind=OfferKind.VENUE, goods=None, venue=venue())
    fund = near("fund", kind=OfferKind.FUNDS, goods=None, funds=funds())
    ((room_found,), (fund_found,)) = (
        suggestions(need, each, [room, fund], NINE, most=5) for each in need.parts
    )
    assert (room_found.left, room_found.reasons[0].unit) == (30, "people")
    assert (fund_found.left, fund_found.reasons[0].en) == (100_000, "1000 yuan left")


def test_professional_help_is_asked_for_without_a_category() -> None:
    assert with_asked(CASEWORK).parts[0].asked.professional
