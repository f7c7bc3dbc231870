"""What matching says of bodies and communities that twin."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Id
from shared.events.topics import MATCHING


@event("matching.twinning-changed.v1", topic=MATCHING, key="twinning_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class TwinningChanged:
    """An agreement was proposed, agreed, refused or ended: ``state`` says which; ``staff_ids`` act for the body."""

    twinning_id: Id
    party_id: Id
    community_code: CommunityCode
    state: Code
    made_by: Id
    staff_ids: tuple[Id, ...]
    by: Id
