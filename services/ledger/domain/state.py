"""What a shard's blocks add up to: balances, records already answered, the head of the chain."""

import hashlib
import json
from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import fields
from enum import Enum
from operator import itemgetter
from typing import Final

from services.ledger.domain.accounts import Unit, book_of, shard_of
from services.ledger.domain.blocks import FORMAT, GENESIS, Act, Block, Held, Refusal, Transfer
from services.ledger.domain.books import Books, HoldState, Standing
from services.ledger.domain.earning import follows_rules, take_in
from services.ledger.domain.encoding import Sealed
from services.ledger.domain.errors import BrokenChain
from services.ledger.domain.places import touched_by
from services.ledger.domain.rules import PACKS
from services.ledger.domain.verbs import answer, answer_key


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
        self._books = Books()
        self._deadlines: list[tuple[int, str]] = []

    def go_on_from(
        self, books: Books, *, seq: int, head: str, logged_at_millis: int, postings_total: int
    ) -> None:
        """Stand where another stood after this block, with its books; ask before the first block."""
        self.seq, self.head, self._books = seq, head, books
        self.logged_at_millis, self.postings_total = logged_at_millis, postings_total
        self._keep_deadlines(books, logged_at_millis)

    def layer(self, now_millis: int) -> Books:
        """Return books to work on, over what stands, as they are at this log time: holds whose time is over have ended."""
        books = self._books.above()
        for _, hold_id in self._deadlines[: self._due(now_millis)]:
            books.time_out(hold_id)
        return books

    def _due(self, now_millis: int) -> int:
        return bisect_left(self._deadlines, (now_millis + 1, ""))

    @property
    def books(self) -> Books:
        """Return the books, to look at."""
        return self._books

    def next_deadline_millis(self) -> int | None:
        """Return when the next hold ends by itself; it may have been settled before."""
        return self._deadlines[0][0] if self._deadlines else None

    def standing(self, account: str, unit: Unit) -> Standing:
        """Return what an account holds."""
        return self._books.standing(account, unit)

    def standings(self) -> Iterator[tuple[str, Unit, Standing]]:
        """Yield every account, unit and what it holds, sorted."""
        standings = self._books.standings.own
        for account, unit in sorted(standings, key=lambda key: (key[0], key[1].value)):
            yield account, unit, standings[account, unit]

    def sums(self) -> dict[tuple[str, Unit], int]:
        """Return the sum of all balances by book and unit: zero, every one."""
        sums: dict[tuple[str, Unit], int] = {}
        for (account, unit), standing in self._books.standings.own.items():
            key = (book_of(account), unit)
            sums[key] = sums.get(key, 0) + standing.minutes
        return sums

    def apply(self, sealed: Sealed, worked_out: Books | None = None) -> None:
        """Take a block in.

        Args:
            sealed: The block.
            worked_out: Books over these, as the one who drafted this very block on them left them; else all is worked out again.

        Raises:
            BrokenChain: If it does not follow from what stands; the state is then as it was.
        """
        block = sealed.block
        why = self._misfit(block)
        books = worked_out or self.layer(block.logged_at_millis)
        if why is None and worked_out is None:
            why = _untrue_block(books, block)
        if why:
            raise BrokenChain(shard=self.shard, seq=self.seq + 1, why=why)
        self._keep_deadlines(books, block.logged_at_millis)
        books.settle()
        self._books.places.take_in(touched_by(block))
        self.seq, self.head = block.seq, sealed.hash
        self.logged_at_millis, self.postings_total = block.logged_at_millis, block.postings_total

    def _keep_deadlines(self, books: Books, now_millis: int) -> None:
        del self._deadlines[: self._due(now_millis)]
        for hold_id, hold in books.holds.own.items():
            if hold is not None and hold.state is HoldState.OPEN:
                insort(self._deadlines, (hold.expires_at_millis, hold_id))

    def _misfit(self, block: Block) -> str | None:
        postings = len(block.postings)
        checks = (
            (block.format == FORMAT, f"its format {block.format} is not known"),
            (block.rules in PACKS, f"its rules {block.rules} are not known"),
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
        """Return a hash over everything that stands and the head: two replays of the same blocks agree on it."""
        return _hashed([self.shard, self.seq, self.head, self.contents()])

    def contents(self) -> str:
        """Return a hash over everything that stands, but not over how it was cut into blocks."""
        standings = [
            [account, unit.value, standing.minutes, standing.number]
            for account, unit, standing in self.standings()
        ]
        books = self._books
        kept = (books.bodies, books.lots, books.owed, books.held, books.floors, books.opened, books.holds)
        rest = [sorted(layer.own.items(), key=itemgetter(0)) for layer in (*kept, books.posted)]
        by_rules = (books.chosen, books.days, books.waiting, books.settled, books.lengthened, books.above_cap)
        rest += [sorted(layer.own.items(), key=itemgetter(0)) for layer in by_rules if layer.own]
        return _hashed([standings, rest])


def _hashed(whole: list[object]) -> str:
    text = json.dumps(whole, separators=(",", ":"), default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


_LATER: Final = frozenset({"proof", "marks"})
"""What came to stand beside the rest later: counted where it says something, so that older chains add up to what they did."""
_FOLLOWS: Final = frozenset({"record"})
"""What follows from the rest."""


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    said = [(each.name, getattr(value, each.name)) for each in fields(value)]  # type: ignore[arg-type]  # -- frozen dataclasses
    return [what for name, what in said if name not in _FOLLOWS and (what or name not in _LATER)]


def held_after(books: Books) -> tuple[Held, ...]:
    """Return what is set aside of each account whose holds changed in this layer, by name."""
    return tuple(Held(account=account, minutes=books.held.own[account]) for account in sorted(books.held.own))


def _untrue_block(books: Books, block: Block) -> str | None:
    """Return what of a block does not follow from what stands; everything is worked out again."""
    found = (
        *(_untrue(books, each, block) for each in block.transfers),
        *(_unheard(books, each, block.shard) for each in block.refusals),
        *(_undone(books, each, block) for each in block.acts),
    )
    why = next(filter(None, found), None)
    return why or (None if block.held == held_after(books) else "what it says is held is wrong")


def _untrue(books: Books, transfer: Transfer, block: Block) -> str | None:
    if shard_of(transfer.community_code) != block.shard:
        return f"transfer {transfer.transfer_id} belongs to another shard"
    if books.answers(transfer.record_id):
        return f"record {transfer.record_id} was answered before"
    books.answered(transfer.record_id, transfer.fingerprint)
    if not follows_rules(books, transfer):
        return f"transfer {transfer.transfer_id} does not follow the rules in force"
    for posting in transfer.postings:
        if book_of(posting.account) != transfer.community_code:
            return f"transfer {transfer.transfer_id} leaves its book"
        if books.post(posting.account, posting.unit, posting.minutes) != posting:
            return f"the balance after transfer {transfer.transfer_id} is wrong"
    take_in(books, transfer, block.rules)
    return None


def _unheard(books: Books, refusal: Refusal, shard: int) -> str | None:
    if shard_of(refusal.community_code) != shard:
        return f"the refusal of record {refusal.record_id} belongs to another shard"
    if refusal.fingerprint in books.answers(refusal.record_id):
        return f"record {refusal.record_id} was answered before"
    books.answered(refusal.record_id, refusal.fingerprint)
    return None


def _undone(books: Books, act: Act, block: Block) -> str | None:
    asked = act.instruction.instruction_id
    if shard_of(act.instruction.community_code) != block.shard:
        return f"instruction {asked} belongs to another shard"
    if act.instruction.fingerprint in books.answers(answer_key(asked)):
        return f"instruction {asked} was answered before"
    return (
        None
        if answer(books, act.instruction, block.logged_at_millis, block.rules) == act
        else f"the answer to instruction {asked} is wrong"
    )
