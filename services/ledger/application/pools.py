"""The public account of a community's pool: what came in, what it was spent on, month by month, and nobody's name."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from services.ledger.application.context import Ledger
from services.ledger.domain.accounts import AccountKind, Unit, book_account
from services.ledger.domain.instructions import Verb
from services.ledger.domain.outstanding import FEWEST_SHOWN
from services.ledger.domain.pool_lines import PoolLine
from shared.kernel.clock import CHINA
from shared.kernel.errors import NotFound

MONTHS_SHOWN = 24
_FOR_RESIDENTS = frozenset({Verb.POST.value, Verb.TRANSFER.value})
"""What moves a pool's minutes for the sake of one person each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolFlow:
    """What moved in one direction for one reason.

    Attributes:
        kind: ``EARNED``, or the verb that moved it.
        minutes: Into the pool positive, out of it negative.
        count: How many times; None where that would count fewer than ten residents in hardship.
    """

    kind: str
    minutes: int
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolMonth:
    """One month of a pool.

    Attributes:
        month: ``2026-11`` in China.
        in_minutes: What came in.
        out_minutes: What went out, as a positive number.
        flows: By reason, what came in first.
    """

    month: str
    in_minutes: int
    out_minutes: int
    flows: tuple[PoolFlow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolAccount:
    """A pool as everyone may see it.

    Attributes:
        community_code: Whose.
        minutes: What is in it.
        held_minutes: Of it, set aside for services under way.
        in_minutes: All that ever came in.
        out_minutes: All that ever went out, as a positive number.
        months: The newest first, at most two years of them.
    """

    community_code: str
    minutes: int
    held_minutes: int
    in_minutes: int
    out_minutes: int
    months: tuple[PoolMonth, ...]


def pool_account(ledger: Ledger, community_code: str) -> PoolAccount:
    """Return a community's pool as everyone may see it; empty, where nothing was ever given.

    Raises:
        NotFound: If there is no such community.
    """
    if ledger.identity.communities.find(community_code) is None:
        raise NotFound(kind="Community", id=community_code)
    pool = book_account(community_code, AccountKind.POOL.value)
    lines = ledger.projections.lines_of_book(community_code)
    line = next((each for each in lines if each.account == pool and each.unit is Unit.CREDIT), None)
    moved = ledger.projections.pool_lines(community_code)
    return PoolAccount(
        community_code=community_code,
        minutes=line.minutes if line else 0,
        held_minutes=line.held_minutes if line else 0,
        in_minutes=sum(each.minutes for each in moved if each.minutes > 0),
        out_minutes=-sum(each.minutes for each in moved if each.minutes < 0),
        months=_months(moved),
    )


def _months(moved: Iterable[PoolLine]) -> tuple[PoolMonth, ...]:
    by_month: defaultdict[str, list[PoolLine]] = defaultdict(list)
    for each in moved:
        by_month[f"{each.logged_at.astimezone(CHINA):%Y-%m}"].append(each)
    newest = sorted(by_month, reverse=True)[:MONTHS_SHOWN]
    return tuple(_month(month, by_month[month]) for month in newest)


def _month(month: str, moved: list[PoolLine]) -> PoolMonth:
    flows: defaultdict[tuple[bool, str], list[int]] = defaultdict(list)
    for each in moved:
        flows[each.minutes < 0, each.kind].append(each.minutes)
    return PoolMonth(
        month=month,
        in_minutes=sum(each.minutes for each in moved if each.minutes > 0),
        out_minutes=-sum(each.minutes for each in moved if each.minutes < 0),
        flows=tuple(
            PoolFlow(kind=kind, minutes=sum(minutes), count=_count(kind, minutes))
            for (_, kind), minutes in sorted(flows.items())
        ),
    )


def _count(kind: str, minutes: list[int]) -> int | None:
    is_few = minutes[0] < 0 and kind in _FOR_RESIDENTS and len(minutes) < FEWEST_SHOWN
    return None if is_few else len(minutes)
