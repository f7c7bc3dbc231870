"""What matching says of the parts of needs: goods, funds, venues and professional help."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Count, Id, Moment
from shared.events.topics import MATCHING


@event("matching.part-asked.v1", topic=MATCHING, key="need_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class PartAsked:
    """A part of a need waits for an answer; ``member_ids`` could give it by what they offer, or as social workers there."""

    need_id: Id
    community_code: CommunityCode
    resident_id: Id
    posted_by: Id
    part_id: Id
    offer_kind: Code
    professional: bool
    due_at: Moment
    member_ids: tuple[Id, ...] = ()


@event("matching.part-reserved.v1", topic=MATCHING, key="need_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class PartReserved:
    """Somebody answers a part of a need; what it takes is set aside, in units, fen or people."""

    need_id: Id
    community_code: CommunityCode
    resident_id: Id
    posted_by: Id
    part_id: Id
    offer_kind: Code
    owner_id: Id
    reservation_id: Id
    quantity: Count
    by: Id
    party_id: Id | None = None
    offer_id: Id | None = None
    due_at: Moment | None = None


@event("matching.part-released.v1", topic=MATCHING, key="need_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class PartReleased:
    """A part of a need is answered no longer: given back, or returned."""

    need_id: Id
    community_code: CommunityCode
    resident_id: Id
    posted_by: Id
    part_id: Id
    offer_kind: Code
    owner_id: Id
    reservation_id: Id
    by: Id
    party_id: Id | None = None
    offer_id: Id | None = None
    reason: Code | None = None


@event("matching.part-handed-over.v1", topic=MATCHING, key="need_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class PartHandedOver:
    """What a part of a need asks for was handed over; the receiving side has yet to say so."""

    need_id: Id
    community_code: CommunityCode
    resident_id: Id
    posted_by: Id
    part_id: Id
    offer_kind: Code
    owner_id: Id
    reservation_id: Id
    quantity: Count
    by: Id
    party_id: Id | None = None
    offer_id: Id | None = None


@event("matching.part-confirmed.v1", topic=MATCHING, key="need_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class PartConfirmed:
    """The receiving side, or staff for it, says that it arrived; what was set aside beyond it is back in stock."""

    need_id: Id
    community_code: CommunityCode
    resident_id: Id
    posted_by: Id
    part_id: Id
    offer_kind: Code
    owner_id: Id
    reservation_id: Id
    quantity: Count
    by: Id
    party_id: Id | None = None
    offer_id: Id | None = None
    confirmed_as: Code | None = None
