"""Who may ask the ledger for what; corrections are made by two people."""

import pytest

from services.ledger.application.accounts import totals_of
from services.ledger.application.audit import verify_ledger
from shared.events.ledger import Instructed
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.ledger_web import GIFT, POOL, WANG, Counter, a_counter
from tests.application.register_world import HOME


@pytest.fixture
def counter(databases: str, clock: SetClock, ids: RandomIds) -> Counter:
    return a_counter(clock, ids)


BODIES: dict[str, object] = {
    "/transfers": GIFT,
    "/holds": {"account": WANG, "for_account": POOL, "minutes": 5, "expires_at": "2026-12-01T00:00:00Z"},
    "/holds/h/post": {"community_code": HOME, "minutes": 5},
    "/holds/h/void": {"community_code": HOME},
    "/reversals": {"community_code": HOME, "transfer_id": "t"},
    "/limits": {"account": WANG, "minutes": 0},
    "/adjustments": {"account": WANG, "minutes": 5, "reason": "MISCOUNTED"},
}


ASKERS = ("wang", "staff", "stranger", "zhao", "staff-next-door", "auditor", "operator")


def test_who_may_ask_for_what(counter: Counter) -> None:
    for path, body in BODIES.items():
        found = {by: counter.send(path, body, by).status_code for by in ASKERS}
        may = {"staff", "wang"} if path == "/transfers" else {"staff"}
        assert found == {by: 202 if by in may else 403 for by in ASKERS}, path
        assert counter.send(path, body, None).status_code == 401


def test_a_command_is_shown_to_who_asked_and_to_those_who_keep_or_audit_the_book(counter: Counter) -> None:
    where = counter.send("/transfers", GIFT).headers["Location"].removeprefix("/api/ledger/v1")
    found = {
        by: counter.read(where, by).status_code for by in ("wang", "staff", "auditor", "stranger", "zhao")
    }
    assert found == {"wang": 200, "staff": 200, "auditor": 200, "stranger": 403, "zhao": 403}
    assert counter.read("/commands/none").status_code == 404


CORRECTION = {"account": WANG, "minutes": 30, "reason": "MISCOUNTED"}


def test_a_correction_needs_another_member_of_staff(counter: Counter) -> None:
    asked = counter.send("/adjustments", CORRECTION, "staff", key="k").get_json()
    assert asked["state"] == "AWAITING"
    assert counter.send("/adjustments", CORRECTION, "staff", key="k").get_json()["id"] == asked["id"]
    assert counter.carry() == []
    way = f"/adjustments/{asked['id']}/approve"
    own = counter.send(way, {}, "staff")
    assert (own.status_code, own.get_json()["code"]) == (422, "own-approval")
    assert counter.send(way, {}, "staff-next-door").status_code == 403
    assert [counter.send(way, {}, "colleague").status_code for _ in range(2)] == [202, 202]
    (told,) = counter.carry()
    assert isinstance(told.data, Instructed)
    assert (told.data.asked_by, told.data.approved_by, told.data.reason) == (
        "staff",
        "colleague",
        "MISCOUNTED",
    )
    assert counter.send(way, {}, "colleague").status_code == 201
    assert totals_of(counter.ledger, "wang").credit_minutes == 90
    listed = counter.read(f"/adjustments?community_code={HOME}", "auditor").get_json()["items"]
    assert [(each["state"], each["decided_by"]) for each in listed] == [("DONE", "colleague")]
    assert verify_ledger(counter.ledger).ok


def test_a_correction_that_was_declined_never_reaches_the_ledger(counter: Counter) -> None:
    asked = counter.send("/adjustments", CORRECTION, "staff").get_json()
    declined = counter.send(f"/adjustments/{asked['id']}/refuse", {}, "colleague")
    assert (declined.status_code, declined.get_json()["state"]) == (200, "DECLINED")
    late = counter.send(f"/adjustments/{asked['id']}/approve", {}, "colleague")
    assert (late.status_code, late.get_json()["code"]) == (409, "correction-decided")
    assert counter.carry() == []
    assert counter.read(f"/adjustments?community_code={HOME}", "stranger").status_code == 403
