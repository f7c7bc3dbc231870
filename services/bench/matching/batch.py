"""Many needs at once: our solver with its proof beside OR-Tools, on a crowded market."""

import sys
from typing import NamedTuple

import numpy as np

from services.bench.matching.market import (
    Fair,
    city_of,
    cost_by_or_tools,
    fair,
    fair_of,
    market_of_fair,
    rules_broken_in,
)
from services.matching.domain.solver.solve import Solution, solve
from shared.kernel.clock import monotonic_seconds

GAP = 0.001
_RUNS = 3


class Batch(NamedTuple):
    """What was measured, and how many hard rules all assignments together broke."""

    figures: dict[str, object]
    violations: int


def batch_figures(seed: int, needs: int) -> Batch:
    """Return seconds, gap and cost of a crowded market, and of OR-Tools on the same."""
    market = fair(np.random.default_rng(seed), needs)
    found, seconds = timed(market)
    figures: dict[str, object] = {
        "batch_s": seconds,
        "batch_gap": round(found.gap, 8),
        "batch_cost": found.cost,
        "batch_pairs": len(market.pair_need),
        "batch_peers": _peers(market),
    }
    return Batch(figures, rules_broken_in(market, found))


def province_batch_figures(seed: int, needs: int) -> Batch:
    """Return the seconds of a province's market, and of all there is to do for it: index, search for candidates, columns, solving."""
    chance = np.random.default_rng(seed)
    wanted, folk = city_of(chance, needs)
    began = monotonic_seconds()
    market = fair_of(chance, wanted, folk)
    found, seconds = timed(market, runs=1)
    whole = monotonic_seconds() - began
    figures: dict[str, object] = {
        "province_batch_s": seconds,
        "province_batch_gap": round(found.gap, 8),
        "province_batch_pairs": len(market.pair_need),
        "province_pipeline_s": round(whole, 2),
    }
    return Batch(figures, rules_broken_in(market, found))


def timed(market: Fair, *, runs: int = _RUNS) -> tuple[Solution, float]:
    """Return the solution of a market and the seconds of the fastest run; the market stands in columns before."""
    columns = market_of_fair(market)
    seconds = []
    for _ in range(runs):
        began = monotonic_seconds()
        found = solve(columns, gap=GAP)
        seconds.append(monotonic_seconds() - began)
    return found, round(min(seconds), 4)


def _peers(market: Fair) -> dict[str, dict[str, float]]:
    began = monotonic_seconds()
    try:
        cost = cost_by_or_tools(market)
    except ImportError:
        sys.stderr.write("OR-Tools is not installed; no peer for the batch\n")
        return {}
    return {"OR-Tools min-cost flow": {"seconds": round(monotonic_seconds() - began, 4), "cost": cost}}
