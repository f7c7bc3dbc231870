"""The ledger's API: who may see what, and the proof for everyone."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pytest
from flask.testing import FlaskClient

from services.ledger.application.context import Ledger
from services.ledger.application.signing import sign_heads
from services.ledger.application.writer import Writer
from services.ledger.domain.accounts import shard_of
from shared.kernel.clock import SetClock, iso
from shared.kernel.ids import RandomIds
from tests.application.ledger_web import a_web
from tests.application.ledger_world import a_ledger, a_member
from tests.application.register_world import HOME, NEXT_DOOR
from tests.ledger_facts import confirmed, message_of, record_at


@pytest.fixture
def ledger(databases: str, clock: SetClock, ids: RandomIds) -> Ledger:
    """Wang of HOME served at home and next door; Zhao acts for Wang."""
    ledger = a_ledger(clock, ids)
    ledger.identity.members.add(a_member("wang", clock, delegate="zhao"))
    writer = Writer(ledger, lambda _, reason: pytest.fail(reason))
    writer.open()
    for number, code in enumerate((HOME, NEXT_DOOR, HOME)):
        clock.advance(minutes=1)
        writer.take([record_at(number, message_of(confirmed(f"r{number}", community_code=code, minutes=30)))])
    return ledger


@pytest.fixture
def web(ledger: Ledger) -> FlaskClient:
    return a_web(ledger)


def asked(web: FlaskClient, path: str, by: str | None = None) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {by}"} if by else {}
    answer = web.get(f"/api/ledger/v1{path}", headers=headers)
    return answer.status_code, answer.get_json()


def a_book(code: str, minutes: int) -> Mapping[str, object]:
    return {
        "community_code": code,
        "account": f"book:{code}:member:wang",
        "service_minutes": minutes,
        "credit_minutes": minutes,
        "held_minutes": 0,
        "floor_minutes": 0,
        "closed": False,
    }


def test_an_account_is_one_book_of_a_member(web: FlaskClient) -> None:
    _, account = asked(web, f"/accounts/book:{NEXT_DOOR}:member:wang", "wang")
    assert (account["credit_minutes"], account["books"]) == (30, [a_book(NEXT_DOOR, 30)])
    _, page = asked(web, f"/accounts/book:{NEXT_DOOR}:member:wang/statement?unit=CREDIT", "wang")
    assert [each["record_id"] for each in page["items"]] == ["r1"]
    assert asked(web, f"/accounts/book:{NEXT_DOOR}:member:wang", "stranger")[0] == 403
    for none in (f"book:{HOME}:pool", "book:1:nothing:x"):
        assert asked(web, f"/accounts/{none}", "staff")[0] == 404


def test_a_member_sees_their_own_account_over_all_books(web: FlaskClient) -> None:
    assert asked(web, "/accounts/wang", "wang") == (
        200,
        {
            "member_id": "wang",
            "service_minutes": 90,
            "credit_minutes": 90,
            "held_minutes": 0,
            "sequence": 6,
            "lots": [{"expires_at": None, "minutes": 90, "proof": ""}],
            "books": [a_book(HOME, 60), a_book(NEXT_DOOR, 30)],
        },
    )


def test_one_who_never_served_has_nothing(web: FlaskClient) -> None:
    status, account = asked(web, "/accounts/stranger", "stranger")
    assert (status, account["service_minutes"], account["sequence"], account["books"]) == (200, 0, 0, [])


@pytest.mark.parametrize("path", ["/accounts/wang", "/accounts/wang/statement"])
@pytest.mark.parametrize(
    ("by", "status"),
    [
        (None, 401),
        ("nobody", 401),
        ("wang", 200),
        ("zhao", 200),
        ("staff", 200),
        ("auditor", 200),
        ("stranger", 403),
        ("staff-next-door", 403),
        ("auditor-elsewhere", 403),
        ("operator", 403),
    ],
)
def test_who_may_read_an_account(web: FlaskClient, path: str, by: str | None, status: int) -> None:
    found, body = asked(web, path, by)
    assert found == status
    assert ("service_minutes" in body or "items" in body) == (status == 200)


def test_who_reads_anothers_account_is_shown_to_that_person(web: FlaskClient, ledger: Ledger) -> None:
    for by in ("wang", "stranger", "staff", "auditor"):
        asked(web, "/accounts/wang", by)
    assert {each.reader_id for each in ledger.identity.readings.of("wang").items} == {"staff", "auditor"}


def test_a_statement_comes_in_pages_newest_first_each_entry_once(web: FlaskClient, clock: SetClock) -> None:
    seen: list[Any] = []
    after = ""
    while True:
        _, page = asked(web, f"/accounts/wang/statement?limit=2{after}", "wang")
        seen += page["items"]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert [(each["record_id"], each["unit"], each["balance_minutes"]) for each in seen] == [
        ("r2", "CREDIT", 60),
        ("r2", "SERVICE", 60),
        ("r1", "CREDIT", 30),
        ("r1", "SERVICE", 30),
        ("r0", "CREDIT", 30),
        ("r0", "SERVICE", 30),
    ]
    assert seen[0]["logged_at"] == iso(clock.now())
    assert (seen[0]["community_code"], seen[0]["assignment_id"]) == (HOME, "assignment-of-r2")


def test_a_statement_of_one_unit(web: FlaskClient) -> None:
    _, page = asked(web, "/accounts/wang/statement?unit=SERVICE&limit=2", "wang")
    assert [each["record_id"] for each in page["items"]] == ["r2", "r1"]
    assert page["next"] is not None


@pytest.mark.parametrize("query", ["unit=HONOUR", "limit=0", "limit=many", "after=nowhere", "colour=red"])
def test_a_statement_asked_for_wrongly_says_what_is_wrong(web: FlaskClient, query: str) -> None:
    status, body = asked(web, f"/accounts/wang/statement?{query}", "wang")
    assert (status, body["code"]) == (422, "bad-input")
    assert [each["field"] for each in body["errors"]] == [query.partition("=")[0]]


def test_the_proof_is_public_and_holds(web: FlaskClient, clock: SetClock) -> None:
    status, proof = asked(web, "/proof")
    heads = proof.pop("heads")
    assert (status, proof) == (
        200,
        {
            "sum_minutes": 0,
            "postings": 12,
            "blocks": 3,
            "chain_ok": True,
            "breaks": [],
            "checked_at": iso(clock.now()),
        },
    )
    assert [(each["shard"], each["seq"]) for each in heads] == sorted(
        [(shard_of(HOME), 2), (shard_of(NEXT_DOOR), 1)]
    )


def test_signed_heads_are_public(web: FlaskClient, ledger: Ledger) -> None:
    assert asked(web, "/heads") == (200, {"items": [], "next": None})
    signed = sign_heads(ledger)
    assert signed is not None
    assert asked(web, "/heads") == (200, {"items": [asdict(signed)], "next": None})
