"""A care plan is drawn up and agreed, becomes visits a fortnight ahead, and stands still, changes and ends without losing any."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.matching.application import needs
from services.matching.application.caring import drawing, tending
from services.matching.application.caring.commands import ChangeCarePlan
from services.matching.application.commands import WithdrawNeed
from services.matching.domain.caring import errors
from services.matching.domain.caring.plan import PlanEnd, PlanState
from services.matching.domain.errors import IllegalStep
from services.matching.domain.need import Need, NeedState
from services.matching.domain.pairing.errors import SpokenConsentNeeded
from services.matching.domain.register.errors import FileClosed
from shared.events.caring import CarePlanChanged
from shared.identity.member import MemberStatus
from shared.kernel.clock import SetClock
from shared.kernel.errors import NotFound
from shared.kernel.ids import RandomIds
from tests.application.care_world import (
    FORTNIGHT,
    IN_THE_AFTERNOON,
    IN_THE_MORNING,
    NEXT_FRIDAY,
    NO,
    SPOKEN,
    TODAY,
    TUESDAY,
    YES,
    a_plan,
    asked_for,
    at_nine,
    drawn_up,
    standing,
    visits,
)
from tests.application.matching_world import THERE, World, a_world
from tests.application.pairing_world import told


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def test_what_staff_agree_aloud_becomes_visits_a_fortnight_ahead(world: World) -> None:
    staff, resident = world.staff(), world.resident()
    plan = drawn_up(world, staff, resident)
    assert (plan.state, plan.kept_by, plan.agreement and plan.agreement.spoken) == (
        PlanState.AGREED,
        staff.member_id,
        True,
    )
    assert told(world, CarePlanChanged) == [("care-plan-agreed", resident.member_id)]
    found = visits(world, plan)
    assert [each.visit and each.visit.on for each in found] == FORTNIGHT
    first = found[0]
    assert (first.starts_at, first.ends_at, first.state) == (
        at_nine(TUESDAY) + timedelta(minutes=30),
        at_nine(TUESDAY) + timedelta(minutes=90),
        NeedState.OPEN,
    )
    assert (first.posted_by, first.resident_id, first.details) == (
        staff.member_id,
        resident.member_id,
        "三楼，按两次门铃",
    )


def test_what_a_resident_asks_for_is_arranged_by_staff_and_by_nobody_else(world: World) -> None:
    staff, resident = world.staff(), world.resident()
    daughter = world.delegate_of(resident)
    plan = drawn_up(world, daughter, resident)
    assert (plan.state, plan.kept_by) == (PlanState.ASKED, None)
    assert told(world, CarePlanChanged) == [("care-plan-asked", staff.member_id)]
    with pytest.raises(errors.PlanAnswerIsTheirs):
        drawing.answer_plan(world.m, daughter, plan.id, YES)
    with pytest.raises(NotFound):
        drawing.answer_plan(world.m, world.staff(THERE), plan.id, YES)
    arranged = drawing.answer_plan(world.m, staff, plan.id, YES)
    assert (arranged.state, arranged.kept_by) == (PlanState.AGREED, staff.member_id)
    assert drawing.answer_plan(world.m, staff, plan.id, YES) == arranged
    world.settle()
    assert standing(world, plan) == FORTNIGHT


def test_what_staff_draw_up_waits_for_the_resident_and_may_be_refused(world: World) -> None:
    staff, resident = world.staff(), world.resident()
    daughter = world.delegate_of(resident)
    plan = drawn_up(world, staff, resident, spoken_consent=False)
    assert told(world, CarePlanChanged) == [("care-plan-drawn-up", resident.member_id)]
    assert standing(world, plan) == []
    with pytest.raises(SpokenConsentNeeded):
        drawing.answer_plan(world.m, staff, plan.id, YES)
    refused = drawing.answer_plan(world.m, daughter, plan.id, NO)
    assert (refused.state, refused.reason) == (PlanState.REFUSED, PlanEnd.RESIDENT_WISHES)
    assert drawing.answer_plan(world.m, daughter, plan.id, NO) == refused
    with pytest.raises(IllegalStep):
        drawing.answer_plan(world.m, daughter, plan.id, YES)
    with pytest.raises(IllegalStep):
        drawing.change_plan(world.m, staff, plan.id, ChangeCarePlan(visits=IN_THE_AFTERNOON))
    agreed = drawing.answer_plan(
        world.m, staff, drawn_up(world, staff, resident, spoken_consent=False).id, SPOKEN
    )
    assert agreed.agreement is not None
    assert agreed.agreement.spoken


def test_a_plan_drawn_up_anew_waits_for_the_resident_again(world: World) -> None:
    staff, resident = world.staff(), world.resident()
    daughter = world.delegate_of(resident)
    plan = drawn_up(world, daughter, resident)
    anew = drawing.change_plan(world.m, staff, plan.id, ChangeCarePlan(visits=IN_THE_AFTERNOON))
    assert (anew.state, len(anew.visits), anew.agreement) == (PlanState.DRAWN_UP, 1, None)
    aloud = ChangeCarePlan(visits=IN_THE_MORNING, spoken_consent=True)
    assert drawing.change_plan(world.m, staff, plan.id, aloud).state is PlanState.AGREED


def test_staff_who_act_for_the_resident_do_not_answer_for_both_sides(world: World) -> None:
    resident = world.resident()
    daughter = world.delegate_of(resident)
    world.change(daughter, grants=world.m.people.get(world.staff().member_id).grants)
    plan = drawn_up(world, world.actor(daughter.member_id), resident)
    with pytest.raises(errors.PlanAnswerIsTheirs):
        drawing.answer_plan(world.m, world.actor(daughter.member_id), plan.id, YES)
    with pytest.raises(errors.PlanAnswerIsTheirs):
        drawing.change_plan(
            world.m,
            world.actor(daughter.member_id),
            plan.id,
            ChangeCarePlan(visits=IN_THE_MORNING, spoken_consent=True),
        )


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"visits": replace(IN_THE_MORNING, from_on=TODAY - timedelta(days=1))}, errors.PlanBeginsInThePast),
        ({"visits": replace(IN_THE_MORNING, starts_at="23:30")}, errors.VisitPastMidnight),
        ({"visits": replace(IN_THE_MORNING, until_on=TODAY)}, errors.NoDayOfWeek),
        ({"visits": replace(IN_THE_MORNING, weekdays=())}, errors.NoDayOfWeek),
        ({"service_kind": "HAIRCUT"}, errors.VisitsAreForOne),
    ],
)
def test_what_makes_no_plan_is_refused(
    world: World, fields: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        drawn_up(world, world.staff(), world.resident(), **fields)


def test_nobody_draws_up_a_plan_for_whom_they_may_not_know_or_whose_file_is_closed(world: World) -> None:
    staff = world.staff()
    with pytest.raises(NotFound):
        drawn_up(world, world.member(), world.resident())
    with pytest.raises(FileClosed):
        drawn_up(world, staff, world.resident(status=MemberStatus.CLOSED))


def test_asked_twice_swept_twice_and_swept_late_each_visit_is_there_once(world: World) -> None:
    staff, resident = world.staff(), world.resident()
    plan = drawing.draw_up(world.m, staff, asked_for(resident), "the-plan")
    assert drawing.draw_up(world.m, staff, asked_for(resident), "the-plan") == plan
    for _ in range(2):
        assert tending.tend_due_plans(world.m, world.now()) == (not _)
    world.settle()
    assert standing(world, plan) == FORTNIGHT
    world.clock.at = at_nine(NEXT_FRIDAY)
    assert tending.tend_due_plans(world.m, world.now()) == 1
    assert standing(world, plan)[0] == NEXT_FRIDAY
    assert len(standing(world, plan)) == 5


def test_killed_in_the_middle_the_next_look_posts_what_is_missing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = drawn_up(world, world.staff(), world.resident())
    posted: list[Need] = []
    keep = world.m.needs.add

    def add(thing: Need, *facts: object) -> Need:
        if len(posted) == 2:
            raise KeyboardInterrupt
        posted.append(thing)
        return keep(thing, *facts)

    monkeypatch.setattr(world.m.needs, "add", add)
    with pytest.raises(KeyboardInterrupt):
        tending.tend_plan(world.m, plan.id)
    monkeypatch.undo()
    assert standing(world, plan) == FORTNIGHT[:2]
    tending.tend_due_plans(world.m, world.now())
    assert standing(world, plan) == FORTNIGHT


def test_a_visit_taken_back_does_not_come_again(world: World) -> None:
    plan = a_plan(world)
    needs.withdraw_need(world.m, world.actor(plan.asked_by), visits(world, plan)[0].id, WithdrawNeed())
    tending.tend_plan(world.m, plan.id)
    aloud = ChangeCarePlan(visits=replace(IN_THE_MORNING, starts_at="14:00"), spoken_consent=True)
    drawing.change_plan(world.m, world.actor(plan.asked_by), plan.id, aloud)
    world.settle()
    assert standing(world, plan) == FORTNIGHT[1:]
