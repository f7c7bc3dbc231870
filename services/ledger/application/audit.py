"""The audit: everything recomputed from the journal and compared with what readers see.

It may run while the writer writes: what readers were promised (the heads) is read first, then what they see, then the
journal, so a block that is being shown just now is no difference.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from services.ledger.application.audit_told import Told
from services.ledger.application.context import Ledger
from services.ledger.application.proof import Break
from services.ledger.application.witness import heads_read
from services.ledger.domain.accounts import SHARDS
from services.ledger.domain.blocks import GENESIS
from services.ledger.domain.encoding import Sealed
from services.ledger.domain.errors import BrokenChain
from services.ledger.domain.lines import AccountLine, Head
from services.ledger.domain.places import touched_by
from services.ledger.domain.showing import Part, account_lines, balance_of, statement_parts
from services.ledger.domain.signed_heads import HeadsRead
from services.ledger.domain.state import ShardState


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the audit found.

    Attributes:
        blocks: Whole blocks read.
        postings: In them.
        sum_minutes: Sum of all balances of all books and units: zero.
        heads: The newest whole block of each shard that has any.
        breaks: What does not hold, by shard and block; empty is good.
        signed: How many signed lines the chains were held against.
        unsound: What does not hold of the signed lines themselves; empty is good.
    """

    blocks: int
    postings: int
    sum_minutes: int
    heads: tuple[Head, ...]
    breaks: tuple[Break, ...]
    signed: int = 0
    unsound: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Tell whether everything holds."""
        return not self.breaks and not self.unsound and self.sum_minutes == 0


def verify_ledger(ledger: Ledger, signed: HeadsRead | None = None) -> Report:
    """Return what a reading of every block, balance and statement entry finds; nothing is changed.

    Args:
        ledger: What is read.
        signed: The signed lines to hold the chains against; left out, those of the documents and the file.
    """
    signed = signed or heads_read(ledger)
    shown = {head.shard: head for head in ledger.projections.heads()}
    lines = _lines_by_shard(ledger.projections.every_line())
    entry_sums = _sums_by_block(ledger.projections.every_part())
    credited: dict[str, int] = {}
    told = Told(ledger.projections)
    audits = [
        _audit_shard(
            ledger,
            told,
            _ShardAudit(
                state=ShardState(shard),
                shown=shown.get(shard) or Head(shard=shard, seq=0, hash=GENESIS),
                seen=lines.get(shard, []),
                signed=signed.of(shard),
            ),
            entry_sums,
            credited,
        )
        for shard in range(SHARDS)
    ]
    strays = [
        *_strays(entry_sums, "statement entries of a block that does not exist"),
        *_strays(told.strays(), "answers or refusals of a block that does not exist"),
    ]
    breaks = [each for audit in audits for each in audit.breaks] + strays
    return Report(
        blocks=sum(audit.state.seq for audit in audits),
        postings=sum(audit.state.postings_total for audit in audits),
        sum_minutes=sum(sum(audit.state.sums().values()) for audit in audits),
        heads=tuple(
            Head(shard=audit.state.shard, seq=audit.state.seq, hash=audit.state.head)
            for audit in audits
            if audit.state.seq
        ),
        breaks=tuple(sorted(breaks, key=lambda each: (each.shard, each.seq))),
        signed=signed.count,
        unsound=tuple(signed.wrong),
    )


def _strays(blocks: Iterable[str], why: str) -> list[Break]:
    """Return a break for each place, ``SS/N`` as it is kept, where no block stands."""
    return [Break(shard=int(block[:2]), seq=int(block[3:]), why=why) for block in sorted(blocks)]


@dataclass(slots=True, kw_only=True)
class _ShardAudit:
    state: ShardState
    shown: Head
    seen: list[AccountLine]
    signed: Mapping[int, tuple[str, int]]
    breaks: list[Break] = field(default_factory=list)
    expected: dict[str, dict[int, AccountLine]] = field(default_factory=dict)

    def note(self, seq: int, why: str) -> None:
        self.breaks.append(Break(shard=self.state.shard, seq=seq, why=why))

    def expect(self, sealed: Sealed) -> None:
        """Keep the lines of the block: the newest that was promised, and all that may be on their way."""
        seq = sealed.block.seq
        for account in touched_by(sealed.block):
            for line in account_lines(balance_of(self.state, account), self.state.shard, seq):
                lines = self.expected.setdefault(line.id, {})
                if seq <= self.shown.seq:
                    lines.clear()
                lines[seq] = line

    def is_true(self, line: AccountLine) -> bool:
        """Tell whether a line is as the newest block left it that its page shows."""
        lines = self.expected.get(line.id, {})
        seq = max((each for each in lines if each <= max(line.seq, self.shown.seq)), default=0)
        return seq > 0 and replace(line, seq=seq) == lines[seq]


def _audit_shard(
    ledger: Ledger, told: Told, audit: _ShardAudit, entry_sums: dict[str, int], credited: dict[str, int]
) -> _ShardAudit:
    shard = audit.shown.shard
    try:
        for sealed in ledger.journal.after(shard, 0):
            audit.state.apply(sealed)
            audit.expect(sealed)
            _compare_block(audit, sealed, entry_sums, credited)
            for seq, why in told.faults_of(audit.state, sealed.block, audit.shown.seq):
                audit.note(seq, why)
        _check_promised(audit)
    except BrokenChain as cause:
        audit.note(audit.state.seq + 1, str(cause.facts["why"]))
        _forgive_unread(shard, entry_sums)
        told.forgive(shard)
    else:
        _compare_lines(audit)
        for seq, why in told.hold_faults(shard, audit.shown.seq):
            audit.note(seq, why)
    return audit


def _check_promised(audit: _ShardAudit) -> None:
    missing = audit.state.seq + 1
    if missing <= max(audit.shown.seq, max(audit.signed, default=0)):
        raise BrokenChain(shard=audit.shown.shard, seq=missing, why=f"block {missing} is missing")


def _forgive_unread(shard: int, entry_sums: dict[str, int]) -> None:
    """Let entries behind a break be: the break is named, not everything that follows from it."""
    for block in [block for block in entry_sums if block.startswith(f"{shard:02d}:")]:
        del entry_sums[block]


def _compare_block(
    audit: _ShardAudit, sealed: Sealed, entry_sums: dict[str, int], credited: dict[str, int]
) -> None:
    block = sealed.block
    signed, number = audit.signed.get(block.seq, (sealed.hash, 0))
    if signed != sealed.hash:
        audit.note(block.seq, f"it, or one before, was written anew after signed heads {number}")
    kept = entry_sums.pop(block.id, 0)
    if block.seq == audit.shown.seq and sealed.hash != audit.shown.hash:
        audit.note(block.seq, "it is not the block that readers were shown")
    if block.seq <= audit.shown.seq and kept != _sums_by_block(statement_parts(sealed.block)).get(
        block.id, 0
    ):
        audit.note(block.seq, "its statement entries are not as posted")
    for transfer in block.transfers:
        if credited.setdefault(transfer.record_id, block.shard) != block.shard:
            audit.note(block.seq, f"record {transfer.record_id} is credited in another shard, too")


def _compare_lines(audit: _ShardAudit) -> None:
    for line in audit.seen:
        if not audit.is_true(line):
            audit.note(line.seq, f"the balance readers see for {line.id} is not the sum of its postings")
    missing = audit.expected.keys() - {line.id for line in audit.seen}
    for line_id in sorted(missing):
        seq = min(audit.expected[line_id])
        if seq <= audit.shown.seq:
            audit.note(seq, f"readers see no balance for {line_id}")


def _lines_by_shard(lines: Iterator[AccountLine]) -> dict[int, list[AccountLine]]:
    by_shard: dict[int, list[AccountLine]] = defaultdict(list)
    for line in lines:
        by_shard[line.shard].append(line)
    return by_shard


def _sums_by_block(parts: Iterable[Part]) -> dict[str, int]:
    """Return, for each block, the sum of its parts' hashes: equal sums are equal parts, in whatever order read."""
    sums: dict[str, int] = defaultdict(int)
    for part in parts:
        text = json.dumps([part.member_id, part.logged_at_millis, part.rows])
        sums[part.block_id] += int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
    return dict(sums)
