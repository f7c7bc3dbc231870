"""The journey of one member through the identity API, and what it refuses."""

import pytest
from flask.testing import FlaskClient

from shared.identity.consent import CONSENT_VERSION
from shared.identity.opening import Identity
from shared.identity.permissions import Permission
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.identity_caller import Caller, a_client, a_member, a_staff_member, sign_up_body
from tests.application.register_world import FAR, HOME, NEXT_DOOR, PASSWORD, an_identity


@pytest.fixture
def identity(databases: str, clock: SetClock, ids: RandomIds) -> Identity:
    return an_identity(clock, ids)


@pytest.fixture
def client(identity: Identity) -> FlaskClient:
    return a_client(identity)


@pytest.fixture
def stranger(client: FlaskClient) -> Caller:
    return Caller(client)


def test_signing_up_answers_with_id_number_and_token(stranger: Caller, client: FlaskClient) -> None:
    made = stranger.post("/members", sign_up_body(1))
    me = Caller(client, made["token"]).get("/members/me")
    assert (me["id"], me["volunteer_number"]) == (made["id"], made["volunteer_number"])
    assert (me["name"], me["phone"], me["roles"]) == ("王小明", "+8613900000001", [])
    assert (me["identity_level"], me["document"], me["consent_version"]) == (0, None, CONSENT_VERSION)


WRONG_SIGN_UPS: tuple[tuple[dict[str, object], str], ...] = (
    ({"community_code": "999999999999"}, "unknown-community"),
    ({"community_code": "1"}, "bad-input"),
    ({"consent_version": "2020-01"}, "consent-outdated"),
    ({"password": "12345678"}, "weak-password"),
    ({"phone": "12"}, "bad-input"),
    ({"phone": "11012345678"}, "bad-input"),
    ({"name": " "}, "bad-input"),
    ({"name": "字" * 61}, "bad-input"),
    ({"name": 7}, "bad-input"),
    ({"role": "OPERATOR"}, "bad-input"),
    ({"language": "fr"}, "bad-input"),
)


def test_what_is_wrong_in_a_sign_up_is_said_in_both_languages(stranger: Caller) -> None:
    for fields, code in WRONG_SIGN_UPS:
        said = stranger.post("/members", {**sign_up_body(1), **fields}, status=422)
        assert (fields, said["code"]) == (fields, code)
        assert said["messages"]["zh"] != said["messages"]["en"]


def test_a_repeated_idempotency_key_signs_up_once(stranger: Caller) -> None:
    first, again = (
        stranger.ask("POST", "/members", sign_up_body(1), **{"Idempotency-Key": "k"}).get_json()
        for _ in range(2)
    )
    assert first["id"] == again["id"]
    other = stranger.ask("POST", "/members", sign_up_body(2), **{"Idempotency-Key": "k"})
    assert (other.status_code, other.get_json()["code"]) == (409, "idempotency-key-reused")


def test_a_phone_in_use_is_a_conflict(stranger: Caller) -> None:
    stranger.post("/members", sign_up_body(1))
    said = stranger.post("/members", sign_up_body(1, "别人"), status=409)
    assert (said["code"], said["errors"][0]["field"]) == ("phone-in-use", "phone")


def test_signing_in_and_out(client: FlaskClient, stranger: Caller) -> None:
    here = a_member(client, 1)
    there = Caller(
        client, stranger.post("/sessions", {"phone": "13900000001", "password": PASSWORD})["token"]
    )
    there.delete("/sessions/current")
    there.get("/members/me", status=401)
    here.delete("/sessions")
    here.get("/members/me", status=401)


def test_a_wrong_password_is_401_and_the_eleventh_429(client: FlaskClient, stranger: Caller) -> None:
    a_member(client, 1)
    wrong = {"phone": "13900000001", "password": "wrong"}
    codes = {stranger.post("/sessions", wrong, status=401)["code"] for _ in range(10)}
    assert codes == {"wrong-phone-or-password"}
    refused = stranger.ask("POST", "/sessions", wrong)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "900")
    elsewhere = client.post(
        "/api/identity/v1/sessions",
        json={"phone": "13900000001", "password": PASSWORD},
        environ_base={"REMOTE_ADDR": "192.0.2.7"},
    )
    assert elsewhere.status_code == 201


def test_a_new_password_is_needed_elsewhere(client: FlaskClient, stranger: Caller) -> None:
    here = a_member(client, 1)
    there = Caller(
        client, stranger.post("/sessions", {"phone": "13900000001", "password": PASSWORD})["token"]
    )
    here.put("/members/me/password", {"present": PASSWORD, "new": "blue-river-83"}, status=204)
    there.get("/members/me", status=401)
    here.get("/members/me")


def test_a_week_is_stated_anew(client: FlaskClient) -> None:
    me = a_member(client, 1)
    windows = [
        {"weekday": 6, "from_minute": 600, "to_minute": 720},
        {"weekday": 1, "from_minute": 540, "to_minute": 600},
        {"weekday": 6, "from_minute": 540, "to_minute": 600},
    ]
    shown = me.put("/members/me/availability", {"windows": windows, "radius_metres": 800})
    assert shown["radius_metres"] == 800
    assert shown["availability"] == [
        {"weekday": 1, "from_minute": 540, "to_minute": 600},
        {"weekday": 6, "from_minute": 540, "to_minute": 720},
    ]
    assert me.put("/members/me/availability", {"windows": []})["availability"] == []


WRONG_WINDOWS: tuple[dict[str, object], ...] = (
    {"weekday": 0, "from_minute": 0, "to_minute": 60},
    {"weekday": 8, "from_minute": 0, "to_minute": 60},
    {"weekday": 1, "from_minute": 60, "to_minute": 60},
    {"weekday": 2, "from_minute": 30, "to_minute": 90},
    {"weekday": 1, "from_minute": 0, "to_minute": 1441},
    {"weekday": 1, "from_minute": 0.5, "to_minute": 60},
    {"weekday": 1, "from_minute": 0},
)


def test_a_window_that_cannot_be_is_refused_and_changes_nothing(client: FlaskClient) -> None:
    me = a_member(client, 1)
    good = {"weekday": 2, "from_minute": 0, "to_minute": 60}
    me.put("/members/me/availability", {"windows": [good]})
    for window in WRONG_WINDOWS:
        me.put("/members/me/availability", {"windows": [good, window]}, status=422)
    assert me.get("/members/me")["availability"] == [good]


def test_a_change_touches_only_what_is_given(client: FlaskClient, identity: Identity) -> None:
    me = a_member(client, 1)
    shown = me.patch(
        "/members/me",
        {"name": "王大明", "elderly_mode": True, "skills": ["HAIRCUT", "HAIRCUT"], "language": "en"},
    )
    assert (shown["name"], shown["elderly_mode"], shown["skills"], shown["language"]) == (
        "王大明",
        True,
        ["HAIRCUT"],
        "en",
    )
    assert shown["community_code"] == HOME
    version = identity.members.get(me.member_id).version
    me.patch("/members/me", {})
    assert identity.members.get(me.member_id).version == version


def test_who_moves_lives_at_the_seat_of_the_new_community_until_they_say_more(
    client: FlaskClient, identity: Identity
) -> None:
    me = a_member(client, 1)
    moved = me.patch("/members/me", {"community_code": NEXT_DOOR})
    assert moved["point"]["longitude"] == identity.communities.get(NEXT_DOOR).point.longitude
    home = me.patch("/members/me", {"point": {"longitude": 103.81, "latitude": 30.06}})
    assert (home["community_code"], home["point"]["latitude"]) == (NEXT_DOOR, 30.06)


WRONG_CHANGES: tuple[tuple[dict[str, object], str], ...] = (
    ({"community_code": "999999999999"}, "unknown-community"),
    ({"point": {"longitude": 0, "latitude": 0}}, "bad-input"),
    ({"point": {"longitude": 103.8}}, "bad-input"),
    ({"phone": "13900000002"}, "bad-input"),
    ({"elderly_mode": "yes"}, "bad-input"),
)


def test_a_change_that_cannot_be_is_refused(client: FlaskClient) -> None:
    me = a_member(client, 1)
    for change, code in WRONG_CHANGES:
        assert (change, me.patch("/members/me", change, status=422)["code"]) == (change, code)


def test_a_confirmed_certificate_stays_so_while_its_number_stays(client: FlaskClient) -> None:
    me = a_member(client, 1)
    declared = [{"code": "HEALTH", "number": "A1234567"}]
    assert me.patch("/members/me", {"certificates": declared})["certificates"] == [
        {"code": "HEALTH", "masked": "A*****67", "confirmed": False}
    ]


def test_communities_are_found_by_anyone(stranger: Caller) -> None:
    assert [each["code"] for each in stranger.get("/communities?q=大北街")["items"]] == [HOME]
    assert [each["code"] for each in stranger.get("/communities?district=210802")["items"]] == [FAR]
    assert stranger.get("/communities?q=没有这里")["items"] == []


def test_communities_come_in_pages(stranger: Caller) -> None:
    first = stranger.get("/communities?limit=2")
    rest = stranger.get(f"/communities?limit=2&after={first['next']}")
    codes = [each["code"] for page in (first, rest) for each in page["items"]]
    assert (codes, rest["next"]) == ([FAR, HOME, NEXT_DOOR], None)
    stranger.get("/communities?after=x", status=422)
    stranger.get("/communities?district=51", status=422)


def test_the_text_to_agree_to_is_public(stranger: Caller) -> None:
    assert stranger.get("/consent")["version"] == CONSENT_VERSION


SIGNED_IN_ONLY = (
    ("GET", "/members/me"),
    ("PATCH", "/members/me"),
    ("PUT", "/members/me/password"),
    ("PUT", "/members/me/availability"),
    ("POST", "/members/me/documents"),
    ("GET", "/members/me/readings"),
    ("GET", "/members/me/delegates"),
    ("POST", "/members/me/delegates"),
    ("DELETE", "/sessions"),
    ("DELETE", "/sessions/current"),
)
STAFF_ONLY = (
    ("POST", "/residents"),
    ("GET", "/residents?phone=13900000001"),
    ("GET", "/residents/anyone"),
    ("GET", "/members"),
    ("POST", "/members/anyone/document-seen"),
    ("POST", "/members/anyone/certificates/HEALTH/seen"),
    ("POST", "/members/anyone/roles"),
    ("POST", "/staff"),
)


def test_strangers_are_asked_to_sign_in(stranger: Caller) -> None:
    answers = {(method, path): stranger.ask(method, path, {}).status_code for method, path in SIGNED_IN_ONLY}
    assert answers == dict.fromkeys(SIGNED_IN_ONLY, 401)


def test_members_without_a_role_are_no_staff(client: FlaskClient) -> None:
    me = a_member(client, 1)
    answers = {(method, path): me.ask(method, path, {}).status_code for method, path in STAFF_ONLY}
    assert answers == dict.fromkeys(STAFF_ONLY, 403)


def test_roles_are_given_listed_and_laid_down_through_the_api(
    client: FlaskClient, identity: Identity
) -> None:
    me, staff = a_member(client, 1), a_staff_member(client, identity, 2)
    path = f"/members/{me.member_id}/roles"
    shown = staff.post(path, {"role": "GRID_WORKER", "scope": f"{HOME}-02"}, status=200)
    assert [(each["role"], each["scope"], each["area"]) for each in shown["roles"]] == [
        ("GRID_WORKER", f"{HOME}-02", "东坡区通惠街道大北街社区")
    ]
    assert identity.actor(me.token).may(Permission.RECORD_RESIDENT, HOME)
    listed = staff.get("/members?role=GRID_WORKER")["items"]
    assert [each["id"] for each in listed] == [me.member_id]
    assert set(listed[0]) & {"phone", "address", "document"} == set()
    me.delete(f"{path}/GRID_WORKER?scope={HOME}-02")
    assert me.get("/members/me")["roles"] == []
    staff.post(path, {"role": "OPERATOR", "scope": "all"}, status=403)
    staff.post(path, {"role": "EMPEROR", "scope": "all"}, status=422)
    staff.delete(f"{path}/EMPEROR?scope=all", status=422)
    staff.delete(f"{path}/GRID_WORKER", status=422)
    added = {
        "phone": "13900000007",
        "role": "SOCIAL_WORKER",
        "scope": HOME,
        "name": "新",
        "password": "red-river-91",
    }
    assert staff.post("/staff", added)["roles"][0]["role"] == Role.SOCIAL_WORKER.value
