"""The file under the SQLite log: its tables, its connections, and how its readers are woken."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from shared.kernel.clock import monotonic_seconds
from shared.messaging.log import LogUnavailable

LAYOUT = 1
"""Version of the tables, kept in the file as ``user_version``."""

_TABLES = """
CREATE TABLE IF NOT EXISTS partitions (
    id INTEGER PRIMARY KEY, topic TEXT NOT NULL, number INTEGER NOT NULL,
    first_position INTEGER NOT NULL DEFAULT 0, next_position INTEGER NOT NULL DEFAULT 0, UNIQUE (topic, number));
CREATE TABLE IF NOT EXISTS records (
    place INTEGER PRIMARY KEY, key TEXT NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL, appended_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS groups (name TEXT PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS positions (
    group_name TEXT, partition_id INTEGER, position INTEGER NOT NULL, PRIMARY KEY (group_name, partition_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS members (
    group_name TEXT, member TEXT, topics TEXT NOT NULL, process TEXT NOT NULL, expires_at INTEGER NOT NULL,
    PRIMARY KEY (group_name, member)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS leases (
    group_name TEXT, partition_id INTEGER, member TEXT NOT NULL, PRIMARY KEY (group_name, partition_id)) WITHOUT ROWID;
"""

_PLACE_BITS = 40
"""A record's place is its partition's id and, below it, 40 bits of position: one key, in reading order."""

_LOOK_SECONDS = 0.02
"""How often a waiting reader looks whether another process appended; within the process it is woken at once."""

_BUSY_SECONDS = 10.0

_WHY = {
    "SQLITE_FULL": ("磁盘已满", "the disk is full"),
    "SQLITE_READONLY": ("文件只读", "the file is read-only"),
    "SQLITE_CANTOPEN": ("无法打开文件", "the file cannot be opened"),
    "SQLITE_IOERR": ("读写磁盘出错", "the disk reports an error"),
    "SQLITE_BUSY": ("文件被占用太久", "the file was locked for too long"),
    "SQLITE_NOTADB": ("文件不是事件日志", "the file is not an event log"),
    "SQLITE_CORRUPT": ("文件已损坏", "the file is damaged"),
    "SQLITE_PERM": ("没有文件权限", "access to the file is denied"),
}


def place_of(partition_id: int, position: int) -> int:
    """Return the key of a record in the table of records."""
    return (partition_id << _PLACE_BITS) | position


def position_at(place: int) -> int:
    """Return the position that a record's key holds."""
    return place & ((1 << _PLACE_BITS) - 1)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader knew before it found nothing: appends of this process, and the file's version."""

    wakes: int
    file_version: int


class SqliteFile:
    """One SQLite file in WAL mode, each commit on the disk before it returns, with one connection per thread."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it.

        Raises:
            LogUnavailable: If it cannot be opened, written, or is of a later layout.
        """
        self.path = path
        self._connections: dict[tuple[int, int], sqlite3.Connection] = {}
        self._writing = threading.Lock()
        self._woken = threading.Condition()
        self._wakes = 0
        self._closed = False
        with self.change() as connection:
            layout = connection.execute("PRAGMA user_version").fetchone()[0]
            if layout > LAYOUT:
                raise LogUnavailable(
                    why_zh=f"文件由更新的版本写成({path})", why=f"a later version wrote the file {path}"
                )
            for statement in _TABLES.split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {LAYOUT}")

    def connection(self) -> sqlite3.Connection:
        """Return this thread's connection; a forked child gets its own."""
        mine = (os.getpid(), threading.get_ident())
        found = self._connections.get(mine)
        if found is None:
            with self.translated():
                found = self._connections[mine] = self._opened()
        return found

    def _opened(self) -> sqlite3.Connection:
        if self._closed:
            raise LogUnavailable(why_zh="已关闭", why="it was closed")
        connection = sqlite3.connect(
            self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "journal_size_limit = 67108864"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Write inside one transaction: all of it is on the disk on leaving, or nothing on an error.

        Raises:
            LogUnavailable: If the file cannot be written.
        """
        connection = self.connection()
        with self.translated(), self._writing:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn what SQLite says of its file into :class:`LogUnavailable`; faults of ours stay what they are."""
        try:
            yield
        except sqlite3.DatabaseError as cause:
            name = "_".join(str(getattr(cause, "sqlite_errorname", "")).split("_")[:2])
            if name not in _WHY:
                raise
            zh, en = _WHY[name]
            raise LogUnavailable(why_zh=f"{zh}({self.path})", why=f"{en} ({self.path})") from cause

    def seen(self) -> Seen:
        """Return what to compare with after finding nothing."""
        return Seen(self._wakes, self._file_version())

    def _file_version(self) -> int:
        return int(self.connection().execute("PRAGMA data_version").fetchone()[0])

    def wake(self) -> None:
        """Let the readers of this process look again."""
        with self._woken:
            self._wakes += 1
            self._woken.notify_all()

    def wait_for_change(self, seen: Seen, until: float) -> None:
        """Wait until somebody wrote since ``seen``, or the monotonic second ``until`` has come."""
        while True:
            remaining = until - monotonic_seconds()
            with self._woken:
                woken = self._woken.wait_for(
                    lambda: self._wakes != seen.wakes, min(_LOOK_SECONDS, max(remaining, 0.0))
                )
            if woken or remaining <= _LOOK_SECONDS or self._file_version() != seen.file_version:
                return

    def close(self) -> None:
        """Close the connections of all threads; what is used afterwards is :class:`LogUnavailable`."""
        self._closed = True
        while self._connections:
            (pid, _), connection = self._connections.popitem()
            if pid == os.getpid():
                connection.close()
