"""An award: a star or medal that a volunteer asks for, that is published for objections, and then given. Source: 民政部令67号 10."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.errors import IllegalStep
from services.matching.domain.recognition.errors import ObjectionsOpen, TermRuns, TooManyObjections
from shared.identity.member import day_in_china
from shared.kernel.words import Words
from shared.kernel.working_days import end_of_term

NOTICE_WORKING_DAYS = 5
MOST_OBJECTIONS = 50


class AwardKind(StrEnum):
    """What is given."""

    STAR = "STAR"
    MEDAL = "MEDAL"

    def words(self, level: int) -> Words:
        """Return what people call it at a level."""
        if self is AwardKind.STAR:
            return Words(f"{'一二三四五'[level - 1]}星志愿者", f"{level}-star volunteer")
        return Words(f"志愿服务奖章 {level} 级", f"Volunteer medal, level {level}")


class AwardState(StrEnum):
    """Where an award stands."""

    APPLIED = "APPLIED"
    PUBLISHED = "PUBLISHED"
    AWARDED = "AWARDED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _STATE_WORDS[self]


_STATE_WORDS = {
    AwardState.APPLIED: Words("已申请", "Asked for"),
    AwardState.PUBLISHED: Words("公示中", "Published for objections"),
    AwardState.AWARDED: Words("已授予", "Given"),
    AwardState.REFUSED: Words("未授予", "Not given"),
    AwardState.WITHDRAWN: Words("已撤回", "Withdrawn"),
}

NEXT_STATES: Mapping[AwardState, frozenset[AwardState]] = MappingProxyType(
    {
        AwardState.APPLIED: frozenset({AwardState.PUBLISHED, AwardState.REFUSED}),
        AwardState.PUBLISHED: frozenset({AwardState.AWARDED, AwardState.REFUSED}),
        AwardState.AWARDED: frozenset({AwardState.WITHDRAWN}),
        AwardState.REFUSED: frozenset({AwardState.APPLIED}),
        AwardState.WITHDRAWN: frozenset({AwardState.APPLIED}),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What somebody has against an award.

    Attributes:
        id: Follows from who says what, so that it is said once.
        answer: Of staff, in words; empty as long as there is none.
    """

    id: str
    words: str
    by: str
    at: datetime
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """One star or medal of one person; who asks for it agrees that name and hours are published for a term.

    Attributes:
        id: Follows from person, kind and level.
        minutes: Served when it was asked for.
        rating_tenths: Mean of the ratings then, in tenths; None if nobody rated.
        on_board: Whether the person wants to stand on the honour board; they may change their mind.
        published_at: When its term began, UTC.
        reason: Why it was refused or withdrawn, in words.
    """

    id: str
    version: int = 0
    member_id: str
    community_code: str
    kind: AwardKind
    level: int
    minutes: int
    rating_tenths: int | None = None
    on_board: bool = False
    state: AwardState = AwardState.APPLIED
    asked_at: datetime
    published_at: datetime | None = None
    objections: tuple[Objection, ...] = ()
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str = ""

    @property
    def term_ends_at(self) -> datetime | None:
        """Return when objections are too late, UTC: five working days after it was published."""
        return end_of_term(self.published_at, NOTICE_WORKING_DAYS) if self.published_at else None

    def step(self, there: AwardState, *, by: str, now: datetime, reason: str = "") -> "Award":
        """Return it in another state; itself if it is there.

        Raises:
            IllegalStep: If NEXT_STATES has no such arrow.
        """
        if there is self.state:
            return self
        if there not in NEXT_STATES[self.state]:
            raise IllegalStep(here=self.state.words.zh, there=there.words.zh)
        return replace(self, state=there, decided_by=by, decided_at=now, reason=reason)

    def published(self, *, by: str, now: datetime) -> "Award":
        """Return it open to objections from now on."""
        after = self.step(AwardState.PUBLISHED, by=by, now=now)
        return self if after is self else replace(after, published_at=now, objections=())

    def given(self, *, by: str, now: datetime) -> "Award":
        """Return it given.

        Raises:
            TermRuns: If objections may still come.
            ObjectionsOpen: If one has no answer.
        """
        after = self.step(AwardState.AWARDED, by=by, now=now)
        if after is self:
            return self
        ends_at = self.term_ends_at
        if ends_at is not None and now < ends_at:
            raise TermRuns(until=day_in_china(ends_at).isoformat())
        if any(not each.answer for each in self.objections):
            raise ObjectionsOpen
        return after

    def objected(self, objection: Objection) -> "Award":
        """Return it with an objection; itself if it has it.

        Raises:
            IllegalStep: If it is not published.
            TooManyObjections: If it holds as many as it may.
        """
        if self.state is not AwardState.PUBLISHED:
            raise IllegalStep(here=self.state.words.zh, there=AwardState.PUBLISHED.words.zh)
        if any(each.id == objection.id for each in self.objections):
            return self
        if len(self.objections) >= MOST_OBJECTIONS:
            raise TooManyObjections(most=MOST_OBJECTIONS)
        return replace(self, objections=(*self.objections, objection))

    def answered(self, objection_id: str, answer: str) -> "Award":
        """Return it with an objection answered."""
        kept = tuple(
            replace(each, answer=answer) if each.id == objection_id else each for each in self.objections
        )
        return replace(self, objections=kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardBan:
    """Until when somebody who made up hours asks for nothing.

    Attributes:
        id: The member's.
        until_on: First day on which they may again, in China.
    """

    id: str
    version: int = 0
    until_on: date
    reason: str
    by: str
