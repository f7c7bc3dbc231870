"""What may be asked of twinnings, with the limits of every field."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.parties.commands import OptionalReason, Reason
from services.matching.domain.twinning.twinning import MOST_A_YEAR
from shared.events.days import OnDay
from shared.events.fields import CommunityCode, Id, Text, Whole

Purpose = Annotated[str, Text(least=2, most=500, lines=True)]
VisitsAYear = Annotated[int, Whole(least=1, most=MOST_A_YEAR, unit=(" 次", "times"))]
What = Annotated[str, Text(least=1, most=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeTwinning:
    """Propose an agreement to the other side: as staff of the body to the community, or the other way."""

    party_id: Id
    community_code: CommunityCode
    purpose: Purpose
    visits_a_year: VisitsAYear
    from_on: OnDay
    until_on: OnDay


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTwinning:
    """Agree to what the other side proposed, or say no with a reason."""

    agree: bool
    reason: OptionalReason = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndTwinning:
    """End an agreement, or take a proposal back."""

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class TellVisit:
    """Record that the two met on a day."""

    on: OnDay
    what: What


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinningsQuery:
    """Which agreements to list, newest first: of a body, or of a community; none is one's own community."""

    party_id: Id | None = None
    community_code: CommunityCode | None = None
