"""What matching says of times in which everybody is asked at once."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import CommunityCode, Id, Moment
from shared.events.topics import MATCHING


@event("matching.surge-declared.v1", topic=MATCHING, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class SurgeDeclared:
    """Until an instant everybody suitable is asked at once for each need of a community."""

    community_code: CommunityCode
    until_at: Moment
    by: Id


@event("matching.surge-ended.v1", topic=MATCHING, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class SurgeEnded:
    """Staff ended such a time before its instant; one that ends by itself is not told."""

    community_code: CommunityCode
    by: Id
