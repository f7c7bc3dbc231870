"""An event log in memory with one group: who holds a partition can lose it at any moment, and learns it when it commits."""

from collections.abc import Callable, Mapping, Sequence

from shared.messaging.log import LeaseLost, Message, Partition, Record
from tests.ledger_facts import NOON
from tests.simulation.chance import READ, Chance, unavailable


class Tape:
    """The log: records by partition, and how far the group has come."""

    def __init__(
        self, partitions: Sequence[Partition], chance: Chance, committing: Callable[[Record], None]
    ) -> None:
        """Begin empty; ``committing`` looks at each record whose position is committed."""
        self.records: dict[Partition, list[Record]] = {each: [] for each in partitions}
        self.committed = dict.fromkeys(partitions, 0)
        self.holders: dict[Partition, Reading | None] = dict.fromkeys(partitions)
        self.chance, self.committing = chance, committing

    def append(self, partition: Partition, message: Message) -> Record:
        """Append a message and return its record."""
        record = Record(
            topic=partition.topic,
            partition=partition.number,
            position=len(self.records[partition]),
            key=message.key,
            headers=message.headers,
            body=message.body,
            appended_at=NOON,
        )
        self.records[partition].append(record)
        return record

    def consumer(self, *_: object, **__: object) -> "Reading":
        """Join as one more reader, of nothing yet."""
        return Reading(self)

    @property
    def unread(self) -> int:
        """Return how many records are not committed."""
        return sum(len(records) - self.committed[source] for source, records in self.records.items())


class Reading:
    """One reader of the group."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self.assigned: dict[Partition, int] = {}

    def poll(self, limit: int, _: float) -> list[Record]:
        """Return some next records of the partitions it believes it has."""
        found = self._tape.chance.pass_by(
            "log.poll", lambda: self._poll(limit), kind=READ, cut_off=unavailable
        )
        for record in found:
            self.assigned[record.source] = record.position + 1
        return found

    def _poll(self, limit: int) -> list[Record]:
        for source, holder in self._tape.holders.items():
            if holder is self and source not in self.assigned:
                self.assigned[source] = self._tape.committed[source]
        found: list[Record] = []
        for source, position in self.assigned.items():
            some = self._tape.chance.seeded.randint(1, min(limit, 12))
            found += self._tape.records[source][position : position + some]
        return found

    def commit(self, positions: Mapping[Partition, int]) -> None:
        """Move the group on, if every partition is still its own; a reader that lost one begins anew."""
        if positions:
            asked = dict(positions)
            self._tape.chance.pass_by("log.commit", lambda: self._commit(asked), cut_off=unavailable)

    def _commit(self, positions: Mapping[Partition, int]) -> None:
        lost = next((each for each in positions if self._tape.holders[each] is not self), None)
        if lost is not None:
            self.assigned.clear()
            self._tape.chance.happened["log.commit: lease lost"] += 1
            raise LeaseLost(topic=lost.topic, partition=lost.number)
        for source, position in positions.items():
            for record in self._tape.records[source][self._tape.committed[source] : position]:
                self._tape.committing(record)
            self._tape.committed[source] = position

    def seek(self, partition: Partition, position: int) -> None:
        """Go on from there."""
        if partition not in self.assigned:
            raise LeaseLost(topic=partition.topic, partition=partition.number)
        self.assigned[partition] = position

    def close(self) -> None:
        """Read no more."""
        self.assigned.clear()
