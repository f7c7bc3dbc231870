"""Credits by when they end: what ends first is used first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

NEVER: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Credits that end together.

    Attributes:
        expires_at_millis: When, Unix milliseconds of log time; 0 is never.
        minutes: How many are left, at least 1.
        proof: How their service is known: ``ORGANISER_ADDED``, or nothing where it was confirmed in the platform.
    """

    expires_at_millis: int
    minutes: int
    proof: str = ""


Lots = tuple[Lot, ...]


def total(lots: Iterable[Lot]) -> int:
    """Return the minutes of all lots together."""
    return sum(lot.minutes for lot in lots)


def together(*all_lots: Lots) -> Lots:
    """Return the lots as one, the first to end first, one lot an instant and grade of proof."""
    some = [lots for lots in all_lots if lots]
    if len(some) < 2:
        return some[0] if some else ()
    if len(some) == 2 and len(some[0]) == len(some[1]) == 1:
        (one,), (other,) = some
        if (one.expires_at_millis, one.proof) == (other.expires_at_millis, other.proof):
            return (replace(one, minutes=one.minutes + other.minutes),)
    alike: dict[tuple[bool, int, str], int] = {}
    for lot in (lot for lots in all_lots for lot in lots):
        key = (lot.expires_at_millis == NEVER, lot.expires_at_millis, lot.proof)
        alike[key] = alike.get(key, 0) + lot.minutes
    return tuple(
        Lot(expires_at_millis=end, minutes=minutes, proof=proof)
        for (_, end, proof), minutes in sorted(alike.items())
    )


def parted(lots: Lots, minutes: int) -> tuple[Lots, Lots]:
    """Return the first minutes to end, as many as asked for if there are so many, and the rest."""
    first: list[Lot] = []
    rest: list[Lot] = []
    for lot in lots:
        part = min(lot.minutes, minutes)
        minutes -= part
        if part:
            first.append(replace(lot, minutes=part))
        if lot.minutes > part:
            rest.append(replace(lot, minutes=lot.minutes - part))
    return tuple(first), tuple(rest)


def ended(lots: Lots, now_millis: int) -> int:
    """Return how many minutes have ended."""
    return total(lot for lot in lots if NEVER < lot.expires_at_millis <= now_millis)
