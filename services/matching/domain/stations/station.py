"""A station: where it is, when it is open, who runs it, and what it offers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.giving.kinds import OpenHours
from services.matching.domain.stations.errors import HoursReversed, StationIsClosed
from shared.kernel.clock import CHINA
from shared.kernel.words import Words

MOST_STATIONS = 20
MOST_HOURS = 14


class StationKind(StrEnum):
    """What sort of station it is. Source: 江苏 十三 (社工站), 十五 (慈善小屋、超市), 眉山 三.5 (志愿服务站点)."""

    VOLUNTEER_SERVICE = "VOLUNTEER_SERVICE"
    SOCIAL_WORK = "SOCIAL_WORK"
    CHARITY = "CHARITY"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _KIND_WORDS[self]


_KIND_WORDS = {
    StationKind.VOLUNTEER_SERVICE: Words("志愿服务站", "Volunteer station"),
    StationKind.SOCIAL_WORK: Words("社会工作站", "Social work station"),
    StationKind.CHARITY: Words("慈善小屋、慈善超市", "Charity house or shop"),
}


class StationState(StrEnum):
    """Whether a station serves."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return {
            StationState.OPEN: Words("开放中", "Serving"),
            StationState.CLOSED: Words("已关闭", "Closed"),
        }[self]


NEXT_STATES: Mapping[StationState, frozenset[StationState]] = MappingProxyType(
    {
        StationState.OPEN: frozenset({StationState.CLOSED}),
        StationState.CLOSED: frozenset({StationState.OPEN}),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A place where a community is served.

    Attributes:
        party_id: The body that runs it.
        address: In words; public, for a station is no home.
        phone: Public; empty if there is none.
        offers: What it offers, in words.
        hours: When it is open, Monday first.
        reason: Why it is closed, in words.
    """

    id: str
    version: int = 0
    kind: StationKind
    party_id: str
    community_code: str
    name: str
    address: str
    phone: str = ""
    offers: str = ""
    hours: tuple[OpenHours, ...]
    state: StationState = StationState.OPEN
    reason: str = ""
    created_at: datetime
    changed_at: datetime

    def check_hours(self) -> None:
        """Pass if each day's hours end after they begin.

        Raises:
            HoursReversed: Otherwise.
        """
        if any(each.to_minute <= each.from_minute for each in self.hours):
            raise HoursReversed

    def check_open(self) -> None:
        """Pass if it serves.

        Raises:
            StationIsClosed: Otherwise.
        """
        if self.state is not StationState.OPEN:
            raise StationIsClosed

    def open_at(self, instant: datetime) -> bool:
        """Tell whether somebody is there at an instant."""
        local = instant.astimezone(CHINA)
        minute = local.hour * 60 + local.minute
        there = any(
            each.weekday == local.isoweekday() and each.from_minute <= minute < each.to_minute
            for each in self.hours
        )
        return self.state is StationState.OPEN and there

    def step(self, there: StationState, reason: str = "") -> "Station":
        """Return it closed with a reason, or open again; itself if it is there already."""
        return replace(self, state=there, reason=reason) if there in NEXT_STATES[self.state] else self
