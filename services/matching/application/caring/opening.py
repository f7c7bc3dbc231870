"""Where care plans are kept, and what they are found by."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from services.matching.domain.caring.companion import STANDING
from services.matching.domain.caring.plan import RUNNING, CarePlan, PlanState
from shared.identity.member import day_in_china
from shared.kernel.clock import CHINA, Clock, unix_millis
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_care_plans(clock: Clock, ids: Ids) -> Aggregates[CarePlan]:
    """Return the care plans on the connection ``matching``."""
    return Aggregates(
        CarePlan,
        alias="matching",
        collection="care_plans",
        clock=clock,
        ids=ids,
        lists=(("sides",),),
        indexes=("due_millis",),
        also=_found_by,
    )


def _found_by(plan: CarePlan) -> Mapping[str, object]:
    companions = [each.member_id for each in plan.companions if each.state in STANDING]
    return {
        "due_millis": _due_millis(plan),
        "sides": [
            *(f"member:{each}" for each in (plan.resident_id, *companions)),
            f"resident:{plan.resident_id}",
            f"community:{plan.community_code}",
        ],
    }


def _due_millis(plan: CarePlan) -> int | None:
    """Return when the visits are to be looked at again: each midnight while it runs, and once more after it ended."""
    if plan.state in RUNNING:
        return _midnight_after(plan.looked_on) if plan.looked_on else 0
    ended_on = day_in_china(plan.changed_at)
    left = plan.state is PlanState.ENDED and plan.looked_on is not None and plan.looked_on <= ended_on
    return _midnight_after(ended_on) if left else None


def _midnight_after(day: date) -> int:
    return unix_millis(datetime.combine(day + timedelta(days=1), time(), CHINA))
