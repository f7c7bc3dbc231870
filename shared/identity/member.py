"""A person's file: account, consent, papers, and what they say of their time and skills."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import IntEnum, StrEnum

from shared.identity.attestations import Attestation
from shared.identity.roles import Grant
from shared.identity.special_days import NO_SPECIAL_DAYS, SpecialDays
from shared.kernel.clock import CHINA
from shared.kernel.geography import Point

OF_AGE = 18
CONSENT_AGE = 14
"""From 14 a guardian's consent is enough; below, only the family may act. Source: PIPL 31; 中国注册志愿者管理办法."""


class MemberStatus(StrEnum):
    """Whether an account can be used."""

    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    CLOSED = "CLOSED"


class Sex(StrEnum):
    """As the identity document states it."""

    FEMALE = "FEMALE"
    MALE = "MALE"


class DocumentType(StrEnum):
    """Identity documents accepted in the mainland."""

    MAINLAND_ID = "MAINLAND_ID"
    RESIDENCE_PERMIT = "RESIDENCE_PERMIT"
    HONG_KONG_MACAO_PERMIT = "HONG_KONG_MACAO_PERMIT"
    TAIWAN_PERMIT = "TAIWAN_PERMIT"
    PASSPORT = "PASSPORT"
    PERMANENT_RESIDENCE = "PERMANENT_RESIDENCE"


class IdentityLevel(IntEnum):
    """How surely we know who someone is; a correct check digit alone raises nothing."""

    UNDECLARED = 0
    SELF_DECLARED = 1
    SEEN_BY_STAFF = 2
    CONFIRMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Agreement to the text on personal data.

    Attributes:
        version: Which text.
        at: When, UTC.
    """

    version: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityDocument:
    """An identity document, its number sealed.

    Attributes:
        type: Which document.
        sealed: The number as ciphertext, base64, its nonce in front.
        algorithm: What it was sealed with.
        key_id: Which key of the key file.
        found_by: Keyed hash of type and number: the same for the same document.
        masked: The number as it may be shown.
        level: How surely it is known.
        birth_date: As the document states it.
        sex: As the document states it; None where it was not given.
        added_at: When it was given, UTC.
        seen_by: Staff member who saw the original.
        seen_at: When, UTC.
    """

    type: DocumentType
    sealed: str
    algorithm: str
    key_id: str
    found_by: str
    masked: str
    birth_date: date
    sex: Sex | None = None
    level: IdentityLevel = IdentityLevel.SELF_DECLARED
    added_at: datetime
    seen_by: str | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """Who answers for a member under 18.

    Attributes:
        name: Full name.
        phone: E.164.
        consent_at: When they agreed, UTC.
    """

    name: str
    phone: str
    consent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegate:
    """Who may act for a resident.

    Attributes:
        member_id: The delegate.
        relation: As people say it: daughter, neighbour.
        since_at: When the resident agreed, UTC.
        recorded_by: The resident, or the staff member who took down the spoken consent.
    """

    member_id: str
    relation: str
    since_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A professional certificate.

    Attributes:
        code: Which one.
        masked: Its number as it may be shown.
        confirmed: Whether staff saw the original; without it nothing that asks for it is proposed.
    """

    code: str
    masked: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Window:
    """A span of every week in which a member can serve, China time.

    Attributes:
        weekday: 1 Monday to 7 Sunday.
        from_minute: Minutes after midnight, 0 to 1439.
        to_minute: Minutes after midnight, above ``from_minute``, at most 1440.
    """

    weekday: int
    from_minute: int
    to_minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person the register knows; with a password it is an account, without one a resident recorded by staff.

    Attributes:
        id: Of the member, for ever.
        version: How often it was written.
        community_code: Home community, 12 digits.
        point: Where they live, or the community's own point.
        name: Full name as written.
        phone: E.164; None for residents without one.
        address: In words; read by others only through the reading log.
        password_hash: Argon2; None without an account.
        password_given: Whether staff gave the password, so that it is to be replaced.
        volunteer_number: Stands in place of an ID number; None until there is an account.
        language: ``zh`` or ``en``.
        elderly_mode: Whether pages are shown large and simple.
        ranked_plainly: Whether they wish to be ranked by distance and time alone.
        consent: Agreement to the text on personal data.
        document: Identity document, once given.
        guardian: For members under 18.
        delegates: Who may act for this member.
        skills: Codes the member declared.
        certificates: With whether staff saw them.
        attestations: Training and insurance that staff recorded.
        availability: Weekly windows, sorted, none overlapping.
        special_days: When they are away, and when they can serve besides; some may be over.
        radius_metres: How far from ``point`` the member goes to serve.
        most_a_day: Services on one day at most; 0 for no limit.
        most_a_week: Services from Monday to Sunday at most; 0 for no limit.
        grants: Roles in scopes.
        status: Whether the account can be used.
        status_note: Why it cannot, in the words of the staff member who said so.
        joined_to: Account that a resident's file was joined to; its needs are the account's to see and confirm.
        recorded_by: Staff member who recorded a resident without account.
        created_at: UTC.
        changed_at: Last change, UTC.
    """

    id: str
    version: int = 0
    community_code: str
    point: Point
    name: str
    phone: str | None = None
    address: str = ""
    password_hash: str | None = None
    password_given: bool = False
    volunteer_number: str | None = None
    language: str = "zh"
    elderly_mode: bool = False
    ranked_plainly: bool = False
    consent: Consent | None = None
    document: IdentityDocument | None = None
    guardian: Guardian | None = None
    delegates: tuple[Delegate, ...] = ()
    skills: tuple[str, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    availability: tuple[Window, ...] = ()
    special_days: SpecialDays = NO_SPECIAL_DAYS
    radius_metres: int = 1500
    most_a_day: int = 0
    most_a_week: int = 0
    grants: tuple[Grant, ...] = ()
    status: MemberStatus = MemberStatus.ACTIVE
    status_note: str = ""
    joined_to: str | None = None
    recorded_by: str | None = None
    created_at: datetime
    changed_at: datetime

    @property
    def identity_level(self) -> IdentityLevel:
        """Return how surely we know who this is."""
        return self.document.level if self.document else IdentityLevel.UNDECLARED

    @property
    def present_grants(self) -> tuple[Grant, ...]:
        """Return the roles that hold now: none of them suspended."""
        return tuple(grant for grant in self.grants if not grant.suspended)

    def age_on(self, day: date) -> int | None:
        """Return the full years on a day, or None while no document states the birth date."""
        return years_between(self.document.birth_date, day) if self.document else None

    def changed(self, now: datetime, **fields: object) -> "Member":
        """Return this member with some fields changed at an instant."""
        return replace(self, changed_at=now, **fields)  # type: ignore[arg-type]  # -- the fields are named by callers of this package


def years_between(birth_date: date, day: date) -> int:
    """Return the full years from birth to a day; who is born on 29 February ages on 1 March in other years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def day_in_china(instant: datetime) -> date:
    """Return the calendar day of an instant in China."""
    return instant.astimezone(CHINA).date()


_LONG_SURNAMES = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "长孙",
        "宇文",
        "司徒",
        "夏侯",
        "轩辕",
        "端木",
        "独孤",
        "南宫",
    ]
)


CLOSED_NAME = "已注销成员"
"""What stands in place of the name of whoever closed their account."""


def shown_name(name: str) -> str:
    """Return how a volunteer is shown to a receiver: surname and 志愿者; the first word of a foreign name."""
    if name == CLOSED_NAME:
        return name
    if name[:1].isascii():
        return f"{name.split(maxsplit=1)[0]} 志愿者"
    surname = name[:2] if name[:2] in _LONG_SURNAMES and len(name) > 2 else name[:1]
    return f"{surname}志愿者"
