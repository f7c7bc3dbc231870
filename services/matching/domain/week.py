"""Weekly availability: windows of a member's week, and whether they cover a time."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from shared.kernel.clock import CHINA

DAY_MINUTES = 1440
WEEK_MINUTES = 7 * DAY_MINUTES

Spans = tuple[tuple[int, int], ...]
"""Minutes of the week from Monday midnight, China time; sorted, merged, and told twice so that Sunday runs into Monday."""


def spans_of(windows: Iterable[tuple[int, int, int]]) -> Spans:
    """Return the spans of windows given as weekday (1 Monday to 7), first and last minute of the day."""
    within = sorted(
        ((weekday - 1) * DAY_MINUTES + start, (weekday - 1) * DAY_MINUTES + end)
        for weekday, start, end in windows
    )
    twice = [*within, *((start + WEEK_MINUTES, end + WEEK_MINUTES) for start, end in within)]
    merged: list[tuple[int, int]] = []
    for start, end in twice:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def minutes_of_week(starts_at: datetime, ends_at: datetime) -> tuple[int, int]:
    """Return a time as minutes of the week in China; the end may lie in the following week."""
    start = starts_at.astimezone(CHINA)
    first = start.weekday() * DAY_MINUTES + start.hour * 60 + start.minute
    length = -((starts_at - ends_at).total_seconds() // 60)
    return first, first + int(length)


def covers(spans: Spans, start: int, end: int) -> bool:
    """Tell whether one of the spans holds all of the time from ``start`` to ``end``."""
    return any(first <= start and end <= last for first, last in spans)


def covers_with(spans: Spans, more: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether the spans and some more times, joined, hold all of the time from ``start`` to ``end``."""
    reached = start
    for first, last in sorted((*spans, *more)):
        if first <= reached < last:
            reached = last
    return end <= reached


def instants_of(on: date, from_minute: int, to_minute: int) -> tuple[datetime, datetime]:
    """Return the instants of a time of one day in China, told by minutes after midnight, UTC."""
    midnight = datetime.combine(on, time(), CHINA).astimezone(UTC)
    return midnight + timedelta(minutes=from_minute), midnight + timedelta(minutes=to_minute)
