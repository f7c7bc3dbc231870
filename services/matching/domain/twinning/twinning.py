"""A twinning: what a body and a community agreed on, how often they meet, and when they did."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.errors import IllegalStep
from services.matching.domain.twinning.errors import DaysReversed, TooManyVisits, VisitOutside
from shared.kernel.words import Words

MOST_VISITS = 400
MOST_A_YEAR = 52
DAYS_A_YEAR = 365


class Side(StrEnum):
    """One of the two that agree."""

    PARTY = "PARTY"
    COMMUNITY = "COMMUNITY"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return {Side.PARTY: Words("机构", "The body"), Side.COMMUNITY: Words("社区", "The community")}[self]


class TwinningState(StrEnum):
    """Where an agreement stands."""

    PROPOSED = "PROPOSED"
    AGREED = "AGREED"
    REFUSED = "REFUSED"
    ENDED = "ENDED"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _STATE_WORDS[self]


_STATE_WORDS = {
    TwinningState.PROPOSED: Words("等对方同意", "Awaiting the other side"),
    TwinningState.AGREED: Words("结对中", "Agreed"),
    TwinningState.REFUSED: Words("未同意", "Not agreed"),
    TwinningState.ENDED: Words("已结束", "Ended"),
}

NEXT_STATES: Mapping[TwinningState, frozenset[TwinningState]] = MappingProxyType(
    {
        TwinningState.PROPOSED: frozenset({TwinningState.AGREED, TwinningState.REFUSED, TwinningState.ENDED}),
        TwinningState.AGREED: frozenset({TwinningState.ENDED}),
        TwinningState.REFUSED: frozenset(),
        TwinningState.ENDED: frozenset(),
    }
)
LIVE = frozenset({TwinningState.PROPOSED, TwinningState.AGREED})


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinVisit:
    """One meeting of the two.

    Attributes:
        id: Follows from the day and who told it, so that it is told once.
        what: What was done, in words.
    """

    id: str
    on: date
    what: str
    told_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Twinning:
    """What a body and a community agreed on.

    Attributes:
        purpose: What they do together, in words; public once agreed.
        visits_a_year: How often they meet, 1 to 52.
        from_on: First day, in China.
        until_on: Last day, in China.
        proposed_by: Which side proposed it; the other answers.
        visits: In the order they were told.
        reason: Why it was refused or ended, in words.
    """

    id: str
    version: int = 0
    party_id: str
    community_code: str
    purpose: str
    visits_a_year: int
    from_on: date
    until_on: date
    proposed_by: Side
    state: TwinningState = TwinningState.PROPOSED
    visits: tuple[TwinVisit, ...] = ()
    reason: str = ""
    made_by: str
    created_at: datetime
    changed_at: datetime

    @property
    def is_live(self) -> bool:
        """Tell whether it stands, or may still."""
        return self.state in LIVE

    @property
    def live_key(self) -> str | None:
        """Return what no two live agreements share."""
        return f"{self.party_id}:{self.community_code}" if self.is_live else None

    def check_days(self) -> None:
        """Pass if it ends after it begins.

        Raises:
            DaysReversed: Otherwise.
        """
        if self.until_on <= self.from_on:
            raise DaysReversed

    def visits_due(self, today: date) -> int:
        """Return how many visits should have been by a day: as agreed for a year, in proportion, rounded down."""
        end = min(today, self.until_on)
        days = max(0, (end - self.from_on).days)
        return self.visits_a_year * days // DAYS_A_YEAR

    def step(self, there: TwinningState, reason: str = "") -> "Twinning":
        """Return it agreed, refused or ended; itself if that stands already.

        Raises:
            IllegalStep: If NEXT_STATES has no such arrow.
        """
        if there is self.state:
            return self
        if there not in NEXT_STATES[self.state]:
            raise IllegalStep(here=self.state.words.zh, there=there.words.zh)
        return replace(self, state=there, reason=reason)

    def visited(self, visit: TwinVisit, today: date) -> "Twinning":
        """Return it with one more visit; itself if it has it.

        Raises:
            VisitOutside: If it is not agreed, or the day lies outside or ahead.
            TooManyVisits: If there are as many as it may hold.
        """
        if any(each.id == visit.id for each in self.visits):
            return self
        within = self.from_on <= visit.on <= min(self.until_on, today)
        if self.state is not TwinningState.AGREED or not within:
            raise VisitOutside
        if len(self.visits) >= MOST_VISITS:
            raise TooManyVisits(most=MOST_VISITS)
        return replace(self, visits=(*self.visits, visit))
