"""The event log of a cluster: Apache Kafka, shared by as many machines as there are."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from weakref import WeakSet

from shared.kernel.clock import Clock, unix_millis
from shared.messaging.kafka_access import KafkaAccess
from shared.messaging.kafka_cluster import Cluster, Placed
from shared.messaging.kafka_consumer import KafkaLogConsumer
from shared.messaging.log import Message, Partition, PositionGone, Record, Start, UnknownTopic
from shared.messaging.partitioning import partition_of


class KafkaLog:
    """See :class:`shared.messaging.log.EventLog` for the promises."""

    def __init__(self, access: KafkaAccess, clock: Clock) -> None:
        """Take the way in; the brokers are asked when something is wanted of them."""
        self._cluster = Cluster(access)
        self._clock = clock
        self._counts: dict[str, int] = {}
        self._consumers: WeakSet[KafkaLogConsumer] = WeakSet()

    def ensure_topics(self, partitions: Mapping[str, int]) -> None:
        """Create the topics that are missing."""
        there = self._cluster.partition_counts(partitions)
        missing = {topic: count for topic, count in partitions.items() if topic not in there}
        if missing:
            self._cluster.create(missing)

    def remove(self, topics: Iterable[str], groups: Iterable[str]) -> None:
        """Remove topics with all that stands in them, and what groups remember; nobody may be reading."""
        self._cluster.remove(self._cluster.partition_counts(topics), groups)
        self._counts.clear()

    def _count_of(self, topic: str) -> int:
        """Return how many partitions a topic has; asked once, for more of them would tear keys from their order."""
        if topic not in self._counts:
            found = self._cluster.partition_counts([topic])
            if topic not in found:
                raise UnknownTopic(topic=topic)
            self._counts[topic] = found[topic]
        return self._counts[topic]

    def _check(self, topic: str, number: int) -> None:
        if not 0 <= number < self._count_of(topic):
            raise UnknownTopic(topic=f"{topic}/{number}")

    def _partitions(self, topic: str) -> list[Partition]:
        return [Partition(topic=topic, number=number) for number in range(self._count_of(topic))]

    def append(self, topic: str, messages: Sequence[Message]) -> None:
        """Append the messages; every one is acknowledged by all in-sync brokers when this returns."""
        count = self._count_of(topic)
        placed, now = list[Placed](), unix_millis(self._clock.now())
        for message in messages:
            number = partition_of(message.key, count) if message.partition is None else message.partition
            self._check(topic, number)
            placed.append(Placed(number, message, now))
        if placed:
            self._cluster.append(topic, placed)

    def read(self, partition: Partition, from_position: int, limit: int) -> list[Record]:
        """Return records from a position on, for no group."""
        self._check(partition.topic, partition.number)
        span = self._spans([partition])[partition]
        if not span.start <= from_position <= span.stop:
            raise PositionGone(
                topic=partition.topic,
                partition=partition.number,
                position=from_position,
                first=span.start,
                end=span.stop,
            )
        return self._cluster.read(partition, range(from_position, min(span.stop, from_position + limit)))

    def spans(self, topic: str) -> dict[Partition, range]:
        """Return the positions each partition holds."""
        return self._spans(self._partitions(topic))

    def _spans(self, partitions: Sequence[Partition]) -> dict[Partition, range]:
        first = self._cluster.positions(partitions, "first")
        end = self._cluster.positions(partitions, "end")
        return {each: range(first[each], end[each]) for each in partitions}

    def committed(self, group: str, topic: str) -> dict[Partition, int]:
        """Return the next position the group has to read of each partition."""
        name = self._cluster.names.on_cluster(group)
        return self._cluster.committed([name], self._partitions(topic))[name]

    def consumer(self, group: str, topics: Sequence[str], *, start: Start = "first") -> KafkaLogConsumer:
        """Join a group as one more reader."""
        for topic in topics:
            self._count_of(topic)
        joined = KafkaLogConsumer(self._cluster, group=group, topics=topics, start=start)
        self._consumers.add(joined)
        return joined

    def trim(self, topic: str, before: datetime, *, keep_unread: bool = True) -> int:
        """Forget the oldest records; return how many."""
        partitions = self._partitions(topic)
        spans = self._spans(partitions)
        young = self._cluster.positions(partitions, unix_millis(before))
        keep_from = {each: young.get(each, span.stop) for each, span in spans.items()}
        if keep_unread:
            for unread in self._cluster.committed(self._cluster.groups(), partitions).values():
                for partition, position in unread.items():
                    keep_from[partition] = min(keep_from[partition], position)
        old = {each: position for each, position in keep_from.items() if position > spans[each].start}
        if old:
            self._cluster.forget(old)
        return sum(position - spans[each].start for each, position in old.items())

    def close(self) -> None:
        """Let go of the connections, those of consumers left open as well."""
        for consumer in list(self._consumers):
            consumer.close()
        self._cluster.close()
