"""The event log as everyone sees it: topics of partitions, records at positions, groups that remember where they are.

A **position** is the place of a record in its partition, counted from 0. A **committed position** is the next one a group
has to read: after record 4 is done, 5 is committed. The **span** of a partition is ``range(first kept, next to be written)``.
Records of one key are in one partition and keep their order; between partitions there is no order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from shared.kernel.errors import LinliError, NotFound, StaleWrite, Unavailable

Start = Literal["first", "last"]
"""Where a group begins that has never read: at the first record kept, or after the last one written."""


class UnknownTopic(NotFound):
    """No topic of this name was created."""

    code = "unknown-topic"
    zh = "事件日志里没有主题 {topic}"
    en = "The event log has no topic {topic}"


class PositionGone(NotFound):
    """The position is before what is kept, or beyond what was ever written; a reader stops, it never jumps."""

    code = "position-gone"
    zh = "主题 {topic} 分区 {partition} 的位置 {position} 已不在日志中(现有 {first} 至 {end})"
    en = "Position {position} of {topic}/{partition} is not in the log (it holds {first} up to {end})"


class LogUnavailable(Unavailable):
    """The log cannot be read or written now; retry later."""

    code = "log-unavailable"
    zh = "事件日志暂时不可用：{why_zh}"
    en = "The event log is unavailable: {why}"


class LogRefused(LinliError):
    """The log does not let us in, or not do this; waiting does not help."""

    code = "log-refused"
    zh = "事件日志拒绝访问：{why}；请检查 LINLI_KAFKA_SECURITY、LINLI_KAFKA_ACCOUNT、LINLI_KAFKA_PASSWORD 及该账户的权限"
    en = (
        "The event log refuses access: {why}; check LINLI_KAFKA_SECURITY, LINLI_KAFKA_ACCOUNT, LINLI_KAFKA_PASSWORD"
        " and what the account may do"
    )


class LeaseLost(StaleWrite):
    """Another consumer of the group has this partition now; what was read is for it to do again."""

    code = "lease-lost"
    zh = "主题 {topic} 分区 {partition} 已交给同组的另一个消费者"
    en = "{topic}/{partition} now belongs to another consumer of the group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """One ordered part of a topic.

    Attributes:
        topic: Name of the topic.
        number: From 0.
    """

    topic: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is appended.

    Attributes:
        key: Messages of one key keep their order.
        headers: Text by name; for events the CloudEvents attributes without prefix.
        body: The bytes, given back unchanged.
        partition: Number of the partition if the sender chooses it; else it follows from the key.
    """

    key: str
    headers: Mapping[str, str]
    body: bytes
    partition: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A message in its place.

    Attributes:
        topic: Topic it was appended to.
        partition: Number of its partition, from 0.
        position: Its place in the partition, from 0.
        key: As appended.
        headers: As appended.
        body: As appended.
        appended_at: When it was appended, UTC.
    """

    topic: str
    partition: int
    position: int
    key: str
    headers: Mapping[str, str]
    body: bytes
    appended_at: datetime

    @property
    def source(self) -> Partition:
        """Return the partition it stands in."""
        return Partition(topic=self.topic, number=self.partition)


def after(records: Iterable[Record]) -> dict[Partition, int]:
    """Return the positions to commit once all these records are done."""
    last: dict[tuple[str, int], int] = {}
    for record in records:
        source = (record.topic, record.partition)
        last[source] = max(record.position, last.get(source, 0))
    return {Partition(topic=topic, number=number): position + 1 for (topic, number), position in last.items()}


class LogConsumer(Protocol):
    """One reader of a group; used by one thread at a time.

    The partitions of the topics are shared among the consumers of the group: each partition has one reader at a time.
    """

    @property
    def assigned(self) -> Mapping[Partition, int]:
        """Return the partitions this consumer reads now, each with the position it reads next."""

    def poll(self, limit: int, timeout_seconds: float) -> list[Record]:
        """Return up to ``limit`` next records, in order within each partition; wait for the first if there is none.

        Takes over and hands on partitions as consumers come and go; a record read but not committed when its
        partition was handed on comes again, to the new reader. Waiting ends after ``timeout_seconds`` with an empty list.

        Raises:
            PositionGone: If the next position is not in the log any more.
            LogUnavailable: If the log cannot be read.
        """

    def commit(self, positions: Mapping[Partition, int]) -> None:
        """Remember, for the group, the next position to read of each partition; all of them or none.

        Raises:
            LeaseLost: If one of the partitions has another reader by now; nothing is committed.
            LogUnavailable: If the log cannot be written.
        """

    def seek(self, partition: Partition, position: int) -> None:
        """Go on reading an assigned partition from ``position``; what is committed does not change.

        Raises:
            LeaseLost: If the partition is not assigned to this consumer.
        """

    def close(self) -> None:
        """Hand all partitions on at once; closing twice is closing once."""


class EventLog(Protocol):
    """A durable log; two implementations exist, one file on one machine and a Kafka cluster."""

    def ensure_topics(self, partitions: Mapping[str, int]) -> None:
        """Create the topics that are missing, each with its number of partitions; existing ones stay as they are."""

    def append(self, topic: str, messages: Sequence[Message]) -> None:
        """Append the messages in their order; on return they are durable. On an error some may have been appended.

        Raises:
            UnknownTopic: If the topic was not created.
            LogUnavailable: If the log cannot be written.
        """

    def read(self, partition: Partition, from_position: int, limit: int) -> list[Record]:
        """Return up to ``limit`` records from a position on, for no group; empty at the end.

        Raises:
            UnknownTopic: If there is no such topic or partition.
            PositionGone: If the position is before or beyond the span.
        """

    def spans(self, topic: str) -> dict[Partition, range]:
        """Return, for each partition, the positions it holds; ``stop`` is the next one to be written.

        Raises:
            UnknownTopic: If the topic was not created.
        """

    def committed(self, group: str, topic: str) -> dict[Partition, int]:
        """Return the next position the group has to read, for each partition it ever was given.

        Raises:
            UnknownTopic: If the topic was not created.
        """

    def consumer(self, group: str, topics: Sequence[str], *, start: Start = "first") -> LogConsumer:
        """Join a group as one more reader of the topics; ``start`` counts only where the group has never read.

        Raises:
            UnknownTopic: If a topic was not created.
        """

    def trim(self, topic: str, before: datetime, *, keep_unread: bool = True) -> int:
        """Forget the oldest records, those appended before an instant; return how many.

        With ``keep_unread``, what some group has not committed is kept however old it is.

        Raises:
            UnknownTopic: If the topic was not created.
        """

    def close(self) -> None:
        """Let go of files and connections."""
