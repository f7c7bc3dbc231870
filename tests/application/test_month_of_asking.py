"""The last four weeks as staff read them: places, for whom, questions for each, and what fell on each person."""

from datetime import date, timedelta

import pytest

from services.matching.application.batch.asking import ask_soon
from services.matching.application.batch.month import month_shown
from services.matching.application.batch.showing import runs_shown
from services.matching.application.sweeps import expire_due_needs
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden
from shared.kernel.ids import RandomIds
from tests.application.matching_world import HERE, THERE, World, a_world


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def test_staff_read_how_far_places_were_filled_for_whom_and_on_whom_it_fell(world: World) -> None:
    staff = world.staff()
    helper, other = world.volunteer(), world.volunteer()
    assert month_shown(world.m, staff, HERE).people == ()
    for resident in (world.resident(), world.member(), world.member(birth_date=date(1940, 1, 1))):
        need = world.need(staff, resident_id=resident.member_id)
        world.settle()
        if resident.member_id != "m004":
            world.confirmed(helper, need, staff)
        world.clock.at = need.ends_at + timedelta(minutes=90)
    expire_due_needs(world.m, world.clock.now())
    world.settle()
    month = month_shown(world.m, staff, HERE)
    assert (month.all.wanted, month.all.taken, month.first.wanted) == (3, 2, 2)
    people = {each.burden.member_id: each.burden for each in month.people}
    assert (people[helper.member_id].services, people[helper.member_id].yes) == (2, 2)
    assert (people[other.member_id].questions, people[other.member_id].services) == (3, 0)
    assert (month.notices_per_place, month.questions_unevenness, month.more) == (3.0, 0.0, 0)
    with pytest.raises(Forbidden):
        month_shown(world.m, world.staff(THERE), HERE)


def test_a_run_tells_how_many_were_wanted_for_residents_who_come_first(world: World) -> None:
    staff = world.staff()
    for _ in range(12):
        world.volunteer()
    for resident in (world.resident(), world.member()):
        world.need(
            staff,
            resident_id=resident.member_id,
            starts_at=world.now(hours=40),
            ends_at=world.now(hours=41),
        )
    world.settle()
    world.clock.at += timedelta(hours=10)
    assert ask_soon(world.m, world.clock.now()) == 6
    run = runs_shown(world.m, staff, HERE, "").run
    assert run is not None
    assert (run.first_wanted, run.first_asked, run.wanted) == (3, 3, 6)
