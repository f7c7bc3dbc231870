"""The one place that reads the machine's time."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the time; two implementations exist, one real and one for tests and simulations."""

    def now(self) -> datetime:
        """Return the instant now, aware, UTC, to the millisecond (what the documents can keep)."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the instant now, UTC, to the millisecond."""
        return to_millisecond(datetime.now(tz=UTC))  # noqa: TID251 -- this is the clock


@dataclass(slots=True)
class SetClock:
    """A clock that stands until it is moved."""

    at: datetime

    def now(self) -> datetime:
        """Return the instant it was set to."""
        return self.at

    def advance(self, **amount: float) -> None:
        """Move the clock on by what :class:`datetime.timedelta` takes."""
        self.at += timedelta(**amount)


def to_millisecond(instant: datetime) -> datetime:
    """Return the instant cut to whole milliseconds."""
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def monotonic_seconds() -> float:
    """Return seconds that never go back, for measuring spans within one process."""
    return time.monotonic()


def unix_millis(instant: datetime) -> int:
    """Return whole milliseconds since 1970 for an aware instant."""
    return round(instant.timestamp() * 1000)


def from_unix_millis(millis: int) -> datetime:
    """Return the aware UTC instant for milliseconds since 1970."""
    return datetime.fromtimestamp(millis / 1000, tz=UTC)


def iso(instant: datetime) -> str:
    """Return RFC 3339 in UTC with milliseconds, as every API and event writes instants."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
