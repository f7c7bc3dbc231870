"""The event log of one machine: one SQLite file, shared by as many processes and threads as there are."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from shared.kernel.clock import Clock, unix_millis
from shared.messaging.log import Message, Partition, Record, Start, UnknownTopic
from shared.messaging.partitioning import partition_of
from shared.messaging.sqlite_consumer import SqliteConsumer
from shared.messaging.sqlite_file import SqliteFile, place_of, position_at
from shared.messaging.sqlite_owners import Owners
from shared.messaging.sqlite_reading import Slice, read_slice

TRIM_AT_ONCE = 5000

headers_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Headers as they stand in the file."""


class SqliteLog:
    """See :class:`shared.messaging.log.EventLog` for the promises.

    Beside the file ``x.sqlite`` stands a folder ``x.sqlite-owners`` of lock files, one per process that consumes.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        """Open the log, or make an empty one.

        Raises:
            LogUnavailable: If the file cannot be opened or written.
        """
        self._file = SqliteFile(path)
        self._owners = Owners(path.with_name(path.name + "-owners"))
        self._clock = clock
        self._ids: dict[str, dict[int, int]] = {}

    def ensure_topics(self, partitions: Mapping[str, int]) -> None:
        """Create the topics that are missing."""
        with self._file.change() as connection:
            for topic, count in partitions.items():
                if (
                    connection.execute("SELECT 1 FROM partitions WHERE topic = ?", (topic,)).fetchone()
                    is None
                ):
                    connection.executemany(
                        "INSERT INTO partitions (topic, number) VALUES (?, ?)",
                        [(topic, number) for number in range(count)],
                    )

    def _ids_of(self, topic: str) -> dict[int, int]:
        """Return the ids of a topic's partitions by number; they never change once made."""
        if topic not in self._ids:
            with self._file.translated():
                rows = (
                    self._file.connection()
                    .execute("SELECT number, id FROM partitions WHERE topic = ? ORDER BY number", (topic,))
                    .fetchall()
                )
            if not rows:
                raise UnknownTopic(topic=topic)
            self._ids[topic] = dict(rows)
        return self._ids[topic]

    def _id_of(self, partition: Partition) -> int:
        ids = self._ids_of(partition.topic)
        if partition.number not in ids:
            raise UnknownTopic(topic=f"{partition.topic}/{partition.number}")
        return ids[partition.number]

    def append(self, topic: str, messages: Sequence[Message]) -> None:
        """Append the messages in one transaction: all of them, or none."""
        ids = self._ids_of(topic)
        by_id: dict[int, list[tuple[str, str, bytes]]] = {}
        for message in messages:
            number = partition_of(message.key, len(ids)) if message.partition is None else message.partition
            row = (message.key, headers_json(dict(message.headers)), message.body)
            by_id.setdefault(self._id_of(Partition(topic=topic, number=number)), []).append(row)
        if not by_id:
            return
        now = unix_millis(self._clock.now())
        with self._file.change() as connection:
            for id_, rows in by_id.items():
                _append(connection, id_, rows, now)
        self._file.wake()

    def read(self, partition: Partition, from_position: int, limit: int) -> list[Record]:
        """Return records from a position on, for no group."""
        wanted = Slice(partition=partition, id=self._id_of(partition), position=from_position, limit=limit)
        with self._file.translated():
            return read_slice(self._file.connection(), wanted)

    def spans(self, topic: str) -> dict[Partition, range]:
        """Return the positions each partition holds."""
        self._ids_of(topic)
        with self._file.translated():
            rows = self._file.connection().execute(
                "SELECT number, first_position, next_position FROM partitions WHERE topic = ? ORDER BY number",
                (topic,),
            )
            return {Partition(topic=topic, number=number): range(first, end) for number, first, end in rows}

    def committed(self, group: str, topic: str) -> dict[Partition, int]:
        """Return the next position the group has to read of each partition."""
        self._ids_of(topic)
        with self._file.translated():
            rows = self._file.connection().execute(
                "SELECT p.number, c.position FROM positions c JOIN partitions p ON p.id = c.partition_id"
                " WHERE c.group_name = ? AND p.topic = ? ORDER BY p.number",
                (group, topic),
            )
            return {Partition(topic=topic, number=number): position for number, position in rows}

    def consumer(self, group: str, topics: Sequence[str], *, start: Start = "first") -> SqliteConsumer:
        """Join a group as one more reader."""
        for topic in topics:
            self._ids_of(topic)
        with self._file.translated():
            return SqliteConsumer(
                self._file, self._owners, self._clock, group=group, topics=topics, start=start
            )

    def trim(self, topic: str, before: datetime, *, keep_unread: bool = True) -> int:
        """Forget the oldest records; return how many."""
        cutoff = unix_millis(before)
        return sum(self._trim(id_, cutoff, keep_unread=keep_unread) for id_ in self._ids_of(topic).values())

    def _trim(self, id_: int, cutoff: int, *, keep_unread: bool) -> int:
        """Trim a partition in several transactions, so that nobody who appends waits long."""
        trimmed = 0
        while True:
            with self._file.change() as connection:
                step = _trim(connection, id_, cutoff, keep_unread=keep_unread)
            trimmed += step
            if step < TRIM_AT_ONCE:
                return trimmed

    def close(self) -> None:
        """Close the file; consumers left open are put out of their groups by the next ones."""
        self._file.close()
        self._owners.close()


def _append(
    connection: sqlite3.Connection, id_: int, rows: Sequence[tuple[str, str, bytes]], now: int
) -> None:
    (position,) = connection.execute("SELECT next_position FROM partitions WHERE id = ?", (id_,)).fetchone()
    place = place_of(id_, position)
    connection.executemany(
        "INSERT INTO records VALUES (?, ?, ?, ?, ?)",
        [(place + offset, *row, now) for offset, row in enumerate(rows)],
    )
    connection.execute("UPDATE partitions SET next_position = ? WHERE id = ?", (position + len(rows), id_))


def _trim(connection: sqlite3.Connection, id_: int, cutoff: int, *, keep_unread: bool) -> int:
    first, end = connection.execute(
        "SELECT first_position, next_position FROM partitions WHERE id = ?", (id_,)
    ).fetchone()
    young = connection.execute(
        "SELECT place FROM records WHERE place >= ? AND place < ? AND appended_at >= ? ORDER BY place LIMIT 1",
        (place_of(id_, first), place_of(id_, end), cutoff),
    ).fetchone()
    keep_from = end if young is None else position_at(young[0])
    if keep_unread:
        (unread,) = connection.execute(
            "SELECT min(position) FROM positions WHERE partition_id = ?", (id_,)
        ).fetchone()
        keep_from = keep_from if unread is None else min(keep_from, unread)
    keep_from = min(keep_from, first + TRIM_AT_ONCE)
    if keep_from <= first:
        return 0
    connection.execute(
        "DELETE FROM records WHERE place >= ? AND place < ?", (place_of(id_, first), place_of(id_, keep_from))
    )
    connection.execute("UPDATE partitions SET first_position = ? WHERE id = ?", (keep_from, id_))
    return int(keep_from - first)
