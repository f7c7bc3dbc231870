"""Weekly hours as a member states them: sorted, none overlapping, touching ones joined."""

from collections.abc import Iterable

from services.matching.domain.register.errors import one_fault
from shared.identity.member import Window

MOST_WINDOWS = 50
DAY_MINUTES = 1440


def week_of(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Return the windows sorted, those that touch joined into one.

    Raises:
        BadInput: If one ends before it begins, or two overlap.
    """
    week: list[Window] = []
    for number, window in sorted(enumerate(windows), key=lambda each: each[1]):
        if window.to_minute <= window.from_minute:
            raise one_fault(
                f"windows.{number}.to_minute",
                "ends-before-begin",
                "结束时间应晚于开始时间",
                "The end must be after the beginning",
            )
        last = week[-1] if week and week[-1].weekday == window.weekday else None
        if last is not None and window.from_minute < last.to_minute:
            raise one_fault(
                f"windows.{number}.from_minute",
                "windows-overlap",
                "同一天的时间段不能重叠",
                "Two windows of one day may not overlap",
            )
        if last is not None and window.from_minute == last.to_minute:
            week[-1] = Window(weekday=last.weekday, from_minute=last.from_minute, to_minute=window.to_minute)
        else:
            week.append(window)
    return tuple(week)
