"""A spot check: the records drawn of a community, and what staff found of each. Source: 民政部令67号 18-21."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.checking.errors import AlreadyJudged, OwnCheck, StillToJudge
from services.matching.domain.records.record import Grade
from shared.kernel.errors import NotFound
from shared.kernel.words import Words


class Verdict(StrEnum):
    """What was found of a record."""

    RIGHT = "RIGHT"
    OTHER_MINUTES = "OTHER_MINUTES"
    OTHER_FACTS = "OTHER_FACTS"
    NOT_SERVED = "NOT_SERVED"
    NOT_VOLUNTEERING = "NOT_VOLUNTEERING"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _VERDICT_WORDS[self]


_VERDICT_WORDS = {
    Verdict.RIGHT: Words("属实", "Right"),
    Verdict.OTHER_MINUTES: Words("时长不符", "The time is wrong"),
    Verdict.OTHER_FACTS: Words("地点或内容不符", "Place or content is wrong"),
    Verdict.NOT_SERVED: Words("没有这次服务", "The service was not given"),
    Verdict.NOT_VOLUNTEERING: Words("不属于志愿服务", "It was no volunteering"),
}


class CheckState(StrEnum):
    """Where a spot check stands."""

    DRAWN = "DRAWN"
    PUBLISHED = "PUBLISHED"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return {
            CheckState.DRAWN: Words("核查中", "Being looked at"),
            CheckState.PUBLISHED: Words("已公布", "Published"),
        }[self]


NEXT_STATES: Mapping[CheckState, frozenset[CheckState]] = MappingProxyType(
    {
        CheckState.DRAWN: frozenset({CheckState.PUBLISHED}),
        CheckState.PUBLISHED: frozenset(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One record that was drawn.

    Attributes:
        vouched_by: Who answers for the record or entered it; somebody else looks at it.
        reason: How it was looked at, or what shows that it is wrong, in words; staff alone read it.
    """

    record_id: str
    member_id: str
    grade: Grade
    vouched_by: tuple[str, ...] = ()
    verdict: Verdict | None = None
    reason: str = ""
    by: str | None = None
    at: datetime | None = None

    def is_kept_from(self, member_id: str) -> bool:
        """Tell whether somebody may not look at it: it is their own, or they vouched for it."""
        return member_id == self.member_id or member_id in self.vouched_by


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotCheck:
    """The spot check of one community in one month.

    Attributes:
        id: Follows from community and month, so that nobody draws until they like what they see.
        month: In China, ``2026-11``.
        seed: Chance, published with the results, so that the draw can be repeated.
        from_at: Records entered from then on could be drawn, UTC.
        until_at: And before then, UTC.
        records: How many there were.
    """

    id: str
    version: int = 0
    community_code: str
    month: str
    seed: str
    from_at: datetime
    until_at: datetime
    records: int
    drawn_by: str
    drawn: tuple[Drawn, ...]
    state: CheckState = CheckState.DRAWN
    published_at: datetime | None = None
    published_by: str | None = None

    @property
    def left(self) -> int:
        """Return how many are still to be looked at."""
        return sum(each.verdict is None for each in self.drawn)

    @property
    def found(self) -> Mapping[Verdict, int]:
        """Return how often each verdict was given."""
        given = [each.verdict for each in self.drawn]
        return {verdict: given.count(verdict) for verdict in Verdict}

    def of(self, record_id: str) -> Drawn:
        """Return what is known of a record that was drawn.

        Raises:
            NotFound: If it was not.
        """
        found = next((each for each in self.drawn if each.record_id == record_id), None)
        if found is None:
            raise NotFound(kind="Drawn", id=record_id)
        return found

    def judged(self, record_id: str, verdict: Verdict, *, reason: str, by: str, now: datetime) -> "SpotCheck":
        """Return it with what somebody found of a record; itself if they found that before.

        Raises:
            NotFound: If the record was not drawn.
            OwnCheck: If it is their own service, or they vouched for it.
            AlreadyJudged: If something else was found.
        """
        before = self.of(record_id)
        if before.is_kept_from(by):
            raise OwnCheck
        if (before.verdict, before.reason) == (verdict, reason):
            return self
        if before.verdict is not None:
            raise AlreadyJudged
        after = replace(before, verdict=verdict, reason=reason, by=by, at=now)
        return replace(self, drawn=tuple(after if each is before else each for each in self.drawn))

    def published(self, *, by: str, now: datetime) -> "SpotCheck":
        """Return it with its results public; itself if they are.

        Raises:
            StillToJudge: If a record was not looked at.
        """
        if CheckState.PUBLISHED not in NEXT_STATES[self.state]:
            return self
        if self.left:
            raise StillToJudge(left=self.left)
        return replace(self, state=CheckState.PUBLISHED, published_at=now, published_by=by)
