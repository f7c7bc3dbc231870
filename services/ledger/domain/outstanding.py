"""Saved hours that are still to be drawn, by age group, and what drawing them would ask of helpers in the years to come.

Groups of fewer than ten persons are not shown, and none can be worked out from the others and the total.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from shared.kernel.words import Words

FEWEST_SHOWN: Final = 10
"""Groups of fewer persons are not shown."""
YEARS_AHEAD: Final = 5
DRAWING_AGE: Final = 60
DRAWN_OVER_YEARS: Final = 10
"""Assumed: who is old enough draws what they saved evenly over so many years."""
MINUTES_A_HELPER_YEARLY: Final = 20 * 60
"""Assumed: what a helper gives a year. Source: 中国注册志愿者管理办法, a volunteer serves at least 20 hours a year."""


class AgeGroup(Enum):
    """How old those are who saved."""

    UNDER_45 = "UNDER_45"
    FROM_45 = "FROM_45"
    FROM_60 = "FROM_60"
    FROM_70 = "FROM_70"
    FROM_80 = "FROM_80"
    UNKNOWN = "UNKNOWN"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _GROUP_WORDS[self]


_GROUP_WORDS = {
    AgeGroup.UNDER_45: Words("45 岁以下", "Under 45"),
    AgeGroup.FROM_45: Words("45–59 岁", "45 to 59"),
    AgeGroup.FROM_60: Words("60–69 岁", "60 to 69"),
    AgeGroup.FROM_70: Words("70–79 岁", "70 to 79"),
    AgeGroup.FROM_80: Words("80 岁及以上", "80 and over"),
    AgeGroup.UNKNOWN: Words("年龄未登记", "Age not on record"),
}
_STARTS = ((80, AgeGroup.FROM_80), (70, AgeGroup.FROM_70), (60, AgeGroup.FROM_60), (45, AgeGroup.FROM_45))
_YEARS_TO_SIXTY: Final = 15
"""Assumed: of those aged 45 to 59 a fifteenth turns sixty each year."""
_HELPING: Final = (AgeGroup.UNDER_45, AgeGroup.FROM_45, AgeGroup.FROM_60)
_OLD: Final = (AgeGroup.FROM_60, AgeGroup.FROM_70, AgeGroup.FROM_80)


def group_of(age: int | None) -> AgeGroup:
    """Return the group of an age in full years."""
    if age is None:
        return AgeGroup.UNKNOWN
    return next((group for start, group in _STARTS if age >= start), AgeGroup.UNDER_45)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What some persons have saved together.

    Attributes:
        persons: How many have free credits.
        minutes: How many they have.
    """

    persons: int = 0
    minutes: int = 0

    def with_one(self, minutes: int) -> "Saved":
        """Return it with one more person."""
        return Saved(persons=self.persons + 1, minutes=self.minutes + minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearAhead:
    """One year of the forecast.

    Attributes:
        year: Which.
        drawn_minutes: Expected to be drawn.
        supply_minutes: What helpers are expected to give.
    """

    year: int
    drawn_minutes: int
    supply_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outstanding:
    """What of a book may be shown.

    Attributes:
        total: All groups together; None if they are too few.
        groups: By age group; None where too few, or where showing it would tell of a group that is.
        years: The forecast, this year first; empty where it would tell of too few.
    """

    total: Saved | None
    groups: Mapping[AgeGroup, Saved | None]
    years: tuple[YearAhead, ...]


def grouped(people: Iterable[tuple[int | None, int]]) -> dict[AgeGroup, Saved]:
    """Return what is saved by each group, from each person's age and free minutes."""
    found = {group: Saved() for group in AgeGroup}
    for age, minutes in people:
        group = group_of(age)
        found[group] = found[group].with_one(minutes)
    return found


def hidden_of(groups: Mapping[AgeGroup, Saved]) -> frozenset[AgeGroup]:
    """Return which groups are not shown: the small ones, and as many more as keep them from being worked out.

    With the total known, what is hidden together is known, too: so together it must be ten persons in two groups at least.
    """
    hidden = {group for group, saved in groups.items() if 0 < saved.persons < FEWEST_SHOWN}
    others = sorted(
        (group for group, saved in groups.items() if saved.persons >= FEWEST_SHOWN),
        key=lambda group: groups[group].persons,
    )
    while hidden and others and not _is_safe(groups, hidden):
        hidden.add(others.pop(0))
    return frozenset(hidden)


def _is_safe(groups: Mapping[AgeGroup, Saved], hidden: set[AgeGroup] | frozenset[AgeGroup]) -> bool:
    return len(hidden) > 1 and sum(groups[group].persons for group in hidden) >= FEWEST_SHOWN


def shown(groups: Mapping[AgeGroup, Saved], this_year: int) -> Outstanding:
    """Return what of the groups may be shown, with the forecast if all that it stands on is shown."""
    hidden = hidden_of(groups)
    everyone = Saved(
        persons=sum(each.persons for each in groups.values()),
        minutes=sum(each.minutes for each in groups.values()),
    )
    known = everyone.persons == 0 or (
        everyone.persons >= FEWEST_SHOWN and (not hidden or _is_safe(groups, hidden))
    )
    stands_on = {*_OLD, *_HELPING}
    return Outstanding(
        total=everyone if known else None,
        groups={group: None if group in hidden else saved for group, saved in groups.items()},
        years=() if not known or stands_on & hidden else forecast(groups, this_year),
    )


def forecast(groups: Mapping[AgeGroup, Saved], this_year: int) -> tuple[YearAhead, ...]:
    """Return what would be drawn and given in the coming years, nothing else changing.

    Drawn: a tenth a year of what those from sixty have, and of what those aged 45 to 59 have as a fifteenth of them turns
    sixty each year. Given: twenty hours a year by each person under seventy who has saved.
    """
    old = sum(groups[group].minutes for group in _OLD)
    helpers = sum(groups[group].persons for group in _HELPING)
    middle = groups[AgeGroup.FROM_45].minutes
    return tuple(
        YearAhead(
            year=this_year + ahead,
            drawn_minutes=(old * _YEARS_TO_SIXTY + middle * ahead) // (_YEARS_TO_SIXTY * DRAWN_OVER_YEARS),
            supply_minutes=helpers * MINUTES_A_HELPER_YEARLY,
        )
        for ahead in range(YEARS_AHEAD)
    )


def shown_places(places: Sequence[tuple[str, Saved]]) -> tuple[tuple[str, Saved | None], ...]:
    """Return what each place has saved, None where too few persons did; no sum stands beside it to subtract from."""
    return tuple((code, None if 0 < saved.persons < FEWEST_SHOWN else saved) for code, saved in places)
