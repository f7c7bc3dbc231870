"""What is to happen with each need of a demo: decided beforehand, the same for the same seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.demo.volunteers import KINDS, Volunteer

GROUP_KINDS = frozenset({"HAIRCUT", "ENVIRONMENT"})
"""Posted by staff for the community, and confirmed by who posted them."""
_MINUTES = (15, 30, 45, 60, 90, 120)
_LATEST_START_MINUTES = 95
"""A helper may check in two hours before the start at most, and the day does not wait for it."""


class Way(StrEnum):
    """How somebody comes to serve."""

    PROPOSAL = "proposal"
    DIRECT = "direct"
    RACE = "race"
    INVITED = "invited"
    SPOKEN = "spoken"


class Ending(StrEnum):
    """How far a need comes."""

    CONFIRMED = "confirmed"
    LATE = "late"
    NO_SHOW = "no-show"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    CHECKED_OUT = "checked-out"


_WAYS = {Way.PROPOSAL: 45, Way.DIRECT: 20, Way.RACE: 20, Way.INVITED: 10, Way.SPOKEN: 5}
_ENDINGS = {
    Ending.CONFIRMED: 62,
    Ending.LATE: 7,
    Ending.NO_SHOW: 5,
    Ending.CANCELLED: 7,
    Ending.WITHDRAWN: 3,
    Ending.REFUSED: 3,
    Ending.ACCEPTED: 10,
    Ending.CHECKED_OUT: 3,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedPlan:
    """A need, who asks, how somebody comes to serve, and how far it comes.

    Attributes:
        number: From 0.
        asker: Who needs it, or near whom a resident without account lives.
        as_self: Whether the asker posts it; else staff do.
        ahead_minutes: From its posting to its start, 0 to 95.
        ahead_days: Whole days besides.
        wanted: Helpers.
        greedy: Whether who serves also reaches for another need at the same time.
        declined: Whether the first who is asked declines.
        again: Whether everything about it is sent twice.
        fewer: Whether fewer minutes are confirmed than expected.
        grade: What the receiver gives, 1 to 5.
    """

    number: int
    kind: str
    asker: Volunteer
    as_self: bool
    minutes: int
    ahead_minutes: int
    ahead_days: int
    wanted: int
    way: Way
    ending: Ending
    greedy: bool
    declined: bool
    again: bool
    fewer: bool
    grade: int

    @property
    def in_group(self) -> bool:
        """Tell whether it is a service for a group."""
        return self.kind in GROUP_KINDS


def plans_of(seed: int, volunteers: Sequence[Volunteer], count: int) -> list[NeedPlan]:
    """Return the needs of a day among these volunteers; the first few have every ending once."""
    return [_plan(random.Random(f"{seed} need {number}"), number, volunteers) for number in range(count)]


def _plan(chance: random.Random, number: int, volunteers: Sequence[Volunteer]) -> NeedPlan:
    asker = chance.choice(volunteers)
    kind = chance.choice([each for each in KINDS if each not in GROUP_KINDS or chance.random() < 0.5])
    ending = _ending(chance, number)
    as_self = kind not in GROUP_KINDS and (ending is Ending.REFUSED or chance.random() < 0.35)
    if ending is Ending.REFUSED and not as_self:
        ending = Ending.CONFIRMED
    days = chance.randint(1, 5) if ending is Ending.ACCEPTED else 0
    return NeedPlan(
        number=number,
        kind=kind,
        asker=asker,
        as_self=as_self,
        minutes=chance.choice(_MINUTES),
        ahead_minutes=_ahead_minutes(chance, ending),
        ahead_days=days,
        wanted=chance.randint(2, 4) if kind in GROUP_KINDS else chance.choices((1, 2), (9, 1))[0],
        way=chance.choices(tuple(_WAYS), tuple(_WAYS.values()))[0],
        ending=ending,
        greedy=chance.random() < 0.1,
        declined=chance.random() < 0.25,
        again=chance.random() < 0.2,
        fewer=chance.random() < 0.15,
        grade=chance.choices((3, 4, 5), (1, 3, 6))[0],
    )


def _ending(chance: random.Random, number: int) -> Ending:
    drawn = chance.choices(tuple(_ENDINGS), tuple(_ENDINGS.values()))[0]
    return tuple(_ENDINGS)[number] if number < len(_ENDINGS) else drawn


def _ahead_minutes(chance: random.Random, ending: Ending) -> int:
    if ending is Ending.NO_SHOW:
        return 0
    if ending is Ending.LATE:
        return chance.randint(0, 30)
    return (
        chance.randint(25, _LATEST_START_MINUTES)
        if ending is Ending.CANCELLED
        else chance.randint(0, _LATEST_START_MINUTES)
    )
