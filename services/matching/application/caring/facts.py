"""What is told of care plans, made from them."""

from services.matching.application.context import Matching
from services.matching.domain.caring.companion import Companion
from services.matching.domain.caring.plan import CarePlan
from shared.events.caring import CareCompanionChanged, CarePlanChanged
from shared.identity.roles import Role

MOST_TOLD = 5
"""Staff who hear of a plan that was asked for; the others see it on their list."""


def plan_changed(m: Matching, plan: CarePlan, what: str, by: str) -> CarePlanChanged:
    """Return that something of a plan is otherwise."""
    return CarePlanChanged(
        plan_id=plan.id,
        resident_id=plan.resident_id,
        community_code=plan.community_code,
        state=plan.state,
        what=what,
        asked_by=plan.asked_by,
        staff_ids=_who_keeps(m, plan),
        companion_ids=plan.circle,
        by=by,
        reason=plan.reason,
    )


def _who_keeps(m: Matching, plan: CarePlan) -> tuple[str, ...]:
    """Return who keeps a plan, or while nobody does who works for the community, the first few."""
    if plan.kept_by is not None:
        return (plan.kept_by,)
    staff = m.people.on_duty(Role.COMMUNITY_STAFF, plan.community_code)
    return tuple(sorted(each.id for each in staff)[:MOST_TOLD])


def companion_changed(plan: CarePlan, companion: Companion, by: str) -> CareCompanionChanged:
    """Return that somebody stands otherwise to a plan."""
    return CareCompanionChanged(
        plan_id=plan.id,
        member_id=companion.member_id,
        resident_id=plan.resident_id,
        community_code=plan.community_code,
        state=companion.state,
        staff_id=plan.kept_by,
        by=by,
    )
