"""What an offer has: never more is set aside than there is, and what comes back comes back once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.matching.domain.giving import errors
from services.matching.domain.giving import reservation as reservations
from services.matching.domain.giving.describing import check_asks, check_asks_for_something, check_describes
from services.matching.domain.giving.kinds import DayApart, GoodsCategory, HandOver, OpenHours
from services.matching.domain.giving.part import AskedPart
from services.matching.domain.giving.reservation import Reservation, ReservationState
from services.matching.domain.giving.stock import (
    MOST_ENTRIES,
    check_can_become,
    left_of,
    reservation_id,
    with_given,
    with_held,
    with_reservation,
    without_reservation,
)
from services.matching.domain.offer import Offer, OfferKind, OfferState
from shared.kernel.errors import BadInput
from tests.application.giving_world import ALL_DAY, MONEY, RICE, ROOM, funds, goods, venue
from tests.matching_facts import NINE


def an_offer(**fields: object) -> Offer:
    made = Offer(
        id="offer",
        member_id="giver",
        community_code="511402001001",
        kind=OfferKind.GOODS,
        goods=goods(),
        created_at=NINE,
        changed_at=NINE,
    )
    return replace(made, **fields)  # type: ignore[arg-type]  # -- fields by name


def a_venue(**fields: object) -> Offer:
    return an_offer(kind=OfferKind.VENUE, goods=None, venue=venue(**fields))


def an_entry(id_: str = "r1", quantity: int = 2, **fields: object) -> Reservation:
    made = Reservation(id=id_, need_id="need", part_id="part", quantity=quantity, reserved_at=NINE)
    return replace(made, **fields)  # type: ignore[arg-type]  # -- fields by name


def a_booking(id_: str, from_hours: float, to_hours: float, people: int) -> Reservation:
    starts_at, ends_at = NINE + timedelta(hours=from_hours), NINE + timedelta(hours=to_hours)
    return an_entry(id_, people, starts_at=starts_at, ends_at=ends_at)


def test_a_reservation_has_its_arrows() -> None:
    assert set(reservations.NEXT_STATES) == set(ReservationState)


def test_stock_is_set_aside_held_given_and_put_back_once() -> None:
    offer = with_reservation(an_offer(), an_entry(), NINE)
    assert (left_of(offer), with_reservation(offer, an_entry(), NINE)) == (3, offer)

    held = with_held(offer, "r1")
    given = with_given(held, "r1", 1)

    assert [each.reservations[0].state for each in (offer, held, given)] == ["RESERVED", "HELD", "GIVEN"]
    assert (left_of(given), with_given(given, "r1", 0), with_held(given, "r1")) == (4, given, given)
    assert without_reservation(given, "r1") is given
    back = without_reservation(held, "r1")
    assert (left_of(back), without_reservation(back, "r1"), with_given(back, "r1", 1)) == (5, back, back)


def test_more_than_is_left_is_refused_and_says_what_is_left() -> None:
    offer = with_reservation(an_offer(), an_entry(quantity=4), NINE)
    with pytest.raises(errors.OutOfStock) as refused:
        with_reservation(offer, an_entry("r2", 2), NINE)
    assert refused.value.facts == {"left": 1}


@pytest.mark.parametrize("state", [OfferState.PAUSED, OfferState.WITHDRAWN])
def test_a_paused_or_withdrawn_offer_gives_nothing_more(state: OfferState) -> None:
    with pytest.raises(errors.OfferClosed):
        with_reservation(an_offer(state=state), an_entry(), NINE)


def test_an_account_that_is_full_takes_no_more() -> None:
    entries = tuple(an_entry(f"r{number}", 1) for number in range(MOST_ENTRIES))
    with pytest.raises(errors.OfferFull):
        with_reservation(
            an_offer(goods=goods(quantity=1_000), reservations=entries), an_entry("more", 1), NINE
        )


def test_goods_are_given_up_to_their_last_good_day_and_not_after() -> None:
    offer = an_offer(goods=goods(best_before_on=date(2026, 11, 23)))
    assert left_of(with_reservation(offer, an_entry(), NINE)) == 3
    with pytest.raises(errors.PastBestBefore):
        with_reservation(offer, an_entry(), NINE + timedelta(days=1))


def test_a_fund_gives_so_much_for_a_case_and_no_more_than_it_has() -> None:
    offer = an_offer(kind=OfferKind.FUNDS, goods=None, funds=funds(amount_fen=60_000))
    with pytest.raises(errors.MoreThanACase):
        with_reservation(offer, an_entry(quantity=50_001), NINE)
    half = with_reservation(offer, an_entry(quantity=50_000), NINE)
    with pytest.raises(errors.OutOfStock):
        with_reservation(half, an_entry("r2", 10_001), NINE)


def test_bookings_never_overlap_beyond_the_capacity() -> None:
    offer = a_venue()
    for booking in (a_booking("a", 0, 2, 20), a_booking("b", 2, 4, 20), a_booking("c", 1, 3, 10)):
        offer = with_reservation(offer, booking, NINE)

    for late in (a_booking("d", 1.5, 2.5, 1), a_booking("e", 0, 4, 1)):
        with pytest.raises(errors.VenueTaken):
            with_reservation(offer, late, NINE)
    assert len(with_reservation(offer, a_booking("f", 3, 4, 10), NINE).reservations) == 4


def test_a_venue_is_booked_within_its_hours_and_not_on_days_apart() -> None:
    monday = OpenHours(weekday=1, from_minute=540, to_minute=720)
    closed = DayApart(on_day=date(2026, 11, 30))
    short = DayApart(on_day=date(2026, 12, 7), from_minute=600, to_minute=660)
    offer = a_venue(open_hours=(monday,), days_apart=(closed, short))
    assert with_reservation(offer, a_booking("a", 0, 3, 1), NINE).reservations
    for from_hours, to_hours in ((-1, 1), (2, 4), (24, 25), (7 * 24, 7 * 24 + 1), (14 * 24, 14 * 24 + 1)):
        with pytest.raises(errors.VenueClosed):
            with_reservation(offer, a_booking("a", from_hours, to_hours, 1), NINE)
    assert with_reservation(offer, a_booking("a", 14 * 24 + 1, 14 * 24 + 2, 1), NINE).reservations


def test_an_offer_never_becomes_less_than_what_is_promised_or_given() -> None:
    offer = with_reservation(an_offer(), an_entry(quantity=4), NINE)
    check_can_become(offer, replace(offer, goods=goods(quantity=4)))
    with pytest.raises(errors.BelowReserved):
        check_can_become(offer, replace(offer, goods=goods(quantity=3)))
    booked = with_reservation(a_venue(), a_booking("a", 0, 2, 20), NINE)
    check_can_become(booked, replace(booked, venue=venue(capacity=20)))
    with pytest.raises(errors.BelowReserved):
        check_can_become(booked, replace(booked, venue=venue(capacity=19)))


def test_the_id_of_a_reservation_follows_from_the_offer_the_part_and_the_attempt() -> None:
    assert reservation_id("o", "p", 0) == reservation_id("o", "p", 0)
    assert len({reservation_id("o", "p", 0), reservation_id("o", "p", 1), reservation_id("o", "q", 0)}) == 3


def test_every_category_has_words() -> None:
    assert all(each.words.zh and each.words.en for each in GoodsCategory)


@pytest.mark.parametrize(
    ("kind", "contents", "fields"),
    [
        (OfferKind.GOODS, (None, None, None), ["goods"]),
        (OfferKind.GOODS, (goods(), funds(), None), ["funds"]),
        (OfferKind.SERVICE, (None, None, venue()), ["venue"]),
        (OfferKind.GOODS, (goods(best_before_on=date(2026, 11, 22)), None, None), ["goods.best_before_on"]),
        (OfferKind.GOODS, (goods(place=""), None, None), ["goods.place"]),
        (OfferKind.FUNDS, (None, funds(purpose=""), None), ["funds.purpose"]),
        (OfferKind.FUNDS, (None, funds(most_per_case_fen=100_001), None), ["funds.most_per_case_fen"]),
        (OfferKind.VENUE, (None, None, venue(place="", open_hours=())), ["venue.place", "venue.open_hours"]),
        (
            OfferKind.VENUE,
            (None, None, venue(days_apart=tuple(DayApart(on_day=date(2026, 12, 1)) for _ in range(101)))),
            ["venue.days_apart"],
        ),
        (
            OfferKind.VENUE,
            (None, None, venue(open_hours=(*ALL_DAY, OpenHours(weekday=1, from_minute=9, to_minute=9)))),
            ["venue.open_hours.7"],
        ),
        (
            OfferKind.VENUE,
            (None, None, venue(days_apart=(DayApart(on_day=date(2026, 12, 1), from_minute=1),))),
            ["venue.days_apart.0"],
        ),
    ],
)
def test_what_an_offer_fails_to_say_is_named_by_its_field(
    kind: OfferKind, contents: tuple[None, None, None], fields: list[str]
) -> None:
    with pytest.raises(BadInput) as refused:
        check_describes(kind, contents, date(2026, 11, 23))
    assert [fault.field for fault in refused.value.faults] == fields


def test_what_says_all_its_kind_asks_for_passes() -> None:
    today = date(2026, 11, 23)
    check_describes(OfferKind.SERVICE, (None, None, None), today)
    check_describes(OfferKind.GOODS, (goods(place="", hand_over=HandOver.DELIVERY), None, None), today)
    check_describes(OfferKind.FUNDS, (None, funds(), None), today)
    check_describes(OfferKind.VENUE, (None, None, venue()), today)


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        (replace(RICE, category=None), ["parts.0.category"]),
        (replace(MONEY, category=GoodsCategory.FOOD), ["parts.0.category"]),
        (replace(MONEY, professional=True), ["parts.0.professional"]),
        (AskedPart(kind=OfferKind.SERVICE, title="疏导", quantity=2), ["parts.0.quantity"]),
        (replace(RICE, starts_at=NINE), ["parts.0.starts_at"]),
        (replace(ROOM, ends_at=NINE), ["parts.0.ends_at"]),
        (replace(ROOM, ends_at=NINE + timedelta(days=2)), ["parts.0.ends_at"]),
        (replace(RICE, due_at=NINE), ["parts.0.due_at"]),
        (replace(RICE, due_at=NINE + timedelta(hours=3)), ["parts.0.due_at"]),
    ],
)
def test_what_a_part_fails_to_say_is_named_by_its_field(part: AskedPart, fields: list[str]) -> None:
    window = (NINE + timedelta(hours=1), NINE + timedelta(hours=2))
    with pytest.raises(BadInput) as refused:
        check_asks((part,), window, NINE)
    assert [fault.field for fault in refused.value.faults] == fields


def test_a_need_asks_for_eight_parts_at_most_and_for_something_at_least() -> None:
    window = (NINE + timedelta(hours=1), NINE + timedelta(hours=2))
    check_asks((RICE,) * 8, window, NINE)
    with pytest.raises(BadInput):
        check_asks((RICE,) * 2, window, NINE, already=7)
    check_asks_for_something(0, (RICE,))
    with pytest.raises(BadInput):
        check_asks_for_something(0, ())
