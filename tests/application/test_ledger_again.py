"""From the journal everything is made again: what readers see, to the byte; and elsewhere, from a stream, the same state."""

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument

from services.cli import run
from services.ledger.application.audit import verify_ledger
from services.ledger.application.context import Ledger
from services.ledger.application.exporting import Export
from services.ledger.application.rebuilding import rebuild
from services.ledger.application.replaying import Replay
from services.ledger.domain.accounts import shard_of
from services.ledger.domain.drafting import Asked, draft
from services.ledger.domain.encoding import seal
from services.ledger.domain.errors import BrokenChain
from services.ledger.domain.instructions import Instruction, Step, Verb
from services.ledger.domain.rules import DAY_MILLIS
from services.ledger.domain.showing import shown_of
from services.ledger.domain.state import ShardState
from services.ledger.domain.terms import terms_of, told_terms
from services.ledger.domain.turns import hold_id, transfer_id
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from shared.packs.shelf import pack_of
from shared.storage.connection import connect
from shared.storage.embedded import EmbeddedStore
from shared.storage.folder import DataFolder
from tests.application.ledger_world import a_ledger, a_writer
from tests.ledger_asking import POOL, WANG, ZHAO, gift
from tests.ledger_facts import DAY, HERE, NOON_MILLIS, THERE, a_fact, records_of

FORGED = {"member_id": "sun", "listed": "forged", "rows": b"[]", "seq": 99}
SHARD = shard_of(HERE)
LATER = NOON_MILLIS + 2 * DAY_MILLIS


@pytest.fixture
def ledger(databases: str, clock: SetClock, ids: RandomIds) -> Ledger:
    """A ledger of two books, with refusals, gifts, holds, a reversal, and blocks of many."""
    ledger = a_ledger(clock, ids)
    a_writer(ledger).take(records_of(*DAY))
    write(ledger, facts=2)
    steps = (
        (Step(verb=Verb.OPEN, account=ZHAO), gift(20)),
        (Step(verb=Verb.HOLD, account=WANG, other=ZHAO, minutes=15, expires_at_millis=2**41),),
        (gift(9999),),
        (
            Step(verb=Verb.POST, about=hold_id("i1", 0), minutes=10),
            Step(verb=Verb.DONATE, account=WANG, other=POOL, minutes=1),
        ),
    )
    write(
        ledger,
        *(
            Instruction(instruction_id=f"i{n}", community_code=HERE, steps=each)
            for n, each in enumerate(steps)
        ),
    )
    reverse = Step(verb=Verb.REVERSE, about=transfer_id("i0", 1))
    told = Instruction(
        instruction_id="i9",
        community_code=HERE,
        steps=(reverse,),
        asked_by="staff",
        reason="MISTAKE",
        effective_at_millis=NOON_MILLIS + 7,
    )
    write(ledger, told, rules="three-years-1", facts=3)
    long_day(ledger)
    return ledger


def long_day(ledger: Ledger) -> None:
    """Let the book choose rules by which half of an hour waits for somebody to agree."""
    terms = replace(terms_of(pack_of("guangdong-1")), stands_minutes=30, organisation_minutes=60)
    chosen = Instruction(
        instruction_id="chosen",
        community_code=HERE,
        steps=(Step(verb=Verb.CHOOSE_RULES, about="guangdong-1", terms=told_terms(terms)),),
        asked_by="one",
        approved_by="two",
        effective_at_millis=LATER,
    )
    write(ledger, chosen)
    write(ledger, facts=1, served_at_millis=LATER, now_millis=LATER + 60_000)


def write(
    ledger: Ledger,
    *instructions: Instruction,
    facts: int = 0,
    rules: str = "plain-1",
    now_millis: int = NOON_MILLIS,
    served_at_millis: int = NOON_MILLIS,
) -> None:
    state = ShardState(SHARD)
    for sealed in ledger.journal.after(SHARD, 0):
        state.apply(sealed)
    asked = [
        Asked(instruction=each, event_id="e", topic="linli.ledger.commands", partition=1, position=place)
        for place, each in enumerate(instructions)
    ]
    made = [
        a_fact(
            f"{rules}-{served_at_millis}-{n}",
            member_id="sun",
            recorded_as="DUTY" if n == 1 else "VOLUNTEER",
            served_at_millis=served_at_millis,
        )
        for n in range(facts)
    ]
    block = draft(state, made, asked=asked, now_millis=now_millis, nonce="0" * 32, rules=rules)
    assert block is not None
    ledger.journal.append(seal(block), outbox=(), unsent_at=0)
    state.apply(seal(block))
    ledger.projections.show(shown_of(state, [seal(block)]))


def seen(ledger: Ledger) -> Mapping[str, list[bytes]]:
    """Return the very bytes that readers are given."""
    raw: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)
    shown = ledger.projections
    return {
        each.name: sorted(bytes(document.raw) for document in each.with_options(codec_options=raw).find({}))
        for each in shown.all
    }


def test_dropped_and_made_again_every_byte_is_the_same(ledger: Ledger) -> None:
    before = seen(ledger)
    assert all(before.values())
    ledger.projections.clear()
    assert not any(seen(ledger).values())
    done = rebuild(ledger)
    assert seen(ledger) == before
    report = verify_ledger(ledger)
    assert (report.ok, report.blocks, report.postings) == (True, done.blocks, done.postings)


def test_what_was_forged_or_lost_is_as_posted_again(ledger: Ledger) -> None:
    before = seen(ledger)
    shown = ledger.projections
    shown.balances.update_many({}, {"$set": FORGED})
    shown.statements.insert_one({"_id": "forged", **FORGED})
    shown.statements.delete_one({"member_id": "wang"})
    shown.heads_seen.update_many({}, {"$set": {"hash": "0" * 64}})
    rebuild(ledger)
    assert seen(ledger) == before


def test_nothing_is_dropped_that_a_broken_journal_could_not_make_again(ledger: Ledger) -> None:
    before = seen(ledger)
    ledger.journal.collection.delete_one({"_id": f"{SHARD:02d}:000000000002"})
    with pytest.raises(BrokenChain):
        rebuild(ledger)
    assert seen(ledger) == before


def test_the_stream_of_the_journal_makes_the_same_state_elsewhere(ledger: Ledger) -> None:
    export = Export(ledger=ledger)
    lines = [line.encode() for line in export.tell()]
    replay = Replay()
    replay.play(lines)
    assert replay.unreadable == []
    assert replay.state_hash == export.state_hash
    assert (
        (replay.lines, replay.blocks)
        == (export.lines, export.blocks)
        == (len(lines), verify_ledger(ledger).blocks)
    )
    assert {each.code for each in replay.refused} == {"record-conflict", "not-volunteering", "overdraft"}
    assert [json.loads(lines[each.line - 1]).keys() & {"refused", "instruction"} for each in replay.refused]


def test_a_block_in_which_only_a_hold_ended_is_told_too(ledger: Ledger) -> None:
    before = Step(verb=Verb.HOLD, account=WANG, other=ZHAO, minutes=1, expires_at_millis=2**41)
    write(ledger, Instruction(instruction_id="i10", community_code=HERE, steps=(before,)))
    write(ledger, now_millis=2**41 + 1)
    export = Export(ledger=ledger)
    lines = [line.encode() for line in export.tell()]
    assert "passed" in json.loads(lines[-1] if THERE.encode() not in lines[-1] else lines[-2])
    replay = Replay()
    replay.play(lines)
    assert (replay.unreadable, replay.state_hash) == ([], export.state_hash)


def test_a_line_of_the_stream_that_is_left_out_makes_another_state(ledger: Ledger) -> None:
    export = Export(ledger=ledger)
    lines = [line.encode() for line in export.tell()]
    for place in random.Random(1).sample(range(len(lines)), 5):
        replay = Replay()
        replay.play(lines[:place] + lines[place + 1 :])
        assert replay.state_hash != export.state_hash


def test_books_of_other_shards_may_come_in_any_order(ledger: Ledger) -> None:
    export = Export(ledger=ledger)
    lines = [line.encode() for line in export.tell()]
    there = [line for line in lines if THERE.encode() in line]
    replay = Replay()
    replay.play([*there, *(line for line in lines if line not in there)])
    assert replay.state_hash == export.state_hash


@dataclass
class Shell:
    """The command line on this ledger's documents."""

    uri: str
    prefix: str
    folder: Path

    def run(self, *arguments: str) -> int:
        environment = {
            "LINLI_DATA_DIR": str(self.folder),
            "LINLI_MONGODB_URI": self.uri,
            "LINLI_DATABASE_PREFIX": self.prefix,
        }
        try:
            return run(["ledger", *arguments], environment)
        finally:
            connect(self.uri, prefix=self.prefix)


@pytest.fixture
def shell(ledger: Ledger, databases: str, embedded_store: EmbeddedStore, tmp_path: Path) -> Shell:
    return Shell(uri=embedded_store.uri, prefix=databases, folder=tmp_path / "data")


def test_the_commands_export_and_replay_agree(
    shell: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "stream.ndjson"
    assert shell.run("export", str(file)) == 0
    told = json.loads(capsys.readouterr().out)
    assert file.stat().st_mode & 0o777 == 0o600
    assert shell.run("replay", "--file", str(file)) == 0
    end = json.loads(capsys.readouterr().out.splitlines()[-1])["end"]
    names = ("state_hash", "lines", "blocks")
    assert [end[name] for name in names] == [told[name] for name in names]


def test_a_file_that_cannot_be_written_is_named(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    assert shell.run("export", "/nowhere/stream.ndjson") == 1
    assert "This file cannot be written: /nowhere/stream.ndjson" in capsys.readouterr().err


def test_the_command_rebuilds_only_while_the_platform_is_stopped(
    shell: Shell, ledger: Ledger, clock: SetClock, ids: RandomIds, capsys: pytest.CaptureFixture[str]
) -> None:
    before = seen(ledger)
    held = DataFolder(shell.folder)
    held.hold()
    assert shell.run("rebuild") == 1
    assert "already runs on the data folder" in capsys.readouterr().err
    held.let_go()
    assert shell.run("rebuild") == 0
    ledger = a_ledger(clock, ids)
    assert json.loads(capsys.readouterr().out)["blocks"] == verify_ledger(ledger).blocks
    assert seen(ledger) == before


def test_the_commands_verify_with_a_copy_and_rotate_the_key(
    shell: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.ndjson"
    copy.write_text("")
    assert shell.run("verify", "--heads", str(copy)) == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True
    assert shell.run("rotate-key") == 0
    assert "is announced by the present one" in capsys.readouterr().out
