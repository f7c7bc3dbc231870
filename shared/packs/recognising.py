"""The rules of recognition and of order: stars, medals, honour points, reviews, bans, the closing of accounts."""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated

from shared.events.fields import Code, Whole
from shared.packs.basis import Basis, Said
from shared.packs.earning import HOUR, Hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What people see.

    Attributes:
        bank: What the time bank is called.
        credit: What credits are called.
        honour: What honour points are called.
    """

    bank: Said
    credit: Said
    honour: Said
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """Which kinds of service the time bank takes.

    Attributes:
        allowed: Their codes; none is all.
    """

    basis: Basis
    allowed: tuple[Code, ...] = ()

    def takes(self, service_kind: str) -> bool:
        """Tell whether a kind of service earns credits."""
        return not self.allowed or service_kind in self.allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Stars:
    """Hours served for one star to five, and for medals, lowest first; hours alone are never enough.

    Attributes:
        hours: For 1, 2, 3, 4 and 5 stars.
        least_rating_tenths: Mean rating asked for beside the hours, in tenths of a star; 0 asks for none.
        medal_hours: For each medal.
    """

    hours: tuple[Hours, ...]
    basis: Basis
    least_rating_tenths: Annotated[int, Whole(least=0, most=50)] = 0
    medal_hours: tuple[Hours, ...] = ()

    def earned(self, service_minutes: int) -> int:
        """Return how many stars so many service minutes reach, 0 to 5."""
        return sum(service_minutes >= each * HOUR for each in self.hours)

    def medals(self, service_minutes: int) -> int:
        """Return how many medals so many service minutes reach."""
        return sum(service_minutes >= each * HOUR for each in self.medal_hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Privilege:
    """What so many hours open beside services."""

    hours: Hours
    says: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Honour:
    """Honour points: recognition that buys nothing.

    Attributes:
        convertible: Whether they may become credits; no pack may allow it.
        privileges: What hours open beside services.
    """

    basis: Basis
    convertible: bool = False
    privileges: tuple[Privilege, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """How many levels look at a record and at a change of rules.

    Attributes:
        levels: 1 is one second person, 2 adds the level above.
    """

    levels: Annotated[int, Whole(least=1, most=3)]
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseHours:
    """How long who made up hours is kept out.

    Attributes:
        least_years: At least.
        most_years: At most.
    """

    least_years: Annotated[int, Whole(least=0, most=10)]
    most_years: Annotated[int, Whole(least=0, most=10)]
    basis: Basis


class LeftTo(Enum):
    """Where credits go when an account closes."""

    NEW_COMMUNITY = "NEW_COMMUNITY"
    HEIRS = "HEIRS"
    """Direct relatives, if they ask in time; else the pool."""
    POOL = "POOL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What becomes of credits when a person moves away or dies; never silently.

    Attributes:
        moved: When the person moves.
        died: When the person dies.
        months_to_ask: How long heirs, or who moved, may ask.
    """

    moved: LeftTo
    died: LeftTo
    months_to_ask: Annotated[int, Whole(least=1, most=240)]
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A rule of the city that people should know and the platform does not enforce."""

    says: Said
    basis: Basis
