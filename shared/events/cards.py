"""What matching says of printed cards."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import CommunityCode, Id
from shared.events.topics import MATCHING


@event("matching.presence-card-changed.v1", topic=MATCHING, key="member_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceCardChanged:
    """A member holds a new printed card, or none that is good: ``holds`` says which."""

    member_id: Id
    community_code: CommunityCode
    holds: bool
    by: Id
