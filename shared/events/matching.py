"""What matching says of needs, offers, proposals and assignments."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Count, Id, Metres, Minutes, Moment
from shared.events.topics import MATCHING


@event("matching.need-posted.v1", topic=MATCHING, key="need_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class NeedPosted:
    """A need was written down; it is open at once, or waits for review."""

    need_id: Id
    community_code: CommunityCode
    resident_id: Id
    posted_by: Id
    service_kind: Code
    expected_minutes: Minutes
    helpers_wanted: Count
    starts_at: Moment
    ends_at: Moment
    state: Code


@event("matching.need-opened.v1", topic=MATCHING, key="need_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class NeedOpened:
    """A need may be matched from now on: after review, or again after a helper left or it was amended."""

    need_id: Id
    community_code: CommunityCode
    resident_id: Id
    posted_by: Id


@event("matching.need-amended.v1", topic=MATCHING, key="need_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAmended:
    """What was asked changed; ``starts_at`` is given if the hour did, and who is bound to it already, with their assignments."""

    need_id: Id
    community_code: CommunityCode
    resident_id: Id
    amended_by: Id
    service_kind: Code | None = None
    starts_at: Moment | None = None
    helper_ids: tuple[Id, ...] = ()
    assignment_ids: tuple[Id, ...] = ()


@event("matching.need-closed.v1", topic=MATCHING, key="need_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class NeedClosed:
    """A need is no longer matched: refused, withdrawn, expired or met."""

    need_id: Id
    community_code: CommunityCode
    resident_id: Id
    posted_by: Id
    state: Code
    reason: Code | None = None
    service_kind: Code | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None


@event("matching.need-accepted.v1", topic=MATCHING, key="need_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAccepted:
    """A helper took a place of a need; ``places_left`` places remain."""

    need_id: Id
    community_code: CommunityCode
    resident_id: Id
    posted_by: Id
    assignment_id: Id
    member_id: Id
    starts_at: Moment
    ends_at: Moment
    places_left: Count
    how: Code
    service_kind: Code | None = None


@event("matching.need-place-released.v1", topic=MATCHING, key="need_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class NeedPlaceReleased:
    """A helper's place is free again."""

    need_id: Id
    community_code: CommunityCode
    resident_id: Id
    posted_by: Id
    assignment_id: Id
    member_id: Id
    service_kind: Code | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None


@event("matching.proposed.v1", topic=MATCHING, key="need_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """These members were asked whether they can help with a need."""

    need_id: Id
    community_code: CommunityCode
    member_ids: tuple[Id, ...]
    proposal_ids: tuple[Id, ...]
    service_kind: Code | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None


@event("matching.proposal-declined.v1", topic=MATCHING, key="need_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalDeclined:
    """A member cannot help this time."""

    need_id: Id
    community_code: CommunityCode
    proposal_id: Id
    member_id: Id


@event("matching.proposals-closed.v1", topic=MATCHING, key="need_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalsClosed:
    """Nobody else is asked any more: the need is full or closed."""

    need_id: Id
    community_code: CommunityCode
    member_ids: tuple[Id, ...]


@event("matching.nobody-found.v1", topic=MATCHING, key="need_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyFound:
    """Nobody suitable is left to ask; staff must look."""

    need_id: Id
    community_code: CommunityCode
    posted_by: Id
    service_kind: Code | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None


@event("matching.member-invited.v1", topic=MATCHING, key="need_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInvited:
    """Staff asked one person (派单): it still needs that person's yes."""

    need_id: Id
    community_code: CommunityCode
    member_id: Id
    proposal_id: Id
    invited_by: Id
    service_kind: Code | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None


@event("matching.offer-made.v1", topic=MATCHING, key="offer_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class OfferMade:
    """Someone is ready to give, or changed what they are ready to give."""

    offer_id: Id
    community_code: CommunityCode
    member_id: Id
    offer_kind: Code
    state: Code


@event("matching.assignment-changed.v1", topic=MATCHING, key="assignment_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentChanged:
    """An assignment was made, checked in or out, confirmed, cancelled or missed."""

    assignment_id: Id
    need_id: Id
    community_code: CommunityCode
    member_id: Id
    resident_id: Id
    state: Code
    by: Id
    late: bool = False
    minutes: Minutes | None = None
    distance_metres: Metres | None = None
    service_kind: Code | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None


@event("matching.confirmation-due.v1", topic=MATCHING, key="assignment_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationDue:
    """The receiving side has not yet agreed to the minutes; ``after_hours`` have passed (24, 72, or for staff)."""

    assignment_id: Id
    community_code: CommunityCode
    member_id: Id
    resident_id: Id
    after_hours: Count
    for_staff: bool
    need_id: Id | None = None
    service_kind: Code | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None


@event("matching.service-rated.v1", topic=MATCHING, key="assignment_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRated:
    """The receiving side graded a service, 1 to 5."""

    assignment_id: Id
    community_code: CommunityCode
    member_id: Id
    resident_id: Id
    grade: Count
    need_id: Id | None = None
    service_kind: Code | None = None
