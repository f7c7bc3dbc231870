"""The API of parties, behind the real door."""

from typing import Any

import pytest

from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.matching_world import HERE, THERE, World, a_world
from tests.application.parties_world import CODE
from tests.application.test_matching_api import Callers

BODY = {
    "kind": "CHARITY",
    "name": "东坡慈善会",
    "credit_code": CODE,
    "community_code": HERE,
    "contact_name": "钱进",
    "contact_phone": "13800000001",
    "raises_funds": True,
}


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


@pytest.fixture
def callers(world: World) -> Callers:
    return Callers(world)


def test_a_charity_gets_from_registration_to_staff_of_its_own(world: World, callers: Callers) -> None:
    founder, second, staff = world.member(), world.member("李二"), world.staff()
    call = callers.call

    status, made = call(founder, "POST", "/parties", BODY)
    assert (status, made["state"], made["can"]) == (201, "AWAITING_REVIEW", ["amend", "staff"])
    path = f"/parties/{made['id']}"
    assert call(None, "GET", path)[0] == 404
    assert call(founder, "POST", f"{path}/review", {"approve": True})[0] == 403
    assert call(staff, "POST", f"{path}/review", {"approve": False})[1]["code"] == "reason-required"
    assert call(staff, "POST", f"{path}/review", {"approve": True})[1]["state"] == "APPROVED"
    world.settle()
    phone = world.identity.members.get(second.member_id).phone
    assert len(call(founder, "POST", f"{path}/staff", {"phone": phone})[1]["staff"]) == 2
    assert call(founder, "DELETE", f"{path}/staff/{second.member_id}")[0] == 204
    assert call(founder, "DELETE", f"{path}/staff/{founder.member_id}")[1]["code"] == "last-of-staff"
    assert call(founder, "PATCH", path, {"about": "赠药"})[1]["about"] == "赠药"
    assert call(staff, "POST", f"{path}/suspend", {"reason": "核查"})[1]["reason"] == "核查"
    assert call(staff, "POST", f"{path}/restore")[1]["state"] == "APPROVED"


def test_the_public_list_holds_neither_phones_nor_people(world: World, callers: Callers) -> None:
    founder = world.member()
    made = callers.call(founder, "POST", "/parties", BODY)[1]
    callers.call(world.staff(), "POST", f"/parties/{made['id']}/review", {"approve": True})

    shown: Any = callers.call(None, "GET", f"/parties?community_code={HERE}")[1]["items"]

    assert [(each["contact_phone"], each["staff"]) for each in shown] == [(None, [])]
    assert callers.call(world.member(), "GET", f"/parties?community_code={THERE}")[1]["items"] == []


def test_a_code_that_is_known_is_refused_with_the_party_that_has_it(world: World, callers: Callers) -> None:
    made = callers.call(world.member(), "POST", "/parties", BODY)[1]

    status, refused = callers.call(world.member(), "POST", "/parties", BODY)

    assert (status, refused["code"]) == (409, "party-registered")
    assert made["id"] in refused["messages"]["zh"]
