"""What the register's forms send, as it is typed; the commands of the register follow from it."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.register.commands import (
    Address,
    BirthDate,
    Language,
    MostADay,
    MostAWeek,
    Name,
    Password,
    Phone,
    Radius,
    Weekday,
)
from shared.events.days import OnDay
from shared.events.fields import Code, Id, Text
from shared.identity.attestations import Attested
from shared.identity.member import DocumentType, Sex
from shared.identity.roles import Role

Tick = Annotated[str, Text(most=5)]
"""A box that was ticked sends a word; one that was not sends nothing."""
Short = Annotated[str, Text(most=120)]
KindTyped = Annotated[str, Text(most=40)]
CommunityTyped = Annotated[str, Text(most=12)]
Relation = Annotated[str, Text(least=1, most=20)]
Clock = Annotated[str, Text(least=5, most=5, pattern=r"(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00")]
ScopeText = Annotated[str, Text(least=1, most=60)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpForm:
    """The first minute.

    Attributes:
        community_code: Preset by the code at the gate, or chosen.
        community_code_words: The community's name as typed, where nothing was chosen.
    """

    community_code: CommunityTyped = ""
    community_code_words: Short = ""
    name: Name
    phone: Phone
    password: Password
    consent_version: Annotated[str, Text(most=20)] = ""
    consent: Tick = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesForm:
    """Two tapped choices: what one likes to do, and when."""

    kinds: tuple[Code, ...] = ()
    times: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInForm:
    """Phone and password."""

    phone: Annotated[str, Text(least=1, most=40)]
    password: Password


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesForm:
    """How pages are shown to a member, on every device, and how the member is chosen among others."""

    language: Language
    elderly_mode: Tick = ""
    ranked_plainly: Tick = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsForm:
    """Name and home."""

    name: Name
    address: Address = ""
    community_code: CommunityTyped = ""
    community_code_words: Short = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperForm:
    """An identity document, with what its number does not say."""

    type: DocumentType
    number: Annotated[str, Text(least=1, most=40)]
    name: Name | None = None
    birth_date: BirthDate | None = None
    sex: Sex | None = None
    guardian_name: Annotated[str, Text(most=60)] = ""
    guardian_phone: Annotated[str, Text(most=30)] = ""
    guardian_consent: Tick = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekForm:
    """The week as ticks, each ``weekday.part``, how far, and how often at most, 0 for no limit."""

    times: tuple[Code, ...] = ()
    radius_metres: Radius
    most_a_day: MostADay | None = None
    most_a_week: MostAWeek | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowForm:
    """One span of a day, in hours and minutes."""

    weekday: Weekday
    starts: Clock
    ends: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayForm:
    """Days away; one day where no last one is given."""

    first_on: OnDay
    last_on: OnDay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraTimeForm:
    """Hours of one day besides the week."""

    on: OnDay
    extra_starts: Clock
    extra_ends: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillsForm:
    """What one likes to do, is good at, and has a certificate for."""

    kinds: tuple[Code, ...] = ()
    skills: tuple[Code, ...] = ()
    certificates: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateForm:
    """Who may act for a resident."""

    phone: Phone
    relation: Relation
    consent: Tick = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoForm:
    """A member chosen, and where the choice concerns another, whose."""

    member_id: Id
    resident_id: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentForm:
    """A resident recorded while at the counter or on the line.

    Attributes:
        then_ask: Go on at once to what they ask for.
    """

    community_code: CommunityTyped = ""
    community_code_words: Short = ""
    name: Name
    phone: Phone | None = None
    address: Address = ""
    delegate_phone: Annotated[str, Text(most=30)] = ""
    delegate_relation: Annotated[str, Text(most=20)] = ""
    delegate_consent: Tick = ""
    then_ask: Tick = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateForm:
    """A certificate whose original was seen."""

    code: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffForm:
    """A role for whoever has a phone."""

    phone: Phone
    role: Role
    scope: ScopeText
    name: Name | None = None
    password: Password | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleForm:
    """A role that a member holds."""

    role: Role
    scope: ScopeText


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverForm:
    """A role that goes over to whoever has a phone."""

    role: Role
    scope: ScopeText
    phone: Phone


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestForm:
    """Training or insurance, recorded until a day."""

    topic: Attested
    service_kind: KindTyped = ""
    valid_until: BirthDate


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestedForm:
    """A record of training or insurance; no kind of service for insurance."""

    topic: Attested
    service_kind: KindTyped = ""


def several(value: object) -> tuple[str, ...]:
    """Return what a group of boxes sent, as it was typed: none, one or several."""
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(each) for each in value) if isinstance(value, list | tuple) else ()
