"""Turns a plan into visits: a fortnight ahead each is a need, once; what the plan no longer holds is taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from services.matching.application.caring.drawing import moved
from services.matching.application.caring.who import resident_of_plan
from services.matching.application.context import Matching
from services.matching.application.facts import need_closed, need_posted
from services.matching.application.keeping import added_once
from services.matching.application.opening import plan_day
from services.matching.application.redeeming import has_begun
from services.matching.domain.caring.plan import CarePlan, PlanEnd, PlanState
from services.matching.domain.caring.visits import Visit, Visits
from services.matching.domain.need import Need, NeedState, PostedAs
from services.matching.domain.service_kinds import kind_of
from shared.events.caring import CarePlanChanged
from shared.events.matching import NeedPosted
from shared.identity.member import day_in_china
from shared.identity.people import Person
from shared.kernel.clock import unix_millis
from shared.kernel.ids import derived_id
from shared.storage.aggregates import retrying

DAYS_AHEAD = 14
MOST_AT_ONCE = 500
MOST_VISITS = 500
PLATFORM = "platform"
NO_LONGER_PLANNED = "关爱计划已暂停、变更或结束 / The care plan is paused, changed or over"


def tend_due_plans(m: Matching, now: datetime) -> int:
    """Post the visits of the next fortnight that are not there yet, of all plans that are due. Return how many plans."""
    due = m.care_plans.where({"due_millis": {"$gte": 0, "$lte": unix_millis(now)}}, limit=MOST_AT_ONCE)
    for plan in due:
        retrying(partial(tend_plan, m, plan.id))
    return len(due)


def when_care_plan_changed_tend(m: Matching, fact: CarePlanChanged) -> None:
    """Post and take back visits as the plan is now."""
    tend_plan(m, fact.plan_id)


def when_visit_posted_check(m: Matching, fact: NeedPosted) -> None:
    """Take a visit back that was posted while its plan was paused, changed or ended."""
    need = m.needs.find(fact.need_id)
    if need is not None and need.visit is not None:
        _take_back(m, m.care_plans.get(need.visit.plan_id), [need])


def tend_plan(m: Matching, plan_id: str) -> None:
    """Take back the visits that a plan no longer holds, post those that are missing, and end it after its last day.

    Done again, at any later time, or by two at once, each visit is there once; one that a person took back stays so.

    Raises:
        StaleWrite: If the plan was changed in between: it is to be tended again.
    """
    plan, today = m.care_plans.get(plan_id), day_in_china(m.clock.now())
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1)]
    there = _take_back(m, plan, visits_of_plan(m, plan, days))
    posted = _post_missing(m, plan, days, there) if plan.state is PlanState.AGREED else 0
    if plan.state in (PlanState.AGREED, PlanState.PAUSED) and plan.is_over_by(today):
        moved(m, replace(plan.step(PlanState.ENDED, PlanEnd.TERM_OVER), looked_on=today), "ended", PLATFORM)
    elif posted or plan.looked_on != today:
        m.care_plans.save(replace(plan, looked_on=today))


def visits_of_plan(m: Matching, plan: CarePlan, days: Sequence[date]) -> list[Need]:
    """Return the visits of a plan that were posted for some days, in no order."""
    return m.needs.where({"plan_day": {"$in": [plan_day(plan.id, day) for day in days]}}, limit=MOST_VISITS)


def _take_back(m: Matching, plan: CarePlan, there: Sequence[Need]) -> list[Need]:
    """Return the visits as they stand once those to come that the plan does not hold are taken back."""
    return [_fallen(m, need) if _falls(m, plan, need) else need for need in there]


def _falls(m: Matching, plan: CarePlan, need: Need) -> bool:
    if need.is_closed or need.visit is None or need.starts_at <= m.clock.now():
        return False
    held = plan.holds(need.visit, need.starts_at, need.expected_minutes, need.helpers_wanted)
    return not held and not has_begun(m, need)


def _fallen(m: Matching, need: Need) -> Need:
    fallen = need.fallen(NO_LONGER_PLANNED)
    return m.needs.save(fallen, need_closed(fallen, "withdrawn"))


def _post_missing(m: Matching, plan: CarePlan, days: Sequence[date], there: Sequence[Need]) -> int:
    resident, count = resident_of_plan(m, plan), 0
    for day in days:
        visits = plan.visits_on(day)
        known = [each.visit for each in there if each.visit is not None and each.visit.on == day]
        if visits is None or visits.starts_at(day) <= m.clock.now() or not all(each.fell for each in known):
            continue
        need = _visit_of(m, plan, resident, visits, Visit(plan_id=plan.id, on=day, number=visits.number))
        made = replace(need, id=derived_id("care-visit", plan.id, day.isoformat(), str(len(known))))
        added_once(m.needs, made, need_posted(made))
        count += 1
    return count


def _visit_of(m: Matching, plan: CarePlan, resident: Person, visits: Visits, visit: Visit) -> Need:
    kind = kind_of(plan.service_kind)
    return Need(
        id="",
        community_code=plan.community_code,
        district_code=plan.community_code[:6],
        resident_id=resident.id,
        posted_by=plan.kept_by or plan.asked_by,
        posted_as=PostedAs.STAFF,
        service_kind=kind.code,
        title=plan.title,
        details=plan.details,
        starts_at=visits.starts_at(visit.on),
        ends_at=visits.ends_at(visit.on),
        expected_minutes=visits.minutes,
        helpers_wanted=visits.helpers,
        point=resident.point,
        recorded_as=kind.recorded_as,
        state=NeedState.OPEN,
        visit=visit,
        created_at=m.clock.now(),
    )
