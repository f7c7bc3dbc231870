"""Solves a market: near enough with a proof where that is asked, else exactly."""

from dataclasses import dataclass

import numpy as np

from services.matching.domain.solver.auction import solve_by_auction, solve_coarsely
from services.matching.domain.solver.bound import FAR, lower_bound
from services.matching.domain.solver.exact import solve_within
from services.matching.domain.solver.market import Index, Market, Whole

FINER = 8
"""Raises of the auction are this much finer than the gap asked for, as a share of a usual cost."""
FARTHEST = 1 << 50
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

    Args:
        market: The market.
        gap: Share of the cost it may lie above the optimum, 0 to 1; 0 asks for the optimum.
        most_work: What the exact search may take, as :func:`solve_within` counts it. Where it does not end, the solution
            says itself how far from the optimum it may be.
    """
    units = market.units
    near = _near(market, units, gap) if gap > 0 else None
    if near is not None and near.gap <= gap:
        return near
    exact = solve_within(market, units, most_work)
    if exact is not None:
        by_slot, slot_price, offer_price = exact
        return _solution(market, by_slot, lower_bound(market, slot_price, offer_price))
    return near or _coarse(market, units)


def _coarse(market: Market, units: Whole) -> Solution:
    by_slot, slot_price, offer_price = solve_coarsely(market, units, int(_usual_cost(market)))
    return _solution(market, by_slot, lower_bound(market, slot_price, offer_price))


def _near(market: Market, units: Whole, gap: float) -> Solution | None:
    """Return what an auction finds whose least raise, costs made larger for it, is a small part of the gap."""
    scale = _scale(market, gap)
    finer = market._replace(
        penalty=market.penalty * scale, pair_cost=market.pair_cost * scale, step_cost=market.step_cost * scale
    )
    by_auction = solve_by_auction(finer, units)
    if by_auction is None:
        return None
    by_slot, slot_price, offer_price = by_auction
    bound = lower_bound(finer, slot_price, offer_price)
    return _solution(market, by_slot, -(-bound // scale))


def _usual_cost(market: Market) -> float:
    return max(1.0, float(np.median(np.abs(market.pair_cost))) if len(market.pair_cost) else 1.0)


def _scale(market: Market, gap: float) -> int:
    usual = _usual_cost(market)
    largest = max(
        1,
        *(int(np.abs(each).max(initial=0)) for each in (market.penalty, market.pair_cost, market.step_cost)),
    )
    return max(1, min(int(FINER / (gap * usual)) + 1, FARTHEST // largest))


def _solution(market: Market, by_slot: Index, bound: int) -> Solution:
    pairs = by_slot[by_slot >= 0]
    return Solution(
        pairs=tuple(sorted(int(each) for each in market.pair_row[pairs])),
        cost=cost_of(market, pairs),
        bound=bound,
    )


def cost_of(market: Market, pairs: Index) -> int:
    """Return what some pairs cost together with the steps they use and the helpers missing."""
    load = np.bincount(market.slot_offer[market.pair_slot[pairs]], minlength=len(market.first_step) - 1)
    used = np.arange(len(market.step_cost)) - np.repeat(market.first_step[:-1], np.diff(market.first_step))
    steps = int(market.step_cost[used < np.repeat(load, np.diff(market.first_step))].sum())
    for_need = np.repeat(np.arange(len(market.helpers)), np.diff(market.first_pair))
    given = np.bincount(for_need[pairs], minlength=len(market.helpers))
    missing = int(((market.helpers - given) * market.penalty).sum())
    return int(market.pair_cost[pairs].sum()) + steps + missing
