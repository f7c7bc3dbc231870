"""What happens to the places of a shift when somebody else is faster, or everybody comes at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from services.matching.application import diaries, sweeps
from services.matching.application.projects import joining
from services.matching.application.projects.commands import JoinShift
from services.matching.application.projects.reactions import when_shift_joined_hold
from services.matching.domain.diary import EntryState
from services.matching.domain.projects import errors as project_errors
from shared.events import projects as told
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.errors import StaleWrite
from shared.kernel.ids import RandomIds
from tests.application.meanwhile import meanwhile
from tests.application.project_world import ONE, ProjectWorld, a_project_world, entries, holders


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return a_project_world(clock, ids)


def test_a_place_lost_between_reading_and_writing_frees_the_diary_at_once(world: ProjectWorld) -> None:
    shift = world.shift(roles=ONE)
    helper, rival = world.world.member(), world.world.member()
    racing = replace(world.m, shifts=meanwhile(world.m.shifts, lambda: world.joined(rival, shift)))

    with pytest.raises(project_errors.ShiftFull):
        joining.sign_up(racing, helper, shift.id, JoinShift())

    assert entries(world, helper) == []
    assert holders(world, shift) == [rival.member_id]


def test_a_shift_that_changes_without_end_is_given_up_as_stale(world: ProjectWorld) -> None:
    shift, helper = world.shift(), world.world.member()

    def touch() -> None:
        world.m.shifts.save(world.m.shifts.get(shift.id))

    racing = replace(world.m, shifts=meanwhile(world.m.shifts, touch, times=2 * joining.TRIES))
    with pytest.raises(StaleWrite):
        joining.sign_up(racing, helper, shift.id, JoinShift())
    assert entries(world, helper) == []


def test_a_thousand_sign_ups_for_the_last_place_leave_one_holder(world: ProjectWorld) -> None:
    shift = world.shift(roles=ONE)
    crowd = [world.world.member() for _ in range(1000)]

    def reach(actor: Actor) -> bool:
        try:
            world.joined(actor, shift)
        except (project_errors.ShiftFull, StaleWrite):
            return False
        return True

    with ThreadPoolExecutor(32) as pool:
        won = [actor for actor, has in zip(crowd, pool.map(reach, crowd), strict=True) if has]

    assert [each.member_id for each in won] == holders(world, shift)
    assert len(won) == 1
    bound = world.m.diaries.get_many(each.member_id for each in crowd)
    assert [each.id for each in bound if each.entries] == [won[0].member_id]


def test_a_place_whose_time_was_given_away_is_given_back(world: ProjectWorld) -> None:
    public = world.published()
    shift, other = world.shift(public), world.shift(public)
    helper = world.world.member()
    world.joined(helper, shift)
    (fact,) = [each for each in world.world._take() if isinstance(each.data, told.ShiftJoined)]
    world.m.diaries.collection.delete_one({"_id": helper.member_id})
    world.joined(helper, other)

    for _ in range(2):
        when_shift_joined_hold(world.m, fact.data)  # type: ignore[arg-type]  # -- filtered above

    assert (holders(world, shift), holders(world, other)) == ([], [helper.member_id])


def test_a_reservation_without_a_place_is_released_and_one_with_a_place_held(world: ProjectWorld) -> None:
    shift, helper, lost = world.shift(), world.world.member(), world.world.member()
    world.joined(helper, shift)
    seat = replace(world.now(shift).seats[0], seat_id="nowhere", member_id=lost.member_id)
    diaries.reserve_entry(world.m, lost.member_id, joining.entry_of(world.m, shift, seat))
    gone = replace(joining.entry_of(world.m, shift, seat), need_id="no-such", assignment_id="x")
    other = world.world.member()
    diaries.reserve_entry(world.m, other.member_id, gone)
    world.clock.advance(seconds=90)

    assert sweeps.release_orphaned_reservations(world.m, world.clock.now()) == 3

    assert (entries(world, helper), entries(world, lost), entries(world, other)) == (
        [(shift.id, EntryState.HELD)],
        [],
        [],
    )
