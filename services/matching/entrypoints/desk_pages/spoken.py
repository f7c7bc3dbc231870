"""What the desk says of clocks, and of why somebody suits a need, in words for staff."""

from dataclasses import dataclass
from datetime import datetime

from services.matching.application.views import NeedView, ReasonView
from services.matching.domain.need import NeedState
from shared.kernel.geography import walking_minutes
from shared.kernel.words import Words

SOON_MINUTES = 180
LITTLE_LEFT = 0.25
_DAY_MINUTES = 24 * 60
_WAITS = (NeedState.AWAITING_REVIEW, NeedState.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLeft:
    """The clock of a need.

    Attributes:
        fraction: Of the time from posting to the start, what is left; 0 to 1.
        words: The same in words.
        tone: ``plain``, ``wait`` when little is left, ``stop`` when it is over.
    """

    fraction: float
    words: str
    tone: str


def time_left(need: NeedView, now: datetime, language: str) -> TimeLeft | None:
    """Return the clock of a need: to its start, or once a helper is found to its end; None for a closed one."""
    if need.state in _WAITS:
        return _to_start(need, now, language)
    if need.state is not NeedState.FILLED:
        return None
    if now < need.starts_at:
        return TimeLeft(fraction=1, words=_left(_minutes(now, need.starts_at)).say(language), tone="plain")
    if now < need.ends_at:
        return TimeLeft(fraction=1, words=Words("正在服务时间", "Now").say(language), tone="plain")
    return TimeLeft(
        fraction=0.2, words=Words("等确认时长", "Minutes to be confirmed").say(language), tone="wait"
    )


def _to_start(need: NeedView, now: datetime, language: str) -> TimeLeft:
    left = _minutes(now, need.starts_at)
    if left <= 0:
        words = Words(f"已过 {_length(-left).zh}", f"{_length(-left).en} late")
        return TimeLeft(fraction=0, words=words.say(language), tone="stop")
    fraction = left / max(1, _minutes(need.created_at, need.starts_at))
    is_short = left < SOON_MINUTES or fraction < LITTLE_LEFT
    return TimeLeft(
        fraction=min(1, fraction), words=_left(left).say(language), tone="wait" if is_short else "plain"
    )


def _left(minutes: int) -> Words:
    length = _length(minutes)
    return Words(f"还有 {length.zh}", f"{length.en} left")


def waited(need: NeedView, now: datetime, language: str) -> str:
    """Return for how long a need has stood."""
    return _length(_minutes(need.created_at, now)).say(language)


def _minutes(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds() // 60)


def _length(minutes: int) -> Words:
    minutes = max(0, minutes)
    if minutes < 60:
        return Words(f"{minutes} 分钟", f"{minutes} min")
    if minutes < 2 * _DAY_MINUTES:
        return Words(f"{minutes // 60} 小时", f"{minutes // 60} h")
    return Words(f"{minutes // _DAY_MINUTES} 天", f"{minutes // _DAY_MINUTES} days")


def reason_words(reason: ReasonView) -> Words:
    """Return why somebody is suggested, said of them; a reason not known here stands as they were told it."""
    value = reason.value
    known = {
        "distance": Words(
            f"步行约 {walking_minutes(value)} 分钟 · {value} 米",
            f"about {walking_minutes(value)} min on foot · {value} m",
        ),
        "same-community": Words("住在本社区", "lives in this community"),
        "times": Words("这个时间有空", "is free then"),
        "times-not-set": Words("没有填写空闲时间", "has not said when they are free"),
        "skill": Words("技能或证书合适", "suitable skills or certificates"),
        "load": Words(
            f"近期 {value} 次服务", "1 service lately" if value == 1 else f"{value} services lately"
        )
        if value
        else Words("近期没有服务", "no services lately"),
    }
    return known.get(reason.code, reason.says)
