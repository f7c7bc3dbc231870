"""What it costs not to know the future: a day lived through, held against the day solved in hindsight; and asking in rounds."""

from dataclasses import replace

import numpy as np

from services.bench.matching.market import ROOMY, Fair, another_day, day_of_fair, fair
from services.matching.domain.simulating.day import HOURS, Day, Flags, Shares, in_hindsight, prices_of
from services.matching.domain.simulating.living import (
    USUAL_ACCEPTANCE,
    Known,
    lived,
    nothing_known,
    planned,
    planned_for_refusals,
)
from services.matching.domain.solver.market import Whole

_EARLIER_DAYS = 6
_PATIENCE = 12
_EARLIER_NOTICES = 12
_SPREAD = 4.0


def value_figures(seed: int, needs: int) -> dict[str, object]:
    """Return the shares of the value in hindsight that a day reaches, and what asking in rounds fills with how many notices."""
    chance = np.random.default_rng(seed)
    today = fair(chance, needs)
    earlier = [another_day(chance, today) for _ in range(_EARLIER_DAYS)]
    price = np.mean([prices_of(day_of_fair(each)) for each in earlier], axis=0)
    arrives = chance.integers(0, HOURS, needs)
    urgent = chance.random(needs) < 0.3
    day = replace(
        day_of_fair(today),
        arrives=arrives,
        patience=np.where(urgent, 0, chance.integers(2, _PATIENCE + 1, needs)),
    )
    best = day.worth(in_hindsight(day))
    return {
        "value_urgent_share_0_3": _value(day, price, best, patient=True),
        "value_immediate": _value(day, price, best, patient=False),
        **_in_rounds(fair(chance, needs, ROOMY), chance),
        **{f"tight_{name}": figure for name, figure in _in_rounds(today, chance).items()},
    }


def _value(day: Day, price: Shares, best: int, *, patient: bool) -> float:
    """Return a share of the best; where nothing could be had, nothing was missed."""
    known = replace(nothing_known(len(day.capacity)), price=price)
    worth = day.worth(lived(day, planned, known, _all_say_yes, patient=patient).taken)
    return round(worth / best, 4) if best else 1.0


def _all_say_yes(pairs: Whole) -> Flags:
    return np.ones(len(pairs), np.bool_)


def _in_rounds(today: Fair, chance: np.random.Generator) -> dict[str, float]:
    """Return the share of places filled, and notices sent for each, when all needs are asked for at once, one person for each place left a round.

    People say yes at rates of their own, a third on average; the engine knows the rates from earlier answers, roughly.
    """
    day = day_of_fair(today)
    offers = len(day.capacity)
    rate = chance.beta(USUAL_ACCEPTANCE * _SPREAD, (1 - USUAL_ACCEPTANCE) * _SPREAD, offers)
    known = Known(
        price=np.zeros(offers),
        asked=np.full(offers, _EARLIER_NOTICES, np.int64),
        agreed=chance.binomial(_EARLIER_NOTICES, rate),
    )

    def said(pairs: Whole) -> Flags:
        yes: Flags = chance.random(len(pairs)) < rate[day.pair_offer[pairs]]
        return yes

    over = lived(day, planned_for_refusals, known, said)
    filled = len(over.taken)
    return {
        "fill_rate": round(filled / int(day.helpers.sum()), 4),
        "notices_per_fill": round(over.notices / max(1, filled), 3),
    }
