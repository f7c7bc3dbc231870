"""The circle of a care plan: asked, their own yes, asked first for visits; what each reader sees of a plan."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.matching.application.batch.asking import ask_nightly, ask_soon
from services.matching.application.caring import circle, drawing, tending
from services.matching.application.caring.commands import AskCompanion, CarePlansQuery
from services.matching.application.caring.ranking import COMPANION, KEPT_FOR_CIRCLE
from services.matching.application.caring.showing import plan_shown, plans_listed, visit_of_plan
from services.matching.application.explaining import fit_shown
from services.matching.application.proposing import propose
from services.matching.domain.caring import errors
from services.matching.domain.caring.companion import CompanionState
from services.matching.domain.caring.plan import MOST_CHANGES, CarePlan, PlanEnd, PlanState
from services.matching.domain.errors import IllegalStep
from services.matching.domain.need import Need
from shared.events.caring import CareCompanionChanged
from shared.identity.member import MemberStatus, day_in_china
from shared.kernel.clock import SetClock
from shared.kernel.errors import BadInput, Forbidden, NotFound
from shared.kernel.ids import RandomIds
from shared.kernel.words import Words
from tests.application.care_world import (
    GLADLY,
    IN_THE_MORNING,
    NEXT_FRIDAY,
    NOT_ME,
    SPOKEN,
    TUESDAY,
    a_plan,
    asking,
    at_nine,
    companion,
    drawn_up,
    visits,
)
from tests.application.matching_world import HERE, THERE, World, a_world
from tests.application.pairing_world import told


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def test_a_companion_is_asked_and_says_yes_for_themselves(world: World) -> None:
    helper, plan = world.volunteer(), a_plan(world)
    staff = world.actor(plan.asked_by)
    asked = circle.ask_companion(world.m, staff, plan.id, asking(world, helper))
    assert circle.ask_companion(world.m, staff, plan.id, asking(world, helper)) == asked
    assert told(world, CareCompanionChanged) == [("companion-asked", helper.member_id)]
    with pytest.raises(errors.NotACompanion):
        circle.answer_companion(world.m, staff, plan.id, GLADLY)
    with pytest.raises(NotFound):
        circle.answer_companion(world.m, world.volunteer(), plan.id, GLADLY)
    agreed = circle.answer_companion(world.m, helper, plan.id, GLADLY)
    assert (agreed.circle, circle.answer_companion(world.m, helper, plan.id, GLADLY)) == (
        (helper.member_id,),
        agreed,
    )
    assert told(world, CareCompanionChanged) == [
        ("companion-agreed", plan.resident_id),
        ("companion-agreed", staff.member_id),
    ]
    left = circle.answer_companion(world.m, helper, plan.id, NOT_ME)
    assert (left.circle, circle.answer_companion(world.m, helper, plan.id, NOT_ME)) == ((), left)
    with pytest.raises(IllegalStep):
        circle.answer_companion(world.m, helper, plan.id, GLADLY)


def test_a_no_takes_no_place_and_may_be_asked_again(world: World) -> None:
    helper, plan = world.volunteer(), a_plan(world)
    staff = world.actor(plan.asked_by)
    circle.ask_companion(world.m, staff, plan.id, asking(world, helper))
    no = circle.answer_companion(world.m, helper, plan.id, NOT_ME)
    assert [each.state for each in no.companions] == [CompanionState.DECLINED]
    assert circle.let_companion_go(world.m, staff, plan.id, helper.member_id) == no
    assert circle.answer_companion(world.m, helper, plan.id, NOT_ME) == no
    again = circle.ask_companion(world.m, staff, plan.id, asking(world, helper))
    assert [each.state for each in again.companions] == [CompanionState.ASKED]


def test_a_circle_is_small_and_of_those_who_may_come(world: World) -> None:
    plan = a_plan(world)
    staff, resident = world.actor(plan.asked_by), world.actor(plan.resident_id)
    first, *others = (world.volunteer() for _ in range(4))
    for each in (first, *others[:2]):
        circle.ask_companion(world.m, staff, plan.id, asking(world, each))
    with pytest.raises(errors.EnoughCompanions):
        circle.ask_companion(world.m, staff, plan.id, asking(world, others[2]))
    with pytest.raises(Forbidden):
        circle.let_companion_go(world.m, others[1], plan.id, first.member_id)
    with pytest.raises(errors.NotACompanion):
        circle.let_companion_go(world.m, staff, plan.id, others[2].member_id)
    circle.let_companion_go(world.m, staff, plan.id, first.member_id)
    child = world.member(birth_date=day_in_china(world.now() - timedelta(days=3650)))
    for wrong in (resident, world.delegate_of(resident), child, world.member(status=MemberStatus.SUSPENDED)):
        with pytest.raises(errors.CompanionNotReady):
            circle.ask_companion(world.m, staff, plan.id, asking(world, wrong))
    with pytest.raises(BadInput):
        circle.ask_companion(world.m, staff, plan.id, AskCompanion(volunteer_number="V999"))


def test_nobody_is_asked_to_accompany_a_plan_that_is_over(world: World) -> None:
    plan = a_plan(world)
    over = plan.step(PlanState.ENDED, PlanEnd.OTHER)
    with pytest.raises(IllegalStep):
        over.asking("somebody", world.now())


def test_the_circle_is_asked_alone_until_a_week_before_and_then_others_too(world: World) -> None:
    familiar, nearer = world.volunteer(), world.volunteer(point=world.m.communities.get(HERE).point)
    plan = drawn_up(world, world.staff(), world.resident(), spoken_consent=False)
    companion(world, plan, world.actor(plan.asked_by), familiar)
    plan = _agreed(world, plan.id)
    soon, late = visits(world, plan)[0], visits(world, plan)[-1]
    assert (_asked(world, soon), _asked(world, late)) == (
        [familiar.member_id, nearer.member_id],
        [familiar.member_id],
    )
    waiting = world.m.proposals.get(late.id).waiting
    assert waiting[0].reasons[0] == COMPANION
    propose(world.m, late.id)
    assert _asked(world, late) == [familiar.member_id]
    mine, theirs = (fit_shown(world.m, each, late.id, each.member_id) for each in (familiar, nearer))
    assert (mine.place, mine.bond, mine.others_from) == (1, Words(COMPANION.zh, COMPANION.en), None)
    assert (theirs.bond, theirs.others_from) == (None, late.starts_at - KEPT_FOR_CIRCLE)
    world.clock.at = late.starts_at - KEPT_FOR_CIRCLE + timedelta(hours=1)
    ask_soon(world.m, world.now())
    propose(world.m, late.id)
    assert _asked(world, late) == [familiar.member_id, nearer.member_id]


def test_the_night_asks_others_for_a_visit_its_circle_is_silent_on(world: World) -> None:
    familiar, other = world.volunteer(), world.volunteer()
    plan = drawn_up(world, world.staff(), world.resident(), spoken_consent=False)
    companion(world, plan, world.actor(plan.asked_by), familiar)
    plan = _agreed(world, plan.id)
    late = next(each for each in visits(world, plan) if each.visit and each.visit.on == NEXT_FRIDAY)
    world.clock.at = at_nine(TUESDAY + timedelta(days=4)) - timedelta(hours=5, minutes=50)
    ask_nightly(world.m, world.now())
    assert _asked(world, late) == [familiar.member_id, other.member_id]


def test_who_served_the_plan_is_better_known_than_who_only_served_the_resident(world: World) -> None:
    first, second = world.volunteer(), world.volunteer()
    resident, staff = world.resident(), world.staff()
    elsewhere = world.need(staff, resident_id=resident.member_id)
    world.confirmed(second, elsewhere, staff)
    plan = drawn_up(world, staff, resident)
    world.settle()
    world.confirmed(first, visits(world, plan)[0], staff, minutes=60)
    world.settle()
    world.clock.advance(days=7)
    tending.tend_due_plans(world.m, world.now())
    world.settle()
    last = world.m.proposals.get(visits(world, plan)[-1].id)
    said = {each.member_id: [reason.zh for reason in each.reasons] for each in last.waiting}
    assert "您来做过这份关爱计划" in said[first.member_id]
    assert "您服务过这位居民" in said[second.member_id]
    assert [each.member_id for each in last.waiting] == [first.member_id, second.member_id]
    seen = visit_of_plan(world.m, first, last.id)
    assert seen is not None
    assert (seen.been, seen.companion, seen.plan_id, seen.says.en) == (
        1,
        False,
        None,
        "Every Tuesday and Friday, 09:30–10:30",
    )
    assert visit_of_plan(world.m, first, elsewhere.id) is None


def test_each_reader_sees_of_a_plan_what_concerns_them(world: World) -> None:
    helper, other = world.volunteer(), world.volunteer()
    plan = a_plan(world)
    staff, resident = world.actor(plan.asked_by), world.actor(plan.resident_id)
    circle.ask_companion(world.m, staff, plan.id, asking(world, helper))
    companion(world, plan, staff, other)
    world.accepted(other, visits(world, plan)[0])
    world.settle()
    asked, agreed, own = (plan_shown(world.m, each, plan.id) for each in (helper, other, resident))
    assert (asked.resident_name, asked.details, asked.can) == ("李居民", "", ("accompany",))
    assert (agreed.resident_name, agreed.details, agreed.can) == ("李奶奶", "三楼，按两次门铃", ("leave",))
    assert [each.member_id for each in asked.companions] == [helper.member_id, other.member_id]
    assert [each.member_id for each in agreed.companions] == [other.member_id]
    assert (own.can, own.coming[0].helper_names) == (("pause", "end", "circle"), ("赵志愿者",))
    desk = plan_shown(world.m, staff, plan.id)
    assert (desk.can, desk.coming[0].helper_names) == (("change", "pause", "end", "circle"), ("赵志",))
    with pytest.raises(NotFound):
        plan_shown(world.m, world.volunteer(), plan.id)


def test_plans_are_listed_to_those_they_concern(world: World) -> None:
    helper, plan = world.volunteer(), a_plan(world)
    staff, resident = world.actor(plan.asked_by), world.actor(plan.resident_id)
    daughter = world.delegate_of(resident)
    companion(world, plan, staff, helper)
    for reader, asked in (
        (helper, CarePlansQuery()),
        (resident, CarePlansQuery(resident_id=resident.member_id)),
        (daughter, CarePlansQuery(resident_id=resident.member_id)),
        (staff, CarePlansQuery(community_code=HERE)),
    ):
        assert [each.id for each in plans_listed(world.m, reader, asked).items] == [plan.id]
    assert plans_listed(world.m, daughter, CarePlansQuery()).items == ()
    with pytest.raises(Forbidden):
        plans_listed(world.m, staff, CarePlansQuery(community_code=THERE))
    with pytest.raises(NotFound):
        plans_listed(world.m, helper, CarePlansQuery(resident_id=resident.member_id))


def test_a_later_change_is_shown_beside_what_holds_today(world: World) -> None:
    later = replace(IN_THE_MORNING, from_on=NEXT_FRIDAY, weekdays=tuple(range(1, 8)))
    plan = a_plan(world)
    changed = plan.with_visits(later.visits())
    world.m.care_plans.save(changed)
    shown = plan_shown(world.m, world.actor(plan.asked_by), plan.id)
    assert [each.says.zh for each in (shown.visits, *shown.later)] == [
        "每周二、五 09:30–10:30",
        "每天 09:30–10:30",
    ]


def test_who_closes_their_account_leaves_every_circle(world: World) -> None:
    helper, plan = world.volunteer(), a_plan(world)
    companion(world, plan, world.actor(plan.asked_by), helper)
    circle.leave_all_circles(world.m, helper.member_id)
    assert world.m.care_plans.get(plan.id).circle == ()


def test_a_plan_keeps_a_limited_number_of_changes(world: World) -> None:
    plan = a_plan(world)
    full = replace(plan, visits=plan.visits * (MOST_CHANGES + 1))
    with pytest.raises(errors.TooManyChanges):
        full.with_visits(IN_THE_MORNING.visits())


def _asked(world: World, need: Need) -> list[str]:
    found = world.m.proposals.find(need.id)
    return [each.member_id for each in found.proposals] if found else []


def _agreed(world: World, plan_id: str) -> CarePlan:
    """Return a plan whose resident said yes, its visits posted and asked for."""
    plan = world.m.care_plans.get(plan_id)
    drawing.answer_plan(world.m, world.actor(plan.asked_by), plan_id, SPOKEN)
    world.settle()
    return world.m.care_plans.get(plan_id)
