"""What moved into and out of a community's pool, line by line: kinds, minutes and instants, nobody's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from services.ledger.domain.accounts import AccountKind, Unit, book_of, kind_of
from services.ledger.domain.blocks import Block, Posting, Transfer
from services.ledger.domain.marks import GROUP
from services.ledger.domain.statements import EARNED
from shared.kernel.clock import from_unix_millis


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolLine:
    """One posting to a pool.

    Attributes:
        id: Block and place in it.
        community_code: The book.
        kind: ``EARNED``, ``GROUP`` for what a group earned, or the verb that moved it.
        about: The hold or the transfer it settles, if it does.
        minutes: Into the pool positive, out of it negative.
        shard: Whose chain.
        seq: The block.
        logged_at: When, in log time.
    """

    id: str
    community_code: str
    kind: str
    about: str
    minutes: int
    shard: int
    seq: int
    logged_at: datetime


def pool_lines(block: Block) -> Iterator[PoolLine]:
    """Yield the postings of a block to pools, in its order."""
    for place, (kind, about, posting) in enumerate(_placed(block)):
        if kind_of(posting.account) is AccountKind.POOL:
            yield PoolLine(
                id=f"{block.id}:{place:05d}",
                community_code=book_of(posting.account),
                kind=kind,
                about=about,
                minutes=posting.minutes,
                shard=block.shard,
                seq=block.seq,
                logged_at=from_unix_millis(block.logged_at_millis),
            )


def _is_donated(transfer: Transfer) -> bool:
    """Tell whether a group earned it, and nothing of it went to who served."""
    to_member = any(
        each.unit is Unit.CREDIT and kind_of(each.account) is AccountKind.MEMBER for each in transfer.postings
    )
    return GROUP in transfer.marks and not to_member


def _placed(block: Block) -> Iterator[tuple[str, str, Posting]]:
    for transfer in block.transfers:
        for posting in transfer.postings:
            yield GROUP if _is_donated(transfer) else EARNED, "", posting
    for act in block.acts:
        for move in act.moves:
            step = act.instruction.steps[move.step]
            for posting in move.postings:
                yield step.verb.value, step.about, posting
