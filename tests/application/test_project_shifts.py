"""Shifts of a project: posted, repeated, changed, cancelled."""

import pytest

from services.matching.application.commands import Decision
from services.matching.application.projects import shifts
from services.matching.application.projects.commands import (
    AmendShift,
    CancelShift,
    ReviewProject,
    RoleWanted,
)
from services.matching.domain import errors
from services.matching.domain.projects import errors as project_errors
from shared.events import projects as told
from shared.kernel.clock import SetClock
from shared.kernel.errors import BadInput, Forbidden
from shared.kernel.ids import RandomIds
from tests.application.matching_world import ELSEWHERE, HERE, THERE
from tests.application.project_world import LEADER_AND_HELPERS, PARTY, ProjectWorld, a_project_world

APPROVE = ReviewProject(decision=Decision.APPROVE)
REFUSE = ReviewProject(decision=Decision.REFUSE, reason="请补充保险说明")


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return a_project_world(clock, ids)


def test_a_shift_is_posted_for_a_published_project_by_its_organisation(world: ProjectWorld) -> None:
    shift = world.shift(community_code=THERE, expected_minutes=90, title="第一次")

    assert (shift.community_code, shift.expected_minutes, shift.places_left) == (THERE, 90, 3)
    assert world.shift().expected_minutes == 120
    with pytest.raises(project_errors.NotPublished):
        world.shift(world.submitted())
    with pytest.raises(Forbidden):
        world.shift(community_code=ELSEWHERE)
    with pytest.raises(Forbidden):
        shifts.post_shift(
            world.m, world.staff_of("party-2"), shift.project_id, world.shift_command(), world.m.ids.new()
        )


def test_a_shift_that_recurs_is_posted_as_separate_shifts_once(world: ProjectWorld) -> None:
    public, id_ = world.published(), world.m.ids.new()
    command = world.shift_command(times=4, days_apart=7)

    made = shifts.post_shift(world.m, world.organiser, public.id, command, id_)
    again = shifts.post_shift(world.m, world.organiser, public.id, command, id_)

    assert again == made
    assert [(each.starts_at - made[0].starts_at).days for each in made] == [0, 7, 14, 21]
    assert len({each.key for each in made}) == 4
    with pytest.raises(errors.TooFarAhead):
        world.shifts(public, times=26, days_apart=7)


@pytest.mark.parametrize(
    "roles",
    [
        (),
        tuple(RoleWanted(code=f"r{number}", name="岗", places=1) for number in range(7)),
        (RoleWanted(code="a", name="甲", places=1), RoleWanted(code="a", name="乙", places=1)),
        (RoleWanted(code="a", name="甲", places=150), RoleWanted(code="b", name="乙", places=51)),
    ],
)
def test_roles_are_few_distinct_and_not_too_large(world: ProjectWorld, roles: tuple[RoleWanted, ...]) -> None:
    with pytest.raises(BadInput):
        world.shift(roles=roles)


def test_a_shift_changes_freely_until_somebody_signed_up_and_softly_afterwards(world: ProjectWorld) -> None:
    shift, helper = world.shift(), world.world.member()
    later = AmendShift(
        starts_at=world.world.now(hours=25), ends_at=world.world.now(hours=26), expected_minutes=60
    )
    moved = shifts.amend_shift(world.m, world.organiser, shift.id, later)
    assert shifts.amend_shift(world.m, world.organiser, shift.id, later) == moved
    world.joined(helper, shift)

    soft = AmendShift(
        address="二楼",
        note="带水",
        roles=(*LEADER_AND_HELPERS[:1], RoleWanted(code="helper", name="队员", places=5)),
    )
    assert shifts.amend_shift(world.m, world.community, shift.id, soft).places_left == 5
    for hard in (AmendShift(ends_at=world.world.now(hours=27)), AmendShift(roles=LEADER_AND_HELPERS)):
        with pytest.raises(project_errors.SeatsTaken):
            shifts.amend_shift(world.m, world.organiser, shift.id, hard)
    with pytest.raises(Forbidden):
        shifts.amend_shift(world.m, helper, shift.id, soft)
    amended = {each.member_ids for each in world.world.settle() if isinstance(each, told.ShiftAmended)}
    assert amended == {(), (helper.member_id,)}


def test_a_cancelled_shift_is_told_to_all_who_held_or_waited_and_frees_their_time(
    world: ProjectWorld,
) -> None:
    shift = world.shift(roles=(RoleWanted(code="helper", name="队员", places=1),))
    holder, waiter = world.world.member(), world.world.member()
    world.joined(holder, shift)
    world.joined(waiter, shift, wait=True)
    world.world.settle()

    cancelled = shifts.cancel_shift(world.m, world.organiser, shift.id, CancelShift(reason="下雨"))
    assert shifts.cancel_shift(world.m, world.organiser, shift.id, CancelShift(reason="下雨")) == cancelled
    (fact,) = world.world.settle()

    assert isinstance(fact, told.ShiftCancelled)
    assert fact.member_ids == (holder.member_id, waiter.member_id)
    assert world.m.diaries.get(holder.member_id).entries == ()
    with pytest.raises(project_errors.ShiftNotOpen):
        shifts.amend_shift(world.m, world.organiser, shift.id, AmendShift(note="带伞"))


def test_a_shift_people_came_to_or_that_is_over_is_not_cancelled(world: ProjectWorld) -> None:
    shift, over = (
        world.shift(),
        world.shift(starts_at=world.world.now(hours=1), ends_at=world.world.now(hours=2)),
    )
    leader = world.leader(shift)
    with pytest.raises(errors.ReasonRequired):
        shifts.cancel_shift(world.m, world.organiser, shift.id, CancelShift(reason=""))
    with pytest.raises(Forbidden):
        shifts.cancel_shift(world.m, leader, shift.id, CancelShift(reason="不去了"))

    world.clock.at = over.ends_at
    with pytest.raises(project_errors.ShiftBegun):
        shifts.cancel_shift(world.m, world.organiser, over.id, CancelShift(reason="太晚"))


def test_the_organisation_answers_for_its_projects(world: ProjectWorld) -> None:
    assert {world.draft().party_id, world.shift().party_id} == {PARTY}
    assert world.draft().community_code == HERE
