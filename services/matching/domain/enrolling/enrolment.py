"""An enrolment: a person, or a body, reports to a community to serve there, and its staff confirm it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.enrolling.errors import BodyNameRequired, NothingButThePlace
from services.matching.domain.errors import IllegalStep
from shared.kernel.words import Words

FEWEST_SHOWN = 10
"""Persons are not counted in public below this many."""


class EnrolmentKind(StrEnum):
    """Who enrols. Source: 双报到 (营口 八, 江苏 五)."""

    PERSON = "PERSON"
    BODY = "BODY"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _KIND_WORDS[self]

    @property
    def most_at_once(self) -> int:
        """Return in how many communities one may be enrolled: a person where they live and where they work."""
        return 2 if self is EnrolmentKind.PERSON else 10


_KIND_WORDS = {
    EnrolmentKind.PERSON: Words("个人报到", "A person"),
    EnrolmentKind.BODY: Words("单位报到", "A body"),
}


class EnrolmentState(StrEnum):
    """Where an enrolment stands."""

    AWAITING_CONFIRMATION = "AWAITING_CONFIRMATION"
    CONFIRMED = "CONFIRMED"
    REFUSED = "REFUSED"
    ENDED = "ENDED"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _STATE_WORDS[self]


_STATE_WORDS = {
    EnrolmentState.AWAITING_CONFIRMATION: Words("等社区确认", "Awaiting the community"),
    EnrolmentState.CONFIRMED: Words("已报到", "Enrolled"),
    EnrolmentState.REFUSED: Words("未通过", "Not confirmed"),
    EnrolmentState.ENDED: Words("已结束", "Ended"),
}

NEXT_STATES: Mapping[EnrolmentState, frozenset[EnrolmentState]] = MappingProxyType(
    {
        EnrolmentState.AWAITING_CONFIRMATION: frozenset(
            {EnrolmentState.CONFIRMED, EnrolmentState.REFUSED, EnrolmentState.ENDED}
        ),
        EnrolmentState.CONFIRMED: frozenset({EnrolmentState.ENDED}),
        EnrolmentState.REFUSED: frozenset(),
        EnrolmentState.ENDED: frozenset(),
    }
)
LIVE = frozenset({EnrolmentState.AWAITING_CONFIRMATION, EnrolmentState.CONFIRMED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """One enrolment in one community; of a person only the place and the days are kept.

    Attributes:
        member_id: Who enrols, or who speaks for the body.
        body_name: What the body is called; empty for a person.
        party_id: The registered party that the body is, if it is one.
        offers: What the body is ready to give (资源清单), in its words.
        wishes: What the body hopes for (需求清单), in its words.
        decided_by: Staff member who decided last, or who ended it.
        reason: Why it was refused or ended, in words.
        decided_at: When staff confirmed or refused, UTC.
        ended_at: When it ended, UTC.
    """

    id: str
    version: int = 0
    kind: EnrolmentKind
    member_id: str
    body_name: str = ""
    party_id: str | None = None
    community_code: str
    offers: str = ""
    wishes: str = ""
    state: EnrolmentState = EnrolmentState.AWAITING_CONFIRMATION
    decided_by: str | None = None
    reason: str = ""
    created_at: datetime
    decided_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_live(self) -> bool:
        """Tell whether it stands, or may still."""
        return self.state in LIVE

    @property
    def live_key(self) -> str | None:
        """Return what no two live enrolments share: who, and where."""
        who = self.body_name or self.member_id
        return f"{self.kind}:{who}:{self.community_code}" if self.is_live else None

    def check_said(self) -> None:
        """Pass if a body says its name, and a person nothing but the place.

        Raises:
            BodyNameRequired: If a body has no name.
            NothingButThePlace: If a person says more.
        """
        if self.kind is EnrolmentKind.BODY and not self.body_name:
            raise BodyNameRequired
        said = (self.body_name, self.party_id, self.offers, self.wishes)
        if self.kind is EnrolmentKind.PERSON and any(said):
            raise NothingButThePlace

    def decided(self, there: EnrolmentState, *, by: str, at: datetime, reason: str = "") -> "Enrolment":
        """Return it confirmed, refused or ended; itself if that stands already.

        Raises:
            IllegalStep: If NEXT_STATES has no such arrow.
        """
        if there is self.state:
            return self
        if there not in NEXT_STATES[self.state]:
            raise IllegalStep(here=self.state.words.zh, there=there.words.zh)
        stepped = replace(self, state=there, decided_by=by, reason=reason)
        ends = there is EnrolmentState.ENDED
        return replace(stepped, ended_at=at) if ends else replace(stepped, decided_at=at)


def shown_count(persons: int) -> int | None:
    """Return a number of persons as it may be published: none between one and nine, lest somebody be known by it."""
    return None if 0 < persons < FEWEST_SHOWN else persons
