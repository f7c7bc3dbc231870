"""The API of coordination, behind the real door."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from services.matching.entrypoints.api import apis
from services.matching.entrypoints.jobs import sweeps
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock, iso
from shared.kernel.ids import RandomIds
from shared.web.app import Mounted, Shell, make_app
from shared.web.door import Door
from shared.web.idempotency import Answers
from tests.application.matching_world import World, a_world

ROOT = "/api/matching/v1"


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


class Callers:
    """Members by the token that is their id."""

    def __init__(self, world: World) -> None:
        self._world = world
        door = Door(clock=world.clock, ids=world.m.ids, find_actor=self._find, answers=Answers(world.clock))
        shell = Shell(door=door, unread=lambda _: 0, version="0")
        app = make_app(shell, [Mounted(service="matching", apis=apis(world.m))], secret=b"s" * 32)
        self.client: FlaskClient = app.test_client()

    def _find(self, token: str) -> Actor | None:
        return self._world.actor(token) if self._world.identity.members.find(token) else None

    def call(
        self, actor: Actor | None, method: str, path: str, body: object = None, **headers: str
    ) -> tuple[int, Any]:
        """Return status and JSON of a call."""
        sent = {"Authorization": f"Bearer {actor.member_id}"} if actor else {}
        given = self.client.open(ROOT + path, method=method, json=body, headers={**sent, **headers})
        return given.status_code, given.get_json()


@pytest.fixture
def callers(world: World) -> Callers:
    return Callers(world)


def a_body(world: World, **fields: object) -> dict[str, object]:
    return {
        "service_kind": "HOME_VISIT",
        "title": "陪老人说说话",
        "starts_at": iso(world.now(hours=1)),
        "ends_at": iso(world.now(hours=2)),
        "expected_minutes": 45,
        **fields,
    }


def test_the_journey_through_the_api(world: World, callers: Callers) -> None:
    staff, helper, resident = world.staff(), world.member(), world.member()
    call = callers.call
    status, offer = call(helper, "POST", "/offers", {"service_kinds": ["HOME_VISIT"]})
    assert (status, offer["state"]) == (201, "OPEN")
    status, need = call(staff, "POST", "/needs", a_body(world, resident_id=resident.member_id))
    assert (status, need["state"], need["service_name"]["en"]) == (201, "OPEN", "Home visit and company")
    world.settle()
    status, asked = call(helper, "GET", "/proposals")
    (proposal,) = asked["items"]
    assert proposal["need"]["resident_name"] is None
    status, made = call(helper, "POST", f"/proposals/{proposal['id']}/accept")
    assert (status, made["state"], made["awaiting"]) == (200, "ACCEPTED", "check-in")
    path = f"/assignments/{made['id']}"
    assert call(staff, "POST", f"/needs/{need['id']}/accept")[1]["code"] == "own-need"
    assert call(world.member(), "POST", f"/needs/{need['id']}/accept")[0] == 409
    world.clock.advance(hours=1)
    assert call(helper, "POST", f"{path}/check-in", {})[1]["state"] == "CHECKED_IN"
    world.clock.advance(hours=1)
    assert call(helper, "POST", f"{path}/check-out")[1]["state"] == "CHECKED_OUT"
    status, refused = call(helper, "POST", f"{path}/confirm", {"minutes": 45})
    assert (status, refused["code"]) == (403, "volunteer-cannot-confirm")
    assert len(call(resident, "GET", "/assignments?awaiting=confirmation")[1]["items"]) == 1
    status, stands = call(resident, "POST", f"{path}/confirm", {"minutes": 45})
    assert (status, stands["minutes"], stands["confirmed_as"]) == (200, 45, "RECEIVER")
    assert call(resident, "POST", f"{path}/rating", {"grade": 5})[1]["grade"] == 5
    assert call(helper, "GET", path)[1]["state"] == "CONFIRMED"
    world.settle()
    assert call(staff, "GET", f"/needs/{need['id']}")[1]["state"] == "MET"


def test_a_need_is_reviewed_amended_withdrawn_and_listed(world: World, callers: Callers) -> None:
    poster, staff = world.member(), world.staff()
    call = callers.call
    _, need = call(poster, "POST", "/needs", a_body(world))
    path = f"/needs/{need['id']}"

    assert need["state"] == "AWAITING_REVIEW"
    assert call(staff, "POST", f"{path}/review", {"decision": "APPROVE"})[1]["state"] == "OPEN"
    assert call(poster, "PATCH", path, {"details": "三楼"})[1]["details"] == "三楼"
    assert [each["id"] for each in call(world.member(), "GET", "/needs")[1]["items"]] == [need["id"]]
    assert call(poster, "POST", f"{path}/withdraw", {})[1]["state"] == "WITHDRAWN"
    assert call(world.member(), "POST", f"{path}/accept")[1]["code"] == "not-open"


def test_dispatch_decline_cancel_and_no_show(world: World, callers: Callers) -> None:
    staff, helper, invited = world.staff(), world.member(), world.member()
    call = callers.call
    need = world.need(staff, resident_id=world.resident().member_id, helpers_wanted=3)
    path = f"/needs/{need.id}/dispatch"

    status, asked = call(staff, "POST", path, {"member_id": invited.member_id, "because": "熟人"})
    assert (status, asked["state"], asked["assignment_id"]) == (200, "INVITED", None)
    declined = call(invited, "POST", f"/proposals/{asked['proposal_id']}/decline", {"reason": "出差"})
    assert declined[1]["state"] == "DECLINED"
    spoken = {"member_id": helper.member_id, "spoken_consent": True, "note": "电话同意"}
    bound = call(staff, "POST", path, spoken)[1]
    assert bound["state"] == "ACCEPTED"
    cancelled = call(helper, "POST", f"/assignments/{bound['assignment_id']}/cancel", {"reason": "生病"})
    assert cancelled[1]["state"] == "CANCELLED"
    late = call(world.member(), "POST", f"/needs/{need.id}/accept")[1]
    world.clock.advance(hours=1)
    assert call(staff, "POST", f"/assignments/{late['id']}/no-show", {})[1]["state"] == "NO_SHOW"


def test_offers_and_kinds_of_service(world: World, callers: Callers) -> None:
    helper = world.member()
    call = callers.call
    _, offer = call(helper, "POST", "/offers", {"service_kinds": ["ERRAND"], "radius_metres": 800})

    assert call(helper, "PATCH", f"/offers/{offer['id']}", {"state": "PAUSED"})[1]["state"] == "PAUSED"
    assert call(helper, "GET", f"/offers/{offer['id']}")[1]["radius_metres"] == 800
    assert [each["id"] for each in call(helper, "GET", "/offers")[1]["items"]] == [offer["id"]]
    kinds = call(None, "GET", "/service-kinds")[1]["items"]
    assert (len(kinds), kinds[15]["recorded_as"]) == (24, "PROFESSIONAL")


def test_the_kinds_of_service_are_listed_page_by_page(callers: Callers) -> None:
    pages: list[list[int]] = []
    asked: str | None = "/service-kinds?limit=10"
    while asked:
        page = callers.call(None, "GET", asked)[1]
        pages.append([each["number"] for each in page["items"]])
        asked = page["next"] and f"/service-kinds?limit=10&after={page['next']}"
    assert pages == [[*range(1, 11)], [*range(11, 21)], [*range(21, 25)]]
    status, answer = callers.call(None, "GET", "/service-kinds?after=MAGIC")
    assert (status, [each["field"] for each in answer["errors"]]) == (422, ["after"])


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"service_kind": "MAGIC"}, 422, "unknown-service-kind"),
        ({"title": ""}, 422, "bad-input"),
        ({"title": "x" * 61}, 422, "bad-input"),
        ({"helpers_wanted": 51}, 422, "bad-input"),
        ({"helpers_wanted": 0}, 422, "bad-input"),
        ({"expected_minutes": 61}, 422, "minutes-beyond-window"),
        ({"starts_at": "2020-01-01T00:00:00+08:00"}, 422, "starts-in-the-past"),
        ({"ends_at": "2026-11-23T08:00:00+08:00"}, 422, "ends-before-start"),
        ({"ends_at": "2199-01-01T00:00:00+08:00"}, 422, "too-far-ahead"),
        ({"starts_at": "tomorrow"}, 422, "bad-input"),
        ({"point": {"longitude": 181, "latitude": 0}}, 422, "bad-input"),
        ({"resident_id": "nobody"}, 404, "not-found"),
        ({"colour": "red"}, 422, "bad-input"),
        ({"details": "一" * 1001}, 422, "bad-input"),
    ],
)
def test_what_is_wrong_with_a_need_is_said_and_nothing_is_kept(
    world: World, callers: Callers, fields: dict[str, object], status: int, code: str
) -> None:
    given, problem = callers.call(world.member(), "POST", "/needs", a_body(world, **fields))

    assert (given, problem["code"]) == (status, code)
    assert problem["messages"]["zh"]
    assert world.m.needs.count({}) == 0


def test_a_key_sent_twice_posts_once(world: World, callers: Callers) -> None:
    poster = world.member()

    first, again = (
        callers.call(poster, "POST", "/needs", a_body(world, title="🙂 散步"), **{"Idempotency-Key": "k1"})
        for _ in range(2)
    )

    assert first == again
    assert world.m.needs.count({}) == 1


def test_nobody_is_let_in_without_signing_in(callers: Callers) -> None:
    for method, path in (("GET", "/needs"), ("POST", "/needs"), ("GET", "/assignments"), ("GET", "/offers")):
        assert callers.call(None, method, path)[0] == 401


def test_sweeps_are_named_and_run(world: World) -> None:
    for sweep in sweeps(world.m):
        assert sweep.name.startswith("matching.")
        assert sweep.run(world.clock.now()) == 0
