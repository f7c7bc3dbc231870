"""Weekly availability: windows of a member's week, and whether they cover a time."""

from collections.abc import Iterable
from datetime import datetime

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
