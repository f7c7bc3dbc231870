"""What matching says of ranking policies."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import CommunityCode, Count, Id
from shared.events.topics import MATCHING


@event("matching.ranking-switched.v1", topic=MATCHING, key="community_code")
@dataclass(frozen=True, slots=True, kw_only=True)
class RankingSwitched:
    """From now on a community's proposals are weighed by this version of its ranking policy."""

    community_code: CommunityCode
    number: Count
    by: Id
