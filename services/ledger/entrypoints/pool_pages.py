"""The public page of a community's pool: what came in, what it was spent on, and nobody's name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from services.ledger.application.pools import pool_account
from services.ledger.application.redeeming.context import Redeeming
from services.ledger.application.redeeming.spending import pool_spent
from services.ledger.entrypoints.account_words import POOL_FLOWS
from shared.events.fields import Text
from shared.kernel.clock import CHINA
from shared.kernel.words import Words
from shared.web.api import PUBLIC, Nothing
from shared.web.pages import Pages, Shown, Visit

MONTHS_DRAWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolsQuery:
    """Which community, chosen or as typed."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""
    community_words: Annotated[str, Text(most=60)] = ""


class PoolPages:
    """The pages of pools."""

    def __init__(self, r: Redeeming) -> None:
        """Bind redeeming, which a pool pays for."""
        self.r, self.ledger = r, r.ledger

    def choose(self, visit: Visit[PoolsQuery]) -> Shown:
        """Find a community's pool; one's own is the first."""
        asked = visit.query
        communities = self.ledger.identity.communities
        if asked.community and communities.find(asked.community):
            return visit.go(f"/pools/{asked.community}")
        own = communities.find(visit.somebody.community_code) if visit.somebody else None
        found = communities.search(asked.community_words) if asked.community_words else []
        return visit.show("ledger/pools.html", own=own, typed=asked.community_words, found=found)

    def pool(self, visit: Visit[Nothing]) -> Shown:
        """Show one pool by month."""
        pool = pool_account(self.ledger, visit.path["community_code"])
        community = self.ledger.identity.communities.get(pool.community_code)
        drawn = _latest(self.ledger.clock.now())
        known = {each.month: each for each in pool.months}
        rows = [(month[2:], known.get(month)) for month in drawn]
        return visit.show(
            "ledger/pool.html",
            pool=pool,
            community=community,
            came=[{"label": label, "value": _hours(each.in_minutes if each else 0)} for label, each in rows],
            went=[{"label": label, "value": _hours(each.out_minutes if each else 0)} for label, each in rows],
            flow_words=flow_words,
            spent=[(self._kind(each.service_kind), each) for each in pool_spent(self.r, pool.community_code)],
        )

    def _kind(self, service_kind: str) -> Words:
        return self.r.kinds.get(service_kind) or Words("其他服务", "Other services")


def _latest(now: datetime) -> list[str]:
    """Return the latest six months of China, the oldest first."""
    this = now.astimezone(CHINA)
    count = [this.year * 12 + this.month - 1 - back for back in reversed(range(MONTHS_DRAWN))]
    return [f"{each // 12}-{each % 12 + 1:02d}" for each in count]


def _hours(minutes: int) -> float:
    return round(minutes / 60, 1)


def flow_words(kind: str, minutes: int) -> Words:
    """Return what people call what moved a pool's minutes that way."""
    return POOL_FLOWS.get((kind, minutes > 0)) or Words(kind, kind)


def pool_pages(r: Redeeming) -> Pages:
    """Return the pages of pools."""
    pages, pools = Pages("ledger"), PoolPages(r)
    pages.get("/pools", may=PUBLIC, query=PoolsQuery)(pools.choose)
    pages.get("/pools/<community_code>", may=PUBLIC)(pools.pool)
    return pages
