"""What may be asked of projects and shifts: one frozen value for each command, with the limits of its fields."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from services.matching.application.commands import Address, Decision, Place, Title, Words500
from services.matching.domain.projects.project import Notice
from services.matching.domain.projects.shift import MOST_PLACES, ShiftRole
from shared.events.fields import Code, CommunityCode, Id, Minutes, Moment, Text, Whole

Passage = Annotated[str, Text(most=1500, lines=True)]
Line = Annotated[str, Text(most=200)]
RoleName = Annotated[str, Text(least=1, most=20)]
Places = Annotated[int, Whole(least=1, most=MOST_PLACES, unit=(" 人", "people"))]
Age = Annotated[int, Whole(least=0, most=80, unit=(" 岁", "years"))]
Times = Annotated[int, Whole(least=1, most=26, unit=(" 次", "times"))]
DaysApart = Annotated[int, Whole(least=1, most=31, unit=(" 天", "days"))]
PersonName = Annotated[str, Text(most=40)]
PhoneTyped = Annotated[str, Text(most=30)]
NumberTyped = Annotated[str, Text(most=40)]
CardTyped = Annotated[str, Text(most=40)]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeText:
    """The recruitment notice as it is sent; what is left out stays open until it is submitted."""

    content: Passage = ""
    conditions: Passage = ""
    risks: Passage = ""
    guarantees: Passage = ""
    training: Passage = ""
    apply: Passage = ""
    contact_name: PersonName = ""
    contact_phone: PhoneTyped = ""

    def notice(self) -> Notice:
        """Return it as the domain's notice."""
        return Notice(
            content=self.content,
            conditions=self.conditions,
            risks=self.risks,
            guarantees=self.guarantees,
            training=self.training,
            apply=self.apply,
            contact_name=self.contact_name,
            contact_phone=self.contact_phone,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PostProject:
    """Write down a project of an organisation; it stays a draft until it is submitted.

    Attributes:
        community_codes: Where it is carried out, the leading community first; its staff review it.
        certificate_needed: Whether the part of the work is asked for that the kind's certificate is about.
    """

    party_id: Id
    community_codes: tuple[CommunityCode, ...]
    title: Title
    service_kind: Code
    purpose: Passage = ""
    certificate_needed: bool = False
    notice: NoticeText = NoticeText()


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendProject:
    """Change a draft, or a project that was refused; fields left out stay as they are."""

    community_codes: tuple[CommunityCode, ...] | None = None
    title: Title | None = None
    service_kind: Code | None = None
    purpose: Passage | None = None
    certificate_needed: bool | None = None
    notice: NoticeText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewProject:
    """Publish a project, or refuse it with a reason."""

    decision: Decision
    reason: Words500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndProject:
    """Withdraw or close a project."""

    reason: Words500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleWanted:
    """A kind of place in a shift.

    Attributes:
        code: Unique in the shift, such as ``leader`` or ``helper``.
        leads: Whether who holds it signs the others in.
    """

    code: Code
    name: RoleName
    places: Places
    leads: bool = False

    def role(self) -> ShiftRole:
        """Return it as the domain's role."""
        return ShiftRole(code=self.code, name=self.name, places=self.places, leads=self.leads)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostShift:
    """Post a shift of a published project, or several of them some days apart.

    Attributes:
        title: None takes the project's.
        expected_minutes: None takes the whole length.
        community_code: None takes the project's leading community.
        times: How many shifts, this one included.
        days_apart: From one to the next.
    """

    title: Title | None = None
    starts_at: Moment
    ends_at: Moment
    expected_minutes: Minutes | None = None
    community_code: CommunityCode | None = None
    address: Address
    point: Place | None = None
    roles: tuple[RoleWanted, ...]
    least_age: Age = 0
    note: Words500 = ""
    times: Times = 1
    days_apart: DaysApart = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendShift:
    """Change a shift; once somebody signed up, only place, note and more places of the same roles."""

    title: Title | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    expected_minutes: Minutes | None = None
    address: Address | None = None
    roles: tuple[RoleWanted, ...] | None = None
    least_age: Age | None = None
    note: Words500 | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinShift:
    """Take a place of a shift.

    Attributes:
        role: None takes the first role that leads nobody and has a place left.
        wait: Whether to join the wait-list when no place is left.
    """

    role: Code | None = None
    wait: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveShift:
    """Give a place back, one's own, or as staff somebody else's with a reason."""

    member_id: Id | None = None
    reason: Words500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelShift:
    """Cancel a shift; the reason is shown to those who signed up."""

    reason: Words500


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One person who came: a member by id, volunteer number or printed card, or anyone by name and phone."""

    member_id: Id | None = None
    number: NumberTyped = ""
    card: CardTyped = ""
    name: PersonName = ""
    phone: PhoneTyped = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellIn:
    """Sign people in: as leader or staff those named, else oneself with the code on the screen.

    Attributes:
        people: Up to 300 at once.
        at: When they came; none is now. At most ten working days ago.
        reason: Required if it is told more than an hour late, or somebody without a place is bound elsewhere then.
        code: The six digits shown at the place.
    """

    people: tuple[Arrival, ...] = ()
    at: Moment | None = None
    reason: Words500 = ""
    code: Annotated[str, Text(most=6)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellOut:
    """Sign people out; nobody named is everyone who is still there.

    Attributes:
        cards: Codes of printed cards; their holders go too.
    """

    attendee_ids: tuple[Id, ...] = ()
    cards: tuple[CardTyped, ...] = ()
    at: Moment | None = None
    reason: Words500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Say which member somebody is who was written down by name.

    Attributes:
        reason: Required if the member is bound to another service at that time.
    """

    attendee_id: Id
    number: NumberTyped
    reason: Words500 = ""


class Counted(StrEnum):
    """What a person's time at a shift is recorded as, if not as volunteering."""

    VOLUNTEER = "VOLUNTEER"
    DUTY = "DUTY"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeLine:
    """The minutes of one person.

    Attributes:
        minutes: 1 to what the shift expects.
        reason: Required if they differ from what the times say.
    """

    attendee_id: Id
    minutes: Minutes
    reason: Words500 = ""
    recorded_as: Counted = Counted.VOLUNTEER


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle:
    """Agree to the minutes of several people at once; what stands already with the same minutes stays."""

    lines: tuple[AgreeLine, ...]
