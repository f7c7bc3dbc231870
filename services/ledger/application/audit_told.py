"""The audit of what readers were told: each answer, each refusal and each hold, held against the block that says it."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from services.ledger.adapters.projections import Projections
from services.ledger.domain.blocks import Block, block_id
from services.ledger.domain.books import HoldState
from services.ledger.domain.lines import Answer, HoldLine
from services.ledger.domain.refusal_lines import RefusalLine, refusal_lines
from services.ledger.domain.showing import answer_of, hold_lines
from services.ledger.domain.state import ShardState

Fault = tuple[int, str]
"""The block, and what does not hold."""


class Told:
    """What readers were told, taken from all shards at once; what a block accounts for is taken out."""

    def __init__(self, projections: Projections) -> None:
        """Read all of it; of answers and refusals only a sum for each block is kept."""
        self._sums: dict[str, int] = defaultdict(int)
        told: Iterator[Answer | RefusalLine] = chain(projections.every_answer(), projections.every_refusal())
        for line in told:
            self._sums[block_id(line.shard, line.seq)] += _sum(line)
        self._holds: dict[int, dict[str, HoldLine]] = defaultdict(dict)
        for hold in projections.every_hold():
            self._holds[hold.shard][hold.id] = hold
        self._expected: dict[str, dict[int, HoldLine]] = {}

    def faults_of(self, state: ShardState, block: Block, shown: int) -> Iterator[Fault]:
        """Yield what is wrong with the answers and refusals of a block, and remember its holds.

        Args:
            state: With the block applied.
            block: The block.
            shown: The newest block that readers were promised.
        """
        right = sum(_sum(answer_of(act, block)) for act in block.acts)
        right += sum(_sum(line) for line in refusal_lines(block))
        told = self._sums.pop(block.id, 0)
        if block.seq <= shown and told != right:
            yield block.seq, "its answers or refusals are not what readers see"
        for hold in hold_lines(state, block):
            lines = self._expected.setdefault(hold.id, {})
            if block.seq <= shown:
                lines.clear()
            lines[block.seq] = hold

    def hold_faults(self, shard: int, shown: int) -> Iterator[Fault]:
        """Yield what is wrong with the holds of a shard once all its blocks were read."""
        seen = self._holds.pop(shard, {})
        for id_, lines in self._expected.items():
            hold = seen.pop(id_, None)
            newest = max((each for each in lines if each <= max(hold.seq if hold else 0, shown)), default=0)
            if newest and (hold is None or _settled(hold) != _settled(lines[newest])):
                yield newest, f"hold {id_} is not as the block left it"
        self._expected = {}
        yield from ((hold.seq, f"no block made hold {id_}") for id_, hold in seen.items())

    def forgive(self, shard: int) -> None:
        """Let what stands behind a break be: the break is named, not everything that follows from it."""
        self._expected = {}
        self._holds.pop(shard, None)
        for block in [block for block in self._sums if block.startswith(f"{shard:02d}:")]:
            del self._sums[block]

    def strays(self) -> list[str]:
        """Return the ids of blocks that answers or refusals name and that do not exist; ask once all shards were read."""
        return sorted(self._sums)


def _settled(hold: HoldLine) -> HoldLine:
    """Return a hold as it is compared: that its time is over shows in its instant, and in its state only sometimes."""
    return replace(hold, state=HoldState.OPEN) if hold.state is HoldState.EXPIRED else hold


def _sum(line: Answer | RefusalLine) -> int:
    return int.from_bytes(hashlib.sha256(repr(line).encode()).digest(), "big")
