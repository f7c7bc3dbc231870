"""How long a long journal takes to start from and to verify, and what memory its accounts take."""

import os
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from services.bench.figures import Figures
from services.bench.ledger_facts import BOOK, POSTINGS_OF_A_SERVICE, facts
from services.bench.ledger_sizes import LedgerSizes
from services.bench.machine import memory_mb
from services.bench.own_ledger import ledger_at, own_ledger
from services.ledger.application.context import Ledger
from services.ledger.application.proof import proof_of, verify_again
from services.ledger.application.snapshotting import EVERY_POSTINGS, take_snapshots
from services.ledger.application.writer import MOST_FACTS_A_BLOCK
from services.ledger.domain.accounts import shard_of
from services.ledger.domain.drafting import Fact, draft
from services.ledger.domain.encoding import seal
from services.ledger.domain.state import ShardState
from services.ledger.entrypoints.consumer import JournalReader
from shared.kernel.clock import monotonic_seconds, unix_millis
from shared.kernel.collecting import collecting_later
from shared.messaging.log import Record
from shared.messaging.sqlite_log import SqliteLog
from shared.storage.connection import disconnect
from shared.storage.folder import DataFolder

_SHARD = shard_of(BOOK)


def start_figures(sizes: LedgerSizes, folder: Path) -> Figures:
    """Return seconds to start and to verify a long journal, from a snapshot and whole, each in another process, and the memory of a start."""
    with own_ledger(folder) as own:
        _fill(own.ledger, sizes)
        alone = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))
        with alone:
            started, rss_mb = alone.submit(_started, own.uri, own.folder, from_first=False).result()
            replayed, _ = alone.submit(_started, own.uri, own.folder, from_first=True).result()
            verified = alone.submit(_verified, own.uri, own.folder).result()
    return {
        "cold_start_s": round(started, 2),
        "replay_verify_s": round(replayed, 2),
        "verify_per_s": round(sizes.kept_postings / verified),
        "rss_mb": rss_mb,
    }


def _fill(ledger: Ledger, sizes: LedgerSizes) -> None:
    """Write a journal of so many postings, as if readers had been shown all of it.

    The last snapshot is as old as one can be: one posting more, and another would be due.
    """
    state = ShardState(_SHARD)
    coming = facts(sizes.kept_postings // POSTINGS_OF_A_SERVICE, sizes.kept_accounts)
    blocks = iter(lambda: list(islice(coming, MOST_FACTS_A_BLOCK)), [])
    before = (sizes.kept_postings - EVERY_POSTINGS) // (MOST_FACTS_A_BLOCK * POSTINGS_OF_A_SERVICE)
    for batch in islice(blocks, max(0, before)):
        _write(ledger, state, batch)
    _show(ledger, state)
    take_snapshots(ledger, every_blocks=1)
    for batch in blocks:
        _write(ledger, state, batch)
    _show(ledger, state)


def _write(ledger: Ledger, state: ShardState, batch: list[Fact]) -> None:
    now_millis = unix_millis(ledger.clock.now())
    block = draft(state, batch, now_millis=now_millis, nonce=f"{state.seq:032x}")
    assert block is not None
    sealed = seal(block)
    ledger.journal.append(sealed, outbox=(), unsent_at=now_millis)
    state.apply(sealed)


def _show(ledger: Ledger, state: ShardState) -> None:
    shown = {"seq": state.seq, "hash": state.head}
    ledger.projections.heads_seen.replace_one({"_id": _SHARD}, shown, upsert=True)


def _started(uri: str, folder: Path, *, from_first: bool) -> tuple[float, float]:
    """Return the seconds until a writer has taken the journal in, and the memory of this process."""
    ledger = ledger_at(uri, folder)

    def refused(record: Record, why: str) -> None:
        raise AssertionError((record.position, why))

    log = SqliteLog(DataFolder(folder).log_file, ledger.clock)
    began = monotonic_seconds()
    if from_first:
        state = ShardState(_SHARD)
        with collecting_later():
            for sealed in ledger.journal.after(_SHARD, 0):
                state.apply(sealed)
    else:
        JournalReader(ledger, log, refused).step()
    seconds = monotonic_seconds() - began
    rss_mb = memory_mb(os.getpid())
    log.close()
    disconnect()
    return seconds, rss_mb


def _verified(uri: str, folder: Path) -> float:
    ledger = ledger_at(uri, folder)
    began = monotonic_seconds()
    proof = proof_of(verify_again(ledger), ledger.clock.now())
    seconds = monotonic_seconds() - began
    assert proof.chain_ok, proof.breaks
    disconnect()
    return seconds
