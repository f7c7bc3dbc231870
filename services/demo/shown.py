"""What the platform shows at the end of a demo, of what this run made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

_CAME_TO_NOTHING = frozenset({"CANCELLED", "NO_SHOW"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAssignment:
    """An assignment as staff see it."""

    id: str
    need_id: str
    member_id: str
    starts_at: datetime
    ends_at: datetime
    state: str
    minutes: int | None

    @property
    def binds(self) -> bool:
        """Tell whether it holds somebody's time and a place."""
        return self.state not in _CAME_TO_NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAttendance:
    """A person on the list of a shift; ``minutes`` are 0 where it was not volunteering."""

    shift_id: str
    member_id: str
    starts_at: datetime
    ends_at: datetime
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCredit:
    """A posting of service minutes as its owner sees it."""

    member_id: str
    assignment_id: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the platform shows at the end of what this run made.

    Attributes:
        wanted: Helpers wanted, by need, those that redemptions became included.
        needs_listed: The other needs, as often as they were listed.
        attended: People on the lists of shifts.
        shift_credits: Postings that came of shifts.
        service_minutes: Of the volunteers' accounts, all together.
        saved: Credits, by member.
        held_minutes: Set aside of them, all together.
        redemptions: Where each stands, and the minutes it used.
        certificates: Whether each holds, by id.
        parts: Where each part of a need stands, by need and part.
        added: Minutes of service that came of no service of this run, by member.
        awards: Communities of the awards published for objections, by id.
        pools: Minutes that pools say were drawn for residents, by community.
    """

    wanted: dict[str, int]
    needs_listed: int
    assignments: tuple[ShownAssignment, ...]
    credits: tuple[ShownCredit, ...]
    attended: tuple[ShownAttendance, ...] = ()
    shift_credits: tuple[ShownCredit, ...] = ()
    service_minutes: int
    notices: int
    ledger_sum_minutes: int
    chain_ok: bool
    parked: int
    saved: Mapping[str, int] = field(default_factory=dict)
    held_minutes: int = 0
    redemptions: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    certificates: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    added: Mapping[str, int] = field(default_factory=dict)
    awards: Mapping[str, str] = field(default_factory=dict)
    pools: Mapping[str, int] = field(default_factory=dict)

    @property
    def stated_minutes(self) -> int:
        """Return what the statements add up to, in minutes of service."""
        services = (*self.credits, *self.shift_credits)
        return sum(each.minutes for each in services) + sum(self.added.values())
