"""Care plans as they are read: by the resident, who acts for them, companions and staff; by nobody else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from services.matching.application.caring.commands import CarePlansQuery
from services.matching.application.caring.drawing import plan_and_resident
from services.matching.application.caring.ranking import MOST_SERVED
from services.matching.application.caring.tending import DAYS_AHEAD, visits_of_plan
from services.matching.application.caring.views import (
    CarePlanView,
    CompanionView,
    PlannedVisitView,
    VisitOfPlanView,
    VisitsView,
)
from services.matching.application.caring.who import check_can_see, is_companion, keeps, plan_can
from services.matching.application.context import Matching
from services.matching.application.pairing.who import resident_and_side, speaks_for
from services.matching.domain.caring.companion import STANDING, Companion, CompanionState
from services.matching.domain.caring.plan import CarePlan
from services.matching.domain.caring.visits import Visits
from services.matching.domain.service_kinds import kind_of
from shared.identity.actor import Actor
from shared.identity.member import day_in_china
from shared.identity.people import Person
from shared.identity.permissions import Permission
from shared.storage.paging import Page


def plan_shown(m: Matching, actor: Actor, plan_id: str) -> CarePlanView:
    """Return a plan as the reader may see it, with the visits of the next fortnight.

    Raises:
        NotFound: If it does not concern the reader.
    """
    plan, resident = plan_and_resident(m, plan_id)
    check_can_see(actor, plan, resident)
    return plan_view(m, actor, plan)


def plan_view(m: Matching, actor: Actor, plan: CarePlan) -> CarePlanView:
    """Return one plan for a reader who may see it, with its visits."""
    view = _views(m, actor, (plan,))[0]
    served = _times_served(m, plan)
    companions = tuple(replace(each, served=served.get(each.member_id, 0)) for each in view.companions)
    return replace(view, companions=companions, coming=_coming(m, actor, plan))


def _times_served(m: Matching, plan: CarePlan) -> dict[str, int]:
    times: dict[str, int] = {}
    for need in m.needs.where({"served_plan": plan.id}, limit=MOST_SERVED):
        for place in need.places:
            times[place.member_id] = times.get(place.member_id, 0) + place.confirmed
    return times


def _coming(m: Matching, actor: Actor, plan: CarePlan) -> tuple[PlannedVisitView, ...]:
    """Return the visits of the next fortnight, soonest first; those that fell with the plan are left out."""
    today = day_in_china(m.clock.now())
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1)]
    found = [each for each in visits_of_plan(m, plan, days) if each.visit and not each.visit.fell]
    people = m.people.get_many(place.member_id for need in found for place in need.places)
    full = keeps(actor, plan)
    return tuple(
        PlannedVisitView(
            need_id=need.id,
            starts_at=need.starts_at,
            ends_at=need.ends_at,
            state=need.state,
            helper_names=tuple(
                _name(people[place.member_id], full=full)
                for place in need.places
                if place.member_id in people
            ),
        )
        for need in sorted(found, key=lambda each: (each.starts_at, each.id))
    )


def _name(person: Person, *, full: bool) -> str:
    return person.name if full else person.shown_name


def plans_listed(
    m: Matching, actor: Actor, asked: CarePlansQuery, *, limit: int = 50, after: str | None = None
) -> Page[CarePlanView]:
    """Return a page of plans, newest first, without their visits.

    Raises:
        Forbidden: If the actor keeps no files of that community.
        NotFound: If the actor may not know of the resident.
    """
    page = m.care_plans.page({"sides": _wanted(m, actor, asked)}, limit=limit, after=after)
    return Page(items=_views(m, actor, page.items), next=page.next)


def _wanted(m: Matching, actor: Actor, asked: CarePlansQuery) -> str:
    if asked.community_code is not None:
        actor.check_may(Permission.RECORD_RESIDENT, asked.community_code)
        return f"community:{asked.community_code}"
    if asked.resident_id is None or asked.resident_id == actor.member_id:
        return f"member:{actor.member_id}"
    resident, _ = resident_and_side(m, actor, asked.resident_id)
    return f"resident:{resident.id}"


def _views(m: Matching, actor: Actor, plans: Sequence[CarePlan]) -> tuple[CarePlanView, ...]:
    ids = (id_ for each in plans for id_ in (each.resident_id, *(one.member_id for one in each.companions)))
    people, today = m.people.get_many(ids), day_in_china(m.clock.now())
    return tuple(_view(m, actor, each, people, today) for each in plans)


def _view(
    m: Matching, actor: Actor, plan: CarePlan, people: Mapping[str, Person], today: date
) -> CarePlanView:
    resident = people[plan.resident_id]
    inside = keeps(actor, plan) or speaks_for(actor, resident) or actor.member_id in plan.circle
    begun = [each for each in plan.visits if each.from_on <= today] or [plan.visits[0]]
    return CarePlanView(
        id=plan.id,
        resident_id=plan.resident_id,
        resident_name=resident.name if inside else resident.shown_name.replace("志愿者", "居民"),
        community_code=plan.community_code,
        community_name=m.communities.area_name(plan.community_code),
        service_kind=plan.service_kind,
        service_name=kind_of(plan.service_kind).name,
        title=plan.title,
        details=plan.details if inside else "",
        visits=_visits_view(begun[-1]),
        later=tuple(_visits_view(each) for each in plan.visits if each.number > begun[-1].number),
        state=plan.state,
        state_name=plan.state.words,
        spoken=plan.agreement is not None and plan.agreement.spoken,
        companions=_companions(actor, plan, people),
        reason=plan.reason,
        reason_name=plan.reason.words if plan.reason else None,
        can=plan_can(actor, plan, resident),
        created_at=plan.created_at,
    )


def _visits_view(visits: Visits) -> VisitsView:
    return VisitsView(
        from_on=visits.from_on,
        until_on=visits.until_on,
        weekdays=visits.weekdays,
        starts_at=f"{visits.starts_minute // 60:02}:{visits.starts_minute % 60:02}",
        minutes=visits.minutes,
        helpers=visits.helpers,
        skips_holidays=visits.skips_holidays,
        says=visits.words,
    )


def _companions(actor: Actor, plan: CarePlan, people: Mapping[str, Person]) -> tuple[CompanionView, ...]:
    """Return the companions; who said no or left is told to staff and to the resident's side, not to other companions."""
    steers = keeps(actor, plan) or speaks_for(actor, people[plan.resident_id])
    seen = [
        each for each in plan.companions if each.member_id in people and (steers or _is_theirs(actor, each))
    ]
    return tuple(
        CompanionView(
            member_id=each.member_id,
            name=_name(people[each.member_id], full=keeps(actor, plan) or actor.member_id == each.member_id),
            volunteer_number=people[each.member_id].volunteer_number if steers else None,
            state=each.state,
            state_name=each.state.words,
            stands=each.state in STANDING,
        )
        for each in seen
    )


def _is_theirs(actor: Actor, companion: Companion) -> bool:
    return companion.state is CompanionState.AGREED or companion.member_id == actor.member_id


def visit_of_plan(m: Matching, actor: Actor, need_id: str) -> VisitOfPlanView | None:
    """Return which plan's visit a need is, for a reader who may see the need; None if it is none.

    Raises:
        NotFound: If there is no such need.
    """
    need = m.needs.get(need_id)
    if need.visit is None:
        return None
    plan, resident = plan_and_resident(m, need.visit.plan_id)
    visits = next(each for each in plan.visits if each.number == need.visit.number)
    inside = keeps(actor, plan) or speaks_for(actor, resident) or is_companion(actor, plan)
    return VisitOfPlanView(
        plan_id=plan.id if inside else None,
        says=visits.words,
        been=_times_served(m, plan).get(actor.member_id, 0),
        companion=actor.member_id in plan.circle,
    )
