"""Care plans as tests of them begin."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from services.matching.application.caring import circle, drawing, tending
from services.matching.application.caring.commands import (
    AnswerCarePlan,
    AnswerCompanion,
    AskCompanion,
    AskedVisits,
    DrawUpCarePlan,
    EndCarePlan,
    PauseCarePlan,
)
from services.matching.domain.caring.plan import CarePlan, PlanEnd
from services.matching.domain.need import Need, NeedState
from shared.identity.actor import Actor
from shared.identity.member import day_in_china
from shared.kernel.clock import CHINA
from tests.application.matching_world import World

TODAY = date(2026, 11, 23)
"""A Monday."""
TUESDAY, FRIDAY, NEXT_TUESDAY, NEXT_FRIDAY = (TODAY + timedelta(days=days) for days in (1, 4, 8, 11))
IN_THE_MORNING = AskedVisits(from_on=TODAY, weekdays=(5, 2), starts_at="09:30", minutes=60)
"""Tuesdays and Fridays."""
FORTNIGHT = [TUESDAY, FRIDAY, NEXT_TUESDAY, NEXT_FRIDAY]
IN_THE_AFTERNOON = replace(IN_THE_MORNING, starts_at="14:00", from_on=NEXT_TUESDAY)
PAUSE, END = PauseCarePlan(reason=PlanEnd.HOSPITAL), EndCarePlan(reason=PlanEnd.NOT_NEEDED)
YES, SPOKEN = AnswerCarePlan(agree=True), AnswerCarePlan(agree=True, spoken_consent=True)
NO = AnswerCarePlan(agree=False, reason=PlanEnd.RESIDENT_WISHES)
GLADLY, NOT_ME = AnswerCompanion(agree=True), AnswerCompanion(agree=False)


def asked_for(resident: Actor, **fields: object) -> DrawUpCarePlan:
    asked = DrawUpCarePlan(
        resident_id=resident.member_id,
        service_kind="HOME_VISIT",
        title="上门陪聊",
        details="三楼，按两次门铃",
        visits=IN_THE_MORNING,
        spoken_consent=True,
    )
    return replace(asked, **fields)  # type: ignore[arg-type]  # -- fields by name


def drawn_up(world: World, by: Actor, resident: Actor, **fields: object) -> CarePlan:
    return drawing.draw_up(world.m, by, asked_for(resident, **fields), world.m.ids.new())


def a_plan(world: World, **fields: object) -> CarePlan:
    """Return a plan that runs, its first fortnight posted."""
    plan = drawn_up(world, world.staff(), world.resident(), **fields)
    world.settle()
    return world.m.care_plans.get(plan.id)


def companion(world: World, plan: CarePlan, by: Actor, helper: Actor) -> CarePlan:
    """Return the plan with a helper who was asked to come again and again, and agreed."""
    asked = circle.ask_companion(world.m, by, plan.id, asking(world, helper))
    return circle.answer_companion(world.m, helper, asked.id, GLADLY)


def asking(world: World, helper: Actor) -> AskCompanion:
    number = world.m.people.get(helper.member_id).volunteer_number
    assert number is not None
    return AskCompanion(volunteer_number=number)


def visits(world: World, plan: CarePlan) -> list[Need]:
    """Return every visit of a plan ever posted for the next fortnight, by day."""
    today = day_in_china(world.now())
    days = [today + timedelta(days=ahead) for ahead in range(tending.DAYS_AHEAD + 1)]
    found = tending.visits_of_plan(world.m, world.m.care_plans.get(plan.id), days)
    return sorted(found, key=lambda each: (each.starts_at, each.created_at, each.id))


def standing(world: World, plan: CarePlan) -> list[date]:
    """Return the days of the next fortnight for which a visit stands."""
    gone = (NeedState.WITHDRAWN, NeedState.EXPIRED)
    return [day_in_china(each.starts_at) for each in visits(world, plan) if each.state not in gone]


def at_nine(day: date) -> datetime:
    """Return nine o'clock in China on a day."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=CHINA)
