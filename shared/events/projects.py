"""What matching says of organisations' projects and their shifts."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Count, Id, Moment
from shared.events.topics import MATCHING


@event("matching.project-submitted.v1", topic=MATCHING, key="project_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectSubmitted:
    """An organisation asks the community to look at a project."""

    project_id: Id
    party_id: Id
    community_code: CommunityCode
    submitted_by: Id


@event("matching.project-published.v1", topic=MATCHING, key="project_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPublished:
    """A project was approved: everyone may see it, and shifts may be posted."""

    project_id: Id
    party_id: Id
    community_code: CommunityCode
    service_kind: Code
    submitted_by: Id
    reviewed_by: Id


@event("matching.project-ended.v1", topic=MATCHING, key="project_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectEnded:
    """A project was refused, withdrawn or closed; shifts to come of a closed one are cancelled."""

    project_id: Id
    party_id: Id
    community_code: CommunityCode
    submitted_by: Id
    by: Id
    state: Code


@event("matching.shift-posted.v1", topic=MATCHING, key="shift_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftPosted:
    """A shift takes volunteers from now on."""

    shift_id: Id
    project_id: Id
    party_id: Id
    community_code: CommunityCode
    service_kind: Code
    starts_at: Moment
    ends_at: Moment
    places: Count


@event("matching.shift-amended.v1", topic=MATCHING, key="shift_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftAmended:
    """Place, note, time or places of a shift changed; ``member_ids`` hold or wait for a place."""

    shift_id: Id
    project_id: Id
    community_code: CommunityCode
    service_kind: Code
    starts_at: Moment
    ends_at: Moment
    amended_by: Id
    member_ids: tuple[Id, ...]


@event("matching.shift-joined.v1", topic=MATCHING, key="shift_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftJoined:
    """A member took a place of a shift; ``places_left`` remain in all roles. ``by`` signed them up, if not they themselves."""

    shift_id: Id
    project_id: Id
    community_code: CommunityCode
    seat_id: Id
    member_id: Id
    service_kind: Code
    starts_at: Moment
    ends_at: Moment
    places_left: Count
    by: Id | None = None


@event("matching.shift-left.v1", topic=MATCHING, key="shift_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftLeft:
    """A place of a shift, held or waited for, was given back; who waits next gets it."""

    shift_id: Id
    project_id: Id
    community_code: CommunityCode
    seat_id: Id
    member_id: Id
    by: Id
    service_kind: Code
    starts_at: Moment
    ends_at: Moment


@event("matching.shift-waitlist-moved.v1", topic=MATCHING, key="shift_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftWaitlistMoved:
    """The next in order who was free got a place of a shift."""

    shift_id: Id
    project_id: Id
    community_code: CommunityCode
    seat_id: Id
    member_id: Id
    service_kind: Code
    starts_at: Moment
    ends_at: Moment


@event("matching.shift-invited.v1", topic=MATCHING, key="shift_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftInvited:
    """A shift lacks people, and these members, who suit it, are told so; a place is theirs once they sign up."""

    shift_id: Id
    project_id: Id
    community_code: CommunityCode
    member_ids: tuple[Id, ...]
    service_kind: Code
    starts_at: Moment
    ends_at: Moment


@event("matching.shift-attended.v1", topic=MATCHING, key="shift_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftAttended:
    """These members were put on the list of those who came to a shift, or signed in themselves."""

    shift_id: Id
    project_id: Id
    community_code: CommunityCode
    member_ids: tuple[Id, ...]
    service_kind: Code | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None


@event("matching.shift-cancelled.v1", topic=MATCHING, key="shift_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftCancelled:
    """A shift does not take place; those who held or waited for a place are told, and their time is free."""

    shift_id: Id
    project_id: Id
    community_code: CommunityCode
    service_kind: Code
    starts_at: Moment
    ends_at: Moment
    by: Id
    member_ids: tuple[Id, ...]
    seat_ids: tuple[Id, ...]
