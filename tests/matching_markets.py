"""Random markets to solve, small enough for an independent solver, and how the platform's own answers them."""

import random
from collections.abc import Iterator

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


def answers(seed: int, many: int) -> list[tuple[int, int, tuple[int, ...]]]:
    """Return cost, bound and pairs of each market solved exactly, then nearly."""
    found = [solve(each, gap=gap) for each in markets(seed, many) for gap in (0.0, 0.3)]
    return [(each.cost, each.bound, each.pairs) for each in found]
