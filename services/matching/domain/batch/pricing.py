"""What one more service of each person would have saved in a plan: the prices that prove it the best."""

from collections.abc import Sequence
from datetime import datetime

from services.matching.domain.batch.planning import TIRES, Round, Standing, laid_out

MOST_PAIRS = 100_000
"""A larger market teaches nothing that night: its prices would take more than some seconds."""


def worth_of_helpers(rounds: Sequence[Round], standing: Standing, now: datetime) -> dict[str, float]:
    """Return, by member, what one more service would have saved in the best plan, in points; nothing for who was not scarce.

    It is the price of the person's questions above what a first one tires, and the mean price of their times, no more than
    what a person not asked costs.
    """
    import numpy as np  # noqa: PLC0415 -- as the solver, only who plans needs it

    from services.matching.domain.solver.solve import optimal_prices  # noqa: PLC0415 -- as above

    laid = laid_out(rounds, standing, now)
    if not 0 < len(laid.pairs) <= MOST_PAIRS:
        return {}
    market, people = laid.market, len(laid.members)
    slot_price, offer_price = optimal_prices(market)
    many = np.maximum(1, np.bincount(market.slot_offer, minlength=people))
    of_times = np.bincount(market.slot_offer, weights=slot_price, minlength=people) / many
    asked = [standing.many(one) for one in laid.members]
    tires = np.array([TIRES[each] if each < len(TIRES) else 0 for each in asked])
    of_questions = np.maximum(0, offer_price - tires)
    worth = np.minimum(of_questions + of_times, float(max(laid.penalties)))
    worth[np.array(asked) >= len(TIRES)] = 0
    return {one: float(saved) for one, saved in zip(laid.members, worth, strict=True) if saved > 0}
