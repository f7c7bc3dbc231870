"""Commands over HTTP: asked once, answered by the chain, refused with a code; corrections by two people."""

from dataclasses import replace
from typing import Any

import pytest

from services.ledger.application.accounts import totals_of
from services.ledger.application.audit import verify_ledger
from services.ledger.application.writer import Writer
from services.ledger.domain.accounts import member_account, shard_of
from services.ledger.domain.books import HoldState
from services.ledger.domain.instructions import Instruction
from shared.events.contract import parse
from shared.events.ledger import Instructed, InstructionAnswered
from shared.kernel.clock import SetClock, iso
from shared.kernel.ids import RandomIds
from tests.application.ledger_web import GIFT, POOL, WANG, ZHAO, Counter, a_counter
from tests.application.ledger_world import a_writer
from tests.application.register_world import HOME, NEXT_DOOR
from tests.ledger_facts import NOON, message_of, record_at, records_of


@pytest.fixture
def counter(databases: str, clock: SetClock, ids: RandomIds) -> Counter:
    return a_counter(clock, ids)


def test_a_gift_is_pending_until_the_chain_has_it_and_then_done(counter: Counter) -> None:
    sent = counter.send("/transfers", GIFT, key="k1")
    assert (sent.status_code, sent.get_json()["state"]) == (202, "PENDING")
    counter.carry()
    again = counter.send("/transfers", GIFT, key="k1")
    assert (again.status_code, again.get_json()["state"]) == (201, "DONE")
    assert again.headers["X-Ledger-Sequence"] == f"{shard_of(HOME):02d}:2"
    assert [(each["source"], each["target"], each["minutes"]) for each in again.get_json()["moved"]] == [
        (WANG, ZHAO, 20)
    ]
    assert [totals_of(counter.ledger, name).credit_minutes for name in ("wang", "zhao")] == [40, 20]
    assert verify_ledger(counter.ledger).ok


def test_asked_again_under_its_key_it_happens_once_and_the_answer_is_the_same(counter: Counter) -> None:
    counter.send("/transfers", GIFT, key="k1")
    counter.carry()
    answers = [counter.send("/transfers", GIFT, key="k1") for _ in range(3)]
    assert counter.carry() == []
    assert {each.status_code for each in answers} == {201}
    assert len({each.text for each in answers}) == 1
    assert len({(each.headers["Location"], each.headers["X-Ledger-Sequence"]) for each in answers}) == 1
    assert totals_of(counter.ledger, "wang").credit_minutes == 40


def test_the_same_key_with_another_body_is_a_conflict_before_and_after_the_answer(counter: Counter) -> None:
    counter.send("/transfers", GIFT, key="k1")
    before = counter.send("/transfers", {**GIFT, "minutes": 21}, key="k1")
    counter.carry()
    counter.send("/transfers", GIFT, key="k1")
    after = counter.send("/transfers", {**GIFT, "minutes": 21}, key="k1")
    assert [(each.status_code, each.get_json()["code"]) for each in (before, after)] == [
        (409, "instruction-conflict"),
        (409, "idempotency-key-reused"),
    ]
    assert totals_of(counter.ledger, "wang").credit_minutes == 40


def test_a_waiting_request_is_told_by_the_writer_of_its_process(counter: Counter) -> None:
    sent = counter.send("/transfers", GIFT, key="k1")
    looked = []

    def look() -> None:
        looked.append(1)
        counter.carry()

    answer = counter.ledger.waiting.wait(sent.get_json()["id"], look, 5.0)
    assert answer is not None
    assert (answer.refused, len(looked)) == ("", 1)


REFUSED = [
    ("/transfers", {**GIFT, "minutes": 61}, "wang", "overdraft"),
    ("/transfers", {**GIFT, "minutes": -5}, "wang", "minutes-out-of-range"),
    ("/transfers", {**GIFT, "minutes": 10**9}, "wang", "minutes-out-of-range"),
    ("/transfers", {**GIFT, "to_account": member_account(HOME, "ghost")}, "wang", "unknown-account"),
    ("/transfers", {**GIFT, "to_account": member_account(NEXT_DOOR, "zhao")}, "wang", "wrong-book"),
    ("/transfers", {**GIFT, "to_account": POOL}, "wang", "wrong-kind-of-account"),
    ("/transfers", {**GIFT, "to_account": WANG}, "wang", "same-account"),
    ("/holds/none/post", {"community_code": HOME, "minutes": 5}, "staff", "hold-unknown"),
    ("/holds/none/void", {"community_code": HOME}, "staff", "hold-unknown"),
    ("/reversals", {"community_code": HOME, "transfer_id": "none"}, "staff", "transfer-unknown"),
    ("/limits", {"account": WANG, "minutes": 5}, "staff", "minutes-out-of-range"),
    (
        "/holds",
        {"account": WANG, "for_account": POOL, "minutes": 5, "expires_at": iso(NOON)},
        "staff",
        "expiry-in-the-past",
    ),
]


def test_a_refusal_has_a_code_two_sentences_and_a_place_in_the_chain(counter: Counter) -> None:
    for place, (path, body, by, code) in enumerate(REFUSED, start=2):
        sequence = f"{shard_of(HOME):02d}:{place}"
        assert counter.send(path, body, by, key=f"k{place}").status_code == 202
        counter.carry()
        for _ in range(2):
            refused = counter.send(path, body, by, key=f"k{place}")
            told = refused.get_json()
            assert (refused.status_code, told["code"], set(told["messages"])) == (422, code, {"zh", "en"})
            assert refused.headers["X-Ledger-Sequence"] == sequence
        kept = counter.read(refused.headers["Location"].removeprefix("/api/ledger/v1"), by).get_json()
        assert (kept["state"], kept["refused"]["code"], kept["sequence"]) == ("REFUSED", code, sequence)
    assert totals_of(counter.ledger, "wang").credit_minutes == 60
    assert verify_ledger(counter.ledger).ok


def test_a_hold_is_used_in_part_once_and_the_rest_is_free(counter: Counter, clock: SetClock) -> None:
    until = iso(clock.now().replace(hour=23))
    body = {"account": WANG, "for_account": POOL, "minutes": 50, "expires_at": until}
    (hold,) = counter.done("/holds", body)["holds"]
    totals = totals_of(counter.ledger, "wang")
    assert (totals.credit_minutes, totals.held_minutes) == (60, 50)
    assert counter.done("/transfers", GIFT)["refused"]["code"] == "overdraft"
    posted = {"community_code": HOME, "minutes": 30}
    assert counter.done(f"/holds/{hold}/post", posted)["state"] == "DONE"
    totals = totals_of(counter.ledger, "wang")
    assert (totals.credit_minutes, totals.held_minutes) == (30, 0)
    again = counter.send(f"/holds/{hold}/post", posted, "staff", key="k")
    counter.carry()
    again = counter.send(f"/holds/{hold}/post", posted, "staff", key="k")
    assert (again.status_code, again.get_json()["code"]) == (409, "hold-resolved")
    kept = counter.ledger.projections.hold(hold)
    assert kept is not None
    assert (kept.state, kept.minutes, kept.other) == (HoldState.POSTED, 50, POOL)
    assert verify_ledger(counter.ledger).ok


def test_a_hold_whose_time_is_over_is_free_again_without_anything_being_asked(
    counter: Counter, clock: SetClock
) -> None:
    until = iso(clock.now().replace(hour=3))
    body = {"account": WANG, "for_account": POOL, "minutes": 50, "expires_at": until}
    (hold,) = counter.done("/holds", body)["holds"]
    counter.writer.take([])
    assert totals_of(counter.ledger, "wang").held_minutes == 50
    clock.advance(hours=3)
    counter.writer.take([])
    assert totals_of(counter.ledger, "wang").held_minutes == 0
    counter.writer.take([])
    report = verify_ledger(counter.ledger)
    assert (report.ok, report.blocks) == (True, 3)
    assert (
        a_writer(counter.ledger).state(shard_of(HOME)).digest()
        == counter.writer.state(shard_of(HOME)).digest()
    )
    late = counter.done(f"/holds/{hold}/void", {"community_code": HOME})
    assert late["refused"]["code"] == "hold-expired"


def test_a_transfer_is_reversed_once(counter: Counter) -> None:
    gift = counter.done("/transfers", GIFT)
    body = {"community_code": HOME, "transfer_id": gift["moved"][0]["transfer_id"]}
    assert counter.done("/reversals", body)["state"] == "DONE"
    assert counter.done("/reversals", body)["refused"]["code"] == "already-reversed"
    assert totals_of(counter.ledger, "wang").credit_minutes == 60
    assert verify_ledger(counter.ledger).ok


def test_a_limit_lets_an_account_go_below_zero(counter: Counter) -> None:
    assert counter.done("/limits", {"account": WANG, "minutes": -30})["state"] == "DONE"
    assert counter.done("/transfers", {**GIFT, "minutes": 90})["state"] == "DONE"
    assert totals_of(counter.ledger, "wang").credit_minutes == -30
    assert counter.done("/transfers", {**GIFT, "minutes": 1})["refused"]["code"] == "overdraft"
    assert verify_ledger(counter.ledger).ok


def test_a_donation_goes_to_the_pool_and_names_no_account(counter: Counter) -> None:
    donation = {"verb": "DONATE", "from_account": WANG, "minutes": 15}
    assert counter.done("/transfers", donation, "wang")["moved"][0]["target"] == POOL
    for body in ({**donation, "to_account": POOL}, {**GIFT, "to_account": None}):
        refused = counter.send("/transfers", body).get_json()
        assert [each["field"] for each in refused["errors"]] == ["to_account"]


def test_a_reader_may_ask_to_see_their_own_write(counter: Counter) -> None:
    shard = f"{shard_of(HOME):02d}"
    seen = counter.read(f"/accounts/wang?min_sequence={shard}:1")
    assert (seen.status_code, seen.headers["X-Ledger-Sequence"]) == (200, f"{shard}:1")
    early = counter.read(f"/accounts/wang?min_sequence={shard}:2")
    assert (early.status_code, early.get_json()["code"]) == (409, "sequence-not-reached")
    counter.done("/transfers", GIFT)
    assert counter.read(f"/accounts/wang/statement?min_sequence={shard}:2").status_code == 200
    for wrong in ("64:1", "x", "1:1"):
        answer = counter.read(f"/accounts/wang?min_sequence={wrong}")
        assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, "min_sequence")


def test_the_answer_is_told_to_the_other_services_with_its_cause(counter: Counter) -> None:
    sent = counter.send("/transfers", GIFT).get_json()
    (asked,) = counter.carry()
    kept: dict[str, Any] = counter.ledger.journal.collection.find_one({"seq": 2}) or {}
    (entry,) = kept["outbox"]
    told = parse(entry["headers"], entry["body"])
    assert isinstance(told.data, InstructionAnswered)
    assert (told.causationid, told.data.instruction_id, told.data.refused) == (asked.id, sent["id"], "")
    assert [(each.from_account, each.to_account, each.minutes) for each in told.data.done] == [
        (WANG, ZHAO, 20)
    ]


def test_a_statement_shows_what_was_given_and_received(counter: Counter) -> None:
    counter.done("/transfers", GIFT)
    entries = {
        name: counter.read(f"/accounts/{name}/statement", name).get_json()["items"][0]
        for name in ("wang", "zhao")
    }
    assert {
        name: (each["kind"], each["minutes"], each["counterparty"]) for name, each in entries.items()
    } == {"wang": ("GIFT", -20, ZHAO), "zhao": ("GIFT", 20, WANG)}


def test_an_instruction_nobody_can_read_is_parked(counter: Counter, clock: SetClock) -> None:
    parked: list[str] = []
    writer = Writer(counter.ledger, lambda _, why: parked.append(why))
    writer.open()
    good = Instructed(instruction_id="i1", community_code=HOME, steps=())
    message = message_of(good)
    broken = replace(message, body=message.body.replace(b'"steps":[]', b'"steps":[{"verb":"FLY"}]'))
    writer.take([record_at(0, broken), record_at(1, message)])
    assert len(parked) == 1
    answer = counter.ledger.projections.answer("i1")
    assert answer is not None
    assert answer.refused == "steps-out-of-range"


def test_an_instruction_told_again_with_another_body_is_refused_and_the_first_answer_stands(
    counter: Counter,
) -> None:
    first = Instructed(instruction_id="i1", community_code=HOME, steps=())
    other = replace(first, asked_by="wang")
    counter.writer.take(records_of(first, other, first))
    answer = counter.ledger.projections.answer("i1")
    assert answer is not None
    assert answer.fingerprint == Instruction(instruction_id="i1", community_code=HOME, steps=()).fingerprint
    acts = [
        act.refused for sealed in counter.ledger.journal.after(shard_of(HOME), 1) for act in sealed.block.acts
    ]
    assert acts == ["steps-out-of-range", "instruction-conflict"]
