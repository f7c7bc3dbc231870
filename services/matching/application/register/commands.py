"""What may be asked of the register, with the limits of every field."""

from dataclasses import dataclass
from typing import Annotated

from marshmallow import fields, validate

from shared.events.complaints import STANDARD_COMPLAINTS, complaint
from shared.events.days import OnDay
from shared.events.fields import Code, CommunityCode, Id, Latitude, Longitude, Text, Whole
from shared.identity.attestations import Attested
from shared.identity.member import DocumentType, Sex
from shared.identity.roles import Role

_LANGUAGES = complaint("可选：zh、en", "This is zh or en")

MOST_A_DAY, MOST_A_WEEK = 10, 20
"""Services that somebody may say they take on at most; who takes on more states no limit."""

Name = Annotated[str, Text(least=1, most=60)]
Phone = Annotated[str, Text(least=3, most=30)]
Password = Annotated[str, Text(least=1, most=200)]
Language = Annotated[
    str,
    fields.String(
        validate=validate.OneOf(("zh", "en"), error=_LANGUAGES), error_messages=STANDARD_COMPLAINTS
    ),
]
Address = Annotated[str, Text(least=0, most=200)]
Weekday = Annotated[int, Whole(least=1, most=7)]
FromMinute = Annotated[int, Whole(least=0, most=1439)]
ToMinute = Annotated[int, Whole(least=1, most=1440)]
BirthDate = OnDay
MostADay = Annotated[int, Whole(least=0, most=MOST_A_DAY)]
MostAWeek = Annotated[int, Whole(least=0, most=MOST_A_WEEK)]
Radius = Annotated[int, Whole(least=100, most=100_000, unit=(" 米", "metres"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp:
    """Make an account.

    Attributes:
        community_code: Home community.
        phone: Signs in with it; any common way of writing.
        name: What to be called; becomes the real name with the first document.
        password: At least 8 characters that nobody guesses.
        consent_version: The text on personal data that was shown; must be the present one.
        language: ``zh`` or ``en``.
        skills: Codes tapped in the second step.
    """

    community_code: CommunityCode
    phone: Phone
    name: Name
    password: Password
    consent_version: Annotated[str, Text(least=1, most=20)]
    language: Language = "zh"
    skills: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Start a session."""

    phone: Annotated[str, Text(least=1, most=40)]
    password: Password


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePassword:
    """Take another password; ends every other session."""

    present: Password
    new: Password


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPoint:
    """A place as sent."""

    longitude: Longitude
    latitude: Latitude


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedWindow:
    """Hours of every week, China time."""

    weekday: Weekday
    from_minute: FromMinute
    to_minute: ToMinute


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAvailability:
    """State the whole week anew, and how far one goes; an empty week is one not stated: any hour may suit.

    Attributes:
        windows: The whole week.
        radius_metres: Left out, it stays.
        most_a_day: Services on one day at most, 0 for no limit; left out, it stays.
        most_a_week: Services from Monday to Sunday at most, likewise.
    """

    windows: tuple[StatedWindow, ...]
    radius_metres: Radius | None = None
    most_a_day: MostADay | None = None
    most_a_week: MostAWeek | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedAbsence:
    """Whole days away, the first and the last among them, China time."""

    first_on: OnDay
    last_on: OnDay


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedExtraTime:
    """Hours of one day besides those of every week, China time."""

    on: OnDay
    from_minute: FromMinute
    to_minute: ToMinute


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSpecialDays:
    """State anew when one is away, and when one can serve besides the week."""

    absences: tuple[StatedAbsence, ...] = ()
    extra_times: tuple[StatedExtraTime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedCertificate:
    """A certificate as its holder states it; staff confirm it when they have seen it."""

    code: Code
    number: Annotated[str, Text(least=0, most=40)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateMe:
    """Change what is given; what is left out stays.

    Attributes:
        ranked_plainly: Whether to be asked by distance and time alone, without a look at skills, services and whom one knows.
    """

    name: Name | None = None
    language: Language | None = None
    elderly_mode: bool | None = None
    ranked_plainly: bool | None = None
    skills: tuple[Code, ...] | None = None
    certificates: tuple[StatedCertificate, ...] | None = None
    community_code: CommunityCode | None = None
    point: StatedPoint | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDocument:
    """Declare an identity document.

    Attributes:
        type: Which document.
        number: As on the document.
        name: As on the document, if the account's name is not.
        birth_date: Needed where the number does not say it.
        sex: Taken where the number does not say it.
        guardian_name: From 14 to 17.
        guardian_phone: From 14 to 17.
        guardian_consent: From 14 to 17: the guardian agreed.
    """

    type: DocumentType
    number: Annotated[str, Text(least=1, most=40)]
    name: Name | None = None
    birth_date: BirthDate | None = None
    sex: Sex | None = None
    guardian_name: Annotated[str, Text(most=60)] = ""
    guardian_phone: Annotated[str, Text(most=30)] = ""
    guardian_consent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordResident:
    """Record a resident who has no account, perhaps no phone."""

    community_code: CommunityCode
    name: Name
    phone: Phone | None = None
    address: Address = ""
    point: StatedPoint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDelegate:
    """Name who may act for a resident.

    Attributes:
        phone: Of the delegate's account.
        relation: As people say it: daughter, neighbour.
        consent: The resident agrees; asked aloud where staff record it.
        resident_id: Staff name the resident; left out, it is oneself.
    """

    phone: Phone
    relation: Annotated[str, Text(least=1, most=20)]
    consent: bool
    resident_id: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRole:
    """Give a role, suspend it, or hand one's own over.

    Attributes:
        role: Which.
        scope: ``all``, an area code of 4, 6, 9 or 12 digits, ``community-grid`` or ``org.<id>``.
        suspended: Whether the role gives nothing for now; giving it again lifts that.
        hand_over_from: Member who loses the same role at the same time.
    """

    role: Role
    scope: Annotated[str, Text(least=1, most=60)]
    suspended: bool = False
    hand_over_from: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddStaff:
    """Give a role to whoever has this phone; who has no account yet gets one.

    Attributes:
        phone: Of the colleague.
        role: To be given.
        scope: As in :class:`GrantRole`.
        name: Needed for a new account.
        password: First password of a new account, to be changed by its owner.
    """

    phone: Phone
    role: Role
    scope: Annotated[str, Text(least=1, most=60)]
    name: Name | None = None
    password: Password | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attest:
    """Record training done or accident insurance in force.

    Attributes:
        topic: Which of the two.
        service_kind: Kind of service the training was for; left out for insurance, which covers every kind.
        valid_until: Last day it holds, China time.
    """

    topic: Attested
    service_kind: Code | None = None
    valid_until: OnDay


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendAccount:
    """Let an account not be used for now; the reason is kept in the file."""

    reason: Annotated[str, Text(least=1, most=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseAccount:
    """Close one's own account for good; the password shows that it is oneself."""

    password: Password


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinFile:
    """Join the file of a resident to the account the same person has made; the phone is the account's."""

    phone: Phone
