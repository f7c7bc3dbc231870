"""What a helper's time was worth in the plans of recent nights, so that whoever is scarce is kept for who will find nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from services.matching.domain.proposal import Reason

HELD = "held"
"""Code of the reason."""
KEPT = 0.8
"""Share of a price that the next night keeps; the other fifth is what that night says: about five nights count."""
MOST_KEPT = 2_000
"""Prices of one community, the dearest."""
LEAST = 1.0
"""Points below which a price is forgotten."""
FULL = 300
"""Points from which a price weighs all that the policy gives it: what a person not asked costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperPrice:
    """What one more service of somebody would have saved, in points, over recent nights."""

    member_id: str
    worth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperPrices:
    """The prices of one community.

    Attributes:
        id: The community's code.
        learned_on: The last night that taught something, its day in China.
        prices: The dearest first.
    """

    id: str
    version: int = 0
    learned_on: date
    prices: tuple[HelperPrice, ...] = ()

    def on(self, day: date) -> dict[str, float]:
        """Return the prices of a day, by member: each fades from night to night in which nothing was learned."""
        faded = KEPT ** max(0, (day - self.learned_on).days)
        return {each.member_id: each.worth * faded for each in self.prices}

    def learned(self, worth: Mapping[str, float], day: date) -> "HelperPrices":
        """Return them with what a night says; itself if that night, or a later one, was heard already.

        Args:
            worth: In points by member; who is not there was worth nothing that night.
            day: The night's day in China.
        """
        if self.version and day <= self.learned_on:
            return self
        before = self.on(day)
        now = {
            member_id: round(before.get(member_id, 0.0) + (1 - KEPT) * worth.get(member_id, 0.0), 2)
            for member_id in before.keys() | worth.keys()
        }
        dearest = sorted((-value, member_id) for member_id, value in now.items() if value >= LEAST)
        kept = tuple(HelperPrice(member_id=one, worth=-minus) for minus, one in dearest[:MOST_KEPT])
        return replace(self, learned_on=day, prices=kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What it costs more to ask somebody at once.

    Attributes:
        prices: In points by member; nobody at first.
    """

    prices: Mapping[str, float] = field(default_factory=dict)

    def takes_off(self, member_id: str, weight: int) -> int:
        """Return the points of the term: none where the policy gives it no weight, all of it from a full price on."""
        return round(weight * min(1.0, self.prices.get(member_id, 0.0) / FULL))

    def reason(self, member_id: str) -> Reason:
        """Return why the next is asked in place of a member who is kept."""
        value = round(self.prices[member_id])
        return Reason(
            code=HELD,
            zh=f"排在前面的一位，留给之后更难找人的求助（近几晚的安排里，多一次服务约省 {value} 分）",
            en=f"Somebody before you is kept for requests that find fewer people: one more service of theirs would have saved about {value} points in the plans of recent nights",
            value=value,
            unit="points",
        )
