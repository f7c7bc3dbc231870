"""Whatever is sent, the answer is clear: never a fault of ours, always a code and a sentence in both languages."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from shared.kernel.clock import SetClock
from shared.web.api import Nothing
from tests.web.forms_and_bodies import NO_OBJECT, ODD, UNREADABLE, Town, a_town, fields_of
from tests.web.platform_app import Person, a_platform, code_of

NEEDS = "/api/matching/v1/needs"
PARTS = 3  # so that machines with several cores share them
ODD_IDS = (
    "no-such",
    "x" * 300,
    "%00",
    "%ED%A0%80",
    "..%2F..%2Fetc",
    "a b",
    "😀",
    "$where",
    "[]",
    "-1",
    "a'b\"c",
)
CHINESE = re.compile("[\u4e00-\u9fff]")
pytestmark = [pytest.mark.timeout(600), pytest.mark.usefixtures("untraced")]


@pytest.fixture
def town(databases: str, tmp_path: Path, clock: SetClock) -> Town:
    return a_town(a_platform(tmp_path / "data", clock))


def wrong_of(answer: TestResponse) -> str:
    """Return what is wrong with an answer; nothing if it is good, or a clear refusal."""
    if answer.status_code < 300:
        return ""
    if not 400 <= answer.status_code < 500:
        return f"status {answer.status_code}"
    said = answer.json if answer.mimetype == "application/problem+json" else None
    if not isinstance(said, dict):
        return f"no problem document: {answer.text[:200]}"
    sentences = [said["messages"], *said.get("errors", [])]
    clear = all(CHINESE.search(each["zh"]) and each["en"] and "\x1f" not in each["zh"] for each in sentences)
    return "" if said["code"] and clear else f"not said in both languages: {said}"


def sent(person: Person, method: str, path: str, body: object) -> TestResponse:
    """Return the answer to a body that Python's own writer puts down, surrogates and huge numbers as they are."""
    return person.ask(method, path, raw=json.dumps(body).encode())


def everything(town: Town) -> object:
    """Return the id and version of everything that is kept."""
    platform = town.site.platform
    stores = (platform.identity.members.collection, *(each.collection for each in platform.matching.stores))
    return [
        sorted((str(each["_id"]), each["version"]) for each in store.find({}, {"version": 1}))
        for store in stores
    ]


def test_every_command_has_a_good_body_here(town: Town) -> None:
    for path, route, body in town.bodies():
        assert route.takes is not None
        left_out = set(fields_of(route.takes)) - set(body)
        assert left_out == set(), path
        answer = sent(town.staff, route.method, path, body)
        assert code_of(answer) != "bad-input" or answer.status_code < 300, (path, answer.text)


@pytest.mark.parametrize("part", range(PARTS))
def test_odd_values_in_every_field_of_every_body(town: Town, part: int) -> None:
    """Each field is sent every third value, another third than the field before: each value reaches many fields."""
    wrong = []
    for number, (path, route, body) in list(enumerate(town.bodies()))[part::PARTS]:
        for place, field in enumerate(body):
            for odd in ODD[(number + place) % 3 :: 3]:
                answer = sent(town.staff, route.method, path, {**body, field: odd})
                if fault := wrong_of(answer):
                    wrong.append((route.method, path, field, repr(odd)[:40], fault))
    assert wrong == []


def test_missing_and_unknown_fields_are_named(town: Town) -> None:
    for path, route, body in town.bodies():
        answer = sent(town.staff, route.method, path, {**body, "surprise": 1})
        assert answer.status_code == 422, path
        assert [each["field"] for each in (answer.json or {})["errors"]] == ["surprise"]
        assert wrong_of(answer) == ""
        bare = sent(town.staff, route.method, path, {})
        assert wrong_of(bare) == "", path


def test_bodies_that_are_no_json_or_no_object(town: Town) -> None:
    for path, route, _ in town.bodies():
        before = everything(town)
        for raw in UNREADABLE:
            answer = town.staff.ask(route.method, path, raw=raw)
            assert (answer.status_code, code_of(answer)) == (400, "unreadable-body"), (path, raw[:20])
        for raw in NO_OBJECT:
            answer = town.staff.ask(route.method, path, raw=raw)
            assert answer.status_code == 422, (path, raw, answer.text)
            assert wrong_of(answer) == ""
        assert everything(town) == before


def test_too_much_and_of_another_type(town: Town) -> None:
    large = json.dumps({"title": "x" * 1_000_000}).encode()
    for path, route, body in town.bodies():
        raw = json.dumps(body).encode()
        assert code_of(town.staff.ask(route.method, path, raw=large)) == "too-large", path
        for kind in ("text/plain", "application/x-www-form-urlencoded", "text/html"):
            answer = town.staff.ask(route.method, path, raw=raw, headers={"Content-Type": kind})
            assert (answer.status_code, code_of(answer)) == (415, "unsupported-media-type"), (path, kind)


def test_deep_nesting_is_refused(town: Town) -> None:
    deep = b'{"point": ' * 20_000 + b"1" + b"}" * 20_000
    answer = town.staff.ask("POST", NEEDS, raw=deep)
    assert (answer.status_code, code_of(answer)) == (400, "unreadable-body")


def test_names_of_fields_that_stand_twice_or_are_half_a_sign(town: Town) -> None:
    for path, route, body in town.bodies():
        name = next(iter(body))
        twice = json.dumps(body)[:-1] + f', "{name}": 1}}'
        answer = town.staff.ask(route.method, path, raw=twice.encode())
        assert (answer.status_code, code_of(answer)) == (422, "bad-input"), path
        assert [(each["field"], each["code"]) for each in (answer.json or {})["errors"]] == [
            (name, "repeated")
        ]
        half = town.staff.ask(route.method, path, raw=b'{"\\ud800": 1}')
        assert (half.status_code, code_of(half)) == (400, "unreadable-body"), path


@pytest.mark.parametrize("title", ["\u200b\u200d", "\u202e买菜", "\u2066买菜\u2069", "买\u2028菜"])
def test_a_title_that_cannot_be_seen_or_turns_the_page_is_refused(town: Town, title: str) -> None:
    answer = sent(town.staff, "POST", NEEDS, town.site.need(resident_id=town.resident.id, title=title))
    assert [each["field"] for each in (answer.json or {})["errors"]] == ["title"]
    assert wrong_of(answer) == ""


@pytest.mark.parametrize("odd", ["103.8", "NaN", True, 10**400, 1e300])
def test_a_longitude_is_a_number_on_the_earth(town: Town, odd: object) -> None:
    point = {"longitude": odd, "latitude": 30}
    answer = sent(town.staff, "POST", NEEDS, town.site.need(resident_id=town.resident.id, point=point))
    assert [each["field"] for each in (answer.json or {})["errors"]] == ["point.longitude"]
    assert wrong_of(answer) == ""


def test_queries_and_paging_of_every_list(town: Town) -> None:
    wrong = []
    odd = [str(each) for each in ODD if not isinstance(each, str)] + [
        "x" * 3000,
        "１２",
        "<x>",
        "%00",
        "\x00",
    ]
    values = (*odd, "0", "201", "50")
    for path, route in town.routes():
        if route.method != "GET":
            continue
        names = (*fields_of(route.query or Nothing), "limit", "after", "surprise")
        for place, name in enumerate(names):
            for value in values[place % 2 :: 2]:
                answer = town.staff.client.get(
                    path,
                    query_string={name: value},
                    headers={"Authorization": f"Bearer {town.staff.token}"},
                )
                if fault := wrong_of(answer):
                    wrong.append((path, name, value[:40], fault))
    assert wrong == []


def test_limits_of_a_page_are_said(town: Town) -> None:
    for limit in ("0", "201", "-1", "x", "1.5", ""):
        answer = town.staff.ask("GET", f"{NEEDS}?limit={limit}")
        assert (answer.status_code, code_of(answer)) == (422, "bad-input"), limit


def test_ids_of_nothing_and_ids_with_odd_characters(town: Town) -> None:
    wrong = []
    for number, (path, route) in enumerate(town.routes()):
        for real in (town.need_id, town.assignment_id, town.offer_id, town.resident.id, town.volunteer.id):
            for odd in ODD_IDS[number % 2 :: 2] if real in path else ():
                body = town.good()[route.takes.__name__] if route.takes else None
                answer = town.staff.ask(route.method, path.replace(real, odd), body)
                if fault := wrong_of(answer):
                    wrong.append((route.method, path, odd, fault))
    assert wrong == []


def test_what_breaks_a_rule_changes_nothing(town: Town) -> None:
    before = everything(town)
    need, service = f"{NEEDS}/{town.need_id}", f"/api/matching/v1/assignments/{town.assignment_id}"
    for path, body, code in (
        (NEEDS, town.site.need(ends_at="2026-11-23T01:30:00Z"), "ends-before-start"),
        (NEEDS, town.site.need(starts_at="2026-11-22T02:00:00Z"), "starts-in-the-past"),
        (
            NEEDS,
            town.site.need(starts_at="2027-11-22T02:00:00Z", ends_at="2027-11-22T03:00:00Z"),
            "too-far-ahead",
        ),
        (NEEDS, town.site.need(ends_at="2026-11-25T02:00:00Z"), "window-too-long"),
        (NEEDS, town.site.need(expected_minutes=61), "minutes-beyond-window"),
        (NEEDS, town.site.need(service_kind="NO_SUCH"), "unknown-service-kind"),
        (NEEDS, town.site.need(resident_id="no-such"), "not-found"),
        (f"{need}/accept", {}, "own-need"),
        (f"{service}/check-in", {"at": "2026-11-24T02:00:00Z"}, "in-the-future"),
        (f"{service}/check-in", {"at": "2026-10-01T02:00:00Z"}, "too-late"),
        (f"{service}/check-out", {}, "illegal-step"),
        (f"{service}/confirm", {"minutes": 45}, "not-checked-out"),
        (f"{service}/rating", {"grade": 5}, "forbidden"),
        (f"{service}/cancel", {}, "reason-required"),
        (f"{service}/no-show", {}, "too-early"),
    ):
        answer = town.staff.ask("POST", path, body)
        assert code_of(answer) == code, (path, body, answer.text)
        assert wrong_of(answer) == ""
    assert everything(town) == before


def test_full_width_digits_are_read_and_emoji_kept(town: Town) -> None:
    title = "买菜🥬，谢谢"
    posted = town.staff.did("/matching/v1/needs", town.site.need(resident_id=town.resident.id, title=title))
    assert posted["title"] == title
    phone = "１３９００１" + town.resident.phone[6:]
    session = {"phone": phone, "password": "calm-river-stone-9"}
    assert town.site.nobody().ask("POST", "/api/identity/v1/sessions", session).status_code == 201


def test_a_request_repeated_with_its_key_is_answered_as_before(town: Town) -> None:
    key = {"Idempotency-Key": "once-only-1"}
    body = town.site.need(resident_id=town.resident.id)
    first, again = (town.staff.ask("POST", NEEDS, body, headers=key) for _ in range(2))
    assert (again.status_code, again.json) == (first.status_code, first.json)
    other = town.staff.ask("POST", NEEDS, {**body, "title": "另一件"}, headers=key)
    assert (other.status_code, code_of(other)) == (409, "idempotency-key-reused")
    another = town.resident.ask("POST", NEEDS, town.site.need(), headers=key)
    assert another.status_code == 201
    for odd in ("x" * 201, "é", "a b", "\x7f"):
        assert wrong_of(town.staff.ask("POST", NEEDS, body, headers={"Idempotency-Key": odd})) == ""


def test_signing_up_twice_with_one_key_makes_one_account(town: Town) -> None:
    key, path = {"Idempotency-Key": "sign-up-1"}, "/api/identity/v1/members"
    body = town.good()["SignUp"]
    first, again = (town.site.nobody().ask("POST", path, body, headers=key) for _ in range(2))
    assert first.status_code == 201
    assert wrong_of(again) == ""
    assert len(town.site.platform.identity.members.where({"phone": "+8613700000001"})) == 1


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


def test_any_json_at_any_route(town: Town) -> None:
    stated = list(town.bodies())

    @settings(max_examples=200, deadline=None, database=None, derandomize=True)
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        path, route, body = data.draw(st.sampled_from(stated))
        chosen: Mapping[str, object] = data.draw(
            st.dictionaries(st.sampled_from([*body, "other"]), JSON_VALUES, max_size=3)
        )
        answer = sent(town.staff, route.method, path, {**body, **chosen})
        assert wrong_of(answer) == "", (route.method, path, chosen)

    holds()
