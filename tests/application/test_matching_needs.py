"""What can be done with a need before, while and after it is open."""

from datetime import timedelta

import pytest

from services.matching.application import needs, serving, sweeps
from services.matching.application.commands import (
    AmendNeed,
    Decision,
    NoShow,
    Place,
    ReviewNeed,
    WithdrawNeed,
)
from services.matching.domain import errors
from services.matching.domain.assignment import AssignmentState
from services.matching.domain.gate_shapes import Policy
from services.matching.domain.need import NeedState, PostedAs, RecordedAs
from shared.events import matching as told
from shared.identity.member import Window
from shared.kernel.clock import SetClock
from shared.kernel.errors import BadInput, Forbidden, NotFound
from shared.kernel.geography import Point
from shared.kernel.ids import RandomIds
from tests.application.matching_world import ELSEWHERE, HERE, HOME, THERE, World, a_world


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def kinds(facts: list[object]) -> list[str]:
    return [type(fact).__name__ for fact in facts]


def test_a_groups_service_is_posted_by_staff_for_their_community(world: World) -> None:
    staff = world.staff(THERE)

    need = world.need(staff, service_kind="ENVIRONMENT", helpers_wanted=20, community_code=THERE)

    assert (need.posted_as, need.resident_id, need.community_code, need.district_code) == (
        PostedAs.STAFF,
        staff.member_id,
        THERE,
        THERE[:6],
    )
    assert need.state is NeedState.OPEN


def test_nobody_posts_for_another_community(world: World) -> None:
    with pytest.raises(Forbidden):
        world.need(world.member(), community_code=ELSEWHERE)
    with pytest.raises(Forbidden):
        world.need(world.staff(), community_code=ELSEWHERE)
    with pytest.raises(Forbidden):
        world.need(world.staff(ELSEWHERE), resident_id=world.resident().member_id)
    with pytest.raises(NotFound):
        world.need(world.staff(), resident_id="nobody")


def test_a_community_stated_for_a_resident_is_the_one_they_live_in(world: World) -> None:
    staff, resident = world.staff(), world.resident().member_id
    assert world.need(staff, resident_id=resident, community_code=HERE).community_code == HERE
    with pytest.raises(BadInput) as refused:
        world.need(staff, resident_id=resident, community_code=THERE)
    assert [each.code for each in refused.value.faults] == ["not-the-residents-community"]


def test_what_is_left_out_is_taken_from_the_kind_and_the_residents_home(world: World) -> None:
    resident = world.resident()

    need = world.need(world.staff(), resident_id=resident.member_id, expected_minutes=None)
    short = world.need(
        world.staff(),
        resident_id=resident.member_id,
        expected_minutes=None,
        ends_at=world.now(hours=1, minutes=20),
    )
    stated = world.need(
        world.staff(), resident_id=resident.member_id, point=Place(longitude=103.8, latitude=30.0)
    )

    assert (need.expected_minutes, need.point) == (45, HOME)
    assert short.expected_minutes == 20
    assert stated.point == Point(longitude=103.8, latitude=30.0)


def test_a_community_where_no_member_lives_is_met_at_its_seat(world: World) -> None:
    staff = world.member(grants=world.staff(THERE).grants)

    need = world.need(staff, service_kind="ENVIRONMENT", community_code=THERE)

    seat = world.m.communities.get(THERE).point
    assert need.point == seat


def test_casework_is_professional_and_duty_is_stated_by_staff_alone(world: World) -> None:
    staff, resident = world.staff(), world.resident()
    ask = {"resident_id": resident.member_id}

    assert world.need(staff, service_kind="CASEWORK", **ask).recorded_as is RecordedAs.PROFESSIONAL
    assert world.need(staff, recorded_as=RecordedAs.DUTY, **ask).recorded_as is RecordedAs.DUTY
    with pytest.raises(errors.OnlyStaffState):
        world.need(world.member(), recorded_as=RecordedAs.DUTY)
    with pytest.raises(errors.OnlyStaffState):
        world.need(staff, service_kind="CASEWORK", recorded_as=RecordedAs.VOLUNTEER, **ask)


def test_posting_again_under_the_same_id_returns_what_stands(world: World) -> None:
    member = world.member()
    first = needs.post_need(world.m, member, world.command(), "n1")

    assert needs.post_need(world.m, member, world.command(), "n1") == first


def test_a_city_without_review_opens_what_residents_post(
    databases: str, clock: SetClock, ids: RandomIds
) -> None:
    world = a_world(clock, ids, Policy(reviews_residents=False))
    need = world.need(world.member())

    assert need.state is NeedState.OPEN
    assert needs.amend_need(
        world.m, world.actor(need.posted_by), need.id, AmendNeed(title="换个题目")
    ).state is (NeedState.OPEN)


def test_staff_refuse_with_a_reason_and_deciding_again_changes_nothing(world: World) -> None:
    need, staff = world.need(world.member()), world.staff()
    refuse = ReviewNeed(decision=Decision.REFUSE, reason="请联系物业")

    with pytest.raises(errors.ReasonRequired):
        needs.review_need(world.m, staff, need.id, ReviewNeed(decision=Decision.REFUSE))
    with pytest.raises(Forbidden):
        needs.review_need(world.m, world.staff(THERE), need.id, refuse)
    refused = needs.review_need(world.m, staff, need.id, refuse)

    assert (refused.state, refused.reason, refused.reviewed_by) == (
        NeedState.REFUSED,
        "请联系物业",
        staff.member_id,
    )
    assert needs.review_need(world.m, staff, need.id, refuse) == refused
    with pytest.raises(errors.IllegalStep):
        needs.review_need(world.m, staff, need.id, ReviewNeed(decision=Decision.APPROVE))


def test_approving_twice_opens_once(world: World) -> None:
    need, staff = world.need(world.member()), world.staff()
    approve = ReviewNeed(decision=Decision.APPROVE)

    opened = needs.review_need(world.m, staff, need.id, approve)

    assert needs.review_need(world.m, staff, need.id, approve) == opened
    assert kinds(world.settle()).count("NeedOpened") == 1


def test_a_residents_change_is_looked_at_again_and_one_of_details_is_not(world: World) -> None:
    need = world.need(world.member())
    poster = world.actor(need.posted_by)
    needs.review_need(world.m, world.staff(), need.id, ReviewNeed(decision=Decision.APPROVE))

    details = needs.amend_need(world.m, poster, need.id, AmendNeed(details="三楼，没有电梯"))
    title = needs.amend_need(world.m, poster, need.id, AmendNeed(title="陪老人散步"))

    assert (details.state, title.state) == (NeedState.OPEN, NeedState.AWAITING_REVIEW)


def test_a_change_names_those_who_are_to_serve_already(world: World) -> None:
    need, helper = world.need(), world.member()
    assignment = world.accepted(helper, need)
    world.settle()
    needs.amend_need(world.m, world.staff(), need.id, AmendNeed(details="三楼，没有电梯"))
    (fact,) = (each for each in world.settle() if isinstance(each, told.NeedAmended))
    assert (fact.helper_ids, fact.assignment_ids) == ((helper.member_id,), (assignment.id,))


def test_an_amendment_keeps_the_rules_and_changes_nothing_when_it_says_nothing_new(world: World) -> None:
    staff = world.staff()
    need = world.need(staff, resident_id=world.resident().member_id)

    assert needs.amend_need(world.m, staff, need.id, AmendNeed(title=need.title)) == need
    with pytest.raises(errors.MinutesBeyondWindow):
        needs.amend_need(world.m, staff, need.id, AmendNeed(expected_minutes=90))
    with pytest.raises(Forbidden):
        needs.amend_need(world.m, world.member(), need.id, AmendNeed(title="别人的"))
    world.accepted(world.member(), need)
    with pytest.raises(errors.PlacesTaken):
        needs.amend_need(world.m, staff, need.id, AmendNeed(title="改了"))
    assert needs.amend_need(world.m, staff, need.id, AmendNeed(details="请带口罩")).details == "请带口罩"


def test_who_an_amended_need_no_longer_suits_is_let_go_and_others_are_asked(world: World) -> None:
    morning = (Window(weekday=1, from_minute=540, to_minute=720),)
    only_morning = world.volunteer(availability=morning)
    always = world.volunteer()
    staff = world.staff()
    need = world.need(staff, resident_id=world.resident().member_id)
    world.settle()
    assert set(world.asked(need)) == {only_morning.member_id, always.member_id}

    later = AmendNeed(
        starts_at=need.starts_at + timedelta(hours=5), ends_at=need.ends_at + timedelta(hours=5)
    )
    needs.amend_need(world.m, staff, need.id, later)
    facts = world.settle()

    assert world.asked(need) == [always.member_id]
    closed = [fact for fact in facts if isinstance(fact, told.ProposalsClosed)]
    assert [fact.member_ids for fact in closed] == [(only_morning.member_id,)]


def test_withdrawing_cancels_what_has_not_begun_and_frees_the_diaries(world: World) -> None:
    staff, helper, waiting = world.staff(), world.member(), world.volunteer()
    need = world.need(staff, resident_id=world.resident().member_id, helpers_wanted=2)
    made = world.accepted(helper, need)
    world.settle()

    withdrawn = needs.withdraw_need(world.m, staff, need.id, WithdrawNeed(reason="老人住院"))
    facts = world.settle()

    assert (withdrawn.state, withdrawn.reason) == (NeedState.WITHDRAWN, "老人住院")
    assert world.m.assignments.get(made.id).state is AssignmentState.CANCELLED
    assert world.m.diaries.get(helper.member_id).entries == ()
    assert world.asked(need) == []
    assert waiting.member_id in next(
        fact.member_ids for fact in facts if isinstance(fact, told.ProposalsClosed)
    )
    assert needs.withdraw_need(world.m, staff, need.id, WithdrawNeed()) == world.m.needs.get(need.id)
    with pytest.raises(Forbidden):
        needs.withdraw_need(world.m, helper, need.id, WithdrawNeed())


def test_needs_expire_at_their_end_once_and_those_begun_do_not(world: World) -> None:
    empty = world.need()
    unreviewed = world.need(world.member())
    half = world.need(helpers_wanted=2)
    made = world.accepted(world.member(), half)
    later = world.need(starts_at=world.now(days=1), ends_at=world.now(days=1, hours=1))
    world.settle()

    world.clock.advance(hours=2)
    swept = sweeps.expire_due_needs(world.m, world.clock.now())
    facts = world.settle()

    states = [world.m.needs.get(each.id).state for each in (empty, unreviewed, half, later)]
    assert states == [NeedState.EXPIRED, NeedState.EXPIRED, NeedState.FILLED, NeedState.OPEN]
    assert swept == 3
    assert {fact.need_id for fact in facts if isinstance(fact, told.NeedClosed)} == {
        empty.id,
        unreviewed.id,
    }
    assert sweeps.expire_due_needs(world.m, world.clock.now()) == 0
    sweeps.end_need(world.m, empty.id, world.clock.now())
    assert world.settle() == []
    assert world.m.assignments.get(made.id).state is AssignmentState.ACCEPTED


def test_a_need_whose_only_helper_did_not_come_expires(world: World) -> None:
    staff = world.staff()
    need = world.need(staff, resident_id=world.resident().member_id)
    made = world.accepted(world.member(), need)
    world.clock.at = need.ends_at

    serving.no_show(world.m, staff, made.id, NoShow())

    assert world.m.needs.get(need.id).state is NeedState.EXPIRED
    assert [fact.state for fact in world.settle() if isinstance(fact, told.NeedClosed)] == ["EXPIRED"]
