"""What a shard's blocks add up to: balances, records already answered, the head of the chain."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.ledger.domain.accounts import Unit, book_of, shard_of
from services.ledger.domain.blocks import FORMAT, GENESIS, Block, Posting, Refusal, Transfer
from services.ledger.domain.encoding import Sealed
from services.ledger.domain.errors import BrokenChain

Key = tuple[str, Unit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an account holds in one unit.

    Attributes:
        minutes: The balance.
        number: How many postings made it.
    """

    minutes: int = 0
    number: int = 0


NOTHING = Standing()


class Tally:
    """Balances and answered records, with what is being worked out laid over what stands.

    Kept as a layer so that a draft, or a block that turns out to be broken, leaves what stands untouched.
    """

    def __init__(self, standings: Mapping[Key, Standing], answers: Mapping[str, tuple[str, ...]]) -> None:
        """Lay an empty layer over what stands."""
        self.new_standings: dict[Key, Standing] = {}
        self.new_answers: dict[str, tuple[str, ...]] = {}
        self._standings, self._answers = standings, answers

    def answers(self, record_id: str) -> tuple[str, ...]:
        """Return the fingerprints a record was already answered for; the first one counts."""
        return self.new_answers.get(record_id) or self._answers.get(record_id, ())

    def answered(self, record_id: str, fingerprint: str) -> None:
        """Remember, for ever, that this body of the record has its answer."""
        self.new_answers[record_id] = (*self.answers(record_id), fingerprint)

    def post(self, account: str, unit: Unit, minutes: int) -> Posting:
        """Return the posting of these minutes on top of what stands."""
        key = (account, unit)
        before = self.new_standings.get(key) or self._standings.get(key, NOTHING)
        after = Standing(minutes=before.minutes + minutes, number=before.number + 1)
        self.new_standings[key] = after
        return Posting(
            account=account, unit=unit, minutes=minutes, balance_minutes=after.minutes, number=after.number
        )


class ShardState:
    """One shard, grown block by block in place: copying a hundred thousand balances for each block would cost more than it gives.

    It is a pure function of the blocks applied: no clock, no randomness, no order of a hash table is seen.
    """

    def __init__(self, shard: int) -> None:
        """Stand before the first block."""
        self.shard = shard
        self.seq = 0
        self.head = GENESIS
        self.logged_at_millis = 0
        self.postings_total = 0
        self._standings: dict[Key, Standing] = {}
        self._answers: dict[str, tuple[str, ...]] = {}

    def layer(self) -> Tally:
        """Return a layer to work on, over what stands."""
        return Tally(self._standings, self._answers)

    def standing(self, account: str, unit: Unit) -> Standing:
        """Return what an account holds."""
        return self._standings.get((account, unit), NOTHING)

    def standings(self) -> Iterator[tuple[str, Unit, Standing]]:
        """Yield every account, unit and what it holds, sorted."""
        for account, unit in sorted(self._standings, key=lambda key: (key[0], key[1].value)):
            yield account, unit, self._standings[account, unit]

    def sums(self) -> dict[tuple[str, Unit], int]:
        """Return the sum of all balances by book and unit: zero, every one."""
        sums: dict[tuple[str, Unit], int] = {}
        for (account, unit), standing in self._standings.items():
            key = (book_of(account), unit)
            sums[key] = sums.get(key, 0) + standing.minutes
        return sums

    def apply(self, sealed: Sealed) -> None:
        """Take a block in.

        Raises:
            BrokenChain: If it does not follow from what stands; the state is then as it was.
        """
        block = sealed.block
        why = self._misfit(block)
        tally = self.layer()
        why = why or next(filter(None, (_untrue(tally, each, block.shard) for each in block.transfers)), None)
        why = why or next(filter(None, (_unheard(tally, each, block.shard) for each in block.refusals)), None)
        if why:
            raise BrokenChain(shard=self.shard, seq=self.seq + 1, why=why)
        self._standings.update(tally.new_standings)
        self._answers.update(tally.new_answers)
        self.seq, self.head = block.seq, sealed.hash
        self.logged_at_millis, self.postings_total = block.logged_at_millis, block.postings_total

    def _misfit(self, block: Block) -> str | None:
        postings = sum(len(transfer.postings) for transfer in block.transfers)
        checks = (
            (block.format == FORMAT, f"its format {block.format} is not known"),
            (block.shard == self.shard, "it belongs to another shard"),
            (block.seq == self.seq + 1, f"block {self.seq + 1} is missing"),
            (block.prev == self.head, "it does not name the hash of the block before"),
            (
                block.logged_at_millis > self.logged_at_millis,
                "its log time is not later than the block before",
            ),
            (block.postings_total == self.postings_total + postings, "its count of postings is wrong"),
        )
        return next((why for fits, why in checks if not fits), None)

    def digest(self) -> str:
        """Return a hash over everything that stands: two replays of the same blocks agree on it."""
        standings = [
            [account, unit.value, standing.minutes, standing.number]
            for account, unit, standing in self.standings()
        ]
        whole = [self.shard, self.seq, self.head, standings, sorted(self._answers.items())]
        return hashlib.sha256(json.dumps(whole, separators=(",", ":")).encode()).hexdigest()


def _untrue(tally: Tally, transfer: Transfer, shard: int) -> str | None:
    if shard_of(transfer.community_code) != shard:
        return f"transfer {transfer.transfer_id} belongs to another shard"
    if tally.answers(transfer.record_id):
        return f"record {transfer.record_id} was answered before"
    tally.answered(transfer.record_id, transfer.fingerprint)
    for posting in transfer.postings:
        if book_of(posting.account) != transfer.community_code:
            return f"transfer {transfer.transfer_id} leaves its book"
        if tally.post(posting.account, posting.unit, posting.minutes) != posting:
            return f"the balance after transfer {transfer.transfer_id} is wrong"
    return None


def _unheard(tally: Tally, refusal: Refusal, shard: int) -> str | None:
    if shard_of(refusal.community_code) != shard:
        return f"the refusal of record {refusal.record_id} belongs to another shard"
    if refusal.fingerprint in tally.answers(refusal.record_id):
        return f"record {refusal.record_id} was answered before"
    tally.answered(refusal.record_id, refusal.fingerprint)
    return None
