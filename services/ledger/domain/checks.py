"""Verification that goes on where it left off: the chain of one shard, as far as it has been read."""

from dataclasses import dataclass, replace
from datetime import datetime

from services.ledger.domain.blocks import GENESIS
from services.ledger.domain.encoding import Glance


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainCheck:
    """What is known of a shard's chain up to a block.

    Attributes:
        id: The shard, as text.
        shard: Which chain.
        seq: The last block that was found whole.
        hash: Of that block.
        logged_at_millis: Of that block.
        postings: How many postings the blocks up to it hold, counted.
        sum_minutes: What they sum to, added up: zero.
        fault: Why the block after ``seq`` is broken, or None.
        checked_at: When it was last looked at.
    """

    id: str
    shard: int
    checked_at: datetime
    seq: int = 0
    hash: str = GENESIS
    logged_at_millis: int = 0
    postings: int = 0
    sum_minutes: int = 0
    fault: str | None = None

    def step(self, block: Glance) -> "ChainCheck":
        """Return the check with one more block read; once a fault is found it stays."""
        if self.fault:
            return self
        checks = (
            (block.seq == self.seq + 1, f"block {self.seq + 1} is missing"),
            (block.prev == self.hash, "it does not name the hash of the block before"),
            (
                block.logged_at_millis > self.logged_at_millis,
                "its log time is not later than the block before",
            ),
            (block.postings_total == self.postings + block.postings, "its count of postings is wrong"),
        )
        why = next((why for fits, why in checks if not fits), None)
        if why:
            return replace(self, fault=why)
        return replace(
            self,
            seq=block.seq,
            hash=block.hash,
            logged_at_millis=block.logged_at_millis,
            postings=block.postings_total,
            sum_minutes=self.sum_minutes + block.sum_minutes,
        )
