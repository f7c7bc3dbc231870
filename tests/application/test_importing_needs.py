"""A sheet of needs is posted as staff would post each of them, for residents whom the register knows."""

import pytest

from services.matching.domain.need import NeedState, PostedAs
from shared.events.matching import NeedPosted
from shared.identity.actor import Actor
from shared.identity.member import MemberStatus
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.importing_world import brought_in, counts, why
from tests.application.matching_world import HERE, THERE, World, a_world

HEADER = "社区代码,居民姓名,居民电话,居民住址,服务类型,标题,开始时间,结束时间,需要人数,原系统编号\n"
WHEN = "2026-11-25 14:00,2026-11-25 16:00"
RESIDENTS = f"社区代码,姓名,电话,住址\n{HERE},王桂英,13900001111,一号楼\n{HERE},刘福,,二号楼\n"
GOOD = (
    f"{HERE},王桂英,139 0000 1111,,电话问安,陪老人说说话,{WHEN},,\n"
    f"{HERE},刘福,,二号楼,HOME_VISIT,上门看看,{WHEN},2,A-7\n"
)


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


@pytest.fixture
def staff(world: World) -> Actor:
    actor = world.staff()
    brought_in(world.m, actor, "members", RESIDENTS)
    return actor


def test_needs_are_posted_once_and_open_at_once(world: World, staff: Actor) -> None:
    assert counts(brought_in(world.m, staff, "needs", HEADER + GOOD, is_dry_run=True)) == (2, 0, 0)
    assert world.m.needs.where({"posted_by": staff.member_id}) == []
    assert counts(brought_in(world.m, staff, "needs", HEADER + GOOD)) == (2, 0, 0)
    assert counts(brought_in(world.m, staff, "needs", HEADER + GOOD)) == (0, 2, 0)
    kept = sorted(world.m.needs.where({"posted_by": staff.member_id}), key=lambda each: each.service_kind)
    assert [
        (each.service_kind, each.posted_as, each.state, each.helpers_wanted, each.expected_minutes)
        for each in kept
    ] == [
        ("HOME_VISIT", PostedAs.STAFF, NeedState.OPEN, 2, 45),
        ("PHONE_CARE", PostedAs.STAFF, NeedState.OPEN, 1, 15),
    ]
    assert [type(each) for each in world.settle()].count(NeedPosted) == 2


def test_the_number_of_the_other_system_decides_what_is_the_same(world: World, staff: Actor) -> None:
    brought_in(world.m, staff, "needs", HEADER + GOOD)
    renamed = GOOD.replace("上门看看", "上门坐坐").replace("陪老人说说话", "陪老人聊天")
    assert counts(brought_in(world.m, staff, "needs", HEADER + renamed)) == (1, 1, 0)


def test_a_need_of_a_file_that_was_joined_is_the_accounts(world: World, staff: Actor) -> None:
    account = world.member("刘福")
    (file,) = [
        each for each in world.identity.members.where({"community_code": HERE}) if each.address == "二号楼"
    ]
    world.identity.members.save(file.changed(world.now(), joined_to=account.member_id))
    brought_in(world.m, staff, "needs", HEADER + GOOD)
    assert [each.title for each in world.m.needs.where({"resident_id": account.member_id})] == ["上门看看"]


def test_a_row_against_a_rule_comes_back_with_the_rule(world: World, staff: Actor) -> None:
    world.member("孙走", phone="+8613900004444", status=MemberStatus.CLOSED)
    past = "2026-11-20 14:00,2026-11-20 16:00"
    bad = (
        f"{HERE},周无,13900007777,,PHONE_CARE,问安,{WHEN},,\n"
        f"{HERE},刘福,,三号楼,PHONE_CARE,问安,{WHEN},,\n"
        f"{HERE},王桂英,13900001111,,PHONE_CARE,问安,{past},,\n"
        f"{HERE},王桂英,13900001111,,NOTHING,问安,{WHEN},,\n"
        f"{THERE},王桂英,13900001111,,PHONE_CARE,问安,{WHEN},,\n"
        f"{HERE},王桂英,13900001111,,PHONE_CARE,问安,明天,后天,x,\n"
        f"{HERE},孙走,13900004444,,PHONE_CARE,问安,{WHEN},,\n"
    )
    outcome = brought_in(world.m, staff, "needs", HEADER + bad)
    assert counts(outcome) == (0, 0, 7)
    said = why(outcome)
    assert said[0] == said[1]
    assert "先导入居民" in said[0]
    assert "权限" in said[4]
    assert [part.partition("：")[0] for part in said[5].split("；")] == ["开始时间", "结束时间", "需要人数"]
