"""Solves a market: near enough with a proof where that is asked, else exactly."""

from dataclasses import dataclass

import numpy as np

from services.matching.domain.solver.auction import hold_auction
from services.matching.domain.solver.bound import lower_bound
from services.matching.domain.solver.market import Index, Market, Whole
from services.matching.domain.solver.state import (
    FAR,
    State,
    blank_scratch,
    blank_state,
    first_prices,
    prices_of,
    set_potentials,
)
from services.matching.domain.solver.ways import find_ways
from services.matching.domain.solver.ways_back import arrivals_of, settle

FARTHEST = 1 << 57
"""Costs are made no larger than this for the auction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Who serves which need, with its proof.

    Attributes:
        pairs: Rows of the pairs taken, rising.
        cost: Of the pairs, of the steps used, and of helpers missing.
        bound: What no assignment can cost less than.
    """

    pairs: tuple[int, ...]
    cost: int
    bound: int

    @property
    def gap(self) -> float:
        """Return how far above the optimum it can be at most, as a share of the cost; 0 is proven optimal."""
        return (self.cost - self.bound) / max(1, abs(self.cost))


def solve(market: Market, *, gap: float = 0.0, most_work: int = FAR) -> Solution:
    """Return a solution within a gap of the optimum, or an optimal one; with the work limited, the best there was time for.

    An auction finds who serves whom with a least raise so small that all raises together are less than the gap, or, where
    the optimum is asked for, than 1. Who still waits when its patience ends finds a way by the shortest there is, and what
    its larger raises left too dear is settled likewise.

    Args:
        market: The market.
        gap: Share of the cost it may lie above the optimum, 0 to 1; 0 asks for the optimum.
        most_work: Nodes that searches for ways may be done with; a million takes about a second. Where that does not do,
            the solution says itself how far from the optimum it may be.
    """
    units = market.units
    scale, state = _solved(market, units, gap, most_work)
    pairs = state.owner_pair[state.owner >= 0]
    slot_price, offer_price = prices_of(market, state)
    bound = lower_bound(_finer(market, scale), units, slot_price, offer_price)
    return Solution(
        pairs=tuple(np.sort(market.pair_row[pairs]).tolist()),
        cost=cost_of(market, pairs),
        bound=-(-bound // scale),
    )


def optimal_prices(market: Market) -> tuple[Whole, Whole]:
    """Return what slots cost beyond their offer, and what one more service of each offer would save, where all is best arranged.

    Of the prices that prove an optimum these are what ways from nothing come to, which do not bid more than they must. The
    work grows faster than the market: seconds for a hundred thousand pairs.
    """
    units = market.units
    state, waiting = _nobody_yet(market, units)
    find_ways(market, state, blank_scratch(market), waiting, 1, FAR)
    return prices_of(market, state)


def _solved(market: Market, units: Whole, gap: float, most_work: int) -> tuple[int, State]:
    """Return the solved market and how many least raises a cost was; potentials are of costs so much finer."""
    scale = _scale(market, units, gap)
    finer = _finer(market, scale)
    if scale > 0:
        state, waiting = hold_auction(finer, units)
    else:
        state, waiting = _nobody_yet(market, units)
    _find_all_ways(finer, state, units, waiting, most_work)
    return max(1, scale), state


def _nobody_yet(market: Market, units: Whole) -> tuple[State, Index]:
    """Return a market in which everybody waits, those whose absence costs most first."""
    state, offer_price = blank_state(market), first_prices(market)
    set_potentials(market, state, offer_price[market.slot_offer], offer_price)
    order = np.argsort(-market.penalty, kind="stable")
    return state, np.repeat(order, units[order]).astype(np.int32)


def _find_all_ways(market: Market, state: State, units: Whole, waiting: Index, most_work: int) -> None:
    slots = len(market.slot_offer)
    needs = len(market.helpers)
    price = state.potential[needs : needs + slots]
    too_dear = (state.owner < 0) & (price < state.potential[needs + slots :][market.slot_offer])
    if len(waiting) == 0 and not too_dear.any():
        return
    scratch = blank_scratch(market)
    work = find_ways(market, state, scratch, waiting, 1, most_work)
    settle(market, state, scratch, units, arrivals_of(market), len(waiting) + 1, most_work - work)


def _finer(market: Market, scale: int) -> Market:
    """Return a market whose costs are so many times larger."""
    if scale <= 1:
        return market
    return market._replace(
        penalty=market.penalty * scale, pair_cost=market.pair_cost * scale, step_cost=market.step_cost * scale
    )


def _scale(market: Market, units: Whole, gap: float) -> int:
    """Return how many least raises a cost must be for the gap; 0 if costs are too large for it."""
    many = int(units.sum())
    exact = wanted = many + 1
    if gap > 0:
        offer_price = first_prices(market)
        least = lower_bound(market, units, np.zeros(len(market.slot_offer), np.int64), offer_price)
        wanted = min(exact, int(many / (gap * least)) + 1) if least > 0 else exact
    largest = max(
        1,
        *(int(np.abs(each).max(initial=0)) for each in (market.penalty, market.pair_cost, market.step_cost)),
    )
    return wanted if wanted <= FARTHEST // largest else 0


def cost_of(market: Market, pairs: Index) -> int:
    """Return what some pairs cost together with the steps they use and the helpers missing."""
    load = np.bincount(market.slot_offer[market.pair_slot[pairs]], minlength=len(market.first_step) - 1)
    used = np.arange(len(market.step_cost)) - np.repeat(market.first_step[:-1], np.diff(market.first_step))
    steps = int(market.step_cost[used < np.repeat(load, np.diff(market.first_step))].sum())
    for_need = np.repeat(np.arange(len(market.helpers)), np.diff(market.first_pair))
    given = np.bincount(for_need[pairs], minlength=len(market.helpers))
    missing = int(((market.helpers - given) * market.penalty).sum())
    return int(market.pair_cost[pairs].sum()) + steps + missing
