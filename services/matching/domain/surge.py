"""A surge: for some hours a community asks everybody suitable at once, not a few at a time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

MOST_HOURS = 72
"""Whoever needs longer declares it again, with a reason: people tire of being asked for everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surge:
    """The newest one of a community.

    Attributes:
        id: The community's code.
        reason: Why, in the words of who declared it.
        by: Who declared it.
        since_at: From when, UTC.
        until_at: When it ends, or ended, by itself or by staff.
        ended_by: Who ended it before its time.
    """

    id: str
    version: int = 0
    reason: str
    by: str
    since_at: datetime
    until_at: datetime
    ended_by: str | None = None

    def holds_at(self, instant: datetime) -> bool:
        """Tell whether everybody is asked at an instant."""
        return self.since_at <= instant < self.until_at

    def declared(self, reason: str, by: str, now: datetime, hours: int) -> "Surge":
        """Return it declared anew, for so many hours from now on."""
        until_at = now + timedelta(hours=hours)
        return replace(self, reason=reason, by=by, since_at=now, until_at=until_at, ended_by=None)

    def ended(self, by: str, now: datetime) -> "Surge":
        """Return it ended; itself if it holds no more."""
        return replace(self, until_at=now, ended_by=by) if self.holds_at(now) else self
