"""The rule packs: what a confirmed service earns, and how long it can be spent.

This is what holds in a book that chose nothing, and it is never changed once a block names it: old journals replay for ever.
What a book chooses stands in the chain itself (:mod:`services.ledger.domain.terms`).
"""

from dataclasses import dataclass
from typing import Final

DAY_MILLIS: Final = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What one version of the rules says.

    Attributes:
        credit_lasts_days: How long after the service its credits can be spent; 0 is for ever.
    """

    credit_lasts_days: int


PACKS: Final = {"plain-1": Pack(credit_lasts_days=0), "three-years-1": Pack(credit_lasts_days=1095)}

RULES: Final = "plain-1"
"""The pack in force. One minute served is one service minute and one time credit. Source: the rule of most cities, 1 h = 1 credit."""

EARNING: Final = "VOLUNTEER"
"""Only volunteering is recorded; paid time and duty earn nothing. Source: 民政部令67号 18-21."""


def earns(recorded_as: str) -> bool:
    """Tell whether a service recorded this way earns minutes."""
    return recorded_as == EARNING


def expires_at_millis(rules: str, served_at_millis: int) -> int:
    """Return when the credits of a service end under a pack, Unix milliseconds; 0 is never."""
    days = PACKS[rules].credit_lasts_days
    return served_at_millis + days * DAY_MILLIS if days else 0
