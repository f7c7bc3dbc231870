"""Near the optimum, fast: needs bid for slots, each raising the price by what it gains over the next best.

What a busy slot costs is what was bid for it. A free slot costs what it takes to make its offer serve there: the offer's next
step, or to outbid the cheapest of its busy slots if that is less. So prices only ever rise, and whoever serves at the end
is nobody's better choice by more than the least raise. Where many fight for few, prices rise slowly: then an auction of large
raises shows first about how high they come, and one of smaller raises begins a little below. What stays free above its
price in the end is for :mod:`ways_back` to settle. Source: Bertsekas, Auction algorithms for network flow problems (1992).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.solver.compiled import compiled, woven
from services.matching.domain.solver.market import Index, Market, Whole
from services.matching.domain.solver.state import (
    FAR,
    NOWHERE,
    State,
    blank_state,
    first_prices,
    out_of_needs,
    set_potentials,
)

PATIENCE = 12
"""Bids per helper wanted, on average, before an auction without larger raises gives up."""
MORE_PATIENCE = 40
"""Bids per helper wanted in each of the auctions whose raises shrink; whoever waits then is left to the search for ways."""
LEAST_BIDS = 10_000
"""So many bids there may be in any case: no small market needs larger raises."""
FEW = 0.002
"""When no larger share of the needs waits, each may as well search for its way."""
COARSE = 64
"""The largest raises are this part of a usual penalty."""
FINER = 30
"""From one auction to the next raises become this much smaller."""
BELOW = 8
"""An auction begins this many of the last one's raises below its prices."""


class Bids(NamedTuple):
    """What is bid.

    Attributes:
        price: Per slot, what it costs a need at present, its offer's step included.
        reserve: Per slot, what it costs at least; above its offer's first step only where a coarser auction left it.
        ring: Needs that look for a helper, one place for each helper wanted.
    """

    price: Whole
    reserve: Whole
    ring: Index


def hold_auction(market: Market, units: Whole) -> tuple[State, Index]:
    """Return who serves whom, and the needs that still look for a helper, once for each.

    Args:
        market: The market; its costs are many of the least raise, which is 1.
        units: Per need, how many helpers to look for.
    """
    floor = first_prices(market)[market.slot_offer]
    state, price, waiting = _auction(market, units, floor, least_raise=1, patience=PATIENCE)
    if len(waiting):
        reserve = floor
        for least_raise in _raises(market) if len(waiting) > FEW * len(units) else ():
            state, price, waiting = _auction(
                market, units, reserve, least_raise=least_raise, patience=MORE_PATIENCE
            )
            reserve = np.maximum(floor, price - BELOW * least_raise)
        waiting = _still_waiting(market, state, units, price, waiting)
    set_potentials(market, state, price, _offer_prices(market, state, price))
    return state, waiting


def _raises(market: Market) -> list[int]:
    """Return the least raises of one auction after another, down to 1."""
    usual = max(1, int(np.median(market.penalty)), int(np.median(np.abs(market.pair_cost))))
    raises, least_raise = [], usual // COARSE
    while least_raise > 1:
        raises.append(least_raise)
        least_raise //= FINER
    return [*raises, 1]


def _auction(
    market: Market, units: Whole, reserve: Whole, *, least_raise: int, patience: int
) -> tuple[State, Whole, Index]:
    """Hold one auction; return who serves whom, what slots cost, and which needs still wait."""
    state = blank_state(market)
    order = np.argsort(-market.penalty, kind="stable")
    bids = Bids(price=reserve.copy(), reserve=reserve, ring=np.repeat(order, units[order]).astype(np.int32))
    many = len(bids.ring)
    least_price = int(reserve.min(initial=NOWHERE))
    first, many = _bid(market, state, bids, least_price, least_raise, patience * many + LEAST_BIDS)
    return state, bids.price, bids.ring[(first + np.arange(many)) % max(1, len(bids.ring))]


def _still_waiting(market: Market, state: State, units: Whole, price: Whole, waiting: Index) -> Index:
    """Return every helper that needs which still bid are without, those whose absence costs most first.

    What such a need has, but would have cheaper where it still bids, it gives back; nor does it count as settled that
    it wanted one helper less while others of its own were in its way.
    """
    still = np.zeros(len(market.helpers), np.bool_)
    still[waiting] = True
    out = out_of_needs(market, state, price)
    busy = np.flatnonzero(state.owner >= 0)
    owner, pair = state.owner[busy], state.owner_pair[busy]
    dear = still[owner] & (market.pair_cost[pair] + price[busy] > out[owner] + 1)
    state.taken[market.pair_choice[pair[dear]]] = False
    state.owner[busy[dear]] = -1
    np.subtract.at(state.load, market.slot_offer[busy[dear]], 1)
    missing = units - np.bincount(owner[~dear], minlength=len(units))
    order = np.argsort(-market.penalty, kind="stable")
    return np.repeat(order, (missing * still)[order]).astype(np.int32)


def _offer_prices(market: Market, state: State, price: Whole) -> Whole:
    """Return what one more service of each offer costs: its next step, or the cheapest of its busy slots."""
    step = market.first_step[:-1] + state.load
    prices = np.full(len(step), NOWHERE, np.int64)
    able = step < market.first_step[1:]
    prices[able] = market.step_cost[step[able]]
    busy = state.owner >= 0
    np.minimum.at(prices, market.slot_offer[busy], price[busy])
    return prices


@compiled
def _bid(
    market: Market, state: State, bids: Bids, least_price: int, least_raise: int, most: int
) -> tuple[int, int]:
    """Let needs bid, who waits longest first, until none waits or so many bids are made; return where in the ring who waits stands.

    Columns are taken out of their tuples before the loop: within it each would cost a count of who holds it.
    """
    ring, price, reserve = bids.ring, bids.price, bids.reserve
    owner, owner_pair, load, taken = state.owner, state.owner_pair, state.load, state.taken
    pair_slot, pair_cost, pair_choice = market.pair_slot, market.pair_cost, market.pair_choice
    first_slot, offer_slots, slot_offer = market.first_slot, market.offer_slots, market.slot_offer
    first_step, step_cost, penalty = market.first_step, market.step_cost, market.penalty
    first_pair = market.first_pair
    first, waiting = 0, len(ring)
    while waiting > 0 and most > 0:
        most -= 1
        need = ring[first]
        first, waiting = (first + 1) % len(ring), waiting - 1
        pairs = slice(first_pair[need], first_pair[need + 1])
        best_pair, gain = _best(
            pair_slot[pairs], pair_cost[pairs], pair_choice[pairs], penalty[need], price, taken, least_price
        )
        if best_pair < 0:
            continue
        best_pair += first_pair[need]
        slot = pair_slot[best_pair]
        offer, rival = slot_offer[slot], slot
        slots = offer_slots[first_slot[offer] : first_slot[offer + 1]]
        steps = step_cost[first_step[offer] : first_step[offer + 1]]
        if owner[slot] < 0:
            _, rival = _cheapest(slots, steps, load[offer], owner, price)
        if rival < 0:
            load[offer] += 1
        else:
            ring[(first + waiting) % len(ring)] = owner[rival]
            waiting += 1
            taken[pair_choice[owner_pair[rival]]] = False
            owner[rival] = -1
        price[slot] += gain + least_raise
        owner[slot], owner_pair[slot] = need, best_pair
        taken[pair_choice[best_pair]] = True
        here, _ = _cheapest(slots, steps, load[offer], owner, price)
        _ask_for_free(slots, owner, price, reserve, here)
    return first, waiting


@woven
def _best(
    slots: Index,
    costs: Whole,
    choices: Index,
    penalty: int,
    price: Whole,
    taken: NDArray[np.bool_],
    least_price: int,
) -> tuple[int, int]:
    """Return which of a need's pairs is cheapest and its gain over the next best; -1 when staying without a helper is."""
    best, second, found = penalty, FAR, -1
    for place in range(len(slots)):
        cost = costs[place]
        if cost + least_price >= second:
            break
        cost += price[slots[place]]
        if cost >= second or taken[choices[place]]:
            continue
        if cost < best:
            second, best, found = best, cost, place
        else:
            second = cost
    return found, second - best


@woven
def _cheapest(slots: Index, steps: Whole, load: int, owner: Index, price: Whole) -> tuple[int, int]:
    """Return what one more service of an offer costs, and the busy slot to outbid for it, or -1 for its next step."""
    least, found = steps[load] if load < len(steps) else NOWHERE, -1
    for slot in slots:
        if owner[slot] >= 0 and price[slot] < least:
            least, found = price[slot], slot
    return least, found


@woven
def _ask_for_free(slots: Index, owner: Index, price: Whole, reserve: Whole, here: int) -> None:
    """Write what the free slots of an offer cost, of which one more service costs so much."""
    for slot in slots:
        if owner[slot] < 0:
            price[slot] = max(here, reserve[slot])
