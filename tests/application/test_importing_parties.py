"""A sheet of bodies is registered by staff, once each, and waits for the review of somebody who does not act for them."""

from dataclasses import replace

import pytest

from services.matching.application.parties.commands import ReviewParty
from services.matching.application.parties.reviewing import review_party
from services.matching.domain.parties.errors import OwnParty
from services.matching.domain.parties.party import Party, PartyState
from shared.events.parties import PartyRegistered
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.importing_world import brought_in, counts, why
from tests.application.matching_world import HERE, THERE, World, a_world

HEADER = "社区代码,主体类型,名称,统一社会信用代码,备案号,主管机构代码,组织类别,联系人,联系电话,公开募捐资格\n"
CODE = "91110000600037341L"
CHARITY = f"{HERE},慈善组织,东门慈善会,{CODE},,,,周敏,13900001111,是\n"
FILED = f"{HERE},社会组织,银龄互助社,,备-17,,居民互助类,李秋,13900002222,\n"
TEAM = f"{HERE},VOLUNTEER,东门慈善会义工队,,,{CODE},,孙建,13900003333,否\n"


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


@pytest.fixture
def staff(world: World) -> Actor:
    return world.staff()


def kept(world: World) -> dict[str, Party]:
    return {each.name: each for each in world.m.parties.where({"serves": HERE})}


def test_bodies_wait_for_review_and_are_registered_once(world: World, staff: Actor) -> None:
    contact = world.member("周敏", phone="+8613900001111")
    assert counts(brought_in(world.m, staff, "parties", HEADER + CHARITY + FILED)) == (2, 0, 0)
    assert counts(brought_in(world.m, staff, "parties", HEADER + CHARITY + FILED)) == (0, 2, 0)
    charity, filed = kept(world)["东门慈善会"], kept(world)["银龄互助社"]
    assert {charity.state, filed.state} == {PartyState.AWAITING_REVIEW}
    assert (charity.staff_ids, charity.raises_funds) == ((contact.member_id,), True)
    assert (filed.staff_ids, filed.class_code) == ((staff.member_id,), "MUTUAL_AID")
    assert [type(each) for each in world.settle()].count(PartyRegistered) == 2
    with pytest.raises(OwnParty):
        review_party(world.m, staff, filed.id, ReviewParty(approve=True))
    assert review_party(world.m, staff, charity.id, ReviewParty(approve=True)).state is PartyState.APPROVED


def test_a_team_follows_once_its_body_is_approved(world: World, staff: Actor) -> None:
    first = brought_in(world.m, staff, "parties", HEADER + CHARITY + TEAM)
    assert counts(first) == (1, 0, 1)
    again = brought_in(world.m, staff, "parties", HEADER + TEAM)
    assert why(again)[0].startswith("该机构尚未通过")
    review_party(world.m, world.staff(), kept(world)["东门慈善会"].id, ReviewParty(approve=True))
    assert counts(brought_in(world.m, staff, "parties", HEADER + TEAM)) == (1, 0, 0)
    assert counts(brought_in(world.m, staff, "parties", HEADER + TEAM)) == (0, 1, 0)
    team = kept(world)["东门慈善会义工队"]
    assert team.responsible_party_id == kept(world)["东门慈善会"].id


def test_a_body_that_registered_itself_is_known_and_never_renamed(world: World, staff: Actor) -> None:
    brought_in(world.m, staff, "parties", HEADER + FILED)
    own = kept(world)["银龄互助社"]
    world.m.parties.collection.delete_one({"_id": own.id})
    world.m.parties.add(replace(own, id="registered-itself", version=0))
    assert counts(brought_in(world.m, staff, "parties", HEADER + FILED)) == (0, 1, 0)
    renamed = brought_in(world.m, staff, "parties", HEADER + FILED.replace("互助社", "会"))
    assert counts(renamed) == (0, 0, 1)


def test_a_row_against_a_rule_comes_back_with_the_rule(world: World, staff: Actor) -> None:
    rows = {
        "统一社会信用代码": CHARITY.replace(CODE, CODE[:-1] + "A"),
        "请填写统一社会信用代码": CHARITY.replace(CODE, ""),
        "没有登记这个代码": TEAM,
        "没有这个社会组织类别": FILED.replace("居民互助类", "别的"),
        "主体类型": FILED.replace("社会组织", "公司", 1),
        "您没有权限": FILED.replace(HERE, THERE),
        "公开募捐资格": CHARITY.replace("是\n", "也许\n"),
        "联系电话": FILED.replace("13900002222", ""),
    }
    outcome = brought_in(world.m, staff, "parties", HEADER + "".join(rows.values()))
    said = why(outcome)
    assert counts(outcome) == (0, 0, len(rows))
    assert [
        each.startswith(start)
        for each, start in zip(said, rows, strict=True)
        if start != "没有这个社会组织类别"
    ] == [True] * (len(rows) - 1)
    assert counts(brought_in(world.m, staff, "parties", HEADER + rows["联系电话"])) == (0, 0, 1)
