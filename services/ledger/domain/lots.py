"""Credits by when they end: what ends first is used first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

NEVER: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Credits that end together.

    Attributes:
        expires_at_millis: When, Unix milliseconds of log time; 0 is never.
        minutes: How many are left, at least 1.
    """

    expires_at_millis: int
    minutes: int


Lots = tuple[Lot, ...]


def total(lots: Iterable[Lot]) -> int:
    """Return the minutes of all lots together."""
    return sum(lot.minutes for lot in lots)


def together(*all_lots: Lots) -> Lots:
    """Return the lots as one, the first to end first, one lot an instant."""
    some = [lots for lots in all_lots if lots]
    if len(some) < 2:
        return some[0] if some else ()
    if len(some) == 2 and len(some[0]) == len(some[1]) == 1:
        (one,), (other,) = some
        if one.expires_at_millis == other.expires_at_millis:
            return (Lot(expires_at_millis=one.expires_at_millis, minutes=one.minutes + other.minutes),)
    by_end: dict[int, int] = {}
    for lot in (lot for lots in all_lots for lot in lots):
        by_end[lot.expires_at_millis] = by_end.get(lot.expires_at_millis, 0) + lot.minutes
    ends = sorted(by_end, key=lambda end: (end == NEVER, end))
    return tuple(Lot(expires_at_millis=end, minutes=by_end[end]) for end in ends)


def parted(lots: Lots, minutes: int) -> tuple[Lots, Lots]:
    """Return the first minutes to end, as many as asked for if there are so many, and the rest."""
    first: list[Lot] = []
    rest: list[Lot] = []
    for lot in lots:
        part = min(lot.minutes, minutes)
        minutes -= part
        if part:
            first.append(Lot(expires_at_millis=lot.expires_at_millis, minutes=part))
        if lot.minutes > part:
            rest.append(Lot(expires_at_millis=lot.expires_at_millis, minutes=lot.minutes - part))
    return tuple(first), tuple(rest)


def ended(lots: Lots, now_millis: int) -> int:
    """Return how many minutes have ended."""
    return total(lot for lot in lots if NEVER < lot.expires_at_millis <= now_millis)
