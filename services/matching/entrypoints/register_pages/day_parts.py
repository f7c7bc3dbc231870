"""A week as people tick it: days by parts of the day, and the exact hours that no part says."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.matching.application.register.commands import StatedWindow
from services.matching.domain.register.errors import one_fault
from shared.identity.member import Window
from shared.kernel.words import Words

WEEKDAYS = (
    (1, Words("周一", "Mon")),
    (2, Words("周二", "Tue")),
    (3, Words("周三", "Wed")),
    (4, Words("周四", "Thu")),
    (5, Words("周五", "Fri")),
    (6, Words("周六", "Sat")),
    (7, Words("周日", "Sun")),
)
WORKING_DAYS = (1, 2, 3, 4, 5)
WEEKEND = (6, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPart:
    """A part of the day, in minutes after midnight, China time."""

    code: str
    words: Words
    from_minute: int
    to_minute: int

    @property
    def hours(self) -> str:
        """Return its hours, ``8–12``."""
        return f"{self.from_minute // 60}–{self.to_minute // 60}"


DAY_PARTS = (
    DayPart(code="morning", words=Words("上午", "Morning"), from_minute=480, to_minute=720),
    DayPart(code="noon", words=Words("中午", "Noon"), from_minute=720, to_minute=840),
    DayPart(code="afternoon", words=Words("下午", "Afternoon"), from_minute=840, to_minute=1080),
    DayPart(code="evening", words=Words("晚上", "Evening"), from_minute=1080, to_minute=1260),
)
_PARTS = {part.code: part for part in DAY_PARTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """An answer to "when": certain parts of certain days."""

    code: str
    words: Words
    hint: Words
    days: tuple[int, ...]
    parts: tuple[str, ...]


_BY_DAY = ("morning", "noon", "afternoon")
HABITS = (
    Habit(
        code="workday-day",
        words=Words("工作日白天", "Weekdays"),
        hint=Words("周一至周五 8–18 点", "Mon–Fri, 8–18 h"),
        days=WORKING_DAYS,
        parts=_BY_DAY,
    ),
    Habit(
        code="workday-evening",
        words=Words("工作日晚上", "Weekday evenings"),
        hint=Words("周一至周五 18–21 点", "Mon–Fri, 18–21 h"),
        days=WORKING_DAYS,
        parts=("evening",),
    ),
    Habit(
        code="weekend-day",
        words=Words("周末白天", "Weekends"),
        hint=Words("周六周日 8–18 点", "Sat and Sun, 8–18 h"),
        days=WEEKEND,
        parts=_BY_DAY,
    ),
    Habit(
        code="weekend-evening",
        words=Words("周末晚上", "Weekend evenings"),
        hint=Words("周六周日 18–21 点", "Sat and Sun, 18–21 h"),
        days=WEEKEND,
        parts=("evening",),
    ),
)
_HABITS = {habit.code: habit for habit in HABITS}


def windows_of_habits(codes: Iterable[str]) -> tuple[StatedWindow, ...]:
    """Return the week that tapped habits mean.

    Raises:
        BadInput: If one is none of :data:`HABITS`.
    """
    chosen = set(codes)
    if not chosen <= _HABITS.keys():
        raise _unknown_time()
    ticks = (f"{day}.{part}" for code in chosen for day in _HABITS[code].days for part in _HABITS[code].parts)
    return stated(windows_of_ticks(ticks))


def windows_of_ticks(ticks: Iterable[str]) -> tuple[Window, ...]:
    """Return the windows of ticks, each ``weekday.part``, those that touch joined.

    Raises:
        BadInput: If one is none.
    """
    return joined(_window(tick) for tick in ticks)


def _window(tick: str) -> Window:
    day, _, code = tick.partition(".")
    if code not in _PARTS or day not in {str(number) for number, _ in WEEKDAYS}:
        raise _unknown_time()
    part = _PARTS[code]
    return Window(weekday=int(day), from_minute=part.from_minute, to_minute=part.to_minute)


def joined(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Return the same hours as windows that neither overlap nor touch, sorted."""
    made: list[Window] = []
    for window in sorted(windows):
        last = made[-1] if made else None
        if last and last.weekday == window.weekday and window.from_minute <= last.to_minute:
            until = max(last.to_minute, window.to_minute)
            made[-1] = Window(weekday=last.weekday, from_minute=last.from_minute, to_minute=until)
        else:
            made.append(window)
    return tuple(made)


def ticks_of(windows: Iterable[Window]) -> tuple[str, ...]:
    """Return the ticks of a week: every part of a day that it holds whole."""
    week = joined(windows)
    return tuple(
        f"{day}.{part.code}"
        for day, _ in WEEKDAYS
        for part in DAY_PARTS
        if any(
            each.weekday == day and each.from_minute <= part.from_minute and part.to_minute <= each.to_minute
            for each in week
        )
    )


def exact_hours(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Return the hours of a week that its ticks do not say."""
    week = joined(windows)
    left = list(week)
    for ticked in windows_of_ticks(ticks_of(week)):
        left = [piece for window in left for piece in _without(window, ticked)]
    return tuple(left)


def _without(window: Window, gone: Window) -> list[Window]:
    if window.weekday != gone.weekday:
        return [window]
    pieces = (
        (window.from_minute, min(window.to_minute, gone.from_minute)),
        (max(window.from_minute, gone.to_minute), window.to_minute),
    )
    return [
        Window(weekday=window.weekday, from_minute=start, to_minute=end)
        for start, end in pieces
        if start < end
    ]


def stated(windows: Iterable[Window]) -> tuple[StatedWindow, ...]:
    """Return windows as the register takes them."""
    return tuple(
        StatedWindow(weekday=each.weekday, from_minute=each.from_minute, to_minute=each.to_minute)
        for each in windows
    )


def minute_of(clock: str) -> int:
    """Return the minutes after midnight of ``14:30``."""
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def clock_of(minute: int) -> str:
    """Return ``14:30`` for minutes after midnight."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def spoken_week(windows: Iterable[Window]) -> list[tuple[Words, str]]:
    """Return the days of a week that hold hours, each with them: ``周一``, ``08:00–12:00、14:00–18:00``."""
    week = joined(windows)
    by_day = {
        day: "、".join(
            f"{clock_of(each.from_minute)}–{clock_of(each.to_minute)}" for each in week if each.weekday == day
        )
        for day, _ in WEEKDAYS
    }
    return [(words, by_day[day]) for day, words in WEEKDAYS if by_day[day]]


def _unknown_time() -> Exception:
    return one_fault("times", "no-such-time", "请从列出的时间中选择", "Please choose from the times shown")
