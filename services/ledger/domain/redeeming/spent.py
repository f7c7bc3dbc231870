"""What a pool was spent on, by kind of service, so that no count of fewer than ten people can be read or worked out.

A kind that reached ten people stands by itself, with how many they were; all others stand together, in minutes alone.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from services.ledger.domain.outstanding import FEWEST_SHOWN
from services.ledger.domain.redeeming.redemption import Redemption

OTHERS: Final = ""
"""Stands for the kinds that few people received."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a pool gave for one kind of service.

    Attributes:
        service_kind: Code of the kind; :data:`OTHERS` for those that few people received, together.
        minutes: Used.
        persons: Different people who received it, ten or more; None for the others.
    """

    service_kind: str
    minutes: int
    persons: int | None


def spent_on(used: Iterable[Redemption]) -> tuple[Spent, ...]:
    """Return what redemptions that a pool paid for used, by kind, the most first; the others last."""
    people: defaultdict[str, set[str]] = defaultdict(set)
    minutes: defaultdict[str, int] = defaultdict(int)
    for each in used:
        people[each.service_kind].add(each.resident_id)
        minutes[each.service_kind] += each.used_minutes
    shown = [kind for kind, some in people.items() if len(some) >= FEWEST_SHOWN]
    named = [Spent(service_kind=each, minutes=minutes[each], persons=len(people[each])) for each in shown]
    rest = sum(each for kind, each in minutes.items() if kind not in shown)
    others = [Spent(service_kind=OTHERS, minutes=rest, persons=None)] if rest else []
    return (*sorted(named, key=lambda each: (-each.minutes, each.service_kind)), *others)
