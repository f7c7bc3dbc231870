"""A copy of the SQLite log as it stood at one instant, taken while others go on appending."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from shared.messaging.log import LogUnavailable

_PATIENCE_SECONDS = 10.0


class StillLog:
    """The log as it stood when it was opened; ``let_go`` lets others append again, the view stays."""

    def __init__(self, path: Path) -> None:
        """Keep everyone else from appending and committing, and look at the log as it stands.

        Raises:
            LogUnavailable: If the file cannot be opened, or others write for longer than ten seconds.
        """
        self._writer = sqlite3.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None)
        self._reader = sqlite3.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None)
        try:
            self._writer.execute("BEGIN IMMEDIATE")
            self._reader.execute("BEGIN")
            self._reader.execute("SELECT count(*) FROM positions").fetchone()
        except sqlite3.Error as cause:
            self.close()
            raise LogUnavailable(why_zh=f"{cause}({path})", why=f"{cause} ({path})") from cause

    def let_go(self) -> None:
        """Let others append again."""
        self._writer.execute("ROLLBACK")

    def copy_to(self, path: Path) -> None:
        """Write the view to a new file of its own, without the readers that were in the groups then."""
        with closing(sqlite3.connect(path, isolation_level=None)) as copy:
            self._reader.backup(copy)
            copy.execute("DELETE FROM members")
            copy.execute("DELETE FROM leases")
            copy.execute("PRAGMA journal_mode = DELETE")

    def close(self) -> None:
        """Forget the view."""
        self._reader.close()
        self._writer.close()


@contextmanager
def still_log(path: Path) -> Iterator[StillLog]:
    """Give the log as it stands now, closed afterwards.

    Raises:
        LogUnavailable: If it cannot be read.
    """
    still = StillLog(path)
    try:
        yield still
    finally:
        still.close()


def log_state(path: Path) -> dict[str, object]:
    """Return positions and a digest of the records of each partition, and the positions of every group.

    Args:
        path: A log that nobody writes.
    """
    with closing(sqlite3.connect(path)) as log:
        partitions = log.execute(
            "SELECT id, topic, number, first_position, next_position FROM partitions ORDER BY topic, number"
        ).fetchall()
        groups = log.execute(
            "SELECT group_name, topic, number, position FROM positions JOIN partitions ON id = partition_id"
            " ORDER BY group_name, topic, number"
        ).fetchall()
        return {
            "partitions": {
                f"{topic}/{number}": [first, end, _records_digest(log, id_)]
                for id_, topic, number, first, end in partitions
            },
            "positions": {f"{group} {topic}/{number}": at for group, topic, number, at in groups},
        }


def _records_digest(log: sqlite3.Connection, partition_id: int) -> str:
    digest = hashlib.sha256()
    rows = log.execute(
        "SELECT place, key, headers, body FROM records WHERE place >= ? AND place < ? ORDER BY place",
        (partition_id << 40, (partition_id + 1) << 40),
    )
    for row in rows:
        digest.update(repr(row).encode())
    return digest.hexdigest()
