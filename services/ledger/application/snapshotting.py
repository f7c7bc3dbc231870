"""A start that begins at the newest snapshot whose block stands in the journal, and goes on from there."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from services.ledger.adapters.snapshots import SnapshotFile
from services.ledger.application.context import Ledger
from services.ledger.domain.lines import Head
from services.ledger.domain.snapshots import Damaged, lines_of, state_of
from services.ledger.domain.state import ShardState
from shared.logs import log

EVERY_BLOCKS = 1000
"""A chain of many small blocks is read in about a second from the last snapshot."""

EVERY_POSTINGS = 100_000
"""So is a chain of few large ones."""


def newest_state(ledger: Ledger, shard: int, *, up_to: int) -> ShardState:
    """Return the state of a shard at its newest snapshot, or before the first block if there is none to believe.

    What cannot be believed is named in the logs and passed over: nothing is lost but time.

    Args:
        ledger: Whose snapshots and journal.
        shard: Which chain.
        up_to: A block that is enough; newer snapshots are passed over.

    Raises:
        BrokenChain: If the block that a snapshot stands at is not what its hash says.
        Unavailable: If the store does not answer.
    """
    for file in ledger.snapshots.of(shard):
        if file.seq > up_to:
            continue
        try:
            return _believed(ledger, file)
        except Damaged as why:
            log.warning("a snapshot is passed over", extra={"file": file.path.name, "why": str(why)})
    return ShardState(shard)


@contextmanager
def long_lived() -> Iterator[None]:
    """Let no garbage be looked for among what is made inside, now or later: it lives as long as the process, and it is much."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def take_snapshots(
    ledger: Ledger, *, every_blocks: int = EVERY_BLOCKS, every_postings: int = EVERY_POSTINGS
) -> int:
    """Keep a snapshot of each shard that has grown by so many blocks or postings since its last; return of how many.

    Raises:
        BrokenChain: If a chain does not hold; no snapshot is made of it.
        Unavailable: If the store does not answer.
    """
    taken = 0
    for head in ledger.projections.heads():
        newest = next(iter(ledger.snapshots.of(head.shard)), None)
        since = newest.seq if newest else 0
        if head.seq - since < every_blocks and _grown(ledger, head, since) < every_postings:
            continue
        state = newest_state(ledger, head.shard, up_to=head.seq)
        for sealed in ledger.journal.after(head.shard, state.seq):
            state.apply(sealed)
        ledger.snapshots.write(head.shard, state.seq, lines_of(state))
        taken += 1
    return taken


def _grown(ledger: Ledger, head: Head, since: int) -> int:
    """Return by how many postings a chain has grown behind a block."""
    if head.seq == since:
        return 0
    ends = (ledger.journal.at(head.shard, seq) for seq in (since, head.seq))
    before, now = (end.block.postings_total if end else 0 for end in ends)
    return now - before


def _believed(ledger: Ledger, file: SnapshotFile) -> ShardState:
    state = state_of(ledger.snapshots.read(file))
    if (state.shard, state.seq) != (file.shard, file.seq):
        raise Damaged("it stands under another's name")
    block = ledger.journal.at(state.shard, state.seq)
    if block is None or block.hash != state.head:
        raise Damaged("the journal holds another block there")
    return state
