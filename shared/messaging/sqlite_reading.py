"""Reads records out of the SQLite file, and says so when a position is not there."""

import json
import sqlite3
from dataclasses import dataclass

from shared.kernel.clock import from_unix_millis
from shared.messaging.log import Partition, PositionGone, Record
from shared.messaging.sqlite_file import place_of, position_at

MOST_BYTES = 16 * 1024 * 1024
"""One reading stops after so many bytes of bodies, however many records were asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """What to read.

    Attributes:
        partition: Topic and number.
        id: Its id in the file.
        position: The first position wanted.
        limit: At most so many records.
    """

    partition: Partition
    id: int
    position: int
    limit: int


def ends_of(connection: sqlite3.Connection) -> dict[int, int]:
    """Return the position written next of every partition, by its id: one look tells a reader of many where to read at all."""
    return dict(connection.execute("SELECT id, next_position FROM partitions"))


def read_slice(connection: sqlite3.Connection, wanted: Slice) -> list[Record]:
    """Return the records from the position on; empty at the end of the partition.

    Raises:
        PositionGone: If the position was trimmed or never written.
    """
    first, end = connection.execute(
        "SELECT first_position, next_position FROM partitions WHERE id = ?", (wanted.id,)
    ).fetchone()
    if wanted.position == end:
        return []
    records = _records(connection, wanted) if first <= wanted.position < end else []
    if not records or records[0].position != wanted.position:
        raise PositionGone(
            topic=wanted.partition.topic,
            partition=wanted.partition.number,
            position=wanted.position,
            first=first,
            end=end,
        )
    return records


def _records(connection: sqlite3.Connection, wanted: Slice) -> list[Record]:
    rows = connection.execute(
        "SELECT place, key, headers, body, appended_at FROM records WHERE place >= ? AND place < ? ORDER BY place LIMIT ?",
        (place_of(wanted.id, wanted.position), place_of(wanted.id + 1, 0), wanted.limit),
    )
    records: list[Record] = []
    size = 0
    for place, key, headers, body, appended_at in rows:
        records.append(
            Record(
                topic=wanted.partition.topic,
                partition=wanted.partition.number,
                position=position_at(place),
                key=key,
                headers=json.loads(headers),
                body=body,
                appended_at=from_unix_millis(appended_at),
            )
        )
        size += len(body)
        if size >= MOST_BYTES:
            break
    return records
