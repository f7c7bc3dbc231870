"""What it costs not to know the future: a day lived through, held against the day solved in hindsight; and asking in rounds."""

import numpy as np
from numpy.typing import NDArray

from services.bench.matching.batch import GAP
from services.bench.matching.city import Numbers
from services.bench.matching.market import FATIGUE, Fair, fair, market_of_fair
from services.matching.domain.solver.exact import solve_exactly
from services.matching.domain.solver.solve import solve

STEPS = 24
_EARLIER_DAYS = 6
_PATIENCE = 12
_PRICED = 0.8
_ROUNDS = 10
_NOTICE_COST = 500
ACCEPTANCE = 0.35
_SPREAD = 4.0


def value_figures(seed: int, needs: int) -> dict[str, object]:
    """Return the shares of the value in hindsight that a day reaches, and what asking in rounds fills with how many notices."""
    chance = np.random.default_rng(seed)
    day = fair(chance, needs)
    earlier = [fair(chance, needs, day.folk) for _ in range(_EARLIER_DAYS)]
    prices = np.mean([_prices(each) for each in earlier], axis=0)
    market, _ = market_of_fair(day)
    best = _worth(day, np.array(solve(market, gap=GAP).pairs, np.int64))
    arrives = chance.integers(0, STEPS, needs)
    urgent = chance.random(needs) < 0.3
    waits = np.where(urgent, 0, chance.integers(2, _PATIENCE + 1, needs))
    filled, notices = _in_rounds(day, chance)
    return {
        "value_urgent_share_0_3": _share(_worth(day, _lived(day, arrives, waits, prices)), best),
        "value_immediate": _share(_worth(day, _lived(day, arrives, waits * 0, prices)), best),
        "fill_rate": round(filled / int(day.helpers.sum()), 4),
        "notices_per_fill": round(notices / max(1, filled), 3),
    }


def _share(worth: int, best: int) -> float:
    """Return a share of the best; where nothing could be had, nothing was missed."""
    return round(worth / best, 4) if best else 1.0


def _prices(day: Fair) -> NDArray[np.float64]:
    """Return what one more service of each volunteer would have saved on a day that is over, in cost."""
    market, _ = market_of_fair(day)
    _, slot_price, offer_price = solve_exactly(market, market.units)
    by_slot = np.bincount(day.slot_offer, weights=slot_price, minlength=len(day.capacity))
    many = np.maximum(1, np.bincount(day.slot_offer, minlength=len(day.capacity)))
    dear = np.maximum(offer_price, 0).astype(np.float64) + by_slot / many
    return np.where(day.capacity > 0, np.minimum(dear, float(day.wanted.penalty.max())), 0.0)


def _worth(day: Fair, pairs: Numbers) -> int:
    """Return how much less a day costs with these pairs than with none."""
    load = np.bincount(day.pair_offer[pairs], minlength=len(day.capacity))
    steps = np.concatenate(([0], np.cumsum(FATIGUE)))[load]
    saved = int(day.wanted.penalty[day.pair_need[pairs]].sum())
    return saved - int(day.pair_cost[pairs].sum()) - int(steps.sum())


def _lived(day: Fair, arrives: Numbers, waits: Numbers, prices: NDArray[np.float64]) -> Numbers:
    """Return the pairs of a day lived hour by hour: all that is known is solved, what can wait no longer is settled."""
    due, taken = arrives + waits, np.zeros(0, np.int64)
    extra = (prices[day.pair_offer] * _PRICED).astype(np.int64)
    for now in range(int(due.max(initial=0)) + 1):
        known = (arrives <= now) & (due >= now)
        if not known.any():
            continue
        ahead = max(0.0, 1.0 - (now + 1) / STEPS)
        chosen = _solved_beside(day, taken, known, (extra * ahead).astype(np.int64))
        taken = np.concatenate((taken, chosen[due[day.pair_need[chosen]] == now]))
    return taken


def _solved_beside(
    day: Fair, taken: Numbers, known: NDArray[np.bool_], extra: Numbers, gone: NDArray[np.bool_] | None = None
) -> Numbers:
    """Return the pairs that are best for some needs beside those that are taken already."""
    used = np.bincount(day.pair_offer[taken], minlength=len(day.capacity))
    given = np.bincount(day.pair_need[taken], minlength=len(day.helpers))
    busy = np.zeros(len(day.slot_offer), np.bool_)
    busy[day.pair_slot[taken]] = True
    keep = known[day.pair_need] & ~busy[day.pair_slot]
    if gone is not None:
        keep &= ~gone
    pair_taken = np.zeros(len(day.pair_need), np.bool_)
    pair_taken[taken] = True
    market, pairs = market_of_fair(
        day,
        helpers=np.where(known, day.helpers - given, 0),
        keep=keep & ~pair_taken,
        used=used,
        extra=extra,
    )
    return pairs[np.array(solve(market, gap=GAP).pairs, np.int64)]


def _in_rounds(day: Fair, chance: np.random.Generator) -> tuple[int, int]:
    """Return places filled and notices sent when each round asks one person for each place left.

    People say yes at rates of their own, a third on average; the engine knows the rates from earlier answers, roughly.
    """
    rate = chance.beta(ACCEPTANCE * _SPREAD, (1 - ACCEPTANCE) * _SPREAD, len(day.capacity))
    guess = (chance.binomial(12, rate) + ACCEPTANCE * 4) / 16
    dear = np.minimum(_NOTICE_COST / guess, 3_000).astype(np.int64)
    everybody = np.ones(len(day.helpers), np.bool_)
    taken, notices = np.zeros(0, np.int64), 0
    gone = np.zeros(len(day.pair_need), np.bool_)
    for _ in range(_ROUNDS):
        asked = _solved_beside(day, taken, everybody, dear[day.pair_offer], gone)
        notices += len(asked)
        yes = chance.random(len(asked)) < rate[day.pair_offer[asked]]
        taken = np.concatenate((taken, asked[yes]))
        gone[asked[~yes]] = True
    return len(taken), notices
