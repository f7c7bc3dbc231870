"""The API of teams and enrolments, behind the real door."""

import pytest

from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.matching_world import HERE
from tests.application.project_world import PARTY, ProjectWorld, a_project_world
from tests.application.test_matching_api import Callers


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return a_project_world(clock, ids)


@pytest.fixture
def callers(world: ProjectWorld) -> Callers:
    return Callers(world.world)


def test_a_team_gets_from_its_forming_to_a_shift_it_served(world: ProjectWorld, callers: Callers) -> None:
    call, leader, mate = callers.call, world.organiser, world.world.member("吴队员")
    status, made = call(leader, "POST", "/teams", {"party_id": PARTY, "name": "银龄巡逻队"})
    assert (status, made["members"], made["can"]) == (201, 1, ["let", "run", "lead", "disband"])
    path = f"/teams/{made['id']}"
    phone = world.world.identity.members.get(mate.member_id).phone
    assert call(leader, "POST", f"{path}/invite", {"phone": phone})[1]["people"][1]["standing"] == "INVITED"
    assert call(mate, "POST", f"{path}/ask", {})[1]["mine"] == "MEMBER"
    assert call(mate, "POST", f"{path}/let", {"lets_sign_up": True})[1]["lets_sign_up"]
    shift = world.shift()
    place, who = f"{path}/shifts/{shift.id}", {"member_ids": [mate.member_id]}
    assert [each["at"] for each in call(leader, "GET", place)[1]["lines"]] == ["NONE", "NONE"]
    assert call(leader, "POST", f"{place}/sign-up", who)[1]["lines"][1]["at"] == "SEATED"
    world.clock.at = shift.starts_at
    assert call(leader, "POST", f"{place}/check-in", who)[1]["lines"][1]["at"] == "HERE"
    assert call(leader, "POST", f"{place}/check-out", who)[1]["lines"][1]["at"] == "GONE"
    assert call(mate, "GET", place)[0] == 403
    lead = {"leader_id": mate.member_id}
    assert call(leader, "POST", f"{path}/leaders", lead)[1]["leader_id"] == mate.member_id
    assert call(mate, "PATCH", path, {"about": "夜里巡逻"})[1]["about"] == "夜里巡逻"
    assert call(None, "GET", f"/teams?community_code={HERE}")[1]["items"][0]["people"] == []
    assert call(mate, "DELETE", f"{path}/people/{leader.member_id}")[0] == 204
    asks = world.world.member()
    assert call(asks, "POST", f"{path}/ask", {"lets_sign_up": True})[1]["mine"] == "ASKED"
    assert call(mate, "POST", f"{path}/people/{asks.member_id}/admit")[1]["members"] == 2
    assert call(leader, "POST", f"{path}/disband", {"reason": "完成"})[1]["state"] == "DISBANDED"
    assert call(None, "GET", path)[0] == 404


def test_an_enrolment_is_asked_confirmed_counted_and_ended(world: ProjectWorld, callers: Callers) -> None:
    call, actor, staff = callers.call, world.world.member(), world.community
    asked = {"kind": "BODY", "community_code": HERE, "body_name": "区图书馆"}
    status, made = call(actor, "POST", "/enrolments", asked)
    assert (status, made["can"]) == (201, ["end"])
    path = f"/enrolments/{made['id']}"
    assert call(actor, "POST", f"{path}/decide", {"confirm": True})[0] == 403
    assert call(staff, "GET", f"/enrolments?community_code={HERE}")[1]["items"][0]["can"] == ["decide"]
    assert call(staff, "POST", f"{path}/decide", {"confirm": True})[1]["state"] == "CONFIRMED"
    counted = call(None, "GET", f"/enrolment-counts?community_code={HERE}")[1]
    assert counted == {"persons": 0, "bodies": 1}
    assert call(world.organiser, "GET", path)[0] == 404
    assert call(actor, "POST", f"{path}/end", {})[1]["state"] == "ENDED"
    assert call(actor, "GET", path)[1]["ended_at"] is not None
