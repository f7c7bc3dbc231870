"""What is shown of projects and shifts: one frozen value for each kind of answer."""

from dataclasses import dataclass

from services.matching.application.projects.commands import NoticeText
from services.matching.domain.need import RecordedAs
from services.matching.domain.projects.presence import AgreedAs, ToldBy
from services.matching.domain.projects.project import ProjectState
from services.matching.domain.projects.shift import ShiftState
from shared.events.fields import Code, CommunityCode, Count, Id, Minutes, Moment
from shared.kernel.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectView:
    """A project as one reader sees it.

    Attributes:
        reason: Why it was refused, withdrawn or closed; for its organisation and the community's staff.
        can: What the reader may do now: ``amend, submit, withdraw, review, close, post-shift``.
    """

    id: Id
    party_id: Id
    community_codes: tuple[CommunityCode, ...]
    community_names: tuple[str, ...]
    title: str
    purpose: str
    service_kind: Code
    service_name: Words
    certificate_needed: bool
    notice: NoticeText
    state: ProjectState
    reason: str | None
    created_at: Moment
    published_at: Moment | None
    can: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftRoleView:
    """A kind of place in a shift, and how many are left."""

    code: Code
    name: str
    places: Count
    left: Count
    leads: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftView:
    """A shift as one reader sees it; nobody's name.

    Attributes:
        waiting: How many wait for a place.
        my_role: The role the reader holds a place of.
        my_turn: The reader's place on the wait-list, from 1.
        came: How many are on the attendance list; for who runs the shift.
        to_agree: How many of them wait for their minutes; for who runs the shift.
        can: What the reader may do now: ``sign-up, wait, leave, amend, cancel, run, check-in, check-out``.
    """

    id: Id
    project_id: Id
    party_id: Id
    community_code: CommunityCode
    community_name: str
    service_kind: Code
    service_name: Words
    title: str
    starts_at: Moment
    ends_at: Moment
    expected_minutes: Minutes
    address: str
    note: str
    least_age: Count
    roles: tuple[ShiftRoleView, ...]
    places_left: Count
    waiting: Count
    state: ShiftState
    reason: str
    my_role: Code | None
    my_turn: Count | None
    came: Count | None
    to_agree: Count | None
    can: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatView:
    """Who holds a place, or waits for one; for who runs the shift."""

    member_id: Id
    name: str
    number: str | None
    role: Code
    since_at: Moment
    adult: bool
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendeeView:
    """One line of the attendance list.

    Attributes:
        number: The volunteer number; None for somebody written down by name.
        phone: Of somebody written down by name only, so that they can be found again.
        suggested_minutes: What the times say.
        minutes: Agreed to; None while they wait.
        can_agree: Whether the reader may agree to them now.
    """

    id: Id
    member_id: Id | None
    name: str
    number: str | None
    phone: str
    role: str
    in_at: Moment
    out_at: Moment | None
    late: bool
    reason: str
    how: ToldBy
    suggested_minutes: Minutes
    minutes: Minutes | None
    recorded_as: RecordedAs | None
    agreed_as: AgreedAs | None
    agreed_by: Id | None
    agreed_reason: str
    record_id: Id | None
    can_agree: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceView:
    """The roster of a shift, for who runs it.

    Attributes:
        role: In which role the reader runs it.
    """

    shift: ShiftView
    role: AgreedAs
    seats: tuple[SeatView, ...]
    waiting: tuple[SeatView, ...]
    attendees: tuple[AttendeeView, ...]
