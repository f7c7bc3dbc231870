"""When somebody should come: a few easy choices from now on, or an exact day and time; always China's clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Protocol

from services.matching.domain.errors import (
    EndsBeforeStart,
    MinutesBeyondWindow,
    StartsInThePast,
    TooFarAhead,
    WindowTooLong,
)
from services.matching.domain.register.errors import one_fault
from shared.events.fields import Minutes, Text
from shared.kernel.clock import CHINA
from shared.kernel.errors import BadInput, RuleBroken
from shared.kernel.words import Words

FIRST_HOUR = 8
LAST_HOUR = 19
MORNING = time(9)
AFTERNOON = time(14)
LENGTHS_MINUTES = (15, 30, 45, 60, 90, 120, 180, 240)
DAYS_OFFERED = 14
AGAINST_TIME = (StartsInThePast, EndsBeforeStart, TooFarAhead, WindowTooLong, MinutesBeyondWindow)
"""Rules broken by the time somebody chose; said where it was chosen."""

Day = Annotated[str, Text(most=10, pattern=r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?")]
ClockTime = Annotated[str, Text(most=5, pattern=r"(?:[0-9]{1,2}:[0-9]{2})?")]
Slot = Annotated[str, Text(most=16, pattern=r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})?")]
_NAMES = (Words("今天", "Today"), Words("明天", "Tomorrow"), Words("后天", "The day after"))
_WEEKDAYS = Words("一二三四五六日", "Mon Tue Wed Thu Fri Sat Sun")


class SaysWhen(Protocol):
    """A form that says when."""

    @property
    def slot(self) -> str:
        """Day and time of a card."""

    @property
    def day(self) -> str:
        """An exact day, in place of the card's."""

    @property
    def at(self) -> str:
        """An exact time, in place of the card's."""

    @property
    def minutes(self) -> Minutes | None:
        """How long; none is as long as usual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One easy choice of day and time."""

    start: datetime
    words: str
    hint: str

    @property
    def value(self) -> str:
        """Return what the form sends for it."""
        return slot_of(self.start)


def slot_of(instant: datetime) -> str:
    """Return an instant as the form says it: China's day and time."""
    return f"{instant.astimezone(CHINA):%Y-%m-%dT%H:%M}"


def next_start(now: datetime) -> datetime:
    """Return the start that is offered first: the next full hour by day, else tomorrow at nine."""
    here = now.astimezone(CHINA)
    full = here.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if full.date() == here.date() and FIRST_HOUR <= full.hour <= LAST_HOUR:
        return full
    if here.hour < FIRST_HOUR:
        return datetime.combine(here.date(), time(FIRST_HOUR), CHINA)
    return datetime.combine(here.date() + timedelta(days=1), MORNING, CHINA)


def same_time_again(earlier: datetime, now: datetime) -> datetime:
    """Return the next day and time, from an hour from now on, with an earlier one's time of day."""
    at = earlier.astimezone(CHINA).time().replace(second=0, microsecond=0)
    today = datetime.combine(now.astimezone(CHINA).date(), at, CHINA)
    return today if today >= now + timedelta(hours=1) else today + timedelta(days=1)


def cards(now: datetime, language: str, *, also: datetime | None = None) -> list[Card]:
    """Return the easy choices: soon, and mornings and afternoons of three days; ``also`` stands before them."""
    soon = next_start(now)
    today = now.astimezone(CHINA).date()
    usual = [
        datetime.combine(today + timedelta(days=ahead), at, CHINA)
        for ahead in range(len(_NAMES))
        for at in (MORNING, AFTERNOON)
    ]
    starts = [*([also] if also else []), soon, *(each for each in usual if each > soon)]
    return [_card(each, today, language) for each in dict.fromkeys(starts)]


def _card(start: datetime, today: date, language: str) -> Card:
    here = start.astimezone(CHINA)
    part = _part(here).say(language)
    day = day_words(here.date(), today, language)
    hint = f"{here:%H:%M} 开始" if language == "zh" else f"from {here:%H:%M}"
    return Card(start=start, words=f"{day}{part}" if language == "zh" else f"{day}, {part}", hint=hint)


def _part(here: datetime) -> Words:
    if here.hour < 12:
        return Words("上午", "morning")
    return Words("下午", "afternoon") if here.hour < 18 else Words("晚上", "evening")


def day_words(day: date, today: date, language: str) -> str:
    """Return a day as people call it, with the date where it is further away."""
    ahead = (day - today).days
    if 0 <= ahead < len(_NAMES):
        return _NAMES[ahead].say(language)
    return calendar_words(day, language)


def calendar_words(day: date, language: str) -> str:
    """Return a day with its weekday."""
    if language == "zh":
        return f"{day.month}月{day.day}日 周{_WEEKDAYS.zh[day.weekday()]}"
    return f"{_WEEKDAYS.en.split()[day.weekday()]} {day.day}/{day.month}"


def days_offered(now: datetime, language: str) -> list[tuple[str, str]]:
    """Return the coming days to choose from, as value and words."""
    today = now.astimezone(CHINA).date()
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_OFFERED)]
    return [(day.isoformat(), _day_line(day, today, language)) for day in days]


def _day_line(day: date, today: date, language: str) -> str:
    named, dated = day_words(day, today, language), calendar_words(day, language)
    return dated if named == dated else f"{named} {dated}"


def times_offered() -> list[str]:
    """Return the half hours of a day from six to ten in the evening."""
    return [f"{hour:02}:{minute:02}" for hour in range(6, 22) for minute in (0, 30)]


def lengths_offered(usual: int | None = None) -> list[int]:
    """Return the lengths to choose from, in minutes, with one that is not usual among them."""
    return sorted({*LENGTHS_MINUTES, *([usual] if usual else [])})


def start_said(form: SaysWhen) -> datetime:
    """Return the instant a form says: its card, with the exact day or time in place of the card's.

    Raises:
        BadInput: If it says none, or no such day or time exists.
    """
    day = form.day or form.slot[:10]
    at = form.at or form.slot[11:]
    if not day or not at:
        raise one_fault(
            "slot", "time-required", "请选择什么时候来", "Please choose when somebody should come"
        )
    hours = at.rjust(5, "0")
    try:
        return datetime.combine(date.fromisoformat(day), time.fromisoformat(hours), CHINA)
    except ValueError as cause:
        where = "day" if form.day else "slot"
        raise one_fault(
            where, "no-such-time", "没有这个日期或时间，请重新选择", "There is no such day or time"
        ) from cause


def told_at_the_time(refused: RuleBroken) -> BadInput:
    """Return a rule broken by the time chosen as the fault of the field it was chosen in."""
    return one_fault("slot", refused.code, refused.say("zh"), refused.say("en"))


def slot_typed(values: Mapping[str, object]) -> datetime | None:
    """Return the card a form came back with, if it is a time."""
    try:
        return datetime.fromisoformat(str(values.get("slot", ""))).replace(tzinfo=CHINA)
    except ValueError:
        return None
