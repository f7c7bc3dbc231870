"""Days unlike those of every week: when a member is away, and when they can serve besides. Calendar of China."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Absence:
    """Whole days on which a member does not wish to be asked.

    Attributes:
        first_on: The first of them.
        last_on: The last of them, not before the first.
    """

    first_on: date
    last_on: date

    def holds(self, day: date) -> bool:
        """Tell whether a day is one of them."""
        return self.first_on <= day <= self.last_on


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ExtraTime:
    """Hours of one day on which a member can serve besides those of every week.

    Attributes:
        on: The day.
        from_minute: Minutes after midnight, 0 to 1439.
        to_minute: Minutes after midnight, above ``from_minute``, at most 1440.
    """

    on: date
    from_minute: int
    to_minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDays:
    """What holds for single days, before what holds every week.

    Attributes:
        absences: Sorted, none overlapping.
        extra_times: Sorted, none overlapping, none on a day of an absence.
    """

    absences: tuple[Absence, ...] = ()
    extra_times: tuple[ExtraTime, ...] = ()

    def from_day(self, day: date) -> "SpecialDays":
        """Return those that are not over on a day."""
        return SpecialDays(
            absences=tuple(each for each in self.absences if each.last_on >= day),
            extra_times=tuple(each for each in self.extra_times if each.on >= day),
        )


NO_SPECIAL_DAYS = SpecialDays()
