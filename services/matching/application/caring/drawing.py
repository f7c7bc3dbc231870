"""Asking for a care plan, drawing it up, answering and changing it."""

from dataclasses import replace

from services.matching.application.caring.commands import AnswerCarePlan, ChangeCarePlan, DrawUpCarePlan
from services.matching.application.caring.facts import plan_changed
from services.matching.application.caring.who import (
    check_can_answer,
    check_can_see,
    check_keeps,
    resident_of_plan,
)
from services.matching.application.context import Matching
from services.matching.application.keeping import added_once
from services.matching.application.pairing.who import resident_and_side
from services.matching.domain.caring.errors import VisitsAreForOne
from services.matching.domain.caring.plan import RUNNING, WAITING, CarePlan, PlanAgreement, PlanEnd, PlanState
from services.matching.domain.kind_shapes import ConfirmedBy
from services.matching.domain.pairing.errors import SpokenConsentNeeded
from services.matching.domain.register.errors import FileClosed
from services.matching.domain.service_kinds import kind_of
from shared.identity.actor import Actor
from shared.identity.member import MemberStatus, day_in_china
from shared.identity.people import Person

MOST_OF_ONE = 500


def draw_up(m: Matching, actor: Actor, asked: DrawUpCarePlan, plan_id: str) -> CarePlan:
    """Return the plan: waiting for staff if the resident asks, for the resident if staff draw it up, agreed if they said yes.

    Under the same id again it returns what stands.

    Raises:
        NotFound: If the actor may not know of the resident.
        FileClosed: If the resident's file or account is closed.
        VisitsAreForOne: If the kind of service is for groups.
        RuleBroken: If the days or times are against a rule.
    """
    resident, side = resident_and_side(m, actor, asked.resident_id)
    _check(m, asked, resident)
    plan = _plan_of(m, actor, asked, resident, plan_id)
    if side is not None:
        return added_once(m.care_plans, plan, plan_changed(m, plan, "asked", actor.member_id))
    drawn = replace(plan, state=PlanState.DRAWN_UP, kept_by=actor.member_id, agreement=None)
    if not asked.spoken_consent:
        return added_once(m.care_plans, drawn, plan_changed(m, drawn, "drawn-up", actor.member_id))
    agreed = replace(drawn.step(PlanState.AGREED), agreement=_yes(m, actor, spoken=True))
    return added_once(m.care_plans, agreed, plan_changed(m, agreed, "agreed", actor.member_id))


def _check(m: Matching, asked: DrawUpCarePlan, resident: Person) -> None:
    if resident.status is MemberStatus.CLOSED:
        raise FileClosed
    if kind_of(asked.service_kind).confirmed_by is not ConfirmedBy.RECEIVER:
        raise VisitsAreForOne
    asked.visits.visits().check(day_in_china(m.clock.now()))


def _plan_of(m: Matching, actor: Actor, asked: DrawUpCarePlan, resident: Person, id_: str) -> CarePlan:
    now = m.clock.now()
    return CarePlan(
        id=id_,
        resident_id=resident.id,
        community_code=resident.community_code,
        service_kind=asked.service_kind,
        title=asked.title,
        details=asked.details,
        visits=(asked.visits.visits(),),
        state=PlanState.ASKED,
        agreement=_yes(m, actor, spoken=False),
        asked_by=actor.member_id,
        created_at=now,
        changed_at=now,
    )


def _yes(m: Matching, actor: Actor, *, spoken: bool) -> PlanAgreement:
    return PlanAgreement(by=actor.member_id, spoken=spoken, at=m.clock.now())


def plan_and_resident(m: Matching, plan_id: str) -> tuple[CarePlan, Person]:
    """Return a plan, and whom it is for.

    Raises:
        NotFound: If there is none.
    """
    plan = m.care_plans.get(plan_id)
    return plan, resident_of_plan(m, plan)


def moved(m: Matching, plan: CarePlan, what: str, by: str) -> CarePlan:
    """Return a plan kept as it is now, and told."""
    now = replace(plan, changed_at=m.clock.now())
    return m.care_plans.save(now, plan_changed(m, now, what, by))


def answer_plan(m: Matching, actor: Actor, plan_id: str, asked: AnswerCarePlan) -> CarePlan:
    """Return it with the answer of whose turn it is: agreed, so that visits are posted, or refused; said again, the same.

    Raises:
        NotFound: If the actor may not know of it.
        PlanAnswerIsTheirs: If it is for the other side to answer.
        SpokenConsentNeeded: If staff answer for the resident without their word.
        IllegalStep: If it is over.
    """
    plan, resident = plan_and_resident(m, plan_id)
    check_can_see(actor, plan, resident)
    there = PlanState.AGREED if asked.agree else PlanState.REFUSED
    if plan.state is there:
        return plan
    as_staff = check_can_answer(actor, plan, resident)
    if as_staff and plan.state is PlanState.DRAWN_UP and not asked.spoken_consent:
        raise SpokenConsentNeeded
    if not asked.agree:
        return moved(m, plan.step(there, asked.reason), "refused", actor.member_id)
    return moved(m, _agreed(m, plan, actor, as_staff=as_staff), "agreed", actor.member_id)


def _agreed(m: Matching, plan: CarePlan, actor: Actor, *, as_staff: bool) -> CarePlan:
    """Return it agreed: by the resident, in staff's words perhaps, or by staff to what the resident asked for."""
    if plan.state is PlanState.ASKED:
        return replace(plan.step(PlanState.AGREED), kept_by=actor.member_id)
    return replace(plan.step(PlanState.AGREED), agreement=_yes(m, actor, spoken=as_staff))


def change_plan(m: Matching, actor: Actor, plan_id: str, asked: ChangeCarePlan) -> CarePlan:
    """Return it with other visits from their first day on; what was posted and no longer fits is taken back.

    Before the resident's yes it is drawn up anew and waits for it, unless they said yes aloud.

    Raises:
        NotFound: If the actor may not know of it.
        Forbidden: If the actor does not keep the files of the community.
        SpokenConsentNeeded: If it runs and the resident was not asked.
        RuleBroken: If the days or times are against a rule.
        IllegalStep: If it is over.
    """
    plan, resident = plan_and_resident(m, plan_id)
    check_keeps(actor, plan, resident)
    if plan.state in RUNNING and not asked.spoken_consent:
        raise SpokenConsentNeeded
    visits = asked.visits.visits()
    visits.check(day_in_china(m.clock.now()))
    changed = replace(plan.with_visits(visits), kept_by=actor.member_id)
    if plan.state not in WAITING:
        return moved(m, changed, "changed", actor.member_id)
    if not asked.spoken_consent:
        drawn = replace(changed.step(PlanState.DRAWN_UP), agreement=None)
        return moved(m, drawn, "drawn-up", actor.member_id)
    agreed = replace(changed.step(PlanState.AGREED), agreement=_yes(m, actor, spoken=True))
    return moved(m, agreed, "agreed", actor.member_id)


def end_all_plans_of(m: Matching, member_id: str) -> None:
    """End every plan of somebody whose account or file is closed."""
    for plan in m.care_plans.where({"sides": f"resident:{member_id}"}, limit=MOST_OF_ONE):
        if plan.is_live:
            moved(m, plan.step(PlanState.ENDED, PlanEnd.NOT_NEEDED), "ended", member_id)
