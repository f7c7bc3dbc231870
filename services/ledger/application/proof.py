"""The public proof: that every minute came from somewhere and no block was changed, as far as it was verified."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.ledger.application.context import Ledger
from services.ledger.domain.checks import ChainCheck
from services.ledger.domain.errors import BrokenChain
from services.ledger.domain.lines import Head

FRESH_FOR = timedelta(seconds=1)
"""Nobody makes the ledger verify more often than this by asking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first block of a shard that does not hold.

    Attributes:
        shard: Which chain.
        seq: Which block.
        why: In English, for whoever looks into it.
    """

    shard: int
    seq: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the verified blocks add up to.

    Attributes:
        sum_minutes: The sum of all postings of all books: zero.
        postings: How many there are.
        blocks: In how many blocks.
        heads: The newest verified block of each shard that has any.
        chain_ok: Whether every block that readers see follows from the one before.
        breaks: Where not.
        checked_at: When the newest blocks were verified.
    """

    sum_minutes: int
    postings: int
    blocks: int
    heads: tuple[Head, ...]
    chain_ok: bool
    breaks: tuple[Break, ...]
    checked_at: datetime


class Proofs:
    """Gives the proof, verifying what is new since the last look."""

    def __init__(self, ledger: Ledger) -> None:
        """Begin with nothing looked at by this process."""
        self._ledger = ledger
        self._turn = threading.Lock()
        self._latest: Proof | None = None

    def proof(self) -> Proof:
        """Return the proof, at most a second old; one asker verifies, the others wait for it."""
        with self._turn:
            now = self._ledger.clock.now()
            if self._latest is None or now - self._latest.checked_at >= FRESH_FOR:
                self._latest = proof_of(verify_new(self._ledger), now)
            return self._latest


def verify_new(ledger: Ledger) -> list[ChainCheck]:
    """Verify the blocks behind the checkpoints, move the checkpoints on, and return them by shard."""
    known = ledger.checkpoints.all()
    return _verify(ledger, known)


def verify_again(ledger: Ledger) -> list[ChainCheck]:
    """Verify every block from the first, whatever was verified before, and keep what was found."""
    return _verify(ledger, {})


def _verify(ledger: Ledger, known: dict[int, ChainCheck]) -> list[ChainCheck]:
    now = ledger.clock.now()
    checks, moved = dict(known), []
    for head in ledger.projections.heads():
        before = known.get(head.shard) or ChainCheck(id=f"{head.shard:02d}", shard=head.shard, checked_at=now)
        after = _advanced(ledger, before, head)
        checks[head.shard] = replace(after, checked_at=now)
        if after != before:
            moved.append(checks[head.shard])
    ledger.checkpoints.keep(moved)
    return [checks[shard] for shard in sorted(checks)]


def _advanced(ledger: Ledger, check: ChainCheck, head: Head) -> ChainCheck:
    """Return the check moved on to the head that readers see, or with the fault that is in the way.

    Where readers see another head than the one that was verified, all is read again to find the block.
    """
    if check.fault or (check.seq, check.hash) == (head.seq, head.hash):
        return check
    if check.seq == head.seq:
        check = ChainCheck(id=check.id, shard=check.shard, checked_at=check.checked_at)
    try:
        for block in ledger.journal.glances(check.shard, check.seq):
            if block.seq == head.seq and block.hash != head.hash:
                return replace(check, fault="it is not the block that readers were shown")
            check = check.step(block)
    except BrokenChain as cause:
        return replace(check, fault=str(cause.facts["why"]))
    if check.fault is None and check.seq < head.seq:
        return replace(check, fault=f"block {check.seq + 1} is missing")
    return check


def proof_of(checks: Iterable[ChainCheck], now: datetime) -> Proof:
    """Return the proof that these checks make."""
    checks = tuple(checks)
    breaks = tuple(
        Break(shard=check.shard, seq=check.seq + 1, why=check.fault) for check in checks if check.fault
    )
    return Proof(
        sum_minutes=sum(check.sum_minutes for check in checks),
        postings=sum(check.postings for check in checks),
        blocks=sum(check.seq for check in checks),
        heads=tuple(Head(shard=check.shard, seq=check.seq, hash=check.hash) for check in checks if check.seq),
        chain_ok=not breaks,
        breaks=breaks,
        checked_at=now,
    )
