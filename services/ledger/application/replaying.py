"""A stream of records and instructions played into an empty ledger in memory, so that a stranger can feed any and compare."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from services.ledger.application.replay_lines import Line, asked_of, fact_of, refusals_of
from services.ledger.domain.accounts import SHARDS, Unit, shard_of
from services.ledger.domain.blocks import Block
from services.ledger.domain.drafting import draft
from services.ledger.domain.encoding import seal
from services.ledger.domain.refusals import SENTENCES, Reason
from services.ledger.domain.rules import PACKS, RULES
from services.ledger.domain.state import ShardState
from services.ledger.domain.verbs import answer_key
from shared.events.fields import load
from shared.kernel.clock import unix_millis
from shared.kernel.errors import BadInput, FieldFault

MOST_LINE_BYTES = 262_144


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What the ledger said no to.

    Attributes:
        line: Which line of the stream, from 1.
        id: Of the record or the instruction.
        code: Why.
        at_step: Which step of an instruction, from 0.
        zh: What a person is told, in Chinese.
        en: The same in English.
    """

    line: int
    id: str
    code: str
    at_step: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A line that is neither a record nor an instruction; it changes nothing, not even the chain."""

    line: int
    faults: tuple[FieldFault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What stands in an account in one unit in the end."""

    account: str
    unit: Unit
    minutes: int
    held_minutes: int


@dataclass(slots=True, kw_only=True)
class Replay:
    """A ledger in memory, and what was refused on the way.

    Attributes:
        rules: The rule pack that decides.
        lines: How many were read, empty ones not counted.
        refused: In the order of the stream.
        unreadable: In the order of the stream.
    """

    rules: str = RULES
    lines: int = 0
    refused: list[Refused] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    _states: list[ShardState] = field(default_factory=lambda: [ShardState(shard) for shard in range(SHARDS)])
    _now_millis: int = 0

    def play(self, lines: Iterable[bytes]) -> None:
        """Take the lines in, one block each but for those that are together; what was answered before makes none."""
        batch: list[tuple[int, Line]] = []
        for number, text in enumerate(lines, start=1):
            if not text.strip():
                continue
            self.lines += 1
            try:
                line = _read(text)
            except BadInput as fault:
                self.unreadable.append(Unreadable(line=number, faults=fault.faults))
                continue
            if self._was_told(line) or any(line == each for _, each in batch):
                continue  # not even a hold may end by it, or a stream told twice would end elsewhere
            if batch and not _is_together(batch[0][1], line):
                self._take(batch)
                batch = []
            batch.append((number, line))
        if batch:
            self._take(batch)

    def _take(self, batch: Sequence[tuple[int, Line]]) -> None:
        first, lines = batch[0][1], [line for _, line in batch]
        if first.at is not None:
            self._now_millis = max(self._now_millis, unix_millis(first.at))
        state = self._states[shard_of(first.community_code)]
        block = draft(
            state,
            [each for line in lines for each in fact_of(line)],
            refused=[each for line in lines for each in refusals_of(line)],
            asked=[each for line in lines for each in asked_of(line)],
            now_millis=self._now_millis,
            nonce="",
            rules=first.rules or self.rules,
        )
        if block is not None:
            state.apply(seal(block))
            self.refused += _refusals(batch, block)

    def _was_told(self, line: Line) -> bool:
        answers = self._states[shard_of(line.community_code)].books.answers
        told = [(each.record_id, each.fingerprint) for each in fact_of(line)]
        told += [(each.record_id, each.fingerprint) for each in refusals_of(line)]
        told += [
            (answer_key(each.instruction.instruction_id), each.instruction.fingerprint)
            for each in asked_of(line)
        ]
        return any(fingerprint in answers(key) for key, fingerprint in told)

    def balances(self) -> Iterator[Balance]:
        """Yield what every account holds in each unit, by name within a shard."""
        for state in self._states:
            for account, unit, standing in state.standings():
                held = state.books.held.get(account, 0) if unit is Unit.CREDIT else 0
                yield Balance(account=account, unit=unit, minutes=standing.minutes, held_minutes=held)

    @property
    def blocks(self) -> int:
        """Return how many blocks were made."""
        return sum(state.seq for state in self._states)

    @property
    def sum_minutes(self) -> int:
        """Return the sum of everything: zero."""
        return sum(sum(state.sums().values()) for state in self._states)

    @property
    def state_hash(self) -> str:
        """Return a hash over all that stands; it does not know how the stream was cut, doubled or ordered, only what came of it."""
        return state_hash(self._states)

    @property
    def chain_hash(self) -> str:
        """Return a hash over the heads of all chains; it knows the order, too."""
        return hashlib.sha256("".join(state.head for state in self._states).encode()).hexdigest()


def state_hash(states: Iterable[ShardState]) -> str:
    """Return the hash over all that stands in these shards."""
    return hashlib.sha256("".join(state.contents() for state in states).encode()).hexdigest()


def _is_together(first: Line, line: Line) -> bool:
    same_shard = shard_of(first.community_code) == shard_of(line.community_code)
    return line.together and same_shard and line.rules in {None, first.rules}


def _read(text: bytes) -> Line:
    if len(text) > MOST_LINE_BYTES:
        raise BadInput(faults=(_fault("too-long", "这一行太长", "This line is too long"),))
    try:
        whole = json.loads(text.decode())
    except (ValueError, RecursionError) as cause:
        fault = _fault("unreadable", "这一行不是 UTF-8 的 JSON", "This line is not JSON in UTF-8")
        raise BadInput(faults=(fault,)) from cause
    line = load(Line, whole)
    if len(line.told) != 1:
        say = (
            "须有 record、refused、instruction、passed 其中一项",
            "Give one of record, refused, instruction and passed",
        )
        raise BadInput(faults=(_fault("one-of", *say),))
    if line.rules is not None and line.rules not in PACKS:
        raise BadInput(faults=(_fault("unknown-rules", "没有这套规则", "There are no such rules"),))
    return line


def _fault(code: str, zh: str, en: str) -> FieldFault:
    return FieldFault(field="", code=code, zh=zh, en=en)


def _refusals(batch: Sequence[tuple[int, Line]], block: Block) -> list[Refused]:
    numbers: dict[tuple[str, str], int] = {}
    for number, told in batch:
        for fact in fact_of(told):
            numbers.setdefault((fact.record_id, fact.fingerprint), number)
        for refusal in refusals_of(told):
            numbers.setdefault((refusal.record_id, refusal.fingerprint), number)
        for each in asked_of(told):
            numbers.setdefault((each.instruction.instruction_id, each.instruction.fingerprint), number)
    of_facts = ((each.record_id, each.fingerprint, each.reason, 0) for each in block.refusals)
    of_acts = (
        (each.instruction.instruction_id, each.instruction.fingerprint, each.refused, each.at_step)
        for each in block.acts
    )
    found = []
    for asked, fingerprint, code, at_step in chain(of_facts, of_acts):
        if code:
            words, line = SENTENCES[Reason(code)], numbers[asked, fingerprint]
            found.append(Refused(line=line, id=asked, code=code, at_step=at_step, zh=words.zh, en=words.en))
    return found
