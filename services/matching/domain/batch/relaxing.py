"""What would have to give so that a need nobody suits finds somebody: one hard rule, and that as little as it can."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from services.matching.domain.candidate import Candidate
from services.matching.domain.hard_rules import GATES, WISHES, Sieve
from services.matching.domain.terms import Wanted
from shared.kernel.words import Words

EASE = (
    "times",
    "distance",
    "free",
    "day-full",
    "week-full",
    "away",
    "identity-seen",
    "adult-first",
    "guardian",
    "insurance",
    "training",
    "certificate",
)
"""Rules that people can change, the least trouble first; what nobody can change (age, own needs) is not among them."""
FARTHEST_MORE = 3_000
"""Metres beyond what they go that somebody may sensibly be asked for."""
NOBODY = Words(
    "附近没有人提供这类服务，请招募或与邻近社区商量",
    "Nobody near offers this kind of service: find new people, or ask the communities around",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """The cheapest way out.

    Attributes:
        rule: Code of the rule to relax; empty if no single rule would help.
        people: How many would suit then.
        metres: For the distance, how much farther the nearest would have to go; else 0.
    """

    rule: str = ""
    people: int = 0
    metres: int = 0

    @property
    def words(self) -> Words:
        """Return what would have to change."""
        return _CHANGES.get(self.rule, NOBODY)


_CHANGES = {rule.code: rule.change for rule in WISHES} | {rule.code: rule.change for rule in GATES}


def cheapest_relaxation(wanted: Wanted, candidates: Iterable[Candidate]) -> Relaxation:
    """Return the one rule that is least trouble to relax and would give a need somebody."""
    sieve = Sieve(wanted)
    people: dict[str, dict[str, int]] = defaultdict(dict)
    for candidate in candidates:
        broken = sieve.broken(candidate)
        if len(broken) != 1 or broken[0] not in EASE:
            continue
        metres = _more_metres(wanted, candidate) if broken == ("distance",) else 0
        if metres <= FARTHEST_MORE:
            known = people[broken[0]].get(candidate.member_id, metres)
            people[broken[0]][candidate.member_id] = min(known, metres)
    for rule in EASE:
        if people[rule]:
            return Relaxation(rule=rule, people=len(people[rule]), metres=min(people[rule].values()))
    return Relaxation()


def _more_metres(wanted: Wanted, candidate: Candidate) -> int:
    metres = wanted.metres_to(candidate)
    return FARTHEST_MORE + 1 if metres is None else metres - candidate.radius_metres
