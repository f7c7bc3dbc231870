"""What a member had at an earlier point: as of a block of the chain, of an instant of log time, or of effective time."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from services.ledger.application.context import Ledger
from services.ledger.application.sequences import check_reached, parted_sequence, sequences_of
from services.ledger.domain.accounts import Unit
from services.ledger.domain.blocks import block_id
from services.ledger.domain.lines import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class PastBalance:
    """What somebody had.

    Attributes:
        service_minutes: Minutes served.
        credit_minutes: Time credits.
        sequence: The newest block counted, such as ``07:42``; of several shards, joined by commas.
        effective_at: What became effective later is not counted.
    """

    service_minutes: int
    credit_minutes: int
    sequence: str
    effective_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """How far to count.

    Attributes:
        sequence: Up to this block; entries of other shards are left out.
        effective_at: What became effective by then.
        logged_at: What was written by then.
        community_code: One book only.
    """

    sequence: str | None = None
    effective_at: datetime | None = None
    logged_at: datetime | None = None
    community_code: str | None = None


def as_of(ledger: Ledger, member_id: str, point: Point) -> PastBalance:
    """Return what a member had at a point; every posting up to it is counted anew.

    Raises:
        BadInput: If the sequence is none.
        NotYetWritten: If readers do not see it yet.
    """
    check_reached(ledger, point.sequence)
    first, last = _blocks(point.sequence)
    books = {line.community_code for line in ledger.projections.lines_of((member_id,))}
    sequence = point.sequence or sequences_of(ledger, books)
    sums: Counter[Unit] = Counter()
    for entry in ledger.projections.entries_of(member_id):
        if first <= entry.block_id <= last and _is_counted(entry, point):
            sums[entry.unit] += entry.minutes
    return PastBalance(
        service_minutes=sums[Unit.SERVICE],
        credit_minutes=sums[Unit.CREDIT],
        sequence=sequence,
        effective_at=point.effective_at or ledger.clock.now(),
    )


def _blocks(sequence: str | None) -> tuple[str, str]:
    """Return the first and the last block to be counted."""
    if sequence is None:
        return "", "~"
    shard, seq = parted_sequence(sequence, "sequence")
    return block_id(shard, 0), block_id(shard, seq)


def _is_counted(entry: Entry, point: Point) -> bool:
    checks = (
        point.community_code in {None, entry.community_code},
        point.effective_at is None or entry.effective_at <= point.effective_at,
        point.logged_at is None or entry.logged_at <= point.logged_at,
    )
    return all(checks)
