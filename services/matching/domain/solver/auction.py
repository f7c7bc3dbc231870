"""Near the optimum, fast: needs bid for slots and steps of offers, each raising the price by what it gains over the next best.

Two levels of prices: a step of an offer costs its fatigue and whatever was bid for it; a busy slot costs, besides its step,
what was bid for the slot. The bound of the final prices says how near the optimum it came. Source: Bertsekas, Auction
algorithms for network flow problems (1992).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.solver.bound import FAR
from services.matching.domain.solver.compiled import compiled
from services.matching.domain.solver.market import Index, Market, Whole

PATIENCE = 30
"""Bids per helper wanted, on average, before the auction gives up and leaves the rest to the exact search."""
COARSE = 10
"""A coarse auction begins with raises of this part of a usual cost."""


class Bids(NamedTuple):
    """How the auction stands.

    Attributes:
        owner: Per slot, the need it serves, or -1.
        owner_pair: Per slot, the pair by which.
        slot_price: Per slot, what was bid for it beyond its step; 0 while it is free, but for what a coarser auction left.
        slot_step: Per slot that serves, the step it uses.
        step_price: Per step, what it costs at present.
        step_slot: Per step, the slot that uses it, or -1.
        taken: Per choice, whether its need has it.
        waiting: Needs that look for a helper, the last first.
    """

    owner: Index
    owner_pair: Index
    slot_price: Whole
    slot_step: Index
    step_price: Whole
    step_slot: Index
    taken: NDArray[np.bool_]
    waiting: Index


def solve_by_auction(market: Market, units: Whole) -> tuple[Index, Whole, Whole] | None:
    """Return the pair that each slot serves by, or -1, with prices of slots and offers; None if it took too many bids.

    Args:
        market: The market.
        units: Per need, how many helpers to look for.
    """
    bids = _begin(market, units)
    return _result(market, bids) if _bid(market, bids, _least_step(market), _patience(bids), 1) else None


def solve_coarsely(market: Market, units: Whole, usual_cost: int) -> tuple[Index, Whole, Whole]:
    """Return as :func:`solve_by_auction` what large raises and then small ones come to, however far from the optimum.

    Args:
        market: The market.
        units: Per need, how many helpers to look for.
        usual_cost: Of a pair; the first raises are a part of it.
    """
    bids, least_step = _begin(market, units), _least_step(market)
    large = max(2, usual_cost // COARSE)
    _bid(market, bids, least_step, _patience(bids), large)
    again = _begin(market, units)
    again.slot_price[:] = np.maximum(0, bids.slot_price - large)
    again.step_price[:] = np.maximum(market.step_cost, bids.step_price - large)
    _bid(market, again, least_step, _patience(again), 1)
    return _result(market, again)


def _patience(bids: Bids) -> int:
    return PATIENCE * len(bids.waiting) + 10_000


def _least_step(market: Market) -> int:
    return int(market.step_cost.min(initial=0))


def _result(market: Market, bids: Bids) -> tuple[Index, Whole, Whole]:
    """Return the pair that each slot serves by, or -1, with prices of slots and offers."""
    offer_price = np.full(len(market.first_step) - 1, FAR >> 2, np.int64)
    for_offer = np.repeat(np.arange(len(offer_price)), np.diff(market.first_step))
    np.minimum.at(offer_price, for_offer, bids.step_price)
    busy = bids.owner >= 0
    slot_price = np.zeros(len(busy), np.int64)
    own = bids.slot_price[busy] + bids.step_price[bids.slot_step[busy]]
    slot_price[busy] = own - offer_price[market.slot_offer[busy]]
    return np.where(busy, bids.owner_pair, -1), slot_price, offer_price


def _begin(market: Market, units: Whole) -> Bids:
    slots, steps = len(market.slot_offer), len(market.step_cost)
    order = np.argsort(market.penalty, kind="stable")
    return Bids(
        owner=np.full(slots, -1, np.int32),
        owner_pair=np.full(slots, -1, np.int32),
        slot_price=np.zeros(slots, np.int64),
        slot_step=np.zeros(slots, np.int32),
        step_price=market.step_cost.copy(),
        step_slot=np.full(steps, -1, np.int32),
        taken=np.zeros(len(market.first_mate) - 1, np.bool_),
        waiting=np.repeat(order, units[order]).astype(np.int32),
    )


@compiled
def _bid(market: Market, bids: Bids, least_step: int, most: int, least_raise: int) -> bool:
    """Let needs bid until none waits; tell whether that came to pass within so many bids."""
    waiting = len(bids.waiting)
    while waiting > 0:
        most -= 1
        if most < 0:
            return False
        waiting -= 1
        need = bids.waiting[waiting]
        pair, step, gain = _best(market, bids, need, least_step)
        if pair < 0:
            continue
        slot = market.pair_slot[pair]
        if step < 0:
            bids.taken[market.pair_choice[bids.owner_pair[slot]]] = False
            bids.waiting[waiting] = bids.owner[slot]
            waiting += 1
            bids.slot_price[slot] += gain + least_raise
        else:
            rival = bids.step_slot[step]
            if rival >= 0:
                bids.taken[market.pair_choice[bids.owner_pair[rival]]] = False
                bids.waiting[waiting] = bids.owner[rival]
                waiting += 1
                bids.owner[rival], bids.slot_price[rival] = -1, 0
            bids.step_price[step] += gain + least_raise
            bids.step_slot[step], bids.slot_step[slot], bids.slot_price[slot] = slot, step, 0
        bids.owner[slot], bids.owner_pair[slot] = need, pair
        bids.taken[market.pair_choice[pair]] = True
    return True


@compiled
def _best(market: Market, bids: Bids, need: int, least_step: int) -> tuple[int, int, int]:
    """Return a need's cheapest pair, the step it would use (-1: that of the busy slot), and its gain over the next best.

    The pair is -1 when staying without a helper is cheapest.
    """
    best, second = market.penalty[need], FAR
    best_pair, best_step = -1, -1
    for pair in range(market.first_pair[need], market.first_pair[need + 1]):
        if market.pair_cost[pair] + least_step >= second:
            break
        if bids.taken[market.pair_choice[pair]]:
            continue
        slot, step, after = market.pair_slot[pair], -1, FAR
        if bids.owner[slot] >= 0:
            price = bids.slot_price[slot] + bids.step_price[bids.slot_step[slot]]
        else:
            step, price, after = _cheapest_step(market, bids, market.slot_offer[slot])
            price, after = price + bids.slot_price[slot], after + bids.slot_price[slot]
        price += market.pair_cost[pair]
        if price < best:
            second = min(best, after + market.pair_cost[pair])
            best, best_pair, best_step = price, pair, step
        else:
            second = min(second, price)
    return best_pair, best_step, second - best


@compiled
def _cheapest_step(market: Market, bids: Bids, offer: int) -> tuple[int, int, int]:
    """Return the cheapest step of an offer with its price, and the price of the next; far prices where there is none."""
    price, after, found = FAR >> 1, FAR >> 1, -1
    for step in range(market.first_step[offer], market.first_step[offer + 1]):
        here = bids.step_price[step]
        if here < price:
            price, after, found = here, price, step
        else:
            after = min(after, here)
    return found, price, after
