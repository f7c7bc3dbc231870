"""What no assignment can cost less than, by the prices of slots and offers: the proof beside every solution."""

import numpy as np

from services.matching.domain.solver.compiled import compiled
from services.matching.domain.solver.market import Market, Whole
from services.matching.domain.solver.state import FAR

_HALF = 30
"""Sums are taken in two parts, of the higher bits and of so many lower ones."""


def lower_bound(market: Market, units: Whole, slot_price: Whole, offer_price: Whole) -> int:
    """Return a lower bound on the cost of the market, penalties included.

    It is the Lagrangian dual of the assignment problem at these prices: each need takes its cheapest different offers or
    pays, each slot and each step of an offer gives back what its price brings in. It holds for any prices; prices at
    which a solution is optimal give the cost of that solution.

    Args:
        market: The market.
        units: Per need, how many helpers it can have at all.
        slot_price: Per slot, at least 0.
        offer_price: Per offer.
    """
    price = slot_price + offer_price[market.slot_offer] if len(market.slot_offer) else slot_price
    scratch = np.full(len(market.first_mate) - 1, FAR, np.int64)
    kept = np.zeros(max(1, int(units.max(initial=0))), np.int64)
    paid = np.zeros(len(units), np.int64)
    _needs_take(market, units, price, scratch, kept, paid)
    steps = np.repeat(offer_price, np.diff(market.first_step))
    back = _sum_of(slot_price) + _sum_of(np.maximum(0, steps - market.step_cost))
    surely_missing = _sum_of((market.helpers - units) * market.penalty)
    return _sum_of(paid) - back + surely_missing


def _sum_of(many: Whole) -> int:
    """Return a sum that may be larger than 64 bits hold."""
    return (int((many >> _HALF).sum()) << _HALF) + int((many & ((1 << _HALF) - 1)).sum())


@compiled
def _needs_take(
    market: Market, units: Whole, price: Whole, cheapest: Whole, kept: Whole, paid: Whole
) -> None:
    """Write what each need pays when it takes its cheapest different offers at these prices."""
    for need in range(len(units)):
        wanted = units[need]
        if wanted == 0:
            continue
        for place in range(wanted):
            kept[place] = market.penalty[need]
        for pair in range(market.first_pair[need], market.first_pair[need + 1]):
            cost = market.pair_cost[pair] + price[market.pair_slot[pair]]
            choice = market.pair_choice[pair]
            cheapest[choice] = min(cheapest[choice], cost)
        for pair in range(market.first_pair[need], market.first_pair[need + 1]):
            cost = cheapest[market.pair_choice[pair]]
            cheapest[market.pair_choice[pair]] = FAR
            if cost >= kept[wanted - 1]:
                continue
            place = wanted - 1
            while place > 0 and kept[place - 1] > cost:
                kept[place] = kept[place - 1]
                place -= 1
            kept[place] = cost
        for place in range(wanted):
            paid[need] += kept[place]
