"""One reader of a group on Kafka."""

from collections.abc import Mapping, Sequence

from shared.kernel.clock import monotonic_seconds
from shared.messaging.kafka_cluster import Cluster
from shared.messaging.kafka_group import GroupClient, NoPositions, Rebalancing
from shared.messaging.log import LeaseLost, LogUnavailable, Partition, Record, Start

_TAKE_PART_SECONDS = 0.1
_SETTLE_SECONDS = 60.0
"""How long a commit waits for a group that shares out anew."""


class KafkaLogConsumer:
    """Reads what the group's coordinator assigns to it; see :class:`shared.messaging.log.LogConsumer` for the promises."""

    def __init__(self, cluster: Cluster, *, group: str, topics: Sequence[str], start: Start) -> None:
        """Take what to read; the group is joined by the first poll."""
        self._cluster = cluster
        self._client = GroupClient(cluster, group, topics)
        self._start = start
        self._closed = False

    @property
    def assigned(self) -> Mapping[Partition, int]:
        """Return the partitions assigned, each with the position read next."""
        positions = {each: self._client.position(each) for each in self._client.assigned()}
        return {each: position for each, position in positions.items() if position is not None}

    def poll(self, limit: int, timeout_seconds: float) -> list[Record]:
        """Return the next records, waiting for the first one; nothing is fetched while the limit is 0."""
        self._client.hold_back(held=limit == 0)
        until = monotonic_seconds() + timeout_seconds
        while True:
            records = self._round(limit, max(0.0, until - monotonic_seconds()))
            if records or monotonic_seconds() >= until:
                return records

    def _round(self, limit: int, timeout_seconds: float) -> list[Record]:
        """Poll once; who cannot read yet gives the group a moment to tell it what and from where, and records come only when asked for."""
        least = 0.0 if self._client.is_settled() else _TAKE_PART_SECONDS
        try:
            records = self._client.poll(max(1, limit), max(least, min(timeout_seconds, 0.5)))
        except NoPositions:
            self._begin()
            return []
        if limit:
            self._client.hold_back(held=False)
            return records
        self._put_back(records)
        return []

    def _begin(self) -> None:
        """Remember for the group where it begins in the partitions it never read."""
        assigned = self._client.assigned()
        new = assigned - self._client.committed(assigned).keys()
        at: Start = self._start
        beginnings = self._cluster.positions(new, "first" if at == "first" else "end")
        try:
            self._client.commit(beginnings)
        except (Rebalancing, LeaseLost):
            return

    def _put_back(self, records: Sequence[Record]) -> None:
        for record in reversed(records):
            self._client.seek(record.source, record.position)

    def commit(self, positions: Mapping[Partition, int]) -> None:
        """Remember the next positions to read, unless a partition was handed on."""
        if not positions:
            return
        until = monotonic_seconds() + _SETTLE_SECONDS
        while monotonic_seconds() < until:
            self._check_assigned(positions)
            try:
                self._client.commit(positions)
            except Rebalancing:
                self._take_part()
            else:
                return
        raise LogUnavailable(why="the group does not settle", why_zh="消费组未能稳定")

    def _take_part(self) -> None:
        """Let the group share out anew without reading anything."""
        self._client.hold_back(held=True)
        self._round(0, _TAKE_PART_SECONDS)

    def _check_assigned(self, partitions: Mapping[Partition, int]) -> None:
        assigned = self._client.assigned()
        for partition in partitions:
            if partition not in assigned:
                raise LeaseLost(topic=partition.topic, partition=partition.number)

    def seek(self, partition: Partition, position: int) -> None:
        """Go on reading from ``position``."""
        self._check_assigned({partition: position})
        self._client.seek(partition, position)

    def close(self) -> None:
        """Hand all partitions on at once."""
        if not self._closed:
            self._closed = True
            self._client.close()
