"""The identity API behind the real door, and people who call it."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.matching.application.register.staff import create_member_with_role
from services.matching.entrypoints.identity_api import apis
from shared.identity.consent import CONSENT_VERSION
from shared.identity.opening import Identity
from shared.identity.roles import Role
from shared.web.app import Mounted, Shell, make_app
from shared.web.door import Door
from shared.web.idempotency import Answers
from tests.application.register_world import HOME, PASSWORD

ROOT = "/api/identity/v1"
Json = dict[str, Any]


class Caller:
    """Somebody who calls the API, with a token or without."""

    def __init__(self, client: FlaskClient, token: str = "", member_id: str = "") -> None:
        self._client, self.token, self.member_id = client, token, member_id

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> TestResponse:
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return self._client.open(ROOT + path, method=method, json=body, headers=headers)

    def get(self, path: str, *, status: int = 200) -> Json:
        return self._json(self.ask("GET", path), status)

    def post(self, path: str, body: object = None, *, status: int = 201) -> Json:
        return self._json(self.ask("POST", path, body or {}), status)

    def put(self, path: str, body: object, *, status: int = 200) -> Json:
        return self._json(self.ask("PUT", path, body), status)

    def patch(self, path: str, body: object, *, status: int = 200) -> Json:
        return self._json(self.ask("PATCH", path, body), status)

    def delete(self, path: str, *, status: int = 204) -> Json:
        return self._json(self.ask("DELETE", path), status)

    @staticmethod
    def _json(response: TestResponse, status: int) -> Json:
        assert response.status_code == status, response.get_data(as_text=True)
        return response.get_json(silent=True) or {}


def a_client(identity: Identity) -> FlaskClient:
    door = Door(
        clock=identity.clock,
        ids=identity.ids,
        find_actor=identity.find_actor,
        answers=Answers(identity.clock),
    )
    shell = Shell(door=door, unread=lambda _: 0, version="0")
    app = make_app(shell, [Mounted(service="matching", apis=apis(identity))], secret=b"s" * 32)
    return app.test_client()


def sign_up_body(number: int, name: str = "王小明", **fields: object) -> Json:
    return {
        "community_code": HOME,
        "phone": f"139{number:08d}",
        "name": name,
        "password": PASSWORD,
        "consent_version": CONSENT_VERSION,
        **fields,
    }


def a_member(client: FlaskClient, number: int, name: str = "王小明", **fields: object) -> Caller:
    made = Caller(client).post("/members", sign_up_body(number, name, **fields))
    return Caller(client, made["token"], made["id"])


def a_staff_member(
    client: FlaskClient,
    identity: Identity,
    number: int,
    *,
    role: Role = Role.COMMUNITY_STAFF,
    scope: str = HOME,
    name: str = "李工作",
) -> Caller:
    phone = f"139{number:08d}"
    create_member_with_role(identity, phone=phone, name=name, password=PASSWORD, role=role, scope=scope)
    made = Caller(client).post("/sessions", {"phone": phone, "password": PASSWORD})
    return Caller(client, made["token"], made["member"]["id"])
