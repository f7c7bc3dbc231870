"""The rules of drawing and giving: for whom, from which age, to whom, how much."""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Final

from shared.events.fields import Whole
from shared.kernel.words import Words
from shared.packs.basis import Basis
from shared.packs.earning import HOUR, Age, Hours


class Relation(Enum):
    """Who somebody is to the one who saved; ``ANYONE`` in a rule stands for all."""

    SELF = "SELF"
    SPOUSE = "SPOUSE"
    PARENT = "PARENT"
    RELATIVE = "RELATIVE"
    """Another direct relative."""
    WARD = "WARD"
    """Somebody whose guardian the person is."""
    FRIEND = "FRIEND"
    ANYONE = "ANYONE"


RELATION_WORDS: Final = {
    Relation.SELF: Words("本人", "oneself"),
    Relation.SPOUSE: Words("配偶", "spouse"),
    Relation.PARENT: Words("父母", "parents"),
    Relation.RELATIVE: Words("其他直系亲属", "other direct relatives"),
    Relation.WARD: Words("被监护人", "wards"),
    Relation.FRIEND: Words("亲友", "friends"),
    Relation.ANYONE: Words("任何人", "anyone"),
}


class AgeOf(Enum):
    """Whose age and hardship a rule looks at."""

    RECEIVER = "RECEIVER"
    """Of the one who is served."""
    SAVER_OR_SPOUSE = "SAVER_OR_SPOUSE"
    """Of the one who saved or of the spouse: either is enough."""


class Unfit(Enum):
    """Why something may not be; each a stable code."""

    RELATION = "relation-not-allowed"
    AGE = "age-or-hardship-not-met"
    FORBIDDEN = "not-in-this-community"
    TOO_MUCH = "more-than-the-rule-allows"


UNFIT_WORDS: Final = {
    Unfit.RELATION: Words(
        "按本社区的规则，不能用于这位亲友，请查看规则或询问社区",
        "This community's rules do not allow it for this person; look at the rules or ask the community",
    ),
    Unfit.AGE: Words(
        "按本社区的规则，年龄或困难条件还不符合，请查看规则或询问社区",
        "By this community's rules the age or hardship asked for is not met; look at the rules or ask the community",
    ),
    Unfit.FORBIDDEN: Words(
        "本社区的规则不允许这样做，请查看规则", "This community's rules do not allow this; look at the rules"
    ),
    Unfit.TOO_MUCH: Words(
        "超过本社区规则允许的时长，请减少", "That is more than this community's rules allow; choose less"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """One way to be entitled: all it asks for must hold.

    Attributes:
        least_age: In years; 0 asks for none.
        in_hardship: Whether recorded hardship is asked for.
        with_own_hours: Whether own saved hours are asked for.
    """

    least_age: Age
    in_hardship: bool = False
    with_own_hours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What must be known to say whether somebody may draw; an age nobody knows meets no least age.

    Attributes:
        relation: Who is served, to the one who saved.
        receiver_age: Of who is served, in years.
        saver_age: Of who saved.
        spouse_age: Of that person's spouse.
        in_hardship: Whether who is served has recorded hardship.
        has_own_hours: Whether who is served has saved hours.
    """

    relation: Relation
    receiver_age: int | None = None
    saver_age: int | None = None
    spouse_age: int | None = None
    in_hardship: bool = False
    has_own_hours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Redemption:
    """Who may draw, and for whom.

    Attributes:
        for_whom: Relations that may be served; ``ANYONE`` is all.
        receivers: Ways to be entitled, of which one is enough; none asks for nothing.
        age_of: Whose age the ways look at.
        pool_serves_first: Whether donated hours serve those entitled by the first way before others.
        goods: Whether credits may buy goods; they never buy money.
    """

    for_whom: tuple[Relation, ...]
    basis: Basis
    receivers: tuple[Receiver, ...] = ()
    age_of: AgeOf = AgeOf.RECEIVER
    pool_serves_first: bool = False
    goods: bool = False

    def why_not(self, drawing: Drawing) -> Unfit | None:
        """Return why somebody may not draw, or None if they may."""
        if not _allowed(drawing.relation, self.for_whom):
            return Unfit.RELATION
        if self.receivers and self.group_of(drawing) is None:
            return Unfit.AGE
        return None

    def may(self, drawing: Drawing) -> bool:
        """Tell whether somebody may draw."""
        return self.why_not(drawing) is None

    def group_of(self, drawing: Drawing) -> int | None:
        """Return the first way, from 0, by which somebody is entitled, or None."""
        ages = (
            (drawing.receiver_age,)
            if self.age_of is AgeOf.RECEIVER
            else (drawing.saver_age, drawing.spouse_age)
        )
        age = max((each for each in ages if each is not None), default=0)
        return next(
            (place for place, each in enumerate(self.receivers) if _entitled(each, age, drawing)), None
        )


def _entitled(way: Receiver, age: int, drawing: Drawing) -> bool:
    return (
        age >= way.least_age
        and (drawing.in_hardship or not way.in_hardship)
        and (drawing.has_own_hours or not way.with_own_hours)
    )


def _allowed(relation: Relation, among: tuple[Relation, ...]) -> bool:
    return relation in among or Relation.ANYONE in among


@dataclass(frozen=True, slots=True, kw_only=True)
class Gifts:
    """To whom credits may be given, and how many.

    Attributes:
        to: Relations; none allows no gift, ``ANYONE`` is all.
        most_hours_at_once: 0 is no limit but the balance.
        most_hours_a_year: The same, in one calendar year.
    """

    to: tuple[Relation, ...]
    basis: Basis
    most_hours_at_once: Hours = 0
    most_hours_a_year: Hours = 0

    def why_not(self, relation: Relation, minutes: int, given_this_year_minutes: int = 0) -> Unfit | None:
        """Return why a gift may not be, or None if it may."""
        if not self.to:
            return Unfit.FORBIDDEN
        if not _allowed(relation, self.to):
            return Unfit.RELATION
        at_once, a_year = self.most_hours_at_once * HOUR, self.most_hours_a_year * HOUR
        too_much = 0 < at_once < minutes or 0 < a_year < given_this_year_minutes + minutes
        return Unfit.TOO_MUCH if too_much else None

    def may(self, relation: Relation, minutes: int, given_this_year_minutes: int = 0) -> bool:
        """Tell whether a gift may be."""
        return self.why_not(relation, minutes, given_this_year_minutes) is None


class DonationTo(Enum):
    """Where a donation may go."""

    POOL = "POOL"
    """The community's pool."""
    ELDERS = "ELDERS"
    """Elders in hardship."""
    INSTITUTION = "INSTITUTION"
    """An institution of care."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Donations:
    """Where credits may be donated."""

    to: tuple[DonationTo, ...]
    basis: Basis

    def may(self, to: DonationTo) -> bool:
        """Tell whether a donation may go there."""
        return to in self.to


class Reach(Enum):
    """How far away credits can be drawn."""

    COMMUNITY = "COMMUNITY"
    DISTRICT = "DISTRICT"
    CITY = "CITY"
    ANYWHERE = "ANYWHERE"
    """Wherever the platform runs."""


_SAME_DIGITS: Final = {Reach.COMMUNITY: 12, Reach.DISTRICT: 6, Reach.CITY: 4, Reach.ANYWHERE: 0}
"""How many digits of their codes two communities have in common that credits reach between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachFrom:
    """From which year credits can be drawn how far away."""

    reach: Reach
    from_year: Annotated[int, Whole(least=1990, most=2200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """How far away credits can be drawn, by year."""

    steps: tuple[ReachFrom, ...]
    basis: Basis

    def reach_in(self, year: int) -> Reach:
        """Return how far credits reach in a year."""
        reached = [each.reach for each in self.steps if each.from_year <= year]
        return reached[-1] if reached else Reach.COMMUNITY

    def reaches(self, year: int, saved_in: str, drawn_in: str) -> bool:
        """Tell whether credits saved in one community can be drawn in another; both are codes of 12 digits."""
        digits = _SAME_DIGITS[self.reach_in(year)]
        return saved_in[:digits] == drawn_in[:digits]
