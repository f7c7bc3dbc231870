"""The public account of a community's pool over HTTP."""

from dataclasses import dataclass

from services.ledger.application.pools import pool_account
from services.ledger.application.redeeming.context import Redeeming
from services.ledger.application.redeeming.spending import pool_spent
from shared.events.fields import CommunityCode, Count, SignedMinutes
from shared.web.api import PUBLIC, Api, Call


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolQuery:
    """Of which community."""

    community_code: CommunityCode


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolFlowView:
    """What moved in one direction for one reason; no ``count`` where fewer than ten residents in hardship would be counted."""

    kind: str
    minutes: SignedMinutes
    count: Count | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolMonthView:
    """One month of a pool."""

    month: str
    in_minutes: Count
    out_minutes: Count
    flows: tuple[PoolFlowView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSpentView:
    """What a pool gave in a year for a kind of service that ten people or more received, or for all others together.

    Attributes:
        service_kind: None for the others.
        persons: How many received it; None for the others.
    """

    service_kind: str | None
    minutes: Count
    persons: Count | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolView:
    """A community's pool: what is in it, what came in, what went out; no names."""

    community_code: CommunityCode
    minutes: SignedMinutes
    held_minutes: Count
    in_minutes: Count
    out_minutes: Count
    months: tuple[PoolMonthView, ...]
    spent: tuple[PoolSpentView, ...]


def pools_api(r: Redeeming) -> Api:
    """Return the route over pools."""
    api = Api("ledger")

    @api.get(
        "/pools",
        query=PoolQuery,
        gives=PoolView,
        may=PUBLIC,
        says="The public account of a community's pool: what came in and what it was spent on, no names",
    )
    def pool(call: Call[PoolQuery]) -> PoolView:
        return pool_view(r, call.query.community_code)

    return api


def pool_view(r: Redeeming, community_code: str) -> PoolView:
    """Return what everyone may see of a pool."""
    pool = pool_account(r.ledger, community_code)
    return PoolView(
        community_code=pool.community_code,
        minutes=pool.minutes,
        held_minutes=pool.held_minutes,
        in_minutes=pool.in_minutes,
        out_minutes=pool.out_minutes,
        months=tuple(
            PoolMonthView(
                month=each.month,
                in_minutes=each.in_minutes,
                out_minutes=each.out_minutes,
                flows=tuple(
                    PoolFlowView(kind=flow.kind, minutes=flow.minutes, count=flow.count)
                    for flow in each.flows
                ),
            )
            for each in pool.months
        ),
        spent=tuple(
            PoolSpentView(service_kind=each.service_kind or None, minutes=each.minutes, persons=each.persons)
            for each in pool_spent(r, community_code)
        ),
    )
