"""The API of notices, behind the real door."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.notify.application.notices import unread_count
from services.notify.entrypoints.api import apis
from shared.events.ledger import MinutesCredited
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock, iso
from shared.kernel.ids import RandomIds
from shared.web.app import Mounted, Shell, make_app
from shared.web.door import Door
from shared.web.idempotency import Answers
from tests.application.notify_world import NotifyWorld, a_notify_world
from tests.application.register_world import HOME

ROOT = "/api/notify/v1"


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> NotifyWorld:
    return a_notify_world(clock, ids)


class Caller:
    """A member with a token."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self._client, self._headers = client, {"Authorization": f"Bearer {token}"}

    def get(self, path: str) -> TestResponse:
        return self._client.get(ROOT + path, headers=self._headers)

    def post(self, path: str) -> TestResponse:
        return self._client.post(ROOT + path, headers=self._headers)


@pytest.fixture
def client(world: NotifyWorld) -> FlaskClient:
    actors: dict[str, Actor] = {name: world.add_member(name) for name in ("one", "other")}
    door = Door(clock=world.clock, ids=world.ids, find_actor=actors.get, answers=Answers(world.clock))
    shell = Shell(door=door, unread=lambda member_id: unread_count(world.notify, member_id), version="0")
    app = make_app(shell, [Mounted(service="notify", apis=apis(world.notify))], secret=b"s" * 32)
    return app.test_client()


@pytest.fixture
def one(client: FlaskClient) -> Caller:
    return Caller(client, "one")


@pytest.fixture
def other(client: FlaskClient) -> Caller:
    return Caller(client, "other")


def credit(world: NotifyWorld, member: str, minutes: int) -> None:
    world.hear(
        MinutesCredited(
            transfer_id=f"transfer-{member}-{minutes}",
            record_id=f"record-{member}-{minutes}",
            community_code=HOME,
            member_id=member,
            minutes=minutes,
            served_at=world.clock.now(),
            shard=0,
            block=1,
        )
    )


def body(response: TestResponse) -> dict[str, object]:
    found = response.get_json()
    assert isinstance(found, dict)
    return found


def items(response: TestResponse) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = response.get_json()["items"]
    return found


def subjects(response: TestResponse) -> list[str]:
    return [item["subject"]["id"] for item in items(response)]


def test_a_notice_is_shown_whole_in_both_languages(world: NotifyWorld, one: Caller) -> None:
    credit(world, "one", 60)
    credit(world, "other", 45)
    answer = one.get("/notices")
    assert body(answer)["next"] is None
    (notice,) = items(answer)
    assert notice.pop("id") == world.kept_for("one")[0].id
    assert {name: value for name, value in notice.pop("facts").items() if value is not None} == {
        "minutes": 60
    }
    assert notice == {
        "kind": "minutes-credited",
        "state": "UNREAD",
        "subject": {"type": "record", "id": "record-one-60"},
        "community_code": HOME,
        "says": {"zh": "已记入 60 分钟服务时长", "en": "60 minutes were added to your account"},
        "why": {
            "zh": "因为这关系到您的服务时长",
            "en": "You get this because it concerns your minutes",
        },
        "link": "/hours",
        "created_at": iso(world.kept_for("one")[0].created_at),
        "read_at": None,
    }


def test_a_list_goes_page_by_page_and_may_leave_out_the_read(world: NotifyWorld, one: Caller) -> None:
    for minutes in (10, 20, 30):
        credit(world, "one", minutes)
    first = one.get("/notices?limit=2")
    second = one.get(f"/notices?limit=2&after={body(first)['next']}")
    assert subjects(first) + subjects(second) == ["record-one-30", "record-one-20", "record-one-10"]
    one.post(f"/notices/{world.kept_for('one')[1].id}/read")
    assert subjects(one.get("/notices?unread=true")) == ["record-one-30", "record-one-10"]


def test_reading_lowers_the_count(world: NotifyWorld, one: Caller, other: Caller) -> None:
    for minutes in (10, 20, 30):
        credit(world, "one", minutes)
    credit(world, "other", 40)
    read = one.post(f"/notices/{world.kept_for('one')[0].id}/read")
    assert (read.status_code, body(read)["state"], body(read)["read_at"]) == (
        200,
        "READ",
        iso(world.clock.now()),
    )
    assert body(one.get("/notices/unread-count")) == {"count": 2}
    assert body(one.post("/notices/read-all")) == {"count": 2}
    assert body(one.get("/notices/unread-count")) == {"count": 0}
    assert body(other.get("/notices/unread-count")) == {"count": 1}


def test_somebody_elses_notice_looks_like_none(world: NotifyWorld, one: Caller, other: Caller) -> None:
    credit(world, "one", 60)
    id_ = world.kept_for("one")[0].id
    hidden, missing = other.post(f"/notices/{id_}/read"), other.post("/notices/none-such/read")
    assert (hidden.status_code, body(hidden)["code"]) == (404, "not-found")
    assert (missing.status_code, body(missing)["code"]) == (404, "not-found")
    assert body(one.get("/notices/unread-count")) == {"count": 1}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/notices"),
        ("GET", "/notices/unread-count"),
        ("POST", "/notices/read-all"),
        ("POST", "/notices/some/read"),
    ],
)
def test_nobody_signed_in_sees_nothing(client: FlaskClient, method: str, path: str) -> None:
    answer = client.open(ROOT + path, method=method)
    assert (answer.status_code, body(answer)["code"]) == (401, "not-signed-in")


@pytest.mark.parametrize(
    "query", ["unread=perhaps", "limit=0", "limit=201", "limit=two", "after=here", "member_id=other"]
)
def test_a_query_that_means_nothing_is_refused(one: Caller, query: str) -> None:
    answer = one.get(f"/notices?{query}")
    assert (answer.status_code, body(answer)["code"]) == (422, "bad-input")
