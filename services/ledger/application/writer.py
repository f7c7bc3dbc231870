"""The one who writes the journal: facts from the log become blocks, each answered exactly once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from services.ledger.application.context import Ledger
from services.ledger.application.hearing import facts_of
from services.ledger.application.outgoing import causes_of, outgoing_entries
from services.ledger.application.snapshotting import long_lived, newest_state
from services.ledger.domain.accounts import SHARDS, shard_of
from services.ledger.domain.books import Books
from services.ledger.domain.drafting import Asked, Fact, drafted
from services.ledger.domain.encoding import Sealed, seal
from services.ledger.domain.errors import Fenced
from services.ledger.domain.showing import MOST_UNSHOWN, answer_of, shown_of
from services.ledger.domain.state import ShardState
from shared.events.contract import Event, Malformed, parse
from shared.kernel.clock import unix_millis
from shared.kernel.ids import nonce
from shared.messaging.log import Record
from shared.messaging.parking import REPLAYED_FOR
from shared.messaging.worker import ParkLimitReached
from shared.storage.outbox import OUTBOX_BELL

GROUP = "ledger"
"""The consumer group whose positions and parked records these are."""

Park = Callable[[Record, str], object]
"""Puts a record aside for a person, with the reason; durable on return."""

TRIES = 5
"""A block that another writer wrote first is drafted again at most four times in a row."""

MOST_FACTS_A_BLOCK = 1000
MOST_PARKED_IN_A_ROW = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A fact or an instruction with the event that brought it."""

    fact: Fact | Asked
    event: Event

    @property
    def community_code(self) -> str:
        """Return the book it is about."""
        return (
            self.fact.instruction.community_code if isinstance(self.fact, Asked) else self.fact.community_code
        )


class Writer:
    """Holds the state of all shards in memory; the journal is the truth, this is what it adds up to.

    The order of every step is: block into the journal, block into the state, block shown to readers. Whoever dies in
    between loses nothing: on opening, the journal is replayed and readers are shown what they have not seen. Positions
    of the log are committed by the caller, after ``take`` has returned. Used by one thread.
    """

    def __init__(self, ledger: Ledger, park: Park) -> None:
        """Take the ledger, and where malformed records go."""
        self._ledger, self._park = ledger, park
        self._states = {shard: ShardState(shard) for shard in range(SHARDS)}
        self._unshown: dict[int, list[Sealed]] = {}
        self._parked_in_a_row: set[tuple[str, int, int]] = set()

    def open(self) -> None:
        """Replay the journal from the newest snapshots, verifying every block, and show readers the blocks they have not seen.

        Raises:
            BrokenChain: If a chain does not hold; nothing is written on top of it.
            Unavailable: If the store does not answer; open again later.
        """
        seen = {head.shard: head.seq for head in self._ledger.projections.heads()}
        with long_lived():
            for shard in range(SHARDS):
                self._open(shard, seen.get(shard, 0))
        self._ledger.projections.let_go_of_former()

    def _open(self, shard: int, seen: int) -> None:
        state = newest_state(self._ledger, shard, up_to=seen)
        self._states[shard] = state
        for sealed in self._ledger.journal.after(shard, state.seq):
            if sealed.block.seq > seen:
                self._stand(state, sealed)
            else:
                state.apply(sealed)
        self._show_unshown()

    def take(self, records: Sequence[Record]) -> None:
        """Answer what these records carry; what was answered before is passed over, what is malformed is parked.

        Holds whose time is over end, also when there is nothing to answer.

        Raises:
            StaleWrite: If other writers were faster again and again; take the same records again.
            Unavailable: If the store does not answer; take the same records again.
            BrokenChain: If the journal is not what it was.
            ParkLimitReached: If too many records in a row had to be parked; nothing more is skipped.
        """
        self._show_unshown()
        by_shard: dict[int, list[Heard]] = {}
        for heard in self._heard(records):
            by_shard.setdefault(shard_of(heard.community_code), []).append(heard)
        for shard in sorted(by_shard):
            for start in range(0, len(by_shard[shard]), MOST_FACTS_A_BLOCK):
                self._answer(shard, by_shard[shard][start : start + MOST_FACTS_A_BLOCK])
        self._end_holds()
        self._show_unshown()

    def _end_holds(self) -> None:
        """Write a block where the time of a hold is over and nothing else was asked."""
        now_millis = unix_millis(self._ledger.clock.now())
        for shard, state in self._states.items():
            deadline = state.next_deadline_millis()
            if deadline is not None and deadline <= now_millis:
                self._answer(shard, ())

    def state(self, shard: int) -> ShardState:
        """Return the state of a shard, to look at."""
        return self._states[shard]

    def _heard(self, records: Iterable[Record]) -> list[Heard]:
        heard: list[Heard] = []
        for record in records:
            if record.headers.get(REPLAYED_FOR, GROUP) != GROUP:
                continue
            try:
                event = parse(record.headers, record.body)
                facts = facts_of(event, record)
            except Malformed as why:
                self._set_aside(record, why)
                continue
            self._parked_in_a_row.clear()
            heard += (Heard(fact=fact, event=event) for fact in facts)
        return heard

    def _set_aside(self, record: Record, why: Malformed) -> None:
        """Park a record; taken again it counts once, and a bad deploy must not park everything."""
        place = (record.topic, record.partition, record.position)
        if len(self._parked_in_a_row - {place}) >= MOST_PARKED_IN_A_ROW:
            raise ParkLimitReached(
                parked=MOST_PARKED_IN_A_ROW,
                topic=record.topic,
                partition=record.partition,
                position=record.position,
                why=str(why),
            )
        self._park(record, str(why))
        self._parked_in_a_row.add(place)

    def _answer(self, shard: int, heard: Sequence[Heard]) -> None:
        """Write one block for these facts, on top of whatever other writers have written meanwhile."""
        lost = 0
        while not self._wrote(self._states[shard], heard):
            lost += 1
            if lost == TRIES:
                raise Fenced(shard=shard, seq=self._states[shard].seq + 1)

    def _wrote(self, state: ShardState, heard: Sequence[Heard]) -> bool:
        """Draft and write a block; tell whether the facts have their answer, or another writer was faster."""
        now_millis = unix_millis(self._ledger.clock.now())
        made = drafted(
            state,
            [each.fact for each in heard if isinstance(each.fact, Fact)],
            asked=[each.fact for each in heard if isinstance(each.fact, Asked)],
            now_millis=now_millis,
            nonce=nonce().hex(),
        )
        if made is None:
            return True
        sealed = seal(made.block)
        outbox = outgoing_entries(
            self._ledger, made.block, made.books, causes_of((each.fact, each.event) for each in heard)
        )
        try:
            self._ledger.journal.append(sealed, outbox=outbox, unsent_at=now_millis)
        except Fenced:
            self._catch_up(state)
            return False
        self._ledger.waiting.stands(made.block.acts, partial(answer_of, block=made.block))
        self._stand(state, sealed, made.books)
        OUTBOX_BELL.ring(self._ledger.journal.collection.full_name)
        return True

    def _catch_up(self, state: ShardState) -> None:
        """Take in what another writer wrote; the draft that lost is forgotten, the state never saw it."""
        for sealed in self._ledger.journal.after(state.shard, state.seq):
            self._stand(state, sealed)

    def _stand(self, state: ShardState, sealed: Sealed, worked_out: Books | None = None) -> None:
        state.apply(sealed, worked_out)
        unshown = self._unshown.setdefault(state.shard, [])
        unshown.append(sealed)
        if len(unshown) >= MOST_UNSHOWN:
            self._show_unshown()

    def _show_unshown(self) -> None:
        """Show blocks in order; what could not be shown is tried again before anything else is taken."""
        for shard, sealed in list(self._unshown.items()):
            shown = shown_of(self._states[shard], sealed)
            self._ledger.projections.show(shown)
            del self._unshown[shard]
            self._ledger.waiting.answered(shown.answers)
