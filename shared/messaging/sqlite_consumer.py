"""One reader of a group on the SQLite log."""

from collections.abc import Mapping, Sequence

from shared.kernel.clock import Clock, monotonic_seconds
from shared.messaging.log import LeaseLost, Partition, Record, Start
from shared.messaging.sqlite_file import SqliteFile
from shared.messaging.sqlite_leases import Membership
from shared.messaging.sqlite_owners import Owners
from shared.messaging.sqlite_reading import Slice, ends_of, read_slice

_LOOK_AGAIN_SECONDS = 1.0
"""A waiting reader looks after its lease at least so often."""


class SqliteConsumer:
    """Reads the partitions it holds the leases of; see :class:`shared.messaging.log.LogConsumer` for the promises."""

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
        """Join the group at once."""
        self._file = file
        self._membership = Membership(file, owners, clock, group=group, topics=topics, start=start)
        self._ids: dict[Partition, int] = {}
        self._next: dict[Partition, int] = {}
        self._turn = 0
        self._closed = False
        self._renew()

    @property
    def assigned(self) -> Mapping[Partition, int]:
        """Return the partitions held, each with the position read next."""
        return dict(self._next)

    def poll(self, limit: int, timeout_seconds: float) -> list[Record]:
        """Return the next records, waiting for the first one."""
        until = monotonic_seconds() + timeout_seconds
        with self._file.translated():
            while True:
                seen = self._file.seen()
                if self._membership.is_due():
                    self._renew()
                records = self._fetch(limit)
                now = monotonic_seconds()
                if records or now >= until:
                    return records
                self._file.wait_for_change(seen, min(until, now + _LOOK_AGAIN_SECONDS))

    def _renew(self) -> None:
        """Keep the place in what was held before; begin at what is committed in what is new."""
        held = self._membership.renew()
        self._ids = {holding.partition: holding.id for holding in held}
        self._next = {
            holding.partition: holding.committed if holding.is_new else self._next[holding.partition]
            for holding in held
        }

    def _fetch(self, limit: int) -> list[Record]:
        records: list[Record] = []
        partitions = list(self._next)
        self._turn = (self._turn + 1) % max(1, len(partitions))
        ends = ends_of(self._file.connection())
        for partition in partitions[self._turn :] + partitions[: self._turn]:
            if len(records) >= limit:
                break
            if ends.get(self._ids[partition]) == self._next[partition]:
                continue
            wanted = Slice(
                partition=partition,
                id=self._ids[partition],
                position=self._next[partition],
                limit=limit - len(records),
            )
            found = read_slice(self._file.connection(), wanted)
            if found:
                self._next[partition] = found[-1].position + 1
                records += found
        return records

    def commit(self, positions: Mapping[Partition, int]) -> None:
        """Remember the next positions to read, unless a lease was lost."""
        if not positions:
            return
        with self._file.change() as connection:
            self._membership.touch(connection)
            for partition, position in positions.items():
                id_ = self._ids.get(partition)
                if id_ is None or not self._membership.holds(connection, id_):
                    raise LeaseLost(topic=partition.topic, partition=partition.number)
                connection.execute(
                    "UPDATE positions SET position = ? WHERE group_name = ? AND partition_id = ?",
                    (position, self._membership.group, id_),
                )

    def seek(self, partition: Partition, position: int) -> None:
        """Go on reading from ``position``."""
        if partition not in self._next:
            raise LeaseLost(topic=partition.topic, partition=partition.number)
        self._next[partition] = position

    def close(self) -> None:
        """Hand all partitions on at once."""
        if not self._closed:
            self._closed = True
            self._ids, self._next = {}, {}
            self._membership.leave()
