"""A care plan: for whom, what, when, who agreed to it, and who comes again and again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.caring.companion import STANDING, Companion, CompanionState
from services.matching.domain.caring.errors import EnoughCompanions, NotACompanion, TooManyChanges
from services.matching.domain.caring.visits import Visit, Visits
from services.matching.domain.errors import IllegalStep
from shared.kernel.words import Words

MOST_COMPANIONS = 3
MOST_CHANGES = 100


class PlanState(StrEnum):
    """Where a plan stands."""

    ASKED = "ASKED"
    DRAWN_UP = "DRAWN_UP"
    AGREED = "AGREED"
    PAUSED = "PAUSED"
    REFUSED = "REFUSED"
    ENDED = "ENDED"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _STATE_WORDS[self]


_STATE_WORDS = {
    PlanState.ASKED: Words("等社区安排", "Awaiting the community"),
    PlanState.DRAWN_UP: Words("等居民同意", "Awaiting the resident"),
    PlanState.AGREED: Words("进行中", "Under way"),
    PlanState.PAUSED: Words("已暂停", "Paused"),
    PlanState.REFUSED: Words("未同意", "Not agreed"),
    PlanState.ENDED: Words("已结束", "Ended"),
}

_S = PlanState
NEXT_STATES: Mapping[PlanState, frozenset[PlanState]] = MappingProxyType(
    {
        _S.ASKED: frozenset({_S.AGREED, _S.DRAWN_UP, _S.REFUSED, _S.ENDED}),
        _S.DRAWN_UP: frozenset({_S.AGREED, _S.REFUSED, _S.ENDED}),
        _S.AGREED: frozenset({_S.PAUSED, _S.ENDED}),
        _S.PAUSED: frozenset({_S.AGREED, _S.ENDED}),
        _S.REFUSED: frozenset(),
        _S.ENDED: frozenset(),
    }
)
WAITING = frozenset({_S.ASKED, _S.DRAWN_UP})
RUNNING = frozenset({_S.AGREED, _S.PAUSED})


class PlanEnd(StrEnum):
    """Why a plan was not agreed to, paused or ended; chosen, never typed."""

    NOT_NEEDED = "NOT_NEEDED"
    RESIDENT_WISHES = "RESIDENT_WISHES"
    AWAY = "AWAY"
    HOSPITAL = "HOSPITAL"
    MOVED = "MOVED"
    TERM_OVER = "TERM_OVER"
    OTHER = "OTHER"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _END_WORDS[self]


_END_WORDS = {
    PlanEnd.NOT_NEEDED: Words("不再需要", "It is no longer needed"),
    PlanEnd.RESIDENT_WISHES: Words("居民的意愿", "The resident wishes so"),
    PlanEnd.AWAY: Words("居民外出", "The resident is away"),
    PlanEnd.HOSPITAL: Words("居民住院", "The resident is in hospital"),
    PlanEnd.MOVED: Words("居民搬走了", "The resident moved away"),
    PlanEnd.TERM_OVER: Words("期限到了", "Its term is over"),
    PlanEnd.OTHER: Words("其他原因", "Another reason"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAgreement:
    """The resident's yes.

    Attributes:
        by: Who said so: the resident, their delegate, or staff who heard it spoken.
        at: UTC.
    """

    by: str
    spoken: bool = False
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CarePlan:
    """Visits to one resident that come again and again.

    Attributes:
        community_code: The resident's, 12 digits.
        visits: What was agreed, in order; of those that have begun by a day the last counts.
        agreement: The resident's yes, none yet perhaps.
        companions: Who was asked to come again and again, in order.
        asked_by: Who brought it about.
        kept_by: The member of staff who keeps it, and posts its visits; none while it only was asked for.
        reason: Why it was not agreed to, stands still or ended.
        looked_on: Day in China on which its visits were last posted and taken back.
    """

    id: str
    version: int = 0
    resident_id: str
    community_code: str
    service_kind: str
    title: str
    details: str = ""
    visits: tuple[Visits, ...]
    state: PlanState
    agreement: PlanAgreement | None = None
    companions: tuple[Companion, ...] = ()
    asked_by: str
    kept_by: str | None = None
    reason: PlanEnd | None = None
    looked_on: date | None = None
    created_at: datetime
    changed_at: datetime

    @property
    def is_live(self) -> bool:
        """Tell whether it runs, or may still."""
        return bool(NEXT_STATES[self.state])

    @property
    def circle(self) -> tuple[str, ...]:
        """Return the members who agreed to come again and again."""
        return tuple(each.member_id for each in self.companions if each.state is CompanionState.AGREED)

    def visits_on(self, day: date) -> Visits | None:
        """Return what is agreed for a day, if there is a visit on it and the plan runs."""
        begun = [each for each in self.visits if each.from_on <= day]
        if self.state is not PlanState.AGREED or not begun or not begun[-1].falls_on(day):
            return None
        return begun[-1]

    def holds(self, visit: Visit, starts_at: datetime, minutes: int, helpers: int) -> bool:
        """Tell whether a visit posted earlier stands: posted by what is agreed now, or just as that asks for."""
        now = self.visits_on(visit.on)
        if now is None:
            return False
        same = (now.starts_at(visit.on), now.minutes, now.helpers) == (starts_at, minutes, helpers)
        return now.number == visit.number or same

    def is_over_by(self, today: date) -> bool:
        """Tell whether the last day agreed is past."""
        last = self.visits[-1].until_on
        return last is not None and last < today

    def step(self, there: PlanState, reason: PlanEnd | None = None) -> "CarePlan":
        """Return it in state ``there``; itself if it is there.

        Raises:
            IllegalStep: If NEXT_STATES has no such arrow.
        """
        if there is self.state:
            return self
        if there not in NEXT_STATES[self.state]:
            raise IllegalStep(here=self.state.words.zh, there=there.words.zh)
        return replace(self, state=there, reason=reason)

    def with_visits(self, visits: Visits) -> "CarePlan":
        """Return it with other visits from their first day on; before it runs they take the place of those asked for.

        Raises:
            IllegalStep: If it is over.
            TooManyChanges: If it was changed as often as it may be.
        """
        if not self.is_live:
            raise IllegalStep(here=self.state.words.zh, there=PlanState.AGREED.words.zh)
        if self.state in WAITING:
            return replace(self, visits=(replace(visits, number=1),))
        if len(self.visits) > MOST_CHANGES:
            raise TooManyChanges(most=MOST_CHANGES)
        return replace(self, visits=(*self.visits, replace(visits, number=len(self.visits) + 1)))

    def companion(self, member_id: str) -> Companion | None:
        """Return how somebody stands as a companion, if they were ever asked."""
        return next((each for each in self.companions if each.member_id == member_id), None)

    def asking(self, member_id: str, at: datetime) -> "CarePlan":
        """Return it with somebody asked to be a companion; itself if they are, or are asked.

        Raises:
            EnoughCompanions: If the circle is full.
            IllegalStep: If it is over.
        """
        known = self.companion(member_id)
        if known is not None and known.state in STANDING:
            return self
        if not self.is_live:
            raise IllegalStep(here=self.state.words.zh, there=CompanionState.ASKED.words.zh)
        if sum(each.state in STANDING for each in self.companions) >= MOST_COMPANIONS:
            raise EnoughCompanions(most=MOST_COMPANIONS)
        asked = known.step(CompanionState.ASKED, at) if known else Companion(member_id=member_id, at=at)
        return replace(self, companions=_in_place(self.companions, asked))

    def with_companion(self, member_id: str, there: CompanionState, at: datetime) -> "CarePlan":
        """Return it with a companion in another state; itself if they are in it.

        Raises:
            NotACompanion: If they were never asked.
            IllegalStep: If no arrow leads there.
        """
        known = self.companion(member_id)
        if known is None:
            raise NotACompanion
        stepped = known.step(there, at)
        return self if stepped is known else replace(self, companions=_in_place(self.companions, stepped))


def _in_place(companions: Iterable[Companion], one: Companion) -> tuple[Companion, ...]:
    others = {each.member_id: each for each in companions}
    return tuple((others | {one.member_id: one}).values())
