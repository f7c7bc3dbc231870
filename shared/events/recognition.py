"""What matching says of stars and medals."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Id
from shared.events.topics import MATCHING


@event("matching.award-changed.v1", topic=MATCHING, key="award_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class AwardChanged:
    """An award was asked for, published, given, refused or withdrawn: ``state`` says which."""

    award_id: Id
    community_code: CommunityCode
    member_id: Id
    state: Code
    by: Id
