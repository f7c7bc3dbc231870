"""A cluster's log in one file of the SQLite log, and back: the same records at the same positions, with every group's."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

from shared.kernel.clock import Clock, unix_millis
from shared.messaging.kafka_access import KafkaAccess
from shared.messaging.kafka_cluster import Cluster, Placed
from shared.messaging.kafka_log import KafkaLog
from shared.messaging.log import LogUnavailable, Message, Partition, Record
from shared.messaging.sqlite_file import SqliteFile, place_of
from shared.messaging.sqlite_log import headers_json
from shared.messaging.sqlite_reading import Slice, read_slice

AT_ONCE = 2000
_FILLER = Message(key="", headers={}, body=b"")

Positions = Mapping[str, Mapping[Partition, int]]
"""What groups have committed."""


class KafkaCopy:
    """The log of a cluster, to be written to a file or filled from one; nobody else opens its clients."""

    def __init__(self, access: KafkaAccess, clock: Clock) -> None:
        """Take the way in."""
        self._clock = clock
        self._cluster = Cluster(access)
        self._log = KafkaLog(access, clock)

    def __enter__(self) -> Self:
        """Give itself, closed on leaving."""
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        """Let go of every connection."""
        self._log.close()
        self._cluster.close()

    def positions(self, groups: Iterable[str], topics: Iterable[str]) -> Positions:
        """Return what groups have committed in topics."""
        wanted = list(topics)
        return {
            group: {
                partition: at
                for topic in wanted
                for partition, at in self._log.committed(group, topic).items()
            }
            for group in groups
        }

    def spans(self, topics: Iterable[str]) -> dict[Partition, range]:
        """Return the positions each partition of topics holds."""
        return {partition: span for topic in topics for partition, span in self._log.spans(topic).items()}

    def holds_anything(self, partitions: Mapping[str, int]) -> bool:
        """Tell whether any of these topics is there and was ever written, or has another number of partitions."""
        there = self._cluster.partition_counts(partitions)
        return any(count != partitions[topic] for topic, count in there.items()) or any(
            span.stop for span in self.spans(there).values()
        )

    def write_to(self, path: Path, spans: Mapping[Partition, range], positions: Positions) -> None:
        """Write these spans, partition by partition in their order, and positions to a new file.

        Raises:
            PositionGone: If some of it was trimmed meanwhile.
            LogUnavailable: If the brokers do not answer, or the disk is full.
        """
        file = SqliteFile(path)
        try:
            ids = dict(zip(spans, range(1, len(spans) + 1), strict=True))
            for partition, span in spans.items():
                with file.change() as connection:
                    _begin_partition(connection, ids[partition], partition, span)
                for records in self._read(partition, span):
                    with file.change() as connection:
                        _add_records(connection, ids[partition], records)
            with file.change() as connection:
                _add_positions(connection, ids, positions)
        finally:
            file.close()
        with closing(sqlite3.connect(path, isolation_level=None)) as alone:
            alone.execute("PRAGMA journal_mode = DELETE")

    def _read(self, partition: Partition, span: range) -> Iterator[Sequence[Record]]:
        position = span.start
        while position < span.stop:
            records = self._log.read(partition, position, min(AT_ONCE, span.stop - position))
            if not records:
                raise LogUnavailable(
                    why_zh="读取时日志变短了", why="the log became shorter while it was read"
                )
            yield records
            position = records[-1].position + 1

    def fill_from(self, path: Path, topics: Mapping[str, int]) -> None:
        """Make topics, those of a file among them, and append what it holds at the positions it had; they must hold nothing.

        Before the first record kept stand empty ones, which are forgotten again.
        """
        with closing(sqlite3.connect(path)) as file:
            kept = _partitions_in(file)
            self._log.ensure_topics(topics)
            now = unix_millis(self._clock.now())
            for partition, (id_, span) in kept.items():
                for first in range(0, span.start, AT_ONCE):
                    fillers = [Placed(partition.number, _FILLER, now)] * min(AT_ONCE, span.start - first)
                    self._cluster.append(partition.topic, fillers)
                for records in _records_in(file, id_, partition, span):
                    self._cluster.append(partition.topic, [_placed(each) for each in records])
            self._cluster.forget({each: span.start for each, (_, span) in kept.items() if span.start})
            for group, positions in positions_in(path).items():
                self._cluster.set_positions(group, positions)

    def remove(self, topics: Iterable[str], groups: Iterable[str]) -> None:
        """Remove topics with all that stands in them, and what groups remember."""
        self._log.remove(topics, groups)


def _records_in(
    file: sqlite3.Connection, id_: int, partition: Partition, span: range
) -> Iterator[Sequence[Record]]:
    position = span.start
    while position < span.stop:
        records = read_slice(file, Slice(partition=partition, id=id_, position=position, limit=AT_ONCE))
        yield records
        position = records[-1].position + 1


def _placed(record: Record) -> Placed:
    message = Message(key=record.key, headers=record.headers, body=record.body)
    return Placed(record.partition, message, unix_millis(record.appended_at))


def _begin_partition(connection: sqlite3.Connection, id_: int, partition: Partition, span: range) -> None:
    row = (id_, partition.topic, partition.number, span.start, span.stop)
    connection.execute("INSERT INTO partitions VALUES (?, ?, ?, ?, ?)", row)


def _add_records(connection: sqlite3.Connection, id_: int, records: Sequence[Record]) -> None:
    connection.executemany(
        "INSERT INTO records VALUES (?, ?, ?, ?, ?)",
        [
            (
                place_of(id_, each.position),
                each.key,
                headers_json(dict(each.headers)),
                each.body,
                unix_millis(each.appended_at),
            )
            for each in records
        ],
    )


def _add_positions(
    connection: sqlite3.Connection, ids: Mapping[Partition, int], positions: Positions
) -> None:
    connection.executemany(
        "INSERT INTO positions VALUES (?, ?, ?)",
        [(group, ids[partition], at) for group, told in positions.items() for partition, at in told.items()],
    )


def _partitions_in(file: sqlite3.Connection) -> dict[Partition, tuple[int, range]]:
    rows = file.execute("SELECT id, topic, number, first_position, next_position FROM partitions ORDER BY id")
    return {
        Partition(topic=topic, number=number): (id_, range(first, end))
        for id_, topic, number, first, end in rows
    }


def spans_in(path: Path) -> dict[Partition, range]:
    """Return what each partition in a file holds, in the file's order."""
    with closing(sqlite3.connect(path)) as file:
        return {partition: span for partition, (_, span) in _partitions_in(file).items()}


def partition_counts(path: Path) -> dict[str, int]:
    """Return how many partitions each topic in a file has."""
    counts: dict[str, int] = {}
    for partition in spans_in(path):
        counts[partition.topic] = counts.get(partition.topic, 0) + 1
    return counts


def positions_in(path: Path) -> dict[str, dict[Partition, int]]:
    """Return what every group in a file has committed."""
    found: dict[str, dict[Partition, int]] = {}
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute(
            "SELECT group_name, topic, number, position FROM positions JOIN partitions ON id = partition_id"
        )
        for group, topic, number, at in rows:
            found.setdefault(group, {})[Partition(topic=topic, number=number)] = at
    return found
