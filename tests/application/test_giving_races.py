"""Stock under bad luck: many at once, ends in the middle, lost and late; and the audit that would name it."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from services.matching.application import needs
from services.matching.application.commands import (
    WithdrawNeed,
)
from services.matching.application.giving import reserving, settling
from services.matching.application.giving.audit import first_wrong_in_stock
from services.matching.application.giving.commands import (
    ConfirmPart,
    HandOverPart,
    ReservePart,
)
from services.matching.application.giving.reactions import when_part_changed_settle_offer
from services.matching.application.giving.sweeps import release_orphaned_stock
from services.matching.application.sweeps import expire_due_needs
from services.matching.domain.giving import errors
from services.matching.domain.giving.part import PartState
from services.matching.domain.giving.stock import left_of
from services.matching.domain.offer import OfferState
from shared.events import giving as told
from shared.kernel.clock import SetClock
from shared.kernel.errors import LinliError, StaleWrite
from shared.kernel.ids import RandomIds
from tests.application.giving_world import (
    CASEWORK,
    RICE,
    asking,
    goods,
    offered,
    part_now,
    reserved,
    social_worker,
)
from tests.application.matching_world import World, a_world
from tests.application.meanwhile import meanwhile

NOW = ReservePart()


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def left(world: World, offer_id: str) -> int:
    return left_of(world.m.offers.get(offer_id))


def test_the_last_item_goes_to_one_of_many_needs_and_the_others_hear_that_none_is_left(world: World) -> None:
    giver = world.member()
    last = offered(world, giver, goods(quantity=2))
    staff, resident = world.staff(), world.resident()
    asked = world.command(parts=(RICE,), resident_id=resident.member_id, helpers_wanted=0)
    many = [needs.post_need(world.m, staff, asked, world.m.ids.new()) for _ in range(40)]

    def reach(number: int) -> str:
        try:
            reserved(world, giver, many[number], last)
        except LinliError as refused:
            return refused.code
        return "won"

    with ThreadPoolExecutor(20) as pool:
        answers = Counter(pool.map(reach, range(40)))
    world.settle()

    assert answers == {"won": 1, "out-of-stock": 39}
    assert left(world, last.id) == 0
    assert first_wrong_in_stock(world.m) is None


def test_one_part_goes_to_one_of_many_givers_and_the_others_keep_their_stock(world: World) -> None:
    givers = [world.member() for _ in range(20)]
    stocks = [offered(world, each, goods()) for each in givers]
    need = asking(world, RICE)

    def reach(number: int) -> str:
        try:
            reserved(world, givers[number], need, stocks[number])
        except LinliError as refused:
            return refused.code
        return "won"

    with ThreadPoolExecutor(20) as pool:
        answers = Counter(pool.map(reach, range(20)))
    world.settle()
    release_orphaned_stock(world.m, world.now(minutes=2))

    assert answers == {"won": 1, "part-taken": 19}
    assert sorted(left(world, each.id) for each in stocks) == [3, *[5] * 19]
    assert first_wrong_in_stock(world.m) is None


def test_a_part_lost_between_reading_and_writing_puts_the_stock_back_at_once(world: World) -> None:
    giver, rival = world.member(), world.member()
    mine, theirs = offered(world, giver, goods()), offered(world, rival, goods())
    need = asking(world, RICE)
    racing = replace(world.m, needs=meanwhile(world.m.needs, lambda: reserved(world, rival, need, theirs)))

    with pytest.raises(errors.PartTaken):
        reserving.reserve_part(racing, giver, need.id, need.parts[0].id, ReservePart(offer_id=mine.id))

    assert (left(world, mine.id), left(world, theirs.id)) == (5, 3)


def _reserved_only_in_stock(world: World) -> tuple[str, str]:
    """Return offer and need where the program ended after the offer was written and before the need was."""
    giver = world.member()
    rice, need = offered(world, giver, goods()), asking(world, RICE)

    def end() -> None:
        raise KeyboardInterrupt

    unsaving: Any = SavesNothing(world.m.needs, end)
    ending = replace(world.m, needs=unsaving)
    with pytest.raises(KeyboardInterrupt):
        reserving.reserve_part(ending, giver, need.id, need.parts[0].id, ReservePart(offer_id=rice.id))
    return rice.id, need.id


class SavesNothing:
    """A store whose process ends before it writes."""

    def __init__(self, store: object, ends: Callable[[], None]) -> None:
        self._store, self._ends = store, ends

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def save(self, *_: object) -> None:
        self._ends()


def test_stock_set_aside_for_nothing_goes_back_after_a_minute(world: World) -> None:
    offer_id, need_id = _reserved_only_in_stock(world)
    wrong = first_wrong_in_stock(world.m)
    assert wrong is not None
    assert need_id in wrong
    assert (left(world, offer_id), release_orphaned_stock(world.m, world.now(seconds=59))) == (3, 0)

    assert [release_orphaned_stock(world.m, world.now(seconds=60)) for _ in range(2)] == [1, 0]

    assert (left(world, offer_id), first_wrong_in_stock(world.m)) == (5, None)


def test_the_sweep_lets_stand_what_was_taken_in_time(world: World) -> None:
    giver = world.member()
    rice, need = offered(world, giver, goods()), asking(world, RICE)
    reserved(world, giver, need, rice)
    release_orphaned_stock(world.m, world.now(minutes=2))
    assert world.m.offers.get(rice.id).reservations[0].state == "HELD"


def test_what_was_released_while_the_need_took_it_is_set_aside_again_or_given_back(world: World) -> None:
    giver, other = world.member(), world.member()
    rice, need = offered(world, giver, goods(quantity=2)), asking(world, RICE)
    reserved(world, giver, need, rice)
    offer = world.m.offers.get(rice.id)
    world.m.offers.save(replace(offer, reservations=()))
    assert first_wrong_in_stock(world.m) is not None
    world.settle()
    assert (left(world, rice.id), first_wrong_in_stock(world.m)) == (0, None)

    later = asking(world, RICE, resident_id=other.member_id)
    second = offered(world, giver, goods(quantity=2))
    reserved(world, giver, later, second)
    offer = world.m.offers.get(second.id)
    world.m.offers.save(replace(offer, reservations=(), state=OfferState.PAUSED))
    facts = world.settle()

    assert part_now(world, later).state is PartState.OPEN
    assert [fact.reason for fact in facts if isinstance(fact, told.PartReleased)] == ["out-of-stock"]


def test_what_was_handed_over_before_it_was_found_lost_stays_for_the_audit_to_name(world: World) -> None:
    giver = world.member()
    rice, need = offered(world, giver, goods()), asking(world, RICE)
    reserved(world, giver, need, rice)
    settling.hand_over_part(world.m, giver, need.id, need.parts[0].id, HandOverPart())
    world.m.offers.save(replace(world.m.offers.get(rice.id), reservations=(), state=OfferState.PAUSED))
    world.settle()
    wrong = first_wrong_in_stock(world.m)
    assert wrong is not None
    assert wrong.startswith(f"need {need.id}")


def test_a_withdrawn_need_puts_its_stock_back(world: World) -> None:
    giver, staff = world.member(), world.staff()
    rice, need = offered(world, giver, goods()), asking(world, RICE, CASEWORK)
    reserved(world, giver, need, rice)
    reserved(world, social_worker(world), need, number=1)
    world.settle()
    needs.withdraw_need(world.m, staff, need.id, WithdrawNeed())
    world.settle()
    assert (left(world, rice.id), first_wrong_in_stock(world.m)) == (5, None)


def test_a_need_nobody_answers_in_time_expires_with_its_parts(world: World) -> None:
    need = asking(world, RICE)
    expire_due_needs(world.m, need.ends_at)
    assert (world.m.needs.get(need.id).state, part_now(world, need).state) == ("EXPIRED", "EXPIRED")
    assert expire_due_needs(world.m, need.ends_at) == 0


def test_the_audit_names_stock_given_twice_and_states_that_do_not_agree(world: World) -> None:
    giver, staff = world.member(), world.staff()
    rice, need = offered(world, giver, goods()), asking(world, RICE)
    reserved(world, giver, need, rice)
    settling.confirm_part(world.m, staff, need.id, need.parts[0].id, ConfirmPart(quantity=1))
    wrong = first_wrong_in_stock(world.m)
    assert wrong is not None
    assert "RESERVED, its part CONFIRMED" in wrong
    world.settle()
    offer = world.m.offers.get(rice.id)
    more = tuple(replace(each, quantity=2) for each in offer.reservations)
    offer = world.m.offers.save(replace(offer, reservations=more))
    assert "its part says 1" in (first_wrong_in_stock(world.m) or "")
    world.m.offers.save(replace(offer, reservations=(replace(more[0], quantity=6),)))
    assert "6 set aside or given of 5" in (first_wrong_in_stock(world.m) or "")


def test_a_redelivered_event_changes_nothing(world: World) -> None:
    giver = world.member()
    rice, need = offered(world, giver, goods()), asking(world, RICE)
    reserved(world, giver, need, rice)
    (fact,) = [each for each in world.settle() if isinstance(each, told.PartReserved)]
    before = world.m.offers.get(rice.id)
    when_part_changed_settle_offer(world.m, fact)
    assert world.m.offers.get(rice.id) == before


def test_an_offer_that_changes_without_end_is_given_up_as_stale(world: World) -> None:
    giver = world.member()
    rice, need = offered(world, giver, goods()), asking(world, RICE)

    def touch() -> None:
        offer = world.m.offers.get(rice.id)
        world.m.offers.save(replace(offer, note=offer.note + "一"))

    racing = replace(world.m, offers=meanwhile(world.m.offers, touch, times=25))
    with pytest.raises(StaleWrite):
        reserving.reserve_part(racing, giver, need.id, need.parts[0].id, ReservePart(offer_id=rice.id))
    assert (left(world, rice.id), part_now(world, need).state) == (5, PartState.OPEN)
