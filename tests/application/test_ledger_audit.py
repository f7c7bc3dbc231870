"""The audit and the proof: whoever changes what is kept is found, by shard and block."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.ledger.adapters.shown_documents import packed, unpacked
from services.ledger.application.audit import verify_ledger
from services.ledger.application.context import Ledger
from services.ledger.application.proof import Break, Proofs, proof_of, verify_again, verify_new
from services.ledger.application.writer import Writer
from services.ledger.domain.accounts import member_account, shard_of
from services.ledger.domain.drafting import draft
from services.ledger.domain.encoding import hash_of, seal
from services.ledger.domain.state import ShardState
from services.ledger.entrypoints.jobs import sweeps
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.ledger_world import a_ledger
from tests.ledger_facts import HERE, THERE, a_fact, confirmed, message_of, record_at

SHARD = shard_of(HERE)


@pytest.fixture
def ledger(databases: str, clock: SetClock, ids: RandomIds) -> Ledger:
    """A ledger of four blocks in one shard and one in another."""
    ledger = a_ledger(clock, ids)
    writer = Writer(ledger, lambda _, reason: pytest.fail(reason))
    writer.open()
    for number in range(4):
        facts = (
            confirmed(f"r{number}a", member_id="wang", minutes=10 + number),
            confirmed(f"r{number}b", member_id="zhao", recorded_as="DUTY"),
        )
        writer.take([record_at(2 * number + place, message_of(fact)) for place, fact in enumerate(facts)])
    writer.take([record_at(9, message_of(confirmed("there", community_code=THERE)))])
    return ledger


def test_an_untouched_ledger_holds(ledger: Ledger) -> None:
    report = verify_ledger(ledger)
    assert report.ok
    assert (report.blocks, report.postings, report.sum_minutes) == (5, 20, 0)
    assert [(head.shard, head.seq) for head in report.heads] == [(SHARD, 4), (shard_of(THERE), 1)]


BLOCK_2 = {"_id": f"{SHARD:02d}:000000000002"}
BLOCK_4 = {"_id": f"{SHARD:02d}:000000000004"}
WANG = member_account(HERE, "wang")
PAGE = {"_id": f"{HERE}:000000"}
R2A = {"_id": f"{SHARD:02d}:000000000003:wang"}


def change_the_page(ledger: Ledger, change: Callable[[list[Any]], list[Any]]) -> None:
    rows = unpacked((ledger.projections.balances.find_one(PAGE) or {})["rows"])
    ledger.projections.balances.update_one(PAGE, {"$set": {"rows": packed(change(rows))}})


def rewrite_text(ledger: Ledger) -> None:
    text = str((ledger.journal.collection.find_one(BLOCK_2) or {})["text"]).replace(
        '"minutes":11', '"minutes":12'
    )
    ledger.journal.collection.update_one(BLOCK_2, {"$set": {"text": text}})


def rewrite_text_and_hash(ledger: Ledger) -> None:
    rewrite_text(ledger)
    text = str((ledger.journal.collection.find_one(BLOCK_2) or {})["text"])
    ledger.journal.collection.update_one(BLOCK_2, {"$set": {"hash": hash_of(text)}})


def delete_in_the_middle(ledger: Ledger) -> None:
    ledger.journal.collection.delete_one(BLOCK_2)


def delete_at_the_end(ledger: Ledger) -> None:
    ledger.journal.collection.delete_one(BLOCK_4)


def delete_all_of_a_shard(ledger: Ledger) -> None:
    ledger.journal.collection.delete_many({"shard": SHARD})


def swap_two(ledger: Ledger) -> None:
    kept = {
        key: ledger.journal.collection.find_one({"_id": key}) or {}
        for key in (BLOCK_2["_id"], BLOCK_4["_id"])
    }
    for key, other in (tuple(kept), tuple(reversed(kept))):
        contents = {name: kept[other][name] for name in ("text", "hash")}
        ledger.journal.collection.update_one({"_id": key}, {"$set": contents})


def replace_the_last(ledger: Ledger) -> None:
    """Write a last block that follows perfectly, as an insider could."""
    state = ShardState(SHARD)
    for sealed in ledger.journal.after(SHARD, 0):
        if sealed.block.seq < 4:
            state.apply(sealed)
    forged = draft(state, [a_fact("forged", minutes=1440)], now_millis=2**41, nonce="0" * 32)
    assert forged is not None
    sealed = seal(forged)
    ledger.journal.collection.update_one(BLOCK_4, {"$set": {"text": sealed.text, "hash": sealed.hash}})


def keep_under_another_id(ledger: Ledger) -> None:
    kept = ledger.journal.collection.find_one(BLOCK_4) or {}
    ledger.journal.collection.delete_one(BLOCK_4)
    ledger.journal.collection.insert_one({**kept, "_id": "elsewhere"})


def raise_a_balance(ledger: Ledger) -> None:
    change_the_page(ledger, lambda rows: [[name, 6000, *rest] for name, _, *rest in rows])


def remove_a_balance(ledger: Ledger) -> None:
    change_the_page(ledger, lambda rows: [each for each in rows if each[0] != WANG])


def invent_a_balance(ledger: Ledger) -> None:
    change_the_page(ledger, lambda rows: [*rows, [f"{WANG}x", *rows[0][1:]]])


def change_an_entry(ledger: Ledger) -> None:
    part = ledger.projections.statements.find_one(R2A) or {}
    rows = [
        [*head, [[place, unit, 999, after] for place, unit, _, after in there]]
        for *head, there in unpacked(part["rows"])
    ]
    ledger.projections.statements.update_one(R2A, {"$set": {"rows": packed(rows)}})


def remove_an_entry(ledger: Ledger) -> None:
    ledger.projections.statements.delete_one(R2A)


def invent_an_entry(ledger: Ledger) -> None:
    part = ledger.projections.statements.find_one(R2A) or {}
    listed = str(part["listed"])[:-12] + "000000000099"
    ledger.projections.statements.insert_one({**part, "_id": "x", "listed": listed})


TAMPERINGS: dict[Callable[[Ledger], None], tuple[int, str]] = {
    rewrite_text: (2, "its hash does not fit its text"),
    rewrite_text_and_hash: (2, "its text is no block"),
    delete_in_the_middle: (2, "block 2 is missing"),
    delete_at_the_end: (4, "block 4 is missing"),
    delete_all_of_a_shard: (1, "block 1 is missing"),
    swap_two: (2, "it stands in another's place"),
    replace_the_last: (4, "it is not the block that readers were shown"),
    keep_under_another_id: (4, "it is kept under another id"),
    raise_a_balance: (4, "the balance readers see"),
    remove_a_balance: (4, "readers see no balance"),
    invent_a_balance: (4, "the balance readers see"),
    change_an_entry: (3, "its statement entries are not as posted"),
    remove_an_entry: (3, "its statement entries are not as posted"),
    invent_an_entry: (99, "statement entries of a block that does not exist"),
}


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_the_audit_names_the_first_block_that_does_not_hold(
    ledger: Ledger, tamper: Callable[[Ledger], None]
) -> None:
    tamper(ledger)
    first = verify_ledger(ledger).breaks[0]
    seq, why = TAMPERINGS[tamper]
    assert (first.shard, first.seq, first.why[: len(why)]) == (SHARD, seq, why)


def test_a_record_credited_in_two_books_is_found(ledger: Ledger) -> None:
    writer = Writer(ledger, lambda _, reason: pytest.fail(reason))
    writer.open()
    writer.take([record_at(10, message_of(confirmed("r0a", community_code=THERE)))])
    assert [each.why for each in verify_ledger(ledger).breaks] == [
        "record r0a is credited in another shard, too"
    ]


def test_a_block_that_is_being_shown_just_now_is_no_difference(ledger: Ledger) -> None:
    state = ShardState(SHARD)
    for sealed in ledger.journal.after(SHARD, 0):
        state.apply(sealed)
    block = draft(state, [a_fact("new", member_id="sun")], now_millis=2**41, nonce="0" * 32)
    assert block is not None
    ledger.journal.append(seal(block), outbox=(), unsent_at=0)
    assert verify_ledger(ledger).breaks == ()
    ledger.projections.statements.delete_many({"_id": f"{block.id}:sun"})
    assert verify_ledger(ledger).breaks == ()


def test_the_proof_adds_up_and_names_the_heads(ledger: Ledger, clock: SetClock) -> None:
    proof = Proofs(ledger).proof()
    assert (proof.sum_minutes, proof.postings, proof.blocks, proof.chain_ok) == (0, 20, 5, True)
    assert [(head.shard, head.seq) for head in proof.heads] == [(SHARD, 4), (shard_of(THERE), 1)]
    assert proof.checked_at == clock.now()


def test_the_proof_is_looked_at_again_only_after_a_second(ledger: Ledger, clock: SetClock) -> None:
    proofs = Proofs(ledger)
    first = proofs.proof()
    clock.advance(milliseconds=900)
    assert proofs.proof() is first
    clock.advance(milliseconds=100)
    assert proofs.proof().checked_at == first.checked_at + timedelta(seconds=1)


def test_the_proof_goes_on_where_it_left_off(ledger: Ledger) -> None:
    before = verify_new(ledger)
    writer = Writer(ledger, lambda _, reason: pytest.fail(reason))
    writer.open()
    writer.take([record_at(10, message_of(confirmed("next")))])
    reading = Reading(ledger)
    after = verify_new(reading.ledger)
    assert reading.read == [(SHARD, 5)]
    assert sum(each.postings for each in after) == sum(each.postings for each in before) + 4


class Reading:
    """A ledger that remembers which blocks were read."""

    def __init__(self, ledger: Ledger) -> None:
        self.read: list[tuple[int, int]] = []
        there = self.read

        class Journal(type(ledger.journal)):  # type: ignore[misc]  # -- made for one test
            def glances(self, shard: int, seq: int) -> object:
                for block in super().glances(shard, seq):
                    there.append((block.shard, block.seq))
                    yield block

        self.ledger = replace(ledger, journal=Journal())


CHAIN = [
    rewrite_text,
    rewrite_text_and_hash,
    delete_in_the_middle,
    delete_at_the_end,
    swap_two,
    replace_the_last,
]


@pytest.mark.parametrize("tamper", CHAIN, ids=lambda tamper: tamper.__name__)
def test_the_proof_says_where_the_chain_breaks(ledger: Ledger, tamper: Callable[[Ledger], None]) -> None:
    tamper(ledger)
    proof = Proofs(ledger).proof()
    seq, why = TAMPERINGS[tamper]
    assert (proof.chain_ok, proof.breaks) == (False, (Break(shard=SHARD, seq=seq, why=why),))


def test_what_was_verified_and_changed_afterwards_is_found_by_the_next_whole_reading(
    ledger: Ledger, clock: SetClock
) -> None:
    assert proof_of(verify_new(ledger), clock.now()).chain_ok
    rewrite_text(ledger)
    tail, whole, *_ = sweeps(ledger, 300)
    tail.run(clock.now())
    assert Proofs(ledger).proof().chain_ok
    whole.run(clock.now())
    tail.run(clock.now())
    assert [each.seq for each in Proofs(ledger).proof().breaks] == [2]


def test_a_verified_head_that_readers_see_otherwise_is_looked_for_from_the_first_block(
    ledger: Ledger,
) -> None:
    verify_new(ledger)
    ledger.projections.heads_seen.update_one({"_id": SHARD}, {"$set": {"hash": "0" * 64}})
    assert [each.seq for each in Proofs(ledger).proof().breaks] == [4]


def test_a_whole_reading_forgets_a_fault_that_was_repaired(ledger: Ledger, clock: SetClock) -> None:
    kept = ledger.journal.collection.find_one(BLOCK_2) or {}
    delete_in_the_middle(ledger)
    assert not proof_of(verify_new(ledger), clock.now()).chain_ok
    ledger.journal.collection.insert_one(kept)
    assert not proof_of(verify_new(ledger), clock.now()).chain_ok
    assert proof_of(verify_again(ledger), clock.now()).chain_ok


@pytest.mark.parametrize("seed", range(5))
def test_random_bytes_anywhere_in_the_journal_are_found(ledger: Ledger, seed: int) -> None:
    seeded = random.Random(seed)
    for document in ledger.journal.collection.find({"shard": SHARD}):
        text = str(document["text"])
        at = seeded.randrange(len(text))
        changed = text[:at] + seeded.choice("0aZ 九") + text[at + 1 :]
        if changed == text:
            continue
        ledger.journal.collection.update_one({"_id": document["_id"]}, {"$set": {"text": changed}})
        assert [each.seq for each in verify_ledger(ledger).breaks] == [document["seq"]]
        ledger.journal.collection.update_one({"_id": document["_id"]}, {"$set": {"text": text}})
