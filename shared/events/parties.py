"""What matching says of the five parties and who acts for them."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Id
from shared.events.topics import MATCHING


@event("matching.party-registered.v1", topic=MATCHING, key="party_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRegistered:
    """A body asks the community to look at its registration, the first time or after it was mended."""

    party_id: Id
    community_code: CommunityCode
    party_kind: Code
    registered_by: Id


@event("matching.party-reviewed.v1", topic=MATCHING, key="party_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class PartyReviewed:
    """Staff approved, refused, suspended or restored a party: ``state`` says how it stands since."""

    party_id: Id
    community_code: CommunityCode
    party_kind: Code
    registered_by: Id
    reviewed_by: Id
    state: Code


@event("matching.party-staff-changed.v1", topic=MATCHING, key="party_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class PartyStaffChanged:
    """Someone acts for a party from now on, or no longer."""

    party_id: Id
    community_code: CommunityCode
    member_id: Id
    acts: bool
    changed_by: Id
