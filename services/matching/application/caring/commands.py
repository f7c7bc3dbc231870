"""What may be asked of care plans, with the limits of every field."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.commands import Details, Title
from services.matching.application.pairing.commands import VolunteerNumber
from services.matching.domain.caring.plan import PlanEnd
from services.matching.domain.caring.visits import Visits
from shared.events.days import OnDay
from shared.events.fields import Code, CommunityCode, Id, Text, Whole

TimeOfDay = Annotated[str, Text(least=5, most=5, pattern=r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")]
Weekday = Annotated[int, Whole(least=1, most=7)]
VisitMinutes = Annotated[int, Whole(least=15, most=480, unit=(" 分钟", "minutes"))]
VisitHelpers = Annotated[int, Whole(least=1, most=5, unit=(" 人", "helpers"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedVisits:
    """When visits are wanted.

    Attributes:
        from_on: First day, in China.
        until_on: Last day; none goes on until the plan is ended.
        weekdays: 1 Monday to 7 Sunday.
        starts_at: Time of day in China.
        minutes: Length of a visit.
        helpers: How many come each time.
        skips_holidays: Whether nobody comes on public holidays.
    """

    from_on: OnDay
    until_on: OnDay | None = None
    weekdays: tuple[Weekday, ...]
    starts_at: TimeOfDay
    minutes: VisitMinutes
    helpers: VisitHelpers = 1
    skips_holidays: bool = False

    def visits(self) -> Visits:
        """Return them as the domain's."""
        hour, minute = self.starts_at.split(":")
        return Visits(
            from_on=self.from_on,
            until_on=self.until_on,
            weekdays=tuple(sorted(set(self.weekdays))),
            starts_minute=int(hour) * 60 + int(minute),
            minutes=self.minutes,
            helpers=self.helpers,
            skips_holidays=self.skips_holidays,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawUpCarePlan:
    """Ask for visits that come again and again: as the resident, their delegate, or staff of the community.

    Attributes:
        resident_id: Whom they are for.
        spoken_consent: As staff: the resident was asked and said yes.
    """

    resident_id: Id
    service_kind: Code
    title: Title
    details: Details = ""
    visits: AskedVisits
    spoken_consent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCarePlan:
    """Say yes or no: the resident or a delegate to what staff drew up, staff to what a resident asked for.

    Attributes:
        reason: Why not; nobody has to say.
        spoken_consent: As staff, to what staff drew up: this is what the resident said.
    """

    agree: bool
    reason: PlanEnd = PlanEnd.OTHER
    spoken_consent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCarePlan:
    """Let visits be otherwise from their first day on, as staff; a plan that runs is changed with the resident's word."""

    visits: AskedVisits
    spoken_consent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseCarePlan:
    """Let a plan stand still: visits to come are taken back until it is resumed."""

    reason: PlanEnd = PlanEnd.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCarePlan:
    """End a plan, or take back what was asked."""

    reason: PlanEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCompanion:
    """Ask somebody to come again and again, by their volunteer number."""

    volunteer_number: VolunteerNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCompanion:
    """Say as who was asked whether one comes again and again; a no later on is leaving."""

    agree: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CarePlansQuery:
    """Which plans to list, newest first: a community's, a resident's, or those one is the resident or a companion of.

    Attributes:
        community_code: As its staff.
        resident_id: As the resident, a delegate, or staff of the community.
    """

    community_code: CommunityCode | None = None
    resident_id: Id | None = None
