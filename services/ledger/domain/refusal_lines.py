"""What auditors see of a refusal: what was refused, why, and where that stands in the chain; no person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from services.ledger.domain.blocks import Block
from shared.kernel.clock import from_unix_millis

RECORD = "RECORD"
INSTRUCTION = "INSTRUCTION"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalLine:
    """One refusal.

    Attributes:
        id: Block and place in it.
        community_code: The book.
        code: Why.
        kind: ``RECORD`` or ``INSTRUCTION``.
        subject: Id of the record or the instruction.
        at_step: Which step of an instruction, from 0.
        shard: Whose chain.
        seq: The block.
        logged_at: When, in log time.
    """

    id: str
    community_code: str
    code: str
    kind: str
    subject: str
    at_step: int
    shard: int
    seq: int
    logged_at: datetime


def refusal_lines(block: Block) -> Iterator[RefusalLine]:
    """Yield the refusals of a block, those of records first."""
    found = (
        *((each.community_code, each.reason, RECORD, each.record_id, 0) for each in block.refusals),
        *(
            (
                each.instruction.community_code,
                each.refused,
                INSTRUCTION,
                each.instruction.instruction_id,
                each.at_step,
            )
            for each in block.acts
            if each.refused
        ),
    )
    for place, (community_code, code, kind, subject, at_step) in enumerate(found):
        yield RefusalLine(
            id=f"{block.id}:{place:05d}",
            community_code=community_code,
            code=code,
            kind=kind,
            subject=subject,
            at_step=at_step,
            shard=block.shard,
            seq=block.seq,
            logged_at=from_unix_millis(block.logged_at_millis),
        )
