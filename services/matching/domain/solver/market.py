"""A market to solve: needs, offers with slots and capacity, and the pairs of them that keep every rule, as columns."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Index = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow:
    """A need: how many different offers it wants, and what each missing one costs."""

    helpers: int
    penalty: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRow:
    """An offer: what its first, second, third … service costs more; as many as there are entries, never falling."""

    fatigue: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """A need that an offer can meet in one of the offer's slots, and at what cost."""

    need: int
    offer: int
    slot: Hashable
    cost: int


class Market(NamedTuple):
    """The market as columns, as kernels take it; pairs stand by need, cheapest first.

    Attributes:
        helpers: Per need, different offers wanted.
        penalty: Per need, cost of each one missing.
        first_pair: Per need and one more, where its pairs begin.
        pair_slot: Per pair, the slot.
        pair_cost: Per pair, the cost.
        pair_need: Per pair, the need.
        pair_choice: Per pair, which choice it belongs to: the pairs of one need with one offer, of which one is taken.
        pair_row: Per pair, its place in the rows it was made from.
        first_mate: Per choice and one more, where its pairs begin in ``mates``.
        mates: Pairs, choice by choice.
        slot_offer: Per slot, the offer it is of.
        first_slot: Per offer and one more, where its slots begin in ``offer_slots``.
        offer_slots: Slots, offer by offer.
        first_step: Per offer and one more, where its steps begin.
        step_cost: Per unit of capacity, what it costs more.
    """

    helpers: Whole
    penalty: Whole
    first_pair: Whole
    pair_slot: Index
    pair_cost: Whole
    pair_need: Index
    pair_choice: Index
    pair_row: Whole
    first_mate: Whole
    mates: Index
    slot_offer: Index
    first_slot: Whole
    offer_slots: Index
    first_step: Whole
    step_cost: Whole

    @property
    def units(self) -> Whole:
        """Return how many helpers each need can have at all: no more than offers that suit it."""
        choice_need = self.pair_need[self.mates[self.first_mate[:-1]]]
        choices = np.bincount(choice_need, minlength=len(self.helpers))
        return np.minimum(self.helpers, choices)


def market_of(needs: Sequence[NeedRow], offers: Sequence[OfferRow], pairs: Sequence[PairRow]) -> Market:
    """Return rows as a market; the rows are taken to be sound."""
    slots: dict[tuple[int, Hashable], int] = {}
    slot_of = [slots.setdefault((each.offer, each.slot), len(slots)) for each in pairs]
    steps = [each.fatigue for each in offers]
    return market_of_columns(
        helpers=np.array([each.helpers for each in needs], np.int64),
        penalty=np.array([each.penalty for each in needs], np.int64),
        pair_need=np.array([each.need for each in pairs], np.int64),
        pair_slot=np.array(slot_of, np.int64),
        pair_cost=np.array([each.cost for each in pairs], np.int64),
        slot_offer=np.array([offer for offer, _ in slots], np.int64),
        capacity=np.array([len(each) for each in steps], np.int64),
        step_cost=np.array([step for each in steps for step in each], np.int64),
    )


def market_of_columns(
    *,
    helpers: Whole,
    penalty: Whole,
    pair_need: Whole,
    pair_slot: Whole,
    pair_cost: Whole,
    slot_offer: Whole,
    capacity: Whole,
    step_cost: Whole,
) -> Market:
    """Return a market of columns whose pairs stand in any order.

    Args:
        helpers: Per need.
        penalty: Per need.
        pair_need: Per pair.
        pair_slot: Per pair.
        pair_cost: Per pair.
        slot_offer: Per slot.
        capacity: Per offer.
        step_cost: Per unit of capacity, offer by offer, never falling within one.
    """
    order = np.lexsort((pair_slot, pair_cost, pair_need))
    need, slot = pair_need[order], pair_slot[order]
    offers = len(capacity)
    _, choice = np.unique(need * max(offers, 1) + slot_offer[slot], return_inverse=True)
    choices = int(choice.max()) + 1 if len(choice) else 0
    return Market(
        helpers=helpers,
        penalty=penalty,
        first_pair=_starts(need, len(helpers)),
        pair_slot=slot.astype(np.int32),
        pair_cost=pair_cost[order],
        pair_need=need.astype(np.int32),
        pair_choice=choice.astype(np.int32),
        pair_row=order.astype(np.int64),
        first_mate=_starts(choice, choices),
        mates=np.argsort(choice, kind="stable").astype(np.int32),
        slot_offer=slot_offer.astype(np.int32),
        first_slot=_starts(slot_offer, offers),
        offer_slots=np.argsort(slot_offer, kind="stable").astype(np.int32),
        first_step=np.concatenate(([0], np.cumsum(capacity))).astype(np.int64),
        step_cost=step_cost,
    )


def _starts(of: NDArray[np.integer], many: int) -> Whole:
    """Return where each of ``many`` begins, and where the last ends, when entries stand one after another."""
    return np.concatenate(([0], np.cumsum(np.bincount(of, minlength=many)))).astype(np.int64)
