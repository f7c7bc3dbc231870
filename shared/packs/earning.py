"""The rules of saving: who earns, how much for which service, up to what, and for how long it can be spent."""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Final

from shared.events.fields import Code, Text, Whole
from shared.packs.basis import Basis

Age = Annotated[int, Whole(least=0, most=120)]
Hours = Annotated[int, Whole(least=0, most=100_000)]
Ratio = Annotated[str, Text(least=3, most=7, pattern=r"[1-9][0-9]{0,2}/[1-9][0-9]{0,2}")]
"""A coefficient of whole numbers, ``3/2``: three credits for two minutes."""

HOUR: Final = 60


class Rounding(Enum):
    """What becomes of a part of a minute."""

    DOWN = "DOWN"
    NEAREST = "NEAREST"
    UP = "UP"


class Above(Enum):
    """What becomes of credits above the cap."""

    POOL = "POOL"
    """They are donated to the community's pool."""
    HONOUR = "HONOUR"
    """They become honour points, which buy nothing."""


class Lasting(Enum):
    """How long credits can be spent."""

    ALWAYS = "ALWAYS"
    DAYS = "DAYS"
    """So many days after the service."""
    YEAR_END = "YEAR_END"
    """Until 31 December of the year of the service, Chinese time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earner:
    """Who may earn.

    Attributes:
        least_age: From which age, in years; 0 asks for none.
        with_guardian_from: From which age with a guardian's consent; the same as ``least_age`` where there is no such rule.
    """

    least_age: Age
    with_guardian_from: Age
    basis: Basis

    def may(self, age: int | None, *, has_guardians_consent: bool = False) -> bool:
        """Tell whether a person of this age earns; an age nobody knows is not held against anyone."""
        if age is None or age >= self.least_age:
            return True
        return has_guardians_consent and age >= self.with_guardian_from


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRatio:
    """The coefficient of one kind of service."""

    kind: Code
    ratio: Ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficients:
    """How many credits the minutes of a service earn; service minutes are always the minutes served.

    Attributes:
        ratio: For every kind that is not named.
        by_kind: For those that are.
        rounding: Of what is not whole.
        whole_minutes: Credits are rounded to a multiple of so many minutes.
    """

    ratio: Ratio
    rounding: Rounding
    whole_minutes: Annotated[int, Whole(least=1, most=60)]
    basis: Basis
    by_kind: tuple[KindRatio, ...] = ()

    def ratio_of(self, service_kind: str) -> str:
        """Return the coefficient of a kind of service."""
        return next((each.ratio for each in self.by_kind if each.kind == service_kind), self.ratio)

    def credits(self, minutes: int, service_kind: str) -> int:
        """Return the credits, in minutes, that the minutes of a service earn."""
        return scaled(minutes, self.ratio_of(service_kind), self.rounding, self.whole_minutes)


def scaled(minutes: int, ratio: str, rounding: Rounding, whole_minutes: int) -> int:
    """Return minutes times a ratio, rounded to a multiple of whole minutes; whole numbers only, so alike on every machine."""
    above, _, below = ratio.partition("/")
    amount, step = minutes * int(above), int(below) * whole_minutes
    spare = {Rounding.DOWN: 0, Rounding.NEAREST: step // 2, Rounding.UP: step - 1}[rounding]
    return (amount + spare) // step * whole_minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """How many hours one person may hold.

    Attributes:
        most_hours: 0 is no cap.
        above: What becomes of more; of several the member chooses, and until they do the first is done.
    """

    most_hours: Hours
    basis: Basis
    above: tuple[Above, ...] = (Above.POOL,)

    @property
    def most_minutes(self) -> int:
        """Return the cap in minutes; 0 is none."""
        return self.most_hours * HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """How long credits can be spent.

    Attributes:
        lasting: By which rule.
        days: For the rule that counts days.
    """

    lasting: Lasting
    basis: Basis
    days: Annotated[int, Whole(least=0, most=36_525)] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """What the hours of a group are good for.

    Attributes:
        donate_only: Whether they can only be donated.
    """

    donate_only: bool
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """How many hours of one day stand, and who must agree to more; 0 asks for nobody.

    Attributes:
        stands_hours: As long as this, hours stand by themselves.
        organisation_hours: As long as this, the organisation agrees; beyond it, the level above.
        most_check_ins: Of one person at one activity in one day; 0 is no limit.
        alone_from_people: By position alone one may check in only at activities of so many people; 0 is no rule.
    """

    stands_hours: Annotated[int, Whole(least=0, most=24)]
    organisation_hours: Annotated[int, Whole(least=0, most=24)]
    basis: Basis
    most_check_ins: Annotated[int, Whole(least=0, most=50)] = 0
    alone_from_people: Annotated[int, Whole(least=0, most=10_000)] = 0

    @property
    def stands_minutes(self) -> int:
        """Return what stands by itself in a day, in minutes; 0 is everything."""
        return self.stands_hours * HOUR

    @property
    def organisation_minutes(self) -> int:
        """Return what the organisation may agree to in a day, in minutes."""
        return self.organisation_hours * HOUR
