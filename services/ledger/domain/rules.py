"""The rule pack in force: what a confirmed service earns.

Packs differ by city and by date and will be data; until then there is one, named in every block it decided.
"""

from typing import Final

from services.ledger.domain.accounts import Unit

RULES: Final = "plain-1"
"""One minute served is one service minute and one time credit. Source: the rule of most cities, 1 h = 1 credit."""

EARNING: Final = "VOLUNTEER"
"""Only volunteering is recorded; paid time and duty earn nothing. Source: 民政部令67号 18-21."""


def earns(recorded_as: str) -> bool:
    """Tell whether a service recorded this way earns minutes."""
    return recorded_as == EARNING


def earned_minutes(minutes: int) -> dict[Unit, int]:
    """Return what confirmed minutes of volunteering earn, by unit."""
    return {Unit.SERVICE: minutes, Unit.CREDIT: minutes}
