"""Random markets to solve, small enough for an independent solver, and how the platform's own answers them."""

import random
from collections.abc import Callable, Iterator

from services.matching.domain.solver import auction
from services.matching.domain.solver.market import Market, NeedRow, OfferRow, PairRow, market_of
from services.matching.domain.solver.solve import solve

Rows = tuple[list[NeedRow], list[OfferRow], list[PairRow]]


def some_rows(chance: random.Random) -> Rows:
    """Return a market of a few needs and offers, crowded as often as not; some costs are negative."""
    least = chance.choice([0, 0, -20])
    needs = [
        NeedRow(helpers=chance.randint(0, 4), penalty=chance.randint(0, 60))
        for _ in range(chance.randint(0, 8))
    ]
    offers = [
        OfferRow(fatigue=tuple(sorted(chance.randint(least, 30) for _ in range(chance.randint(0, 3)))))
        for _ in range(chance.randint(0, 6))
    ]
    pairs = [
        PairRow(need=need, offer=offer, slot=f"slot-{slot}", cost=chance.randint(least, 50))
        for need in range(len(needs))
        for offer in range(len(offers))
        for slot in range(3)
        if chance.random() < 0.4
    ]
    chance.shuffle(pairs)
    return needs, offers, pairs


def markets(seed: int, many: int) -> Iterator[Market]:
    """Give markets, the same ones for the same seed."""
    chance = random.Random(seed)
    for _ in range(many):
        yield market_of(*some_rows(chance))


def cut_short(chance: random.Random, change: Callable[[str, float], None]) -> None:
    """Cut auctions short by chance, and let their raises shrink in other steps, so that ways must be found."""
    change("LEAST_BIDS", chance.choice([0, 3]))
    change("PATIENCE", chance.choice([0, 1, 12]))
    change("MORE_PATIENCE", chance.choice([0, 1, 3, 40]))
    change("FEW", chance.choice([-1.0, 0.5]))
    change("COARSE", chance.choice([1, 2, 16]))
    change("FINER", chance.choice([2, 10]))
    change("BELOW", chance.choice([0, 1, 4]))


def cut_short_for_good(chance: random.Random) -> None:
    """Do so for the rest of this process."""
    cut_short(chance, lambda name, value: setattr(auction, name, value))


def answers(
    seed: int, many: int, before: Callable[[random.Random], None] = lambda _: None
) -> list[tuple[int, int, tuple[int, ...]]]:
    """Return cost, bound and pairs of each market solved exactly, then nearly; ``before`` each something else is done."""
    found, chance = [], random.Random(seed)
    for each in markets(seed, many):
        before(chance)
        found += [solve(each, gap=gap) for gap in (0.0, 0.3)]
    return [(each.cost, each.bound, each.pairs) for each in found]
