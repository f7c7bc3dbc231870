"""What those who go to people see first: cases that wait and one's own; who is alone, who comes to whom today."""

import pytest

from services.matching.application import serving
from services.matching.application.commands import CheckIn
from services.matching.application.rounds import cases_in, round_in
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden
from shared.kernel.ids import RandomIds
from tests.application.giving_world import CASEWORK, RICE, asking, reserved, social_worker
from tests.application.matching_world import HERE, THERE, World, a_world


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def test_a_case_waits_until_somebody_takes_it_and_is_theirs_then(world: World) -> None:
    worker, other = social_worker(world), social_worker(world)
    need = asking(world, RICE, CASEWORK)
    casework = need.parts[1].id
    waiting = cases_in(world.m, worker, HERE)
    assert [(each.need.id, each.part_id) for each in waiting.waiting] == [(need.id, casework)]
    assert waiting.mine == ()

    reserved(world, worker, need, number=1)
    taken, of_other = cases_in(world.m, worker, HERE), cases_in(world.m, other, HERE)
    assert ([each.part_id for each in taken.mine], taken.waiting) == ([casework], ())
    assert (of_other.mine, of_other.waiting) == ((), ())


def test_the_soonest_need_without_help_comes_first(world: World) -> None:
    later, soon = world.need(starts_at=world.now(days=2), ends_at=world.now(days=2, hours=1)), world.need()
    assert [each.id for each in cases_in(world.m, social_worker(world), HERE).alone] == [soon.id, later.id]


def test_who_comes_to_whom_today_and_who_is_there_already(world: World) -> None:
    helper, staff = world.volunteer(), world.staff()
    need = world.need()
    assert [each.id for each in round_in(world.m, staff, HERE).alone] == [need.id]

    service = world.accepted(helper, need)
    today = round_in(world.m, staff, HERE)
    assert ([each.id for each in today.coming], today.there, today.alone) == ([service.id], (), ())

    world.clock.at = need.starts_at
    serving.check_in(world.m, helper, service.id, CheckIn())
    today = round_in(world.m, staff, HERE)
    assert (today.coming, [each.id for each in today.there]) == ((), [service.id])


@pytest.mark.parametrize("page", [cases_in, round_in])
def test_elsewhere_nothing_is_seen(world: World, page: object) -> None:
    assert callable(page)
    with pytest.raises(Forbidden):
        page(world.m, social_worker(world), THERE)
    with pytest.raises(Forbidden):
        page(world.m, world.member(), HERE)
