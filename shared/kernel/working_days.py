"""The Chinese working calendar: which days count, and when a term of working days ends."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import chinese_calendar

from shared.kernel.clock import CHINA

LATEST_KNOWN_YEAR = max(day.year for day in chinese_calendar.constants.holidays)
"""Holidays are decreed each November; beyond the last decreed year weekends alone are days off."""


@cache
def is_working_day(day: date) -> bool:
    """Tell whether people work on this day in China, shifted working weekends counted."""
    if day.year > LATEST_KNOWN_YEAR:
        return day.weekday() < 5
    return bool(chinese_calendar.is_workday(day))


@cache
def is_public_holiday(day: date) -> bool:
    """Tell whether a day belongs to a public holiday as decreed, its weekend days too; none is known beyond the last decreed year."""
    if day.year > LATEST_KNOWN_YEAR:
        return False
    free, name = chinese_calendar.get_holiday_detail(day)
    return bool(free) and name is not None


def working_days_before(day: date, count: int) -> date:
    """Return the day that lies ``count`` working days before ``day``."""
    return _walk(day, count, -1)


def working_days_after(day: date, count: int) -> date:
    """Return the day that lies ``count`` working days after ``day``."""
    return _walk(day, count, 1)


def _walk(day: date, count: int, step: int) -> date:
    while count > 0:
        day += timedelta(days=step)
        count -= is_working_day(day)
    return day


def end_of_term(start: datetime, count: int) -> datetime:
    """Return the last instant of the ``count``-th working day after ``start``, UTC."""
    last = working_days_after(start.astimezone(CHINA).date(), count)
    return datetime.combine(last + timedelta(days=1), time(), CHINA).astimezone(UTC)


def earliest_entry(now: datetime, count: int) -> datetime:
    """Return the first instant still within ``count`` working days before ``now``, UTC."""
    first = working_days_before(now.astimezone(CHINA).date(), count)
    return datetime.combine(first, time(), CHINA).astimezone(UTC)
