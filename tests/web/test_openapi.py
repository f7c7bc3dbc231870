"""The OpenAPI document is valid, whole and true: what it says of answers and refusals holds."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # -- it has no stubs
from openapi_spec_validator import validate
from werkzeug.test import TestResponse

from services.wiring import _mounted
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.errors import NotSignedIn
from shared.web.problems import refusals as known_refusals
from tests.web.platform_app import PASSWORD, Json, Person, PlatformApp, a_platform

PROMISED = """
identity: POST /members, GET /members/me, PATCH /members/me, PUT /members/me/password, PUT /members/me/availability,
  POST /members/me/documents, GET /members/me/readings, POST /members/me/delegates, POST /residents, POST /sessions,
  DELETE /sessions/current, DELETE /sessions, GET /communities
matching: POST /needs, GET /needs, GET /needs/{}, PATCH /needs/{}, POST /needs/{}/review, POST /needs/{}/withdraw,
  POST /needs/{}/accept, POST /needs/{}/dispatch, POST /offers, GET /offers, GET /offers/{}, PATCH /offers/{},
  GET /proposals, POST /proposals/{}/accept, POST /proposals/{}/decline, GET /assignments,
  POST /assignments/{}/check-in, POST /assignments/{}/check-out, POST /assignments/{}/confirm,
  POST /assignments/{}/cancel, POST /assignments/{}/no-show, POST /assignments/{}/rating
ledger: GET /accounts/{}, GET /accounts/{}/statement, GET /proof, GET /heads
notify: GET /notices, GET /notices/unread-count, POST /notices/{}/read
"""
QUERIES_PROMISED = {
    "/api/identity/v1/communities": {"q", "district", "limit", "after"},
    "/api/matching/v1/assignments": {"state", "awaiting", "limit", "after"},
}
pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock)


@pytest.fixture
def document(site: PlatformApp) -> Json:
    answer = site.nobody().ask("GET", "/api/openapi.json")
    assert answer.status_code == 200
    return dict(answer.json or {})


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    """Give each operation as method, path and what is said of it."""
    paths = cast("dict[str, dict[str, Json]]", document["paths"])
    for path, methods in paths.items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def promised() -> set[str]:
    """Return what programs may always count on, as method and path with nameless variables."""
    found = set()
    for line in PROMISED.replace("\n  ", " ").strip().splitlines():
        service, _, routes = line.partition(": ")
        for route in routes.split(", "):
            method, path = route.split(" ")
            found.add(f"{method} /api/{service}/v1{path}")
    return found


def validator(document: Json, schema: Json) -> Draft202012Validator:
    """Return what judges values by a schema that refers into the document."""
    return Draft202012Validator({"components": document["components"], **schema})


def nameless(path: str) -> str:
    return re.sub(r"{\w+}", "{}", path)


def test_the_document_is_valid_openapi_3_1(document: Json) -> None:
    assert str(document["openapi"]).startswith("3.1")
    validate(document)


def test_every_stated_route_is_in_it_and_nothing_else(site: PlatformApp, document: Json) -> None:
    stated = {
        f"{route.method} /api/{api.service}/v1{re.sub(r'<(?:[a-z]+:)?[a-z_]+>', '{}', route.path)}"
        for mounted in _mounted(site.platform)
        for api in mounted.apis
        for route in api.routes
    }
    assert {f"{method} {nameless(path)}" for method, path, _ in operations(document)} == stated


def test_everything_promised_is_there(document: Json) -> None:
    there = {f"{method} {nameless(path)}" for method, path, _ in operations(document)}
    assert promised() - there == set()


def test_the_queries_promised_are_there(document: Json) -> None:
    for path, names in QUERIES_PROMISED.items():
        parameters = next(
            each for method, where, each in operations(document) if (method, where) == ("GET", path)
        )
        listed = cast("list[Json]", parameters["parameters"])
        assert names <= {str(each["name"]) for each in listed if each["in"] == "query"}


def test_each_operation_says_what_it_does_and_has_a_name_of_its_own(document: Json) -> None:
    names = [str(each["operationId"]) for _, _, each in operations(document)]
    assert len(names) == len(set(names))
    assert all(each["summary"] for _, _, each in operations(document))


def test_the_page_for_people_shows_every_route(site: PlatformApp, document: Json) -> None:
    page = site.browsing().get("/api/").text
    missing = [
        path
        for _, path, each in operations(document)
        if str(each["summary"]).replace("'", "&#39;") not in page
    ]
    assert missing == []
    empty = [path for _, path, each in operations(document) if "'204'" in str(each["responses"])]
    assert page.count(">204<") == len(empty)


def test_answers_are_as_the_document_says(site: PlatformApp, document: Json) -> None:
    staff, resident = site.holding(Role.COMMUNITY_STAFF), site.person()
    need = staff.did("/matching/v1/needs", site.need(resident_id=resident.id))
    volunteer = site.volunteer("PHONE_CARE")
    volunteer.did(f"/matching/v1/needs/{need['id']}/accept")
    site.settle()
    judged = 0
    for method, path, operation in operations(document):
        if method != "GET" or "{" in path or path == "/api/identity/v1/residents":
            continue
        for person in (staff, resident, volunteer):
            judged += judge(document, operation, person.ask("GET", path))
    assert judged > 20


def judge(document: Json, operation: Json, answer: TestResponse) -> int:
    """Hold a good answer to what the document says of it; return how many answers that were."""
    if answer.status_code != 200:
        return 0
    responses = cast("dict[str, dict[str, dict[str, dict[str, Json]]]]", operation["responses"])
    schema = responses["200"]["content"]["application/json"]["schema"]
    faults = [each.message for each in validator(document, schema).iter_errors(answer.json)]
    assert faults == [], (operation["operationId"], faults[:3])
    return 1


def refusals(site: PlatformApp, person: Person) -> Iterator[tuple[int, str, TestResponse]]:
    """Give one refusal for each status, with the code it must carry."""
    nobody, needs, key = site.nobody(), "/api/matching/v1/needs", {"Idempotency-Key": "k1"}
    yield 400, "unreadable-body", person.ask("POST", needs, raw=b"{")
    yield 401, "not-signed-in", nobody.ask("GET", "/api/identity/v1/members/me")
    yield 401, "not-signed-in", nobody.ask("GET", needs, headers={"Authorization": "Bearer wrong"})
    yield 403, "forbidden", person.ask("GET", "/api/identity/v1/members")
    yield 404, "not-found", person.ask("GET", f"{needs}/no-such")
    yield 404, "no-such-page", person.ask("GET", "/api/matching/v1/nothing")
    yield 405, "method-not-allowed", person.ask("DELETE", needs)
    person.ask("POST", needs, site.need(), headers=key)
    other = site.need(title="另一件事情")
    yield 409, "idempotency-key-reused", person.ask("POST", needs, other, headers=key)
    yield 413, "too-large", person.ask("POST", needs, raw=b'{"title": "' + b"x" * 1_000_000 + b'"}')
    typed = {"Content-Type": "text/plain"}
    yield 415, "unsupported-media-type", person.ask("POST", needs, raw=b"{}", headers=typed)
    yield 422, "bad-input", person.ask("POST", needs, {"title": 1})
    wrong = {"phone": person.phone, "password": "wrong"}
    for _ in range(10):
        nobody.ask("POST", "/api/identity/v1/sessions", wrong)
    right = {"phone": person.phone, "password": PASSWORD}
    yield 429, "too-many", nobody.ask("POST", "/api/identity/v1/sessions", right)


def test_refusals_are_problem_documents_with_both_languages(site: PlatformApp, document: Json) -> None:
    components = cast("dict[str, dict[str, Json]]", document["components"])
    judge_problem = validator(document, components["schemas"]["Problem"])
    person = site.person()
    for status, code, answer in refusals(site, person):
        said = dict(answer.json or {})
        assert (answer.status_code, said.get("code")) == (status, code), answer.text
        assert answer.mimetype == "application/problem+json"
        assert said["status"] == status
        judge_problem.validate(said)
        messages = cast("dict[str, str]", said["messages"])
        assert messages["zh"] != messages["en"]
        assert re.search("[\u4e00-\u9fff]", messages["zh"])
        if status == 429:
            assert int(answer.headers["Retry-After"]) > 0


def test_the_type_of_a_problem_leads_to_what_it_means(site: PlatformApp) -> None:
    refused = site.nobody().ask("GET", "/api/identity/v1/members/me")
    page = site.nobody().ask("GET", str((refused.json or {})["type"]))
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert all(words in page.text for words in (NotSignedIn.code, NotSignedIn.zh, NotSignedIn.en, "401"))
    assert site.nobody().ask("GET", "/api/problems/no-such-thing").status_code == 404


def test_every_refusal_has_a_page(site: PlatformApp) -> None:
    codes = {each.code for each in known_refusals()}
    assert len(codes) > 80
    shown = {code: site.nobody().ask("GET", f"/api/problems/{code}").status_code for code in codes}
    assert set(shown.values()) == {200}, shown
