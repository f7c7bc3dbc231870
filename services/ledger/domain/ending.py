"""Credits whose time is running out: who is to be told of how many, once a term, and how many have ended."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.ledger.domain.lots import NEVER, Lot, Lots
from shared.kernel.clock import CHINA, from_unix_millis

DAY_MILLIS: Final = 86_400_000
TOLD_DAYS_BEFORE: Final = (30, 7)
"""How many days before the end a member is told, the longest term first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingTold:
    """That a member was told of credits about to end.

    Attributes:
        id: Follows from the account, the term and the week they end in: one notice each.
        account: Whose credits.
        within_days: The term, one of :data:`TOLD_DAYS_BEFORE`.
        minutes: How many end in that week.
        ends_at: When the first of them end, UTC.
    """

    id: str
    version: int = 0
    account: str
    within_days: int
    minutes: int
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Soon:
    """Credits that end in one week of China's calendar.

    Attributes:
        week: ``2026-W49``.
        within_days: The shortest term they fall in.
        minutes: How many.
        ends_at: When the first of them end.
    """

    week: str
    within_days: int
    minutes: int
    ends_at: datetime


def ending_soon(lots: Lots, now_millis: int) -> Iterator[Soon]:
    """Yield what of the lots ends within the longest term, by week, the first first; what has ended is left out."""
    by_week: defaultdict[str, list[Lot]] = defaultdict(list)
    for lot in lots:
        if lot.expires_at_millis != NEVER and lot.expires_at_millis > now_millis:
            day = from_unix_millis(lot.expires_at_millis).astimezone(CHINA).isocalendar()
            by_week[f"{day.year}-W{day.week:02d}"].append(lot)
    for week, ending in sorted(by_week.items()):
        first = min(lot.expires_at_millis for lot in ending)
        terms = [days for days in TOLD_DAYS_BEFORE if first - now_millis <= days * DAY_MILLIS]
        if terms:
            yield Soon(
                week=week,
                within_days=min(terms),
                minutes=_total(ending),
                ends_at=from_unix_millis(first),
            )


def _total(lots: Iterable[Lot]) -> int:
    return sum(lot.minutes for lot in lots)


def ends_by(lots: Lots, millis: int) -> bool:
    """Tell whether some of the lots have ended by an instant."""
    return any(NEVER < lot.expires_at_millis <= millis for lot in lots)


def last_end(lots: Lots, now_millis: int) -> int:
    """Return when the latest of the lots that have ended did so, Unix milliseconds; 0 if none has."""
    return max(
        (lot.expires_at_millis for lot in lots if NEVER < lot.expires_at_millis <= now_millis), default=0
    )
