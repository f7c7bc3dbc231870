"""Reading one's own writes: a reader says which block must be seen, and waits a little for it."""

import re
from collections.abc import Iterable
from typing import Final

from services.ledger.application.context import Ledger
from services.ledger.application.refusing import sequence_of
from services.ledger.domain.accounts import SHARDS, shard_of
from services.ledger.domain.errors import NotYetWritten
from shared.kernel.errors import BadInput, FieldFault

_FORM: Final = re.compile(r"([0-9]{2}):([0-9]{1,12})")


def check_reached(ledger: Ledger, sequence: str | None) -> None:
    """Pass once readers see the block of a sequence such as ``07:42``, or at once without one.

    Raises:
        BadInput: If it is no sequence.
        NotYetWritten: If the block does not come within some seconds.
    """
    if sequence is None:
        return
    shard, seq = parted_sequence(sequence, "min_sequence")
    if not ledger.waiting.until(lambda: ledger.projections.head(shard) >= seq, ledger.answer_seconds):
        raise NotYetWritten(sequence=sequence)


def parted_sequence(sequence: str, field: str) -> tuple[int, int]:
    """Return the shard and block of a sequence.

    Raises:
        BadInput: If it is none.
    """
    form = _FORM.fullmatch(sequence)
    if form is None or int(form[1]) >= SHARDS:
        fault = FieldFault(
            field=field,
            code="invalid",
            zh="应为分片号和块号，如 07:42",
            en="This must be a shard and a block, such as 07:42",
        )
        raise BadInput(faults=(fault,))
    return int(form[1]), int(form[2])


def sequences_of(ledger: Ledger, community_codes: Iterable[str]) -> str:
    """Return the newest blocks readers see of the shards of these books, joined by commas."""
    shards = sorted({shard_of(code) for code in community_codes})
    heads = {head.shard: head.seq for head in ledger.projections.heads()} if len(shards) > 1 else {}
    return ",".join(
        sequence_of(shard, heads.get(shard, 0) if heads else ledger.projections.head(shard))
        for shard in shards
    )
