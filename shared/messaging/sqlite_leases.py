"""Who of a group reads which partition: members that renew themselves, leases that end with their member."""

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shared.kernel.clock import Clock, unix_millis
from shared.kernel.ids import nonce
from shared.messaging.log import Partition, Start
from shared.messaging.sqlite_file import SqliteFile
from shared.messaging.sqlite_owners import Owners

LEASE_MILLIS = 10_000
"""A member that has not renewed itself for so long is put out by the others; one whose process died, at once."""

RENEW_MILLIS = LEASE_MILLIS // 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A leased partition.

    Attributes:
        id: Its id in the file.
        partition: Its topic and number.
        committed: The group's next position to read.
        is_new: Whether it was taken just now.
    """

    id: int
    partition: Partition
    committed: int
    is_new: bool


class Membership:
    """One consumer's place in its group."""

    def __init__(
        self,
        file: SqliteFile,
        owners: Owners,
        clock: Clock,
        *,
        group: str,
        topics: Sequence[str],
        start: Start,
    ) -> None:
        """Take what the consumer reads; nothing is joined before the first :meth:`renew`."""
        self._file = file
        self._owners = owners
        self._clock = clock
        self.group = group
        self._topics = tuple(sorted(set(topics)))
        self._start = start
        self._name = nonce(8).hex()
        self._generation = -1
        self._renew_at = 0

    def is_due(self) -> bool:
        """Tell whether to renew now: time has passed, or the group has changed."""
        return unix_millis(self._clock.now()) >= self._renew_at or self._generation != self._generation_now()

    def _generation_now(self) -> int:
        row = self._file.connection().execute("SELECT generation FROM groups WHERE name = ?", (self.group,))
        return int((row.fetchone() or (0,))[0])

    def renew(self) -> list[Holding]:
        """Stay in the group (or join it again), put out the dead, and return this member's fair share."""
        now = unix_millis(self._clock.now())
        with self._file.change() as connection:
            changed = self._stay(connection, now)
            changed |= self._put_out_the_dead(connection, now)
            given, taken = self._take_share(connection)
            changed |= bool(given or taken)
            if changed:
                connection.execute(
                    "INSERT INTO groups VALUES (?, 1) ON CONFLICT DO UPDATE SET generation = generation + 1",
                    (self.group,),
                )
            self._generation = self._generation_now()
            held = self._held(connection, taken)
        self._renew_at = now + RENEW_MILLIS
        if changed:
            self._file.wake()
        return held

    def _stay(self, connection: sqlite3.Connection, now: int) -> bool:
        if self.touch(connection, now):
            return False
        self._name = nonce(8).hex()
        connection.execute(
            "INSERT INTO members VALUES (?, ?, ?, ?, ?)",
            (self.group, self._name, json.dumps(self._topics), self._owners.me(), now + LEASE_MILLIS),
        )
        return True

    def _put_out_the_dead(self, connection: sqlite3.Connection, now: int) -> bool:
        members = connection.execute(
            "SELECT member, process, expires_at FROM members WHERE group_name = ?", (self.group,)
        ).fetchall()
        dead = [
            member
            for member, process, expires_at in members
            if member != self._name and (expires_at <= now or not self._owners.lives(process))
        ]
        for member in dead:
            _remove(connection, self.group, member)
        return bool(dead)

    def _take_share(self, connection: sqlite3.Connection) -> tuple[list[int], list[int]]:
        wanted = self._share(connection)
        leases = dict(
            connection.execute(
                "SELECT partition_id, member FROM leases WHERE group_name = ?", (self.group,)
            ).fetchall()
        )
        given = [id_ for id_, member in leases.items() if member == self._name and id_ not in wanted]
        taken = [id_ for id_ in wanted if id_ not in leases]
        connection.executemany(
            "DELETE FROM leases WHERE group_name = ? AND partition_id = ?",
            [(self.group, id_) for id_ in given],
        )
        connection.executemany(
            "INSERT INTO leases VALUES (?, ?, ?)", [(self.group, id_, self._name) for id_ in taken]
        )
        begin = "first_position" if self._start == "first" else "next_position"
        connection.executemany(
            f"INSERT OR IGNORE INTO positions SELECT ?, id, {begin} FROM partitions WHERE id = ?",  # noqa: S608 -- one of two names of ours
            [(self.group, id_) for id_ in taken],
        )
        return given, taken

    def _share(self, connection: sqlite3.Connection) -> set[int]:
        members = connection.execute(
            "SELECT member, topics FROM members WHERE group_name = ? ORDER BY member", (self.group,)
        ).fetchall()
        share = set()
        for topic in self._topics:
            readers = [member for member, topics in members if topic in json.loads(topics)]
            rows = connection.execute("SELECT id, number FROM partitions WHERE topic = ?", (topic,))
            share |= {id_ for id_, number in rows if readers[number % len(readers)] == self._name}
        return share

    def _held(self, connection: sqlite3.Connection, taken: Collection[int]) -> list[Holding]:
        rows = connection.execute(
            "SELECT p.id, p.topic, p.number, c.position FROM leases l JOIN partitions p ON p.id = l.partition_id"
            " JOIN positions c ON c.group_name = l.group_name AND c.partition_id = l.partition_id"
            " WHERE l.group_name = ? AND l.member = ? ORDER BY p.id",
            (self.group, self._name),
        )
        return [
            Holding(
                id=id_,
                partition=Partition(topic=topic, number=number),
                committed=position,
                is_new=id_ in taken,
            )
            for id_, topic, number, position in rows
        ]

    def holds(self, connection: sqlite3.Connection, partition_id: int) -> bool:
        """Tell, inside a transaction, whether this member still has the lease."""
        row = connection.execute(
            "SELECT member FROM leases WHERE group_name = ? AND partition_id = ?", (self.group, partition_id)
        ).fetchone()
        return row is not None and row[0] == self._name

    def touch(self, connection: sqlite3.Connection, now: int | None = None) -> bool:
        """Stay a member for another while, inside a transaction; tell whether it still was one."""
        now = unix_millis(self._clock.now()) if now is None else now
        renewed = connection.execute(
            "UPDATE members SET expires_at = ? WHERE group_name = ? AND member = ?",
            (now + LEASE_MILLIS, self.group, self._name),
        )
        return renewed.rowcount > 0

    def leave(self) -> None:
        """Hand everything on at once."""
        with self._file.change() as connection:
            _remove(connection, self.group, self._name)
            connection.execute("UPDATE groups SET generation = generation + 1 WHERE name = ?", (self.group,))
        self._file.wake()


def _remove(connection: sqlite3.Connection, group: str, member: str) -> None:
    connection.execute("DELETE FROM members WHERE group_name = ? AND member = ?", (group, member))
    connection.execute("DELETE FROM leases WHERE group_name = ? AND member = ?", (group, member))
