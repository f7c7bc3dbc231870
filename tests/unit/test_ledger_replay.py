"""A stranger feeds the ledger a stream and compares what comes of it."""

import io
import json
import random
import re
from pathlib import Path

import pytest

from services.cli import run
from services.ledger.application.replaying import MOST_LINE_BYTES, Balance, Replay
from services.ledger.domain.accounts import Unit
from tests.ledger_facts import HERE, THERE

DOCUMENT = Path(__file__).parents[2] / "docs" / "ledger-replay.md"


def a_record(record: str, member: str = "wang", minutes: int = 60, **changed: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "record_id": record,
        "community_code": HERE,
        "member_id": member,
        "minutes": minutes,
        "served_at": "2026-11-22T12:00:00+08:00",
    }
    return {"record": usual | changed}


def asked(instruction: str, *steps: dict[str, object], **more: object) -> dict[str, object]:
    told: dict[str, object] = {
        "instruction_id": instruction,
        "community_code": HERE,
        "steps": list(steps),
    }
    return {"instruction": told, **more}


def account(member: str) -> str:
    return f"book:{HERE}:member:{member}"


def played(*lines: object) -> Replay:
    replay = Replay()
    replay.play(each if isinstance(each, bytes) else json.dumps(each).encode() for each in lines)
    return replay


def in_credits(replay: Replay) -> dict[str, tuple[int, int]]:
    return {
        each.account.removeprefix(f"book:{HERE}:"): (each.minutes, each.held_minutes)
        for each in replay.balances()
        if each.unit is Unit.CREDIT
    }


def the_documents_stream() -> list[object]:
    found = re.search(r"```json\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return [json.loads(line) for line in found[1].splitlines()]


def test_the_documented_stream_ends_as_one_can_reckon_by_hand() -> None:
    replay = played(*the_documents_stream())
    assert in_credits(replay) == {"issue": (-60, 0), "member:wang": (30, 0), "member:zhao": (30, 0)}
    assert [(each.line, each.id, each.code) for each in replay.refused] == [(5, "i4", "overdraft")]
    assert (replay.lines, replay.blocks, replay.sum_minutes, replay.unreadable) == (5, 5, 0, [])


def test_a_stream_in_which_every_line_stands_twice_gives_the_same_hashes() -> None:
    stream = the_documents_stream()
    once, twice, again = (
        played(*stream),
        played(*(each for each in stream for _ in "ab")),
        played(*stream * 2),
    )
    assert once.state_hash == twice.state_hash == again.state_hash
    assert once.chain_hash == twice.chain_hash == again.chain_hash


def test_lines_told_again_late_end_no_hold_and_part_nothing_that_is_together() -> None:
    hold = {"verb": "HOLD", "account": account("wang"), "other": f"book:{HERE}:pool", "minutes": 50}
    stream = [
        {**a_record("r1"), "at": "2026-11-22T12:00:00Z"},
        {**a_record("r2"), "together": True},
        asked("i1", {**hold, "expires_at": "2026-11-23T12:00:00Z"}),
        {**a_record("r3", community_code=THERE), "at": "2026-11-25T12:00:00Z"},
    ]
    once, twice, again = (
        played(*stream),
        played(*(each for each in stream for _ in "ab")),
        played(*stream * 2),
    )
    assert in_credits(once)["member:wang"] == (120, 50)
    assert once.state_hash == twice.state_hash == again.state_hash
    assert once.chain_hash == twice.chain_hash == again.chain_hash


def test_records_in_another_order_give_the_same_state_and_another_chain() -> None:
    records = [
        a_record(f"r{each}", f"m{each % 5}", 1 + each, community_code=(HERE, THERE)[each % 2])
        for each in range(40)
    ]
    shuffled = random.Random(7).sample(records, len(records))
    one, other = played(*records), played(*shuffled)
    assert one.state_hash == other.state_hash
    assert one.chain_hash != other.chain_hash
    assert one.state_hash != played(*records[1:]).state_hash


def test_transfers_are_named_by_the_step_or_record_that_made_them() -> None:
    gift = {"verb": "GIFT", "account": account("wang"), "other": account("zhao"), "minutes": 20}
    replay = played(
        a_record("r1"),
        a_record("r2", "zhao"),
        asked("i1", gift),
        asked("i2", {"verb": "REVERSE", "about": "i1#0"}),
        asked("i3", {"verb": "REVERSE", "about": "record:r2"}),
        asked("i4", {"verb": "REVERSE", "about": "whatever"}),
    )
    assert in_credits(replay) == {"issue": (-60, 0), "member:wang": (60, 0), "member:zhao": (0, 0)}
    assert [each.code for each in replay.refused] == ["transfer-unknown"]


def test_a_hold_ends_by_the_instants_the_stream_gives() -> None:
    hold = {"verb": "HOLD", "account": account("wang"), "other": f"book:{HERE}:pool", "minutes": 50}
    stream = [
        {**a_record("r1"), "at": "2026-11-22T12:00:00Z"},
        asked("i1", {**hold, "expires_at": "2026-11-23T12:00:00Z"}),
    ]
    assert in_credits(played(*stream))["member:wang"] == (60, 50)
    later = [*stream, asked("i2", {"verb": "VOID", "about": "i1#0"}, at="2026-11-23T12:00:00Z")]
    replay = played(*later)
    assert [each.code for each in replay.refused] == ["hold-expired"]
    assert in_credits(replay)["member:wang"] == (60, 0)


@pytest.mark.parametrize(
    "line",
    [
        b"no json",
        b"\xff\xfe",
        b"[" * 100_000,
        b"7",
        b"{}",
        b'{"at": "yesterday"}',
        json.dumps({**a_record("r"), **asked("i")}).encode(),
        json.dumps(a_record("r", minutes=0)).encode(),
        json.dumps(a_record("r", extra=1)).encode(),
        json.dumps(asked("i", {"verb": "STEAL"})).encode(),
        b"{" + b" " * MOST_LINE_BYTES + b"}",
    ],
)
def test_a_line_that_says_nothing_sensible_changes_nothing_and_is_named(line: bytes) -> None:
    replay = played(a_record("r1"), b"\n", line)
    assert [each.line for each in replay.unreadable] == [3]
    assert all(each.zh and each.en for each in replay.unreadable[0].faults)
    assert (replay.lines, replay.state_hash) == (2, played(a_record("r1")).state_hash)


def test_facts_that_earn_nothing_are_refused_with_a_sentence() -> None:
    replay = played(a_record("r1", recorded_as="DUTY"), a_record("r2"), a_record("r2", minutes=61))
    assert [(each.id, each.code) for each in replay.refused] == [
        ("r1", "not-volunteering"),
        ("r2", "record-conflict"),
    ]
    assert all(each.zh and each.en for each in replay.refused)


def test_the_command_prints_every_balance_refusal_and_the_hashes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stream = tmp_path / "stream.ndjson"
    stream.write_text("\n".join(json.dumps(each) for each in the_documents_stream()), encoding="utf-8")
    assert run(["ledger", "replay", "--file", str(stream)], {}) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [next(iter(each)) for each in told] == ["balance"] * 5 + ["refused", "end"]
    assert told[-1]["end"]["state_hash"] == played(*the_documents_stream()).state_hash


def test_the_command_says_by_its_code_that_a_line_was_unreadable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"{}\n")))
    assert run(["ledger", "replay", "--file", "-"], {}) == 1
    assert '"unreadable"' in capsys.readouterr().out


def test_the_command_names_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ledger", "replay", "--file", "/nowhere/stream"], {}) == 1
    assert "/nowhere/stream" in capsys.readouterr().err


def test_a_balance_is_of_an_account_in_a_unit() -> None:
    assert next(played(a_record("r1", minutes=7)).balances()) == Balance(
        account=f"book:{HERE}:issue", unit=Unit.CREDIT, minutes=-7, held_minutes=0
    )
