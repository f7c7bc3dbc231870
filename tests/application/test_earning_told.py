"""What the word of a confirmed service says of who served, and what people learn of credits before they serve."""

from dataclasses import replace
from datetime import date

import pytest

from services.matching.application.crediting import (
    FOR_THE_POOL,
    NOT_OF_THE_BANK,
    TOO_YOUNG,
    minors,
    why_for_the_pool,
    why_no_credits,
)
from services.matching.application.teams import leading
from services.matching.domain.minor import Minor
from shared.events.service import ServiceConfirmed, ShiftConfirmed
from shared.identity.member import Guardian
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from shared.packs.shelf import pack_of
from tests.application.matching_world import HERE, consent
from tests.application.project_world import ProjectWorld, a_project_world, here
from tests.application.team_world import a_team, in_team, people


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return a_project_world(clock, ids)


def shifts_told(world: ProjectWorld) -> list[ShiftConfirmed]:
    return [each for each in world.world.settle() if isinstance(each, ShiftConfirmed)]


def test_who_came_with_a_team_is_told_as_of_a_group_the_leader_too(world: ProjectWorld) -> None:
    leader = world.world.member("孙队长")
    team, shift = a_team(world, leader), world.shift()
    one, alone = in_team(world, team), world.world.member()
    leading.sign_team_up(world.m, leader, team.id, shift.id, people(leader, one))
    world.present(world.organiser, shift, *here(leader, one, alone))
    world.agreed(world.organiser, shift, 120, 120, 120)

    (told,) = shifts_told(world)
    assert {each.member_id: each.as_group for each in told.lines} == {
        leader.member_id: True,
        one.member_id: True,
        alone.member_id: False,
    }


def test_the_age_is_told_of_minors_only_with_whether_the_guardian_agreed(world: ProjectWorld) -> None:
    shift = world.shift()
    guardian: Guardian = consent(world.clock.now())
    minor = world.world.member(birth_date=date(2010, 5, 1), guardian=guardian)
    adult = world.world.member()
    world.present(world.organiser, shift, *here(minor, adult))
    world.agreed(world.organiser, shift, 120, 120)

    (told,) = shifts_told(world)
    assert {each.member_id: (each.minor_age, each.guardian_agreed) for each in told.lines} == {
        minor.member_id: (16, True),
        adult.member_id: (None, False),
    }


def test_a_service_for_one_resident_tells_the_same(world: ProjectWorld) -> None:
    inner = world.world
    staff = inner.staff()
    need = inner.need(service_kind="ENVIRONMENT", actor=staff, helpers_wanted=2)
    inner.accepted(inner.member(), need)
    minor = inner.member(birth_date=date(2010, 5, 1), guardian=consent(inner.now()))
    inner.confirmed(minor, need, staff)

    (told,) = [each for each in inner.settle() if isinstance(each, ServiceConfirmed)]
    assert (told.member_id, told.minor_age, told.guardian_agreed) == (minor.member_id, 16, True)


def test_who_is_of_age_or_of_an_age_nobody_knows_is_told_nothing_of() -> None:
    assert Minor.of(18, guardian_agreed=True) == Minor.of(None, guardian_agreed=True) == Minor()
    assert Minor.of(17, guardian_agreed=False) == Minor(minor_age=17)


def test_nothing_is_told_of_somebody_who_is_not_on_record(world: ProjectWorld) -> None:
    assert minors(world.m, ("nobody",), world.clock.now()) == {"nobody": Minor()}


def test_people_learn_before_they_serve_that_no_credits_come_of_it(world: ProjectWorld) -> None:
    minor = world.world.member(birth_date=date(2010, 5, 1), guardian=consent(world.clock.now()))
    adult, at = world.world.member(), world.clock.now()

    def why(pack: str, member_id: str | None, kind: str = "PHONE_CARE") -> object:
        m = replace(world.m, rules=lambda *_: pack_of(pack))
        return why_no_credits(m, member_id, HERE, kind, at)

    assert why("shanghai-1", minor.member_id) == TOO_YOUNG
    assert why("shanghai-1", adult.member_id) is None
    assert why("nanjing-1", minor.member_id) is None
    assert why("beijing-1", None, "PATROL_TRAFFIC") == NOT_OF_THE_BANK
    assert why("shanghai-1", None) is None


def test_a_leader_learns_that_a_groups_credits_are_donated(world: ProjectWorld) -> None:
    at = world.clock.now()
    for pack, told in (("nanjing-1", FOR_THE_POOL), ("plain-1", None)):
        m = replace(world.m, rules=lambda *_, pack=pack: pack_of(pack))
        assert why_for_the_pool(m, HERE, at) == told
