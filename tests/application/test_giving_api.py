"""The API of parts and of offers with stock, behind the real door."""

import pytest

from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.giving_world import ALL_DAY, charity, organisation, social_worker
from tests.application.matching_world import ELSEWHERE, World, a_world
from tests.application.test_matching_api import Callers, a_body

RICE = {"kind": "GOODS", "title": "大米和油", "category": "FOOD", "quantity": 2}
MONEY = {"kind": "FUNDS", "title": "配老花镜", "quantity": 30_000}
GOODS = {"item": "大米", "category": "FOOD", "unit": "袋", "quantity": 5, "place": "慈善超市"}
VENUE = {
    "name": "活动室",
    "place": "一楼",
    "capacity": 30,
    "responsible": "值班室",
    "open_hours": [
        {"weekday": each.weekday, "from_minute": each.from_minute, "to_minute": each.to_minute}
        for each in ALL_DAY
    ],
    "days_apart": [{"on_day": "2026-12-25"}],
}


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


@pytest.fixture
def callers(world: World) -> Callers:
    return Callers(world)


def test_a_part_through_the_api_from_the_asking_to_the_public_account(world: World, callers: Callers) -> None:
    staff, resident, call = world.staff(), world.member(), callers.call
    giver, party = organisation(world)
    status, offer = call(giver, "POST", "/offers", {"kind": "GOODS", "party_id": party, "goods": GOODS})
    assert (status, offer["left"], offer["party_id"]) == (201, 5, party)
    body = a_body(world, resident_id=resident.member_id, helpers_wanted=0, parts=[RICE])
    status, need = call(staff, "POST", "/needs", body)
    (part,) = need["parts"]
    assert (status, need["state"], part["state"], part["owner_name"]) == (201, "FILLED", "OPEN", None)
    assert part["can"] == ["reserve"]
    path = f"/needs/{need['id']}/parts/{part['id']}"

    assert [each["id"] for each in call(giver, "GET", "/needs?asks=GOODS")[1]["items"]] == [need["id"]]
    assert call(giver, "GET", f"/needs/{need['id']}")[1]["resident_name"] is None
    (found,) = call(staff, "GET", f"{path}/suggestions")[1]["items"]
    assert (found["offer_id"], found["left"], found["reasons"][0]["code"]) == (offer["id"], 5, "left")
    status, taken = call(giver, "POST", f"{path}/reserve", {"offer_id": offer["id"]})
    assert (status, taken["parts"][0]["state"], taken["parts"][0]["given"]) == (200, "RESERVED", 2)
    assert taken["parts"][0]["can"] == ["release", "hand-over"]
    assert call(giver, "GET", f"/needs/{need['id']}")[1]["resident_name"] is not None
    assert [each["id"] for each in call(giver, "GET", f"/needs?answered_by={party}")[1]["items"]] == [
        need["id"]
    ]
    assert call(giver, "POST", f"{path}/hand-over", {})[1]["parts"][0]["state"] == "HANDED_OVER"
    status, refused = call(giver, "POST", f"{path}/confirm", {})
    assert (status, refused["code"]) == (403, "giver-cannot-confirm")
    assert call(resident, "GET", f"/needs/{need['id']}")[1]["parts"][0]["can"] == ["confirm"]
    status, met = call(resident, "POST", f"{path}/confirm", {"quantity": 1})
    assert (status, met["state"], met["parts"][0]["confirmed_as"]) == (200, "MET", "RECEIVER")
    world.settle()
    status, account = call(None, "GET", f"/offers/{offer['id']}/account")
    assert (status, account["came_in"], account["given"], account["set_aside"], account["left"]) == (
        200,
        5,
        1,
        0,
        4,
    )
    assert [each["given"] for each in account["entries"]] == [True]
    assert resident.member_id not in str(account)


def test_each_kind_of_offer_is_made_listed_shown_and_changed(world: World, callers: Callers) -> None:
    call = callers.call
    (fund_staff, fund_party), (room_staff, room_party) = charity(world), organisation(world)
    money = {"amount_fen": 100_000, "purpose": "助老微基金", "most_per_case_fen": 50_000}
    _, fund = call(fund_staff, "POST", "/offers", {"kind": "FUNDS", "party_id": fund_party, "funds": money})
    _, room = call(room_staff, "POST", "/offers", {"kind": "VENUE", "party_id": room_party, "venue": VENUE})
    assert (fund["funds"], fund["left"], fund["service_kinds"]) == (money, 100_000, [])
    assert (room["venue"]["days_apart"][0]["on_day"], room["left"]) == ("2026-12-25", 30)
    listed = call(fund_staff, "GET", f"/offers?party_id={fund_party}")[1]["items"]
    assert [each["id"] for each in listed] == [fund["id"]]
    assert call(room_staff, "GET", f"/offers?party_id={fund_party}")[0] == 403
    assert call(room_staff, "GET", f"/offers/{fund['id']}")[0] == 404
    assert call(fund_staff, "PATCH", f"/offers/{fund['id']}", {"state": "PAUSED"})[1]["state"] == "PAUSED"
    status, refused = call(world.member(), "POST", "/offers", {"kind": "FUNDS", "funds": money})
    assert (status, refused["code"]) == (422, "party-required")
    status, refused = call(fund_staff, "POST", "/offers", {"kind": "GOODS", "goods": {**GOODS, "place": ""}})
    assert (status, refused["errors"][0]["field"]) == (422, "goods.place")


def test_a_members_own_goods_are_theirs_and_the_desks_to_see(world: World, callers: Callers) -> None:
    giver, call = world.member(), callers.call
    _, offer = call(giver, "POST", "/offers", {"kind": "GOODS", "goods": GOODS})
    path = f"/offers/{offer['id']}/account"
    assert [call(who, "GET", path)[0] for who in (giver, world.staff(), world.member(), None)] == [
        200,
        200,
        404,
        404,
    ]
    assert call(giver, "GET", path)[1]["giver"] == "王志愿者"
    assert offer["point"] == {"longitude": 103.83, "latitude": 30.05}


def test_money_asked_for_is_shown_to_those_concerned_only(world: World, callers: Callers) -> None:
    staff, call = world.staff(), callers.call
    body = a_body(world, resident_id=world.resident().member_id, parts=[MONEY])
    _, need = call(staff, "POST", "/needs", body)
    path = f"/needs/{need['id']}"
    (charity_staff, _), stranger = charity(world), world.member()
    seen = [call(who, "GET", path)[1]["parts"][0]["quantity"] for who in (staff, charity_staff, stranger)]
    assert seen == [30_000, 30_000, None]


def test_others_see_no_suggestions_but_their_own_and_lists_that_are_theirs(
    world: World, callers: Callers
) -> None:
    staff, call = world.staff(), callers.call
    mine, other = world.member(), world.member()
    for each in (mine, other):
        call(each, "POST", "/offers", {"kind": "GOODS", "goods": GOODS})
    _, need = call(
        staff, "POST", "/needs", a_body(world, resident_id=world.resident().member_id, parts=[RICE])
    )
    path = f"/needs/{need['id']}/parts/{need['parts'][0]['id']}/suggestions"
    assert [len(call(who, "GET", path)[1]["items"]) for who in (staff, mine, world.member())] == [2, 1, 0]
    assert call(staff, "GET", f"/needs/{need['id']}/parts/another/suggestions")[1]["code"] == "unknown-part"
    assert call(mine, "GET", "/needs?answered_by=charity-1")[0] == 403
    assert call(mine, "GET", "/needs?answered_by=me")[1]["items"] == []
    assert call(mine, "GET", f"/needs?asks=GOODS&district_code={ELSEWHERE[:6]}")[1]["items"] == []


def test_professional_help_is_taken_and_given_back_by_a_social_worker(world: World, callers: Callers) -> None:
    staff, worker, call = world.staff(), social_worker(world), callers.call
    casework = {"kind": "SERVICE", "title": "心理疏导", "professional": True}
    _, need = call(staff, "POST", "/needs", a_body(world, resident_id=world.resident().member_id))
    status, more = call(staff, "POST", f"/needs/{need['id']}/parts", {"parts": [casework]})
    (part,) = more["parts"]
    assert (status, part["kind_name"]["en"], part["can"]) == (200, "Professional help", [])
    path = f"/needs/{need['id']}/parts/{part['id']}"
    assert call(worker, "GET", f"/needs/{need['id']}")[1]["parts"][0]["can"] == ["reserve"]
    assert call(worker, "POST", f"{path}/reserve", {})[1]["parts"][0]["owner_name"] == "赵社工"
    assert call(worker, "POST", f"{path}/release", {})[1]["parts"][0]["state"] == "OPEN"
    assert call(worker, "GET", f"{path}/suggestions")[1]["items"] == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"helpers_wanted": 0}, "helpers_wanted"),
        ({"parts": [{**RICE, "category": None}]}, "parts.0.category"),
        ({"parts": [{**RICE, "quantity": 0}]}, "parts.0.quantity"),
        ({"parts": [{**RICE, "colour": "red"}]}, "parts.0.colour"),
        ({"parts": [{**RICE, "kind": "CASH"}]}, "parts.0.kind"),
        ({"parts": [RICE] * 9}, "parts"),
        ({"parts": [{**RICE, "due_at": "2020-01-01T00:00:00+08:00"}]}, "parts.0.due_at"),
    ],
)
def test_what_is_wrong_with_a_part_is_said_by_its_field_and_nothing_is_kept(
    world: World, callers: Callers, fields: dict[str, object], field: str
) -> None:
    status, problem = callers.call(world.member(), "POST", "/needs", a_body(world, **fields))
    assert (status, [each["field"] for each in problem["errors"]]) == (422, [field])
    assert world.m.needs.count({}) == 0


def test_a_key_sent_twice_asks_and_reserves_once(world: World, callers: Callers) -> None:
    giver, staff, call = world.member(), world.staff(), callers.call
    _, offer = call(giver, "POST", "/offers", {"kind": "GOODS", "goods": GOODS})
    _, need = call(staff, "POST", "/needs", a_body(world, resident_id=world.resident().member_id))
    for _ in range(2):
        _, asked = call(
            staff, "POST", f"/needs/{need['id']}/parts", {"parts": [RICE]}, **{"Idempotency-Key": "a"}
        )
    path = f"/needs/{need['id']}/parts/{asked['parts'][0]['id']}/reserve"
    first, again = (
        call(giver, "POST", path, {"offer_id": offer["id"]}, **{"Idempotency-Key": "b"}) for _ in range(2)
    )
    assert first == again
    assert call(giver, "GET", f"/offers/{offer['id']}")[1]["left"] == 3
