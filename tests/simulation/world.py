"""A ledger and its writers in one thread, on a store, a log and a clock that a seed plays with."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import Any, Final

from services.ledger.adapters.journal import Journal
from services.ledger.adapters.projections import Projections
from services.ledger.adapters.snapshots import Snapshots
from services.ledger.application.context import Ledger
from services.ledger.application.hearing import facts_of
from services.ledger.application.waiting import Waiting
from services.ledger.domain.accounts import shard_of
from services.ledger.domain.drafting import Fact
from services.ledger.entrypoints.consumer import JournalReader
from shared.events.contract import Malformed, parse
from shared.events.topics import SERVICE
from shared.kernel.clock import SetClock
from shared.kernel.errors import LinliError
from shared.kernel.ids import CountedIds
from shared.messaging.backoff import TRANSIENT
from shared.messaging.log import Message, Partition, Record
from tests.ledger_facts import HERE, NOON, THERE, confirmed, message_of
from tests.simulation.chance import Broken, Chance, Killed
from tests.simulation.disk import Document, Kept
from tests.simulation.tape import Tape
from tests.simulation.witness import Told, Witness

PARTITIONS: Final = tuple(Partition(topic=SERVICE, number=number) for number in range(2))
SEEN: Final = (
    "statements",
    "places",
    "balances",
    "heads_seen",
    "holds",
    "answers",
    "refusals",
    "waiting",
    "pools",
)
COLLECTIONS: Final = ("blocks", *SEEN)
RECORDS = 24
WRITERS = 2
PATIENCE = 60
"""After so many rounds in which nothing goes wrong everything must be done."""


@dataclass(slots=True)
class Writing:
    """One process that writes, and begins anew when it is killed."""

    reader: JournalReader
    asleep: bool = False


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What a run came to.

    Attributes:
        happened: What went wrong, how often.
        blocks: How many blocks were written.
        balances: What stands in the end.
        broken: The promise that was broken, or nothing.
    """

    happened: Counter[str]
    blocks: int
    balances: dict[str, tuple[int, int, int]]
    broken: str = ""


@dataclass
class World:
    """One seed's run."""

    seed: int
    witness: Witness = field(default_factory=Witness)
    parked: set[tuple[int, int]] = field(default_factory=set)
    told: dict[tuple[int, int], tuple[Told, ...] | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.seeded = random.Random(self.seed)
        self.chance = Chance(seeded=self.seeded, share=self.seeded.choice((0.002, 0.02, 0.06)))
        self.chance.overtaken = self._others_go_on
        self.clock = SetClock(NOON)
        self.kept = {name: Kept(name, self.chance, self._wrote) for name in COLLECTIONS}
        self.tape = Tape(PARTITIONS, self.chance, self._committing)
        self.ledger = self._ledger()
        self.writers = [Writing(self._reader()) for _ in range(WRITERS)]
        self.coming = list(_stream(self.seeded))

    def run(self) -> Outcome:
        """Play the seed and return what it came to."""
        try:
            while self.coming:
                self._turn()
            self.chance.quiet = True
            self._settle()
            self._check()
        except Broken as why:
            return self._outcome(str(why))
        return self._outcome("")

    def _outcome(self, broken: str) -> Outcome:
        blocks = len(self.kept["blocks"].documents)
        return Outcome(
            happened=self.chance.happened, blocks=blocks, balances=self.witness.balances, broken=broken
        )

    def _turn(self) -> None:
        drawn = self.seeded.random()
        if drawn < 0.35:
            self._append(self.coming.pop())
        elif drawn < 0.42:
            self.clock.at += timedelta(milliseconds=self.seeded.randint(-5_000, 60_000))
        elif drawn < 0.5:
            self._hand_on()
        else:
            self._go(self.seeded.choice(self.writers))

    def _append(self, message: Message) -> None:
        partition = PARTITIONS[shard_of(message.key) % len(PARTITIONS)]
        record = self.tape.append(partition, message)
        try:
            event = parse(record.headers, record.body)
            facts = facts_of(event, record)
            told = tuple((each.record_id, each.fingerprint) for each in facts if isinstance(each, Fact))
        except Malformed:
            self.told[record.partition, record.position] = None
        else:
            self.told[record.partition, record.position] = told

    def _hand_on(self) -> None:
        """Give each partition to some writer, whoever had it."""
        for source in PARTITIONS:
            consumer = self.seeded.choice(self.writers).reader._consumer
            self.tape.holders[source] = consumer  # type: ignore[assignment]  # -- readers of this tape

    def _others_go_on(self) -> None:
        """Let others write while one is stopped in the middle of a call."""
        awake = [each for each in self.writers if not each.asleep]
        self._hand_on()
        if awake:
            for _ in range(self.seeded.randint(1, 3)):
                self._go(self.seeded.choice(awake))

    def _go(self, writing: Writing) -> None:
        writing.asleep = True
        try:
            writing.reader.step()
        except TRANSIENT:
            pass
        except Killed:
            self.chance.dead = False
            writing.reader = self._reader()
        except LinliError as cause:
            raise Broken(f"a writer stopped: {cause}") from cause
        finally:
            writing.asleep = False

    def _settle(self) -> None:
        """Let everything be done, now that nothing goes wrong."""
        for _ in range(PATIENCE):
            for writing in self.writers:
                self._go(writing)
            for source, writing in zip(PARTITIONS, self.writers, strict=True):
                self.tape.holders[source] = writing.reader._consumer  # type: ignore[assignment]  # -- readers of this tape
            if not self.tape.unread:
                return
        raise Broken("the writers do not catch up")

    def _check(self) -> None:
        malformed = {place for place, told in self.told.items() if told is None}
        if self.parked != malformed:
            raise Broken("not what is malformed was parked")
        if set(self.witness.answered) != {each for told in self.told.values() for each in told or ()}:
            raise Broken("not every record was answered")
        self.witness.check_readers(
            *(self.kept[name].documents.values() for name in ("balances", "statements", "heads_seen"))
        )

    def _wrote(self, name: str, document: Document) -> None:
        if name == "blocks":
            self.witness.see(document)

    def _committing(self, record: Record) -> None:
        """Refuse a position that is committed before what it stands for is in the journal and seen by readers."""
        told = self.told[record.partition, record.position]
        if told is None:
            if (record.partition, record.position) not in self.parked:
                raise Broken("a malformed record was skipped")
            return
        for each in told:
            where = self.witness.answered.get(each)
            if where is None:
                raise Broken("a position was committed before its block stood")
            head = self.kept["heads_seen"].documents.get(where[0])
            if head is None or head["seq"] < where[1]:  # type: ignore[operator]  # -- a number
                raise Broken("a position was committed before readers saw its block")

    def _park(self, record: Record, _: str) -> None:
        place = (record.partition, record.position)
        self.chance.pass_by("log.park", lambda: self.parked.add(place), cut_off=_no_log)

    def _reader(self) -> JournalReader:
        return JournalReader(self.ledger, self.tape, self._park)  # type: ignore[arg-type]  # -- as much of a log as it needs

    def _ledger(self) -> Ledger:
        journal, projections = Journal.__new__(Journal), Projections.__new__(Projections)
        journal.collection = self.kept["blocks"]  # type: ignore[assignment]  # -- as much as it needs
        projections.__dict__.update({name: self.kept[name] for name in SEEN}, _clock=self.clock)
        projections.__dict__["let_go_of_former"] = lambda: None
        parts: dict[str, Any] = dict.fromkeys(each.name for each in fields(Ledger))
        parts |= {"clock": self.clock, "ids": CountedIds(), "journal": journal, "projections": projections}
        parts["snapshots"] = Snapshots(None, None)  # type: ignore[arg-type]  # -- without a folder it signs nothing
        return Ledger(**parts | {"waiting": Waiting()})


def _no_log() -> Exception:
    return TimeoutError("the log does not answer")


def _stream(seeded: random.Random) -> Iterator[Message]:
    """Yield confirmed services of two books, some told twice or out of turn, some otherwise, some that nobody can read."""
    messages = []
    for number in range(RECORDS):
        fact = confirmed(
            f"r{number}",
            community_code=seeded.choice((HERE, THERE)),
            member_id=f"m{number % 3}",
            minutes=seeded.randint(1, 90),
            recorded_as="DUTY" if seeded.random() < 0.1 else "VOLUNTEER",
        )
        message = message_of(fact)
        messages += [message] * seeded.choice((1, 1, 1, 2, 3))
        if seeded.random() < 0.1:
            messages.append(
                message_of(confirmed(f"r{number}", community_code=fact.community_code, minutes=91))
            )
        if seeded.random() < 0.05:
            messages.append(Message(key=fact.community_code, headers=message.headers, body=b"{"))
    seeded.shuffle(messages)
    yield from messages
