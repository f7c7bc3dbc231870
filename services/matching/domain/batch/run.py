"""A round of asking for a city, as it is kept: what was wanted, what came of it, and how near it is to the best."""

from dataclasses import dataclass
from datetime import datetime

from services.matching.domain.batch.relaxing import Relaxation


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfillable:
    """A need that nobody suits, with the cheapest way out."""

    need_id: str
    community_code: str
    relaxation: Relaxation


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRun:
    """One run.

    Attributes:
        city_code: The first four digits of the communities' codes.
        nightly: Whether it looked at all open needs, not only at those that begin soon.
        needs: Needs that were to ask more people.
        wanted: People they were to ask.
        asked: People they asked.
        people: Different people among them.
        cost: In points, those not asked and those better kept for later included.
        bound: What no plan can cost less than.
        unmet: The part of the cost for those not asked: urgent needs count double.
        metres: Mean distance of those asked, metres.
        unevenness: How unevenly the questions fall on those asked (Gini), 0 is even.
        first_wanted: Of the people wanted, those for residents of eighty years or more, or without an account.
        first_asked: Of the people asked, those for the same.
        held: Of the people asked, those in place of somebody who is kept for later.
        priced: People whose time had a price then.
        learned: People of the city who were scarce in this night's plan; nightly alone.
        unfillable: At most a hundred.
    """

    id: str
    version: int = 0
    city_code: str
    nightly: bool
    at: datetime
    needs: int = 0
    wanted: int = 0
    asked: int = 0
    people: int = 0
    cost: int = 0
    bound: int = 0
    unmet: int = 0
    metres: int = 0
    unevenness: float = 0.0
    first_wanted: int = 0
    first_asked: int = 0
    held: int = 0
    priced: int = 0
    learned: int = 0
    unfillable: tuple[Unfillable, ...] = ()

    @property
    def gap(self) -> float:
        """Return how far above the best plan it can be at most, as a share of its cost."""
        return (self.cost - self.bound) / max(1, abs(self.cost))

    @property
    def fill(self) -> float:
        """Return which share of the people wanted was asked."""
        return self.asked / self.wanted if self.wanted else 1.0
