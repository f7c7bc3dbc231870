"""What matching says of named duties."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Id
from shared.events.topics import MATCHING


@event("matching.duty-holder-changed.v1", topic=MATCHING, key="duty_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class DutyHolderChanged:
    """Somebody holds a named duty from now on, or no longer: ``holds`` says which."""

    duty_id: Id
    duty_kind: Code
    community_code: CommunityCode
    member_id: Id
    holds: bool
    by: Id
