"""What coordination shows: one frozen value for each kind of answer. What a reader may not see is None."""

from dataclasses import dataclass

from services.matching.application.giving.views import PartView
from services.matching.domain.assignment import AssignmentState, ConfirmedAs
from services.matching.domain.giving.kinds import Funds, Goods, Venue
from services.matching.domain.kind_shapes import ConfirmedBy, Gate, MinorsRule
from services.matching.domain.need import NeedState, PostedAs, RecordedAs
from services.matching.domain.offer import OfferKind, OfferState
from services.matching.domain.proposal import ProposalState
from shared.events.fields import Code, CommunityCode, Count, Id, Latitude, Longitude, Metres, Minutes, Moment
from shared.kernel.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A place in degrees."""

    longitude: Longitude
    latitude: Latitude


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedView:
    """A need as one reader sees it.

    Attributes:
        distance_metres: From the reader's home.
        walking_minutes: The same on foot.
        address: For its parties, staff of the community, and helpers who have a place.
        resident_name: As ``address``.
        resident_phone: As ``address``, and only where one need is shown; the reading is logged.
        my_assignment_id: The reader's own, if they have a place.
        helper_ids: Who has a place; for the parties and staff.
        can: What the reader may do now: ``accept, amend, withdraw, review, dispatch``.
        parts: What is asked for beside helpers, and who answers it.
        redemption_id: What pays for it with time credits; for the parties and staff.
    """

    id: Id
    community_code: CommunityCode
    community_name: str
    state: NeedState
    service_kind: Code
    service_name: Words
    title: str
    details: str
    starts_at: Moment
    ends_at: Moment
    expected_minutes: Minutes
    helpers_wanted: Count
    places_left: Count
    posted_as: PostedAs
    recorded_as: RecordedAs
    certificate_needed: bool
    safety: Words
    distance_metres: Metres | None
    walking_minutes: Count | None
    point: PointView | None
    address: str | None
    resident_id: Id | None
    resident_name: str | None
    resident_phone: str | None
    posted_by: Id | None
    my_assignment_id: Id | None
    helper_ids: tuple[Id, ...]
    reason: str | None
    created_at: Moment
    can: tuple[Code, ...]
    parts: tuple[PartView, ...] = ()
    redemption_id: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """Why somebody is asked."""

    code: Code
    says: Words
    value: Count
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """A need one is asked for."""

    id: Id
    need_id: Id
    member_id: Id
    state: ProposalState
    score: Count
    reasons: tuple[ReasonView, ...]
    at: Moment
    need: NeedView


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkView:
    """A check-in or a check-out."""

    at: Moment
    told_at: Moment
    late: bool
    distance_metres: Metres | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentView:
    """An assignment as one reader sees it.

    Attributes:
        member_name: Surname and 志愿者 for the receiving side, the full name for staff and oneself.
        resident_name: For the two sides and staff.
        resident_phone: Only where one assignment is shown, while it is not closed; the reading is logged.
        minutes: Confirmed minutes.
        late: Whether a time was told late, so that staff confirm.
        awaiting: ``check-in``, ``check-out``, ``confirmation`` or nothing.
        can: What the reader may do now: ``check-in, check-out, confirm, cancel, no-show, rate``.
    """

    id: Id
    need_id: Id
    community_code: CommunityCode
    community_name: str
    state: AssignmentState
    awaiting: str
    service_kind: Code
    service_name: Words
    title: str
    safety: Words
    starts_at: Moment
    ends_at: Moment
    expected_minutes: Minutes
    recorded_as: RecordedAs
    member_id: Id
    member_name: str
    volunteer_number: str | None
    resident_id: Id
    resident_name: str
    resident_phone: str | None
    address: str | None
    check_in: MarkView | None
    check_out: MarkView | None
    late: bool
    for_staff: bool
    minutes: Minutes | None
    confirmed_as: ConfirmedAs | None
    confirmation_reason: str | None
    grade: Count | None
    rating_words: str | None
    reason: str | None
    accepted_at: Moment
    can: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """An offer.

    Attributes:
        party_name: In whose name it is offered, if not the member's own.
        left: Units, fen or people that may still be reserved; none for service.
    """

    id: Id
    member_id: Id
    community_code: CommunityCode
    kind: OfferKind
    service_kinds: tuple[Code, ...]
    radius_metres: Count
    point: PointView | None
    state: OfferState
    note: str
    created_at: Moment
    changed_at: Moment
    party_id: Id | None = None
    party_name: str | None = None
    goods: Goods | None = None
    funds: Funds | None = None
    venue: Venue | None = None
    left: Count | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchView:
    """What came of inviting one person."""

    need_id: Id
    member_id: Id
    state: ProposalState
    proposal_id: Id
    assignment_id: Id | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclinedView:
    """A proposal that was declined."""

    id: Id
    need_id: Id
    state: ProposalState


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceKindView:
    """A kind of service with its gates and limits."""

    number: Count
    code: Code
    name: Words
    minutes: Minutes
    enters_home: bool
    low_risk: bool
    minors: MinorsRule
    least_age: Count
    confirmed_by: ConfirmedBy
    recorded_as: RecordedAs
    certificate_gate: Gate
    certificates: tuple[Code, ...]
    certificate_says: Words
    training_gate: Gate
    training_minutes: Count
    training_says: Words
    insurance: Gate
    skills: tuple[Code, ...]
    safety: Words
