"""What the forms of projects and shifts send."""

from dataclasses import dataclass, field
from typing import Annotated

from services.matching.application.commands import Address, Words500
from services.matching.application.projects.commands import (
    Age,
    AmendProject,
    CardTyped,
    DaysApart,
    NoticeText,
    NumberTyped,
    Passage,
    PostProject,
    PostShift,
    RoleWanted,
    Times,
)
from services.matching.domain.projects.shift import MOST_PLACES
from shared.events.fields import Code, CommunityCode, Id, Minutes, Moment, Text, Whole

TitleTyped = Annotated[str, Text(least=2, most=60)]
Leaders = Annotated[int, Whole(least=0, most=20, unit=(" 人", "people"))]
Helpers = Annotated[int, Whole(least=1, most=MOST_PLACES, unit=(" 人", "people"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectForm:
    """A project as it is written down; the notice may be finished later."""

    party_id: Id = ""
    title: TitleTyped
    service_kind: Code
    community_codes: tuple[CommunityCode, ...] = ()
    purpose: Passage = ""
    notice: NoticeText = field(default_factory=NoticeText)

    def post(self) -> PostProject:
        """Return it as a new project."""
        return PostProject(
            party_id=self.party_id,
            community_codes=self.community_codes,
            title=self.title,
            service_kind=self.service_kind,
            purpose=self.purpose,
            notice=self.notice,
        )

    def amend(self) -> AmendProject:
        """Return it as a change."""
        return AmendProject(
            community_codes=self.community_codes,
            title=self.title,
            service_kind=self.service_kind,
            purpose=self.purpose,
            notice=self.notice,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonForm:
    """Why something is refused, ended or cancelled."""

    reason: Words500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftForm:
    """A shift as it is posted: one leader's role, one helpers' role.

    Attributes:
        times: How many, this one included.
    """

    title: TitleTyped | None = None
    starts_at: Moment
    ends_at: Moment
    minutes: Minutes | None = None
    address: Address
    leaders: Leaders = 1
    helpers: Helpers
    least_age: Age = 0
    note: Words500 = ""
    times: Times = 1
    days_apart: DaysApart = 7

    def post(self) -> PostShift:
        """Return it as a new shift."""
        leader = RoleWanted(code="leader", name="领队", places=max(1, self.leaders), leads=True)
        helper = RoleWanted(code="helper", name="队员", places=self.helpers)
        return PostShift(
            title=self.title,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            expected_minutes=self.minutes,
            address=self.address,
            roles=(leader, helper) if self.leaders else (helper,),
            least_age=self.least_age,
            note=self.note,
            times=self.times,
            days_apart=self.days_apart,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinForm:
    """Which place of a shift; with ``wait`` the wait-list if none is left."""

    role: Code | None = None
    wait: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeForm:
    """The code on the screen."""

    code: Annotated[str, Text(most=6)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InForm:
    """Who came: ticked on the roster, and typed, one on each line.

    Attributes:
        people: A name with a phone if there is one, or a volunteer number.
        at: When; nothing is now.
    """

    member_id: tuple[Id, ...] = ()
    people: Annotated[str, Text(most=6000, lines=True)] = ""
    at: Moment | None = None
    reason: Words500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutForm:
    """Who went; nobody ticked is everyone."""

    attendee_id: tuple[Id, ...] = ()
    out_at: Moment | None = None
    out_reason: Words500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardForm:
    """A printed card, typed or scanned.

    Attributes:
        leaving: A word signs its holder out.
    """

    card: CardTyped = ""
    leaving: Annotated[str, Text(most=5)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimForm:
    """Which volunteer somebody is."""

    attendee_id: Id
    number: NumberTyped = ""
    claim_reason: Words500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalForm:
    """Whose place is taken back, and why."""

    member_id: Id
    removal: Words500 = ""
