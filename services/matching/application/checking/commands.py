"""What may be asked of spot checks, with the limits of every field."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.domain.checking.spot_check import Verdict
from shared.events.fields import CommunityCode, Id, Text

Found = Annotated[str, Text(least=2, most=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawSpotCheck:
    """Draw this month's records of a community; none is one's own."""

    community_code: CommunityCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeRecord:
    """Say what was found of a record that was drawn.

    Attributes:
        reason: How it was looked at, or what shows that it is wrong.
    """

    record_id: Id
    verdict: Verdict
    reason: Found


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotChecksQuery:
    """Of which community; none is one's own."""

    community_code: CommunityCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedChecksQuery:
    """Of which community."""

    community_code: CommunityCode
