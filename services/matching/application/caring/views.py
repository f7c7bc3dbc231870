"""What is shown of care plans: one frozen value for each kind of answer."""

from dataclasses import dataclass
from datetime import datetime

from services.matching.domain.caring.companion import CompanionState
from services.matching.domain.caring.plan import PlanEnd, PlanState
from services.matching.domain.need import NeedState
from shared.events.days import OnDay
from shared.kernel.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitsView:
    """When visits are: as fields, and as people say it."""

    from_on: OnDay
    until_on: OnDay | None
    weekdays: tuple[int, ...]
    starts_at: str
    minutes: int
    helpers: int
    skips_holidays: bool
    says: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanionView:
    """Somebody asked to come again and again.

    Attributes:
        name: In full for staff and oneself; else surname and 志愿者.
        volunteer_number: For staff and the resident's side.
        stands: Whether they are asked, or agreed.
        served: Visits of this plan whose minutes stand, of the last sixty; where one plan is shown.
    """

    member_id: str
    name: str
    volunteer_number: str | None
    state: CompanionState
    state_name: Words
    stands: bool
    served: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedVisitView:
    """One visit to come, or of today."""

    need_id: str
    starts_at: datetime
    ends_at: datetime
    state: NeedState
    helper_names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CarePlanView:
    """A care plan as the reader may see it.

    Attributes:
        resident_name: A companion who has not agreed yet reads the surname alone.
        details: As ``resident_name``, else nothing.
        visits: What holds today, or will first.
        later: Changes that were agreed for a later day.
        spoken: Whether staff took down the resident's yes as it was spoken.
        can: What the reader may do now: ``answer, answer_for_resident, arrange, change, pause, resume, end, circle,
            accompany, leave``.
        coming: Visits of the next fortnight, where one plan is shown.
    """

    id: str
    resident_id: str
    resident_name: str
    community_code: str
    community_name: str
    service_kind: str
    service_name: Words
    title: str
    details: str
    visits: VisitsView
    later: tuple[VisitsView, ...]
    state: PlanState
    state_name: Words
    spoken: bool
    companions: tuple[CompanionView, ...]
    reason: PlanEnd | None
    reason_name: Words | None
    can: tuple[str, ...]
    created_at: datetime
    coming: tuple[PlannedVisitView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitOfPlanView:
    """That a need is a visit of a plan, as whoever may see the need reads it.

    Attributes:
        plan_id: For those who may see the plan.
        says: When visits are.
        been: How often the reader has served the plan, of its last sixty visits.
        companion: Whether the reader is one of its companions.
    """

    plan_id: str | None
    says: Words
    been: int
    companion: bool
