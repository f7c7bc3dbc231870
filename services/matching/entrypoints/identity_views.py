"""What the identity API shows of members, sessions, readings and communities."""

from dataclasses import dataclass

from services.matching.application.register.commands import (
    BirthDate,
    FromMinute,
    MostADay,
    MostAWeek,
    ToMinute,
    Weekday,
)
from shared.events.fields import Code, CommunityCode, Id, Latitude, Longitude, Metres, Moment
from shared.identity.attestations import Attested
from shared.identity.member import DocumentType, MemberStatus, Sex
from shared.identity.readings import ReadData
from shared.identity.roles import Role, ScopeKind
from shared.kernel.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A place."""

    longitude: Longitude
    latitude: Latitude


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowView:
    """Hours of every week, China time; weekday 1 Monday to 7 Sunday, minutes after midnight."""

    weekday: Weekday
    from_minute: FromMinute
    to_minute: ToMinute


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceView:
    """Whole days away, the first and the last among them, China time."""

    first_on: BirthDate
    last_on: BirthDate


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraTimeView:
    """Hours of one day besides those of every week, China time; minutes after midnight."""

    on: BirthDate
    from_minute: FromMinute
    to_minute: ToMinute


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantView:
    """A role in a scope; ``scope`` as it is written in requests, ``area`` as people say it."""

    role: Role
    role_words: Words
    scope_kind: ScopeKind
    scope: str
    area: str
    suspended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """A certificate; ``confirmed`` once staff saw it."""

    code: Code
    masked: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationView:
    """Training or insurance as staff recorded it; ``service_kind`` is left out for insurance."""

    topic: Attested
    topic_words: Words
    service_kind: Code | None
    valid_until: BirthDate


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """An identity document, its number masked; level 1 self-declared, 2 seen by staff, 3 confirmed."""

    type: DocumentType
    masked: str
    level: int
    birth_date: BirthDate
    sex: Sex | None
    guardian_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeView:
    """Everything the register keeps of the member who asks."""

    id: Id
    name: str
    phone: str | None
    volunteer_number: str | None
    community_code: CommunityCode
    community_name: str
    point: PointView
    address: str
    language: str
    elderly_mode: bool
    ranked_plainly: bool
    identity_level: int
    document: DocumentView | None
    consent_version: str | None
    skills: tuple[str, ...]
    certificates: tuple[CertificateView, ...]
    attestations: tuple[AttestationView, ...]
    availability: tuple[WindowView, ...]
    absences: tuple[AbsenceView, ...]
    extra_times: tuple[ExtraTimeView, ...]
    radius_metres: Metres
    most_a_day: MostADay
    most_a_week: MostAWeek
    roles: tuple[GrantView, ...]
    status: MemberStatus
    created_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """A member as those see them who manage the area: no phone, address or document number."""

    id: Id
    name: str
    volunteer_number: str | None
    community_code: CommunityCode
    community_name: str
    has_account: bool
    identity_level: int
    certificates: tuple[CertificateView, ...]
    attestations: tuple[AttestationView, ...]
    roles: tuple[GrantView, ...]
    status: MemberStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPasswordView:
    """A password just given; it is told once, and replaced by its owner at the next sign-in."""

    member_id: Id
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """A session just started; the token is told once."""

    token: str
    expires_at: Moment
    member: MeView


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMemberView:
    """A member just signed up, with a session."""

    id: Id
    volunteer_number: str | None
    token: str
    expires_at: Moment
    member: MeView


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateView:
    """Who may act for a resident."""

    member_id: Id
    name: str
    relation: str
    since_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentView:
    """A resident's file as staff of the area see it; seeing it was logged."""

    id: Id
    name: str
    phone: str | None
    address: str
    community_code: CommunityCode
    community_name: str
    point: PointView
    has_account: bool
    identity_level: int
    delegates: tuple[DelegateView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActingForView:
    """A resident one may act for."""

    resident_id: Id
    name: str
    community_code: CommunityCode


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegatesView:
    """Who may act for me, and for whom I may act."""

    delegates: tuple[DelegateView, ...]
    acting_for: tuple[ActingForView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingView:
    """Somebody read my data: who, what, why, when."""

    id: Id
    reader_id: Id
    reader_name: str
    what: ReadData
    what_words: Words
    why: str
    at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityView:
    """A community, with the names of what it lies in."""

    code: CommunityCode
    name: str
    kind: str
    street: str
    district: str
    district_code: str
    city: str
    point: PointView


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentView:
    """The present text on personal data; its version is sent with a sign-up."""

    version: str
    text: Words
