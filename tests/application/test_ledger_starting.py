"""A start from snapshots ends where a start from the first block ends; a snapshot that cannot be believed costs time only."""

from dataclasses import replace
from pathlib import Path

import pytest

from services.ledger.application.context import Ledger, open_ledger
from services.ledger.application.signer import unkept_signer
from services.ledger.application.snapshotting import newest_state, take_snapshots
from services.ledger.domain.accounts import shard_of
from services.ledger.domain.snapshots import lines_of
from services.ledger.domain.state import ShardState
from services.ledger.entrypoints.jobs import sweeps
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.ledger_world import a_writer
from tests.application.register_world import an_identity
from tests.ledger_facts import HERE, confirmed, message_of, record_at

SHARD = shard_of(HERE)


@pytest.fixture
def ledger(databases: str, clock: SetClock, ids: RandomIds, tmp_path: Path) -> Ledger:
    """A ledger of seven blocks, with snapshots at the third and the sixth."""
    signer = replace(unkept_signer(), snapshots=tmp_path / "snapshots")
    ledger = open_ledger(clock, ids, an_identity(clock, ids), signer)
    writer = a_writer(ledger)
    for number in range(7):
        writer.take([record_at(number, message_of(confirmed(f"r{number}", minutes=10 + number)))])
        take_snapshots(ledger, every_blocks=3)
    return ledger


def whole(ledger: Ledger) -> ShardState:
    state = ShardState(SHARD)
    for sealed in ledger.journal.after(SHARD, 0):
        state.apply(sealed)
    return state


def snapshots(ledger: Ledger) -> list[int]:
    return [each.seq for each in ledger.snapshots.of(SHARD)]


def test_a_start_begins_at_the_newest_snapshot_and_ends_at_the_same_state(ledger: Ledger) -> None:
    assert snapshots(ledger) == [6, 3]
    assert newest_state(ledger, SHARD, up_to=7).seq == 6
    assert a_writer(ledger).state(SHARD).digest() == whole(ledger).digest()


def test_a_shard_that_grew_little_is_left_alone(ledger: Ledger) -> None:
    assert take_snapshots(ledger, every_blocks=3) == 0
    assert take_snapshots(ledger, every_blocks=1) == 1
    assert snapshots(ledger) == [7, 6]


def test_a_shard_of_few_large_blocks_is_kept_by_its_postings(ledger: Ledger) -> None:
    assert take_snapshots(ledger, every_postings=5) == 0
    assert take_snapshots(ledger, every_postings=4) == 1
    assert snapshots(ledger) == [7, 6]
    assert take_snapshots(ledger, every_postings=1) == 0


def test_a_damaged_snapshot_is_passed_over_and_named(
    ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    newest, older = ledger.snapshots.of(SHARD)
    newest.path.write_bytes(newest.path.read_bytes()[:100])
    assert newest_state(ledger, SHARD, up_to=7).seq == 3
    assert [each.message for each in caplog.records] == ["a snapshot is passed over"]
    older.path.write_bytes(b"")
    assert newest_state(ledger, SHARD, up_to=7).seq == 0
    assert a_writer(ledger).state(SHARD).digest() == whole(ledger).digest()


def test_a_snapshot_under_anothers_name_is_passed_over(ledger: Ledger) -> None:
    newest, older = ledger.snapshots.of(SHARD)
    older.path.replace(newest.path)
    assert newest_state(ledger, SHARD, up_to=7).seq == 0


def test_a_snapshot_of_another_journal_is_passed_over(ledger: Ledger) -> None:
    state = whole(ledger)
    state.head = "f" * 64
    ledger.snapshots.write(SHARD, 7, lines_of(state))
    assert newest_state(ledger, SHARD, up_to=7).seq == 6


def test_readers_are_shown_what_they_have_not_seen_although_a_snapshot_is_newer(ledger: Ledger) -> None:
    ledger.projections.clear()
    a_writer(ledger)
    assert [(each.shard, each.seq) for each in ledger.projections.heads()] == [(SHARD, 7)]
    assert {each.minutes for each in ledger.projections.every_entry()} == set(range(10, 17))


def test_the_sweep_takes_snapshots_of_what_has_grown_by_a_thousand_blocks(
    ledger: Ledger, clock: SetClock
) -> None:
    named = {each.name: each for each in sweeps(ledger, 300)}
    named["ledger.take-snapshots"].run(clock.now())
    assert snapshots(ledger) == [6, 3]
