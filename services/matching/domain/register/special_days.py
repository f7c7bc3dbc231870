"""Days away and extra times as a member states them: to come, sorted, none overlapping, never too many."""

from collections.abc import Iterable
from datetime import date, timedelta

from services.matching.domain.register.errors import one_fault
from shared.identity.special_days import NO_SPECIAL_DAYS, Absence, ExtraTime, SpecialDays

MOST_SPECIAL_DAYS = 40
"""Days away and extra times of one member, together."""
FARTHEST = timedelta(days=731)
"""Nobody states a day farther ahead than this."""


def special_days_of(
    absences: Iterable[Absence], extra_times: Iterable[ExtraTime], today: date
) -> SpecialDays:
    """Return what a member states, sorted; what is stated twice stands once.

    Raises:
        BadInput: If there are too many, one ends before it begins, is over or too far ahead, or two overlap.
    """
    stated = NO_SPECIAL_DAYS
    for number, absence in enumerate(absences):
        stated = with_absence(stated, absence, today, f"absences.{number}.")
    for number, extra in enumerate(extra_times):
        stated = with_extra_time(stated, extra, today, f"extra_times.{number}.")
    return stated


def with_absence(known: SpecialDays, absence: Absence, today: date, place: str = "") -> SpecialDays:
    """Return the special days with days away besides; themselves if just these are stated already.

    Args:
        known: What is stated already.
        absence: The days away.
        today: The day it is stated, China time.
        place: What stands before the name of the field at fault.

    Raises:
        BadInput: If they end before they begin, are over or too far ahead, overlap others, or are too many.
    """
    if absence in known.absences:
        return known
    first, last = f"{place}first_on", f"{place}last_on"
    if absence.last_on < absence.first_on:
        raise one_fault(
            last, "ends-before-begin", "最后一天不能早于第一天", "The last day may not be before the first"
        )
    if absence.last_on < today:
        raise one_fault(last, "in-the-past", "这几天已经过去了", "These days are over already")
    _check_near(last, absence.last_on, today)
    if any(each.first_on <= absence.last_on and absence.first_on <= each.last_on for each in known.absences):
        raise one_fault(
            first, "absences-overlap", "这几天里有的已经写过不在了", "Some of these days are stated already"
        )
    if any(absence.holds(each.on) for each in known.extra_times):
        raise one_fault(
            first,
            "extra-time-that-day",
            "这几天里有您写过另外有空的时间，请先去掉那一条",
            "You stated extra time on one of these days: please remove that first",
        )
    _check_room(first, known)
    return SpecialDays(absences=tuple(sorted((*known.absences, absence))), extra_times=known.extra_times)


def with_extra_time(known: SpecialDays, extra: ExtraTime, today: date, place: str = "") -> SpecialDays:
    """Return the special days with an extra time besides; themselves if just this one is stated already.

    Args:
        known: What is stated already.
        extra: The hours of one day.
        today: The day it is stated, China time.
        place: What stands before the name of the field at fault.

    Raises:
        BadInput: If it ends before it begins, is over or too far ahead, overlaps another or days away, or is too many.
    """
    if extra in known.extra_times:
        return known
    on = f"{place}on"
    if extra.to_minute <= extra.from_minute:
        raise one_fault(
            f"{place}to_minute",
            "ends-before-begin",
            "结束时间应晚于开始时间",
            "The end must be after the beginning",
        )
    if extra.on < today:
        raise one_fault(on, "in-the-past", "这一天已经过去了", "This day is over already")
    _check_near(on, extra.on, today)
    if any(each.holds(extra.on) for each in known.absences):
        raise one_fault(
            on,
            "away-that-day",
            "您写过这一天不在，请先去掉那一条",
            "You stated to be away that day: please remove that first",
        )
    if any(_overlap(each, extra) for each in known.extra_times):
        raise one_fault(
            on,
            "extra-times-overlap",
            "这一天的这段时间已经写过了",
            "Some of these hours are stated already",
        )
    _check_room(on, known)
    return SpecialDays(absences=known.absences, extra_times=tuple(sorted((*known.extra_times, extra))))


def _overlap(one: ExtraTime, other: ExtraTime) -> bool:
    return one.on == other.on and one.from_minute < other.to_minute and other.from_minute < one.to_minute


def _check_near(field: str, day: date, today: date) -> None:
    if day - today > FARTHEST:
        raise one_fault(field, "too-far-ahead", "最多写到两年以后", "At most two years ahead")


def _check_room(field: str, known: SpecialDays) -> None:
    if len(known.absences) + len(known.extra_times) >= MOST_SPECIAL_DAYS:
        raise one_fault(
            field,
            "too-many-special-days",
            f"不在的日子和另外有空的时间一共最多 {MOST_SPECIAL_DAYS} 条，请先去掉用不着的",
            f"At most {MOST_SPECIAL_DAYS} days away and extra times together: please remove some first",
        )
