"""Pausing, resuming and ending a care plan."""

from services.matching.application.caring.commands import EndCarePlan, PauseCarePlan
from services.matching.application.caring.drawing import moved, plan_and_resident
from services.matching.application.caring.who import check_can_steer
from services.matching.application.context import Matching
from services.matching.domain.caring.plan import CarePlan, PlanEnd, PlanState
from services.matching.domain.errors import IllegalStep
from shared.identity.actor import Actor


def pause_plan(m: Matching, actor: Actor, plan_id: str, asked: PauseCarePlan) -> CarePlan:
    """Return it standing still; visits to come are taken back, and who said yes to one is told. Done before, the same.

    Raises:
        NotFound: If the actor may not know of it.
        Forbidden: If the actor is a companion alone.
        IllegalStep: If it does not run.
    """
    return _moved(m, actor, plan_id, (PlanState.PAUSED, asked.reason, "paused"))


def resume_plan(m: Matching, actor: Actor, plan_id: str) -> CarePlan:
    """Return it running again from today on; as :func:`pause_plan`."""
    plan = m.care_plans.get(plan_id)
    if plan.state not in (PlanState.PAUSED, PlanState.AGREED):
        raise IllegalStep(here=plan.state.words.zh, there=PlanState.AGREED.words.zh)
    return _moved(m, actor, plan_id, (PlanState.AGREED, None, "resumed"))


def end_plan(m: Matching, actor: Actor, plan_id: str, asked: EndCarePlan) -> CarePlan:
    """Return it ended, or taken back before anybody agreed; as :func:`pause_plan`."""
    return _moved(m, actor, plan_id, (PlanState.ENDED, asked.reason, "ended"))


def _moved(m: Matching, actor: Actor, plan_id: str, to: tuple[PlanState, PlanEnd | None, str]) -> CarePlan:
    there, reason, what = to
    plan, resident = plan_and_resident(m, plan_id)
    check_can_steer(actor, plan, resident)
    after = plan.step(there, reason)
    return plan if after is plan else moved(m, after, what, actor.member_id)
