"""A day to live through: what is wanted, when it is known, who could come, and what that costs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.solver.market import Market, Whole, market_of_columns
from services.matching.domain.solver.solve import optimal_prices, solve

FATIGUE = np.array([0, 150, 400], np.int64)
"""What somebody's first, second, third service of a day costs more."""
MOST_A_DAY = len(FATIGUE)
HOURS = 24
GAP = 0.001
"""While a day is lived, an answer proven to lie so near the optimum will do."""

Flags = NDArray[np.bool_]
Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day in columns; a pair is a need with an offer that keeps every hard rule, in a part of the day.

    Attributes:
        helpers: Per need, how many are wanted.
        penalty: Per need, what each one missing costs.
        pair_need: Per pair.
        pair_offer: Per pair.
        pair_slot: Per pair, the slot of the offer's time that it takes.
        pair_cost: Per pair.
        pair_metres: Per pair, how far the helper lives.
        slot_offer: Per slot, whose it is.
        capacity: Per offer, services a day, 0 to 3.
        arrives: Per need, the hour in which it is known, 0 to 23.
        patience: Per need, how many hours it can wait for its answer; 0 is urgent.
    """

    helpers: Whole
    penalty: Whole
    pair_need: Whole
    pair_offer: Whole
    pair_slot: Whole
    pair_cost: Whole
    pair_metres: Whole
    slot_offer: Whole
    capacity: Whole
    arrives: Whole
    patience: Whole

    @property
    def fillable(self) -> int:
        """Return how many places somebody at all could take."""
        return int(market_left(self)[0].units.sum())

    def helpers_given(self, pairs: Whole) -> Whole:
        """Return, per need, how many helpers it has with these pairs."""
        return np.bincount(self.pair_need[pairs], minlength=len(self.helpers))

    def services_of(self, pairs: Whole) -> Whole:
        """Return, per offer, how often it serves with these pairs."""
        return np.bincount(self.pair_offer[pairs], minlength=len(self.capacity))

    def worth(self, pairs: Whole) -> int:
        """Return how much less the day costs with these pairs than with none."""
        steps = np.concatenate(([0], np.cumsum(FATIGUE)))[self.services_of(pairs)]
        saved = int(self.penalty[self.pair_need[pairs]].sum())
        return saved - int(self.pair_cost[pairs].sum()) - int(steps.sum())


def market_left(
    day: Day,
    *,
    keep: Flags | None = None,
    taken: Whole | None = None,
    extra: Whole | None = None,
    penalty: Whole | None = None,
) -> tuple[Market, Whole]:
    """Return what is left of a day to solve, and which of its pairs the market's are.

    Args:
        day: The day.
        keep: Per pair, whether it can still be taken.
        taken: Pairs that are settled.
        extra: Per pair, what it costs more at present.
        penalty: Per need, what a missing helper counts at present, if not as the day says.
    """
    settled = np.zeros(0, np.int64) if taken is None else taken
    pairs = np.arange(len(day.pair_need)) if keep is None else np.flatnonzero(keep)
    cost = day.pair_cost if extra is None else day.pair_cost + extra
    used = day.services_of(settled)
    left = day.capacity - used
    step = np.repeat(used, left) + np.arange(int(left.sum())) - np.repeat(np.cumsum(left) - left, left)
    market = market_of_columns(
        helpers=day.helpers - day.helpers_given(settled),
        penalty=day.penalty if penalty is None else penalty,
        pair_need=day.pair_need[pairs],
        pair_slot=day.pair_slot[pairs],
        pair_cost=cost[pairs],
        slot_offer=day.slot_offer,
        capacity=left,
        step_cost=FATIGUE[step],
    )
    return market, pairs


def best_left(day: Day, *, keep: Flags, taken: Whole, extra: Whole, penalty: Whole | None = None) -> Whole:
    """Return the pairs that are best among what is left; the arguments are those of :func:`market_left`."""
    market, pairs = market_left(day, keep=keep, taken=taken, extra=extra, penalty=penalty)
    return pairs[np.array(solve(market, gap=GAP).pairs, np.int64)]


def in_hindsight(day: Day) -> Whole:
    """Return the pairs that would have been best had the whole day been known at its beginning."""
    market, _ = market_left(day)
    return np.array(solve(market).pairs, np.int64)


def prices_of(day: Day) -> Shares:
    """Return what one more service of each offer would have saved on a day that is over, in cost."""
    market, _ = market_left(day)
    slot_price, offer_price = optimal_prices(market)
    by_slot = np.bincount(day.slot_offer, weights=slot_price, minlength=len(day.capacity))
    many = np.maximum(1, np.bincount(day.slot_offer, minlength=len(day.capacity)))
    dear = np.maximum(offer_price, 0).astype(np.float64) + by_slot / many
    return np.where(day.capacity > 0, np.minimum(dear, float(day.penalty.max(initial=0))), 0.0)
