"""Whether somebody has time for a need: by their week, their single days, what they are bound to, and how much they take on."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from services.matching.domain.candidate import Candidate
from services.matching.domain.terms import Wanted, day_of
from services.matching.domain.week import covers, covers_with

_MINUTE = timedelta(minutes=1)
_MOMENT = timedelta(milliseconds=1)
NO_LIMIT = 1_000
"""More services than anybody has in a week."""


def is_away(wanted: Wanted, candidate: Candidate) -> bool:
    """Tell whether a candidate is away on a day that the need touches."""
    if not candidate.away:
        return False
    last_day = day_of(wanted.need.ends_at - _MOMENT)
    return any(first <= last_day and wanted.day <= last for first, last in candidate.away)


def has_no_time(wanted: Wanted, candidate: Candidate) -> bool:
    """Tell whether part of the need lies outside the times a candidate stated; who stated no week has any time."""
    if not candidate.spans or covers(candidate.spans, wanted.start, wanted.end):
        return False
    return not candidate.extra or not _extra_helps(wanted, candidate)


def _extra_helps(wanted: Wanted, candidate: Candidate) -> bool:
    """Tell whether the times of the week hold the need together with single ones, told in its minutes of the week."""
    begins = wanted.need.starts_at.replace(second=0, microsecond=0)
    more = [
        (wanted.start + (start - begins) // _MINUTE, wanted.start + (end - begins) // _MINUTE)
        for start, end in candidate.extra
    ]
    return covers_with(candidate.spans, more, wanted.start, wanted.end)


def is_bound(wanted: Wanted, candidate: Candidate) -> bool:
    """Tell whether a candidate serves elsewhere during part of the need."""
    starts_at, ends_at = wanted.need.starts_at, wanted.need.ends_at
    return any(start < ends_at and starts_at < end for start, end in candidate.busy)


def day_is_full(wanted: Wanted, candidate: Candidate) -> bool:
    """Tell whether a candidate serves as often as they will on the day on which the need begins."""
    return candidate.most_a_day > 0 and room_left(candidate, candidate.busy, wanted.day)[0] <= 0


def week_is_full(wanted: Wanted, candidate: Candidate) -> bool:
    """Tell whether a candidate serves as often as they will in the week, from Monday, in which the need begins."""
    return candidate.most_a_week > 0 and room_left(candidate, candidate.busy, wanted.day)[1] <= 0


def room_left(candidate: Candidate, bound: Iterable[tuple[datetime, datetime]], day: date) -> tuple[int, int]:
    """Return how many services a candidate takes on besides those they are bound to: on a day, and in its week."""
    days = [day_of(start) for start, _ in bound]
    on_day = candidate.most_a_day or NO_LIMIT + len(days)
    in_week = candidate.most_a_week or NO_LIMIT + len(days)
    monday = monday_of(day)
    return on_day - days.count(day), in_week - sum(monday_of(each) == monday for each in days)


def monday_of(day: date) -> date:
    """Return the Monday that a day's week begins with."""
    return day - timedelta(days=day.weekday())
