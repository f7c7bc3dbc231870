"""A sheet of communities adds those that are missing; names of areas agree, and what stands is not renamed."""

import pytest

from services.matching.application.context import open_matching
from shared.identity.actor import Actor
from shared.identity.communities import load_communities
from shared.identity.opening import open_identity
from shared.identity.roles import EVERYWHERE, Grant, Role
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden
from shared.kernel.ids import RandomIds
from tests.application.importing_world import brought_in, counts, why
from tests.application.matching_world import World
from tests.application.register_world import TEST_KEYS

HEADER = "社区代码,社区名称,城乡类别,镇街,区县,城市,经度,纬度\n"
ONE = "370102001001,泉城社区,社区,泉城路街道,历下区,济南市,117.02,36.66\n"
TWO = "370102001200,泉边村,村,泉城路街道,历下区,济南市,117.03,36.67\n"


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    identity = open_identity(clock, ids, keys=TEST_KEYS)
    return World(clock=clock, identity=identity, m=open_matching(clock, ids, identity))


@pytest.fixture
def operator(world: World) -> Actor:
    return world.member("郑工", grants=(Grant(role=Role.OPERATOR, scope=EVERYWHERE),))


def test_communities_are_added_once_and_found_at_once_and_by_other_processes(
    world: World, operator: Actor
) -> None:
    elsewhere = load_communities()
    assert counts(brought_in(world.m, operator, "communities", HEADER + ONE + TWO, is_dry_run=True)) == (
        2,
        0,
        0,
    )
    assert world.m.communities.find("370102001001") is None
    assert counts(brought_in(world.m, operator, "communities", HEADER + ONE + TWO)) == (2, 0, 0)
    assert counts(brought_in(world.m, operator, "communities", HEADER + ONE + TWO)) == (0, 2, 0)
    assert [each.code for each in world.m.communities.search("泉边")] == ["370102001200"]
    assert world.m.communities.area_name("370102") == "历下区"
    assert elsewhere.known("370102001200").full_name == "历下区泉城路街道泉边村"
    assert elsewhere.find("370102009999") is None
    assert load_communities().get("370102001001").kind == "urban"


def test_a_row_against_a_rule_comes_back_with_the_rule(world: World, operator: Actor) -> None:
    rows = (
        ONE,
        TWO.replace("历下区", "历城区"),
        ONE.replace("泉城社区", "别名社区"),
        "511402001001,大北街社区,社区,别的街道,东坡区,眉山市,103.8,30.0\n",
        TWO.replace("117.03", "东经"),
        TWO.replace(",村,", ",小区,"),
    )
    outcome = brought_in(world.m, operator, "communities", HEADER + "".join(rows))
    assert counts(outcome) == (1, 0, 5)
    assert [said[:4] for said in why(outcome)] == ["代码 3", "与第 2", "代码 5", "经度：应", "城乡类别"]
    renamed = brought_in(world.m, operator, "communities", HEADER + ONE.replace("泉城社区", "别名社区"))
    assert why(renamed)[0].startswith("系统里已有")


def test_an_overseer_adds_within_the_own_area_and_staff_none(world: World) -> None:
    overseer = world.member("孙建", grants=(Grant(role=Role.OVERSEER, scope=EVERYWHERE),))
    assert counts(brought_in(world.m, overseer, "communities", HEADER + ONE)) == (1, 0, 0)
    with pytest.raises(Forbidden):
        brought_in(world.m, world.staff(), "communities", HEADER + TWO)
