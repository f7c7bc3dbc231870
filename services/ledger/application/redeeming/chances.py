"""How likely it is that credits are drawn soon here: measured from what became of orders, never promised."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.ledger.application.redeeming.context import Redeeming
from services.ledger.domain.redeeming.redemption import Ending, Redemption, RedemptionState

SOON: Final = timedelta(days=2)
LOOKED_BACK: Final = 200
LEAST_CASES: Final = 10

_NO_CASE: Final = frozenset({Ending.QUOTA_FULL.value, Ending.NOT_POSSIBLE.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """What became of the latest orders of one kind of service in one community.

    Attributes:
        cases: Orders whose first two days are over, or which somebody answered in them.
        soon: Of them, those to which somebody said yes within two days.
    """

    cases: int
    soon: int

    @property
    def is_enough(self) -> bool:
        """Tell whether there are cases enough to say anything."""
        return self.cases >= LEAST_CASES

    @property
    def percent(self) -> int:
        """Return the share in whole percent, cut."""
        return self.soon * 100 // self.cases if self.cases else 0


def chance_of(r: Redeeming, community_code: str, service_kind: str) -> Chance:
    """Return the measured chance that somebody says yes within two days, from the latest 200 orders."""
    equals = {"community_code": community_code, "service_kind": service_kind}
    now = r.ledger.clock.now()
    found = r.redemptions.page(equals, limit=LOOKED_BACK).items
    cases = [each for each in found if _is_case(each, now)]
    return Chance(cases=len(cases), soon=sum(_was_soon(each) for each in cases))


def _was_soon(redemption: Redemption) -> bool:
    arranged = redemption.arranged_at
    return arranged is not None and arranged - redemption.created_at <= SOON


def _is_case(redemption: Redemption, now: datetime) -> bool:
    """Tell whether an order says something: one refused, or taken back before anybody could answer, says nothing."""
    if (
        redemption.state in (RedemptionState.ORDERED, RedemptionState.REFUSED)
        or redemption.reason in _NO_CASE
    ):
        return False
    until = redemption.ended_at or now
    return _was_soon(redemption) or until - redemption.created_at > SOON
