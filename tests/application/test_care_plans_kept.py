"""A care plan that runs is paused, resumed, changed and ended, whatever happens in between; its visits follow, once each."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.matching.application.caring import drawing, steering, tending
from services.matching.application.caring.commands import ChangeCarePlan
from services.matching.application.caring.showing import plan_shown
from services.matching.application.register.closing import close_file
from services.matching.domain.assignment import AssignmentState
from services.matching.domain.caring.plan import PlanEnd, PlanState
from services.matching.domain.errors import IllegalStep
from services.matching.domain.need import Need, NeedState
from services.matching.domain.pairing.errors import SpokenConsentNeeded
from services.matching.entrypoints.jobs import sweeps
from shared.events.caring import CarePlanChanged
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden, NotFound, StaleWrite
from shared.kernel.ids import RandomIds
from shared.storage.aggregates import retrying
from tests.application.care_world import (
    END,
    FORTNIGHT,
    FRIDAY,
    IN_THE_AFTERNOON,
    IN_THE_MORNING,
    NEXT_TUESDAY,
    PAUSE,
    TODAY,
    TUESDAY,
    a_plan,
    at_nine,
    companion,
    drawn_up,
    standing,
    visits,
)
from tests.application.matching_world import World, a_world
from tests.application.pairing_world import told


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def test_a_pause_takes_visits_back_and_tells_who_would_have_come_and_resuming_brings_them_again(
    world: World,
) -> None:
    helper = world.volunteer()
    plan = a_plan(world)
    bound = world.accepted(helper, visits(world, plan)[0])
    world.settle()
    staff = world.actor(plan.asked_by)
    paused = steering.pause_plan(world.m, staff, plan.id, PAUSE)
    assert steering.pause_plan(world.m, staff, plan.id, PAUSE) == paused
    world.settle()
    assert (paused.reason, standing(world, plan)) == (PlanEnd.HOSPITAL, [])
    assert world.m.assignments.get(bound.id).state is AssignmentState.CANCELLED
    world.clock.at = at_nine(FRIDAY)
    assert tending.tend_due_plans(world.m, world.now()) == 1
    resumed = steering.resume_plan(world.m, staff, plan.id)
    assert steering.resume_plan(world.m, staff, plan.id) == resumed
    world.settle()
    assert standing(world, plan)[:2] == [FRIDAY, NEXT_TUESDAY]
    assert len(standing(world, plan)) == len(FORTNIGHT) + 1


def test_paused_and_resumed_before_anything_else_happens_every_visit_stands(world: World) -> None:
    plan = a_plan(world)
    steering.pause_plan(world.m, world.actor(plan.asked_by), plan.id, PAUSE)
    steering.resume_plan(world.m, world.actor(plan.asked_by), plan.id)
    world.settle()
    assert [each.state for each in visits(world, plan)] == [NeedState.OPEN] * 4


def test_a_change_from_a_day_on_leaves_what_was_before_and_what_stays_the_same(world: World) -> None:
    plan = a_plan(world)
    staff = world.actor(plan.asked_by)
    with pytest.raises(SpokenConsentNeeded):
        drawing.change_plan(world.m, staff, plan.id, ChangeCarePlan(visits=IN_THE_AFTERNOON))
    with pytest.raises(NotFound):
        drawing.change_plan(world.m, world.member(), plan.id, ChangeCarePlan(visits=IN_THE_AFTERNOON))
    before = visits(world, plan)
    aloud = ChangeCarePlan(visits=replace(IN_THE_AFTERNOON, weekdays=(2,)), spoken_consent=True)
    drawing.change_plan(world.m, staff, plan.id, aloud)
    assert ("care-plan-changed", plan.resident_id) in told(world, CarePlanChanged)
    after = {each.id: each for each in visits(world, plan)}
    assert [after[each.id].state for each in before] == [
        NeedState.OPEN,
        NeedState.OPEN,
        NeedState.WITHDRAWN,
        NeedState.WITHDRAWN,
    ]
    assert standing(world, plan) == [TUESDAY, FRIDAY, NEXT_TUESDAY]
    same = ChangeCarePlan(visits=replace(IN_THE_AFTERNOON, weekdays=(2, 5)), spoken_consent=True)
    drawing.change_plan(world.m, staff, plan.id, same)
    world.settle()
    assert standing(world, plan) == FORTNIGHT
    assert len(visits(world, plan)) == 6


def test_a_service_that_began_and_a_day_that_is_past_stay_when_the_plan_ends(world: World) -> None:
    helper = world.volunteer()
    plan = a_plan(world)
    made = world.checked_out(helper, visits(world, plan)[0])
    steering.end_plan(world.m, world.actor(plan.asked_by), plan.id, END)
    world.settle()
    assert world.m.assignments.get(made.id).state is AssignmentState.CHECKED_OUT
    assert standing(world, plan) == [TUESDAY]
    with pytest.raises(IllegalStep):
        steering.resume_plan(world.m, world.actor(plan.asked_by), plan.id)
    with pytest.raises(IllegalStep):
        steering.pause_plan(world.m, world.actor(plan.asked_by), plan.id, PAUSE)
    shown = plan_shown(world.m, world.actor(plan.asked_by), plan.id)
    assert shown.reason_name == PlanEnd.NOT_NEEDED.words


def test_a_plan_paused_while_its_visits_are_posted_keeps_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = drawn_up(world, world.staff(), world.resident())
    keep = world.m.needs.add

    def add(thing: Need, *facts: object) -> Need:
        monkeypatch.undo()
        steering.pause_plan(world.m, world.actor(plan.asked_by), plan.id, PAUSE)
        return keep(thing, *facts)

    monkeypatch.setattr(world.m.needs, "add", add)
    with pytest.raises(StaleWrite):
        tending.tend_plan(world.m, plan.id)
    world.settle()
    assert standing(world, plan) == []


def test_a_visit_that_a_dying_process_posted_after_the_pause_is_taken_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = drawn_up(world, world.staff(), world.resident())
    keep = world.m.needs.add

    def add(thing: Need, *facts: object) -> Need:
        monkeypatch.undo()
        steering.pause_plan(world.m, world.actor(plan.asked_by), plan.id, PAUSE)
        world.settle()
        keep(thing, *facts)
        raise KeyboardInterrupt

    monkeypatch.setattr(world.m.needs, "add", add)
    with pytest.raises(KeyboardInterrupt):
        tending.tend_plan(world.m, plan.id)
    assert standing(world, plan) == [TUESDAY]
    world.settle()
    assert standing(world, plan) == []


def test_a_plan_ends_by_itself_after_its_last_day(world: World) -> None:
    plan = a_plan(world, visits=replace(IN_THE_MORNING, until_on=FRIDAY))
    assert standing(world, plan) == [TUESDAY, FRIDAY]
    world.clock.at = at_nine(FRIDAY)
    tending.tend_due_plans(world.m, world.now())
    assert world.m.care_plans.get(plan.id).state is PlanState.AGREED
    world.clock.at = at_nine(FRIDAY + timedelta(days=1))
    tending.tend_due_plans(world.m, world.now())
    over = world.m.care_plans.get(plan.id)
    assert (over.state, over.reason) == (PlanState.ENDED, PlanEnd.TERM_OVER)
    world.settle()
    world.clock.advance(days=1)
    assert [tending.tend_due_plans(world.m, world.now()) for _ in range(2)] == [1, 0]


def test_nobody_comes_on_a_public_holiday_if_that_is_wished(world: World) -> None:
    world.clock.at = at_nine(TODAY.replace(month=9, day=28))
    fields = replace(IN_THE_MORNING, from_on=TODAY.replace(month=9, day=28), weekdays=(5, 7))
    always = a_plan(world, visits=fields)
    spared = a_plan(world, visits=replace(fields, skips_holidays=True))
    days = standing(world, always)
    assert TODAY.replace(month=10, day=2) in days
    assert [day for day in days if day.day not in (2, 4) or day.month == 9] == standing(world, spared)


def test_who_only_accompanies_does_not_steer(world: World) -> None:
    helper = world.volunteer()
    plan = a_plan(world)
    companion(world, plan, world.actor(plan.asked_by), helper)
    with pytest.raises(Forbidden):
        steering.end_plan(world.m, helper, plan.id, END)
    with pytest.raises(Forbidden):
        drawing.change_plan(world.m, helper, plan.id, ChangeCarePlan(visits=IN_THE_MORNING))
    with pytest.raises(NotFound):
        steering.pause_plan(world.m, world.member(), plan.id, PAUSE)


def test_a_closed_file_ends_the_plan(world: World) -> None:
    staff, resident = world.staff(), world.resident()
    plan = drawn_up(world, staff, resident, spoken_consent=False)
    close_file(world.identity, world.m, staff, resident.member_id)
    assert world.m.care_plans.get(plan.id).state is PlanState.ENDED


def test_the_schedule_looks_after_plans(world: World) -> None:
    plan = drawn_up(world, world.staff(), world.resident())
    sweep = next(each for each in sweeps(world.m) if each.name == "matching.tend-care-plans")
    assert retrying(lambda: sweep.run(world.now())) == 1
    assert standing(world, plan) == FORTNIGHT
