"""What is asked of the brokers apart from reading as a group: topics, records, positions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from threading import Event, RLock
from typing import Any, Literal, NamedTuple

from shared.kernel.clock import monotonic_seconds
from shared.messaging.kafka import (
    ALREADY_THERE,
    DELIVERY_SECONDS,
    GONE,
    MOST_BYTES,
    NOT_LOADED_YET,
    READ_SECONDS,
    Names,
    abandon,
    check_told,
    headers_on_cluster,
    is_refused,
    lost_places,
    open_admin,
    open_consumer,
    open_producer,
    translated,
)
from shared.messaging.kafka_access import KafkaAccess
from shared.messaging.log import LogRefused, LogUnavailable, Message, Partition, PositionGone, Record

TOPIC_SETTINGS = {
    "cleanup.policy": "delete",
    # We forget what is old ourselves, when everybody has read it.
    "retention.ms": "-1",
    "retention.bytes": "-1",
    "max.message.bytes": str(MOST_BYTES),
    # A record carries the time of our clock, whatever the broker's says.
    "message.timestamp.type": "CreateTime",
    "message.timestamp.after.max.ms": str(2**63 - 1),
    "message.timestamp.before.max.ms": str(2**63 - 1),
}

At = Literal["first", "end"]


def once_loaded(ask: Callable[[], Any], *, patience_seconds: float = READ_SECONDS) -> Any:
    """Ask about groups, again while the broker still reads them; its last answer is raised after ``patience_seconds``."""
    until, pause = monotonic_seconds() + patience_seconds, Event()
    while True:
        try:
            return ask()
        except NOT_LOADED_YET:
            if monotonic_seconds() >= until:
                raise
            pause.wait(0.1)


class Placed(NamedTuple):
    """A message with the number of its partition and the instant it carries."""

    number: int
    message: Message
    at_millis: int


class Cluster:
    """A cluster of brokers: topics, records and positions under our own names; safe to use from several threads."""

    def __init__(self, access: KafkaAccess) -> None:
        """Take the way in; each client is opened by the first who needs it."""
        self.access = access
        self.names = Names(access.prefix)
        self._producer: Any = None
        self._opened: list[Callable[[], object]] = []
        self._reading, self._opening = RLock(), RLock()

    @cached_property
    def _admin(self) -> Any:
        with self._opening:
            if "_admin" in vars(self):
                return vars(self)["_admin"]
            admin = open_admin(self.access)
            self._opened.append(admin.close)
            return admin

    def _present_producer(self) -> Any:
        with self._opening:
            if self._producer is None:
                self._producer = open_producer(self.access)
            return self._producer

    def _give_up(self, producer: Any) -> None:
        """Part with a producer that failed: after a batch has expired it may never deliver again."""
        with self._opening:
            if self._producer is producer:
                self._producer = None
        abandon(producer)

    @cached_property
    def _reader(self) -> Any:
        reader = open_consumer(self.access)
        self._opened.append(lambda: reader.close(timeout_ms=5000))
        return reader

    def partition_counts(self, topics: Iterable[str]) -> dict[str, int]:
        """Return how many partitions each of these topics has; those that do not exist are left out."""
        wanted = {self.names.on_cluster(topic): topic for topic in topics}
        if not wanted:
            return {}
        with translated():
            told = self._admin.describe_topics(list(wanted))
        refused = [each["name"] for each in told if is_refused(each["error_code"])]
        if refused:
            raise LogRefused(why=", ".join(refused))
        return {
            wanted[each["name"]]: len(each["partitions"])
            for each in told
            if each["error_code"] == 0 and each["partitions"]
        }

    def create(self, partitions: Mapping[str, int]) -> None:
        """Create topics; one that somebody else has made meanwhile stays as it is."""
        replicas = self.access.replicas or -1
        settings = TOPIC_SETTINGS | ({"min.insync.replicas": "2"} if replicas > 2 else {})
        with translated():
            for topic, count in partitions.items():
                wanted = {"num_partitions": count, "replication_factor": replicas, "configs": settings}
                try:
                    self._admin.create_topics({self.names.on_cluster(topic): wanted})
                except ALREADY_THERE:
                    continue
            self._admin.wait_for_topics([self.names.on_cluster(topic) for topic in partitions])

    def remove(self, topics: Iterable[str], groups: Iterable[str]) -> None:
        """Remove topics that are there, and groups, whether there or not."""
        with translated():
            self._admin.delete_groups([self.names.on_cluster(group) for group in groups])
            there = [self.names.on_cluster(topic) for topic in topics]
            if there:
                self._admin.delete_topics(there)

    def append(self, topic: str, messages: Sequence[Placed]) -> None:
        """Append messages to the partitions named; on return all in-sync brokers have each of them."""
        name = self.names.on_cluster(topic)
        producer = self._present_producer()
        try:
            with translated():
                sent = [
                    producer.send(
                        name,
                        value=each.message.body,
                        key=each.message.key.encode(),
                        headers=headers_on_cluster(each.message.headers),
                        partition=each.number,
                        timestamp_ms=each.at_millis,
                    )
                    for each in messages
                ]
                for future in sent:
                    future.get(timeout=DELIVERY_SECONDS + 5)
        except LogUnavailable:
            self._give_up(producer)
            raise

    def positions(self, partitions: Iterable[Partition], at: At | int) -> dict[Partition, int]:
        """Return the first position, the next to be written, or the first that is not older than ``at`` milliseconds.

        Where nothing is as young as that, the partition is left out.
        """
        spec = {"first": -2, "end": -1}[at] if isinstance(at, str) else at
        with translated():
            told = self._admin.list_partition_offsets({self.names.place(each): spec for each in partitions})
        return {
            self.names.partition(place): found.offset for place, found in told.items() if found.offset >= 0
        }

    def read(self, partition: Partition, span: range) -> list[Record]:
        """Return the records of a span, for no group."""
        place, found = self.names.place(partition), list[Record]()
        until = monotonic_seconds() + READ_SECONDS
        with self._reading, self.positions_kept(), translated():
            self._reader.assign([place])
            self._reader.seek(place, span.start)
            while len(found) < len(span):
                if monotonic_seconds() > until:
                    raise LogUnavailable(why="reading takes too long", why_zh="读取超时")
                told = self._reader.poll(timeout_ms=1000, max_records=len(span) - len(found))
                found += self.names.records(told)
        return found

    @contextmanager
    def positions_kept(self) -> Iterator[None]:
        """Say loudly that a position is not in the log; nobody ever jumps to another."""
        try:
            yield
        except GONE as cause:
            place, position = next(iter(lost_places(cause).items()))
            partition = self.names.partition(place)
            first, end = (self.positions([partition], at).get(partition) for at in ("first", "end"))
            raise PositionGone(
                topic=partition.topic, partition=partition.number, position=position, first=first, end=end
            ) from cause

    def groups(self) -> list[str]:
        """Return every group there is on the cluster, whoever's it is, by its name there."""
        with translated():
            return [each["group_id"] for each in once_loaded(self._admin.list_groups)]

    def committed(
        self, groups: Sequence[str], partitions: Iterable[Partition]
    ) -> dict[str, dict[Partition, int]]:
        """Return the committed positions of groups, named as on the cluster, in the partitions that have one."""
        places = [self.names.place(each) for each in partitions]
        if not groups:
            return {}
        with translated():
            told = once_loaded(lambda: self._admin.list_group_offsets(dict.fromkeys(groups, places)))
        return {
            group: {self.names.partition(place): at.offset for place, at in offsets.items() if at.offset >= 0}
            for group, offsets in told.items()
        }

    def set_positions(self, group: str, positions: Mapping[Partition, int]) -> None:
        """Let a group that has no readers go on from positions."""
        offsets = {self.names.place(each): self.names.offset(at) for each, at in positions.items()}
        with translated():
            told = self._admin.alter_group_offsets(self.names.on_cluster(group), offsets)
            check_told(told.values())

    def forget(self, before: Mapping[Partition, int]) -> None:
        """Delete what stands before the positions."""
        with translated():
            self._admin.delete_records(
                {self.names.place(each): position for each, position in before.items()}
            )

    def close(self) -> None:
        """Let go of every connection; closing twice is closing once."""
        if self._producer is not None:
            self._give_up(self._producer)
        while self._opened:
            self._opened.pop()()
