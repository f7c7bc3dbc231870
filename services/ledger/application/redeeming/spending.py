"""What a community's pool was spent on in the last year, read from the redemptions it paid for."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from services.ledger.application.redeeming.context import Redeeming
from services.ledger.domain.redeeming.redemption import PaidBy, Redemption, RedemptionState
from services.ledger.domain.redeeming.spent import Spent, spent_on

YEAR: Final = timedelta(days=365)
_AT_ONCE: Final = 200
_MOST_PAGES: Final = 50


def pool_spent(r: Redeeming, community_code: str) -> tuple[Spent, ...]:
    """Return what the pool of a community gave in the last 365 days, by kind of service; of its latest 10,000 redemptions."""
    return spent_on(_used(r, community_code))


def _used(r: Redeeming, community_code: str) -> Iterator[Redemption]:
    since = r.ledger.clock.now() - YEAR
    wanted, after = {"community_code": community_code, "state": RedemptionState.USED.value}, None
    for _ in range(_MOST_PAGES):
        page = r.redemptions.page(wanted, limit=_AT_ONCE, after=after)
        yield from (
            each for each in page.items if each.paid_by is PaidBy.POOL and (each.ended_at or since) > since
        )
        after = page.next
        if after is None or page.items[-1].created_at < since:
            return
