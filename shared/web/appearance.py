"""How times, minutes and distances are said to people, and what every template may call.

What a template may rely on.  Everywhere, also inside macros (``install`` puts these on the environment):
    ``t(zh, en)``            the words in the reader's language
    ``speaking()``           ``"zh"`` or ``"en"``
    ``csrf_field()``         the hidden field ``csrf`` that every form that posts carries
    ``asset("app.css")``     the address of a built file, with the hash of its content
    ``ui``                   every macro of ``parts/all.html``, e.g. ``{{ ui.field("name", t("姓名", "Name")) }}``
    filters                  ``start|when(end)``, ``|instant``, ``|day``, ``|clock``, ``|ago``, ``|hours``, ``|walk``, ``|number``, ``|iso``
From the request, in pages and shells but not inside macros:
    ``language``, ``now`` (aware, UTC), ``csrf_token``
    ``actor``                the signed-in :class:`Actor` or ``None``
    ``me``                   ``name``, ``unread``, ``elderly_mode``; ``None`` for a stranger without preferences
    ``places``               at most five of ``url``, ``icon``, ``words``, ``current``, ``badge``
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from markupsafe import Markup

from shared.kernel.clock import CHINA, iso
from shared.kernel.geography import walking_minutes

NOTHING = "–"
"""What stands where there is nothing to say."""

FARTHEST_WALK_METRES = 3_000
"""Beyond this nobody walks; the minutes would only look odd."""

WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NEAR_DAYS_ZH = {-1: "昨天", 0: "今天", 1: "明天", 2: "后天"}
NEAR_DAYS_EN = {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """In which language one page is written, at what time, for which session.

    Attributes:
        language: ``zh`` or ``en``.
        now: Aware, UTC; what "today" and "ago" are counted from.
        csrf_token: What the forms of this page carry.
    """

    language: str
    now: datetime
    csrf_token: str = ""

    def say(self, zh: str, en: str) -> str:
        """Return the words in this language."""
        return zh if self.language.startswith("zh") else en

    def day(self, instant: date | datetime | None) -> str:
        """Return ``今天``, ``10月9日 周四``, or with its year ``2026年1月3日 周六``, as counted in China."""
        if instant is None:
            return NOTHING
        day, today = _china_day(instant), _china_day(self.now)
        near = self._near_days().get((day - today).days)
        return near if near is not None else self._calendar_day(day, with_year=day.year != today.year)

    def clock(self, instant: datetime | None) -> str:
        """Return the time of day in China, ``14:05``."""
        return NOTHING if instant is None else f"{instant.astimezone(CHINA):%H:%M}"

    def instant(self, instant: datetime | None) -> str:
        """Return day and time of day, ``明天 14:05``."""
        return NOTHING if instant is None else f"{self.day(instant)} {self.clock(instant)}"

    def when(self, start: datetime | None, end: datetime | None = None) -> str:
        """Return a span as people say it, ``今天 14:00–16:00，2 小时``; the second day only if it is another."""
        if start is None or end is None:
            return self.instant(start)
        same_day = _china_day(start) == _china_day(end)
        last = self.clock(end) if same_day else self.instant(end)
        length = self.hours(round((end - start).total_seconds() / 60))
        return f"{self.instant(start)}–{last}{self.say('，', ', ')}{length}"

    def hours(self, minutes: int | None) -> str:
        """Return minutes as hours and minutes, ``1 小时 30 分``; whole numbers, never a fraction."""
        if minutes is None:
            return NOTHING
        whole, rest = divmod(abs(minutes), 60)
        sign = "−" if minutes < 0 else ""
        if not whole:
            return self.say(f"{sign}{rest} 分钟", f"{sign}{rest} min")
        if not rest:
            return self.say(f"{sign}{whole:,} 小时", f"{sign}{whole:,} h")
        return self.say(f"{sign}{whole:,} 小时 {rest} 分", f"{sign}{whole:,} h {rest} min")

    def walk(self, metres: int | None) -> str:
        """Return a distance as minutes on foot and metres, ``步行约 6 分钟 · 420 米``; far ones in kilometres alone."""
        if metres is None:
            return NOTHING
        far = metres >= 1_000
        length = (
            self.say(f"{metres / 1000:.1f} 公里", f"{metres / 1000:.1f} km")
            if far
            else self.say(f"{metres} 米", f"{metres} m")
        )
        if metres > FARTHEST_WALK_METRES:
            return length
        minutes = walking_minutes(metres)
        return self.say(f"步行约 {minutes} 分钟 · {length}", f"about {minutes} min on foot · {length}")

    def ago(self, instant: datetime | None) -> str:
        """Return how long ago, or in how long, within a day; beyond that the day and time."""
        if instant is None:
            return NOTHING
        seconds = (self.now - instant).total_seconds()
        minutes, past = int(abs(seconds) // 60), seconds >= 0
        if minutes < 1:
            return self.say("刚刚", "just now") if past else self.say("马上", "in a moment")
        if minutes < 60:
            return self.say(
                f"{minutes} 分钟{'前' if past else '后'}",
                f"{minutes} min ago" if past else f"in {minutes} min",
            )
        if minutes < 24 * 60:
            hours = minutes // 60
            return self.say(
                f"{hours} 小时{'前' if past else '后'}", f"{hours} h ago" if past else f"in {hours} h"
            )
        return self.instant(instant)

    def _near_days(self) -> dict[int, str]:
        return NEAR_DAYS_ZH if self.language.startswith("zh") else NEAR_DAYS_EN

    def _calendar_day(self, day: date, *, with_year: bool) -> str:
        if self.language.startswith("zh"):
            year = f"{day.year}年" if with_year else ""
            return f"{year}{day.month}月{day.day}日 {WEEKDAYS_ZH[day.weekday()]}"
        year = f" {day.year}" if with_year else ""
        return f"{WEEKDAYS_EN[day.weekday()]} {day.day} {MONTHS_EN[day.month - 1]}{year}"


@dataclass(frozen=True, slots=True)
class Assets:
    """The built files and where a browser finds them.

    Attributes:
        hashes: Short hash of the content by name; a name that is missing is served without one.
        base: Address of the folder they are served from.
    """

    hashes: dict[str, str]
    base: str = "/static/build"

    @classmethod
    def built_in(cls, folder: Path, base: str = "/static/build") -> "Assets":
        """Return what ``manifest.json`` in ``folder`` lists; nothing if the pages were not built yet."""
        manifest = folder / "manifest.json"
        hashes = json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else {}
        return cls(hashes=hashes, base=base)

    def url(self, name: str) -> str:
        """Return the address of ``name``; it changes when the content does, so it may be cached for ever."""
        known = self.hashes.get(name)
        return f"{self.base}/{name}?v={known}" if known else f"{self.base}/{name}"


class CompiledOnce(BytecodeCache):
    """Compiled templates, kept as long as the process: its second application need not compile them again."""

    def __init__(self) -> None:
        """Start with none."""
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that was compiled before from the same source."""
        kept = self._kept.get(bucket.key + bucket.checksum)
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template."""
        self._kept[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


_COMPILED = CompiledOnce()


def install(environment: Environment, *, voice: Callable[[], Voice], assets: Assets) -> None:
    """Give every template of ``environment`` the names listed at the head of this module.

    Args:
        environment: Its loader must find ``parts/all.html``.
        voice: Returns the voice of the request that is being answered; called at each use.
        assets: The built files.
    """
    environment.bytecode_cache = _COMPILED
    environment.globals.update(
        t=lambda zh, en: voice().say(zh, en),
        speaking=lambda: voice().language,
        csrf_field=lambda: Markup('<input type="hidden" name="csrf" value="{}">').format(voice().csrf_token),
        asset=assets.url,
    )
    environment.filters.update(
        when=lambda start, end=None: voice().when(start, end),
        instant=lambda instant: voice().instant(instant),
        day=lambda instant: voice().day(instant),
        clock=lambda instant: voice().clock(instant),
        ago=lambda instant: voice().ago(instant),
        hours=lambda minutes: voice().hours(minutes),
        walk=lambda metres: voice().walk(metres),
        number=lambda count: NOTHING if count is None else f"{count:,}",
        iso=lambda instant: iso(instant) if isinstance(instant, datetime) else instant.isoformat(),
    )
    environment.globals["ui"] = environment.get_template("parts/all.html").module


def _china_day(instant: date | datetime) -> date:
    return instant.astimezone(CHINA).date() if isinstance(instant, datetime) else instant


def this_instant_in_china(instant: datetime) -> str:
    """Return ``2025-10-09T14:00`` in China's time, as a ``datetime-local`` field takes it."""
    return f"{instant.astimezone(CHINA):%Y-%m-%dT%H:%M}"


def instant_from_field(text: str) -> datetime:
    """Return the UTC instant for what a ``datetime-local`` field sent.

    Raises:
        ValueError: If it is no such text.
    """
    return datetime.fromisoformat(text).replace(tzinfo=CHINA).astimezone(UTC)
