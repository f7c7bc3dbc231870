"""The library's reader of a group, in our words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shared.messaging.kafka import (
    NO_POSITION,
    NOT_OURS_ANY_MORE,
    READ_SECONDS,
    REBALANCING,
    NotSharedOutYet,
    open_member,
    translated,
)
from shared.messaging.kafka_cluster import Cluster
from shared.messaging.log import LeaseLost, LogUnavailable, Partition, Record


class Rebalancing(Exception):
    """The group is sharing its partitions out anew; polling takes part in that."""


class NoPositions(Exception):
    """The group has never read a partition that was just assigned."""


class GroupClient:
    """The library's consumer of a group, in our words; used by one thread at a time."""

    def __init__(self, cluster: Cluster, group: str, topics: Sequence[str]) -> None:
        """Join the group by the first poll."""
        self._cluster, self._names = cluster, cluster.names
        on_cluster = [self._names.on_cluster(topic) for topic in topics]
        self._consumer = open_member(cluster.access, self._names.on_cluster(group), on_cluster)
        _finish_joins(self._consumer._coordinator)  # noqa: SLF001 -- the library has no way to mend this from outside

    def assigned(self) -> set[Partition]:
        """Return the partitions this reader has."""
        return {self._names.partition(place) for place in self._consumer.assignment()}

    def is_settled(self) -> bool:
        """Tell whether this reader has partitions, and knows in each what it reads next."""
        known = self._consumer._subscription.has_all_fetch_positions()  # noqa: SLF001 -- asking for them asks the brokers
        return bool(known and self._consumer.assignment())

    def position(self, partition: Partition) -> int | None:
        """Return the position read next, if it is settled."""
        try:
            with translated():
                found: int | None = self._consumer.position(self._names.place(partition), timeout_ms=1000)
        except LogUnavailable:
            return None
        return found

    def hold_back(self, *, held: bool) -> None:
        """Fetch nothing from now on, or go on fetching."""
        if held:
            self._consumer.pause(*self._consumer.assignment())
        else:
            self._consumer.resume(*self._consumer.paused())

    def poll(self, limit: int, timeout_seconds: float) -> list[Record]:
        """Return what comes next, and take part in the group.

        Raises:
            NoPositions: If the group has to say first where it begins.
            PositionGone: If the next position is not in the log.
        """
        try:
            with self._cluster.positions_kept(), translated():
                told = self._consumer.poll(timeout_ms=int(timeout_seconds * 1000), max_records=limit)
        except LogUnavailable as cause:
            if isinstance(cause.__cause__, NO_POSITION):
                raise NoPositions from cause
            raise
        return self._names.records(told)

    def seek(self, partition: Partition, position: int) -> None:
        """Go on from a position."""
        self._consumer.seek(self._names.place(partition), position)

    def committed(self, partitions: Iterable[Partition]) -> dict[Partition, int]:
        """Return what the group has committed, where it has."""
        with translated():
            told = {
                each: self._consumer.committed(self._names.place(each), timeout_ms=5000)
                for each in partitions
            }
        return {each: position for each, position in told.items() if position is not None}

    def commit(self, positions: Mapping[Partition, int]) -> None:
        """Remember positions for the group.

        Raises:
            Rebalancing: If the group is being shared out anew; poll, and see whose the partitions are then.
            LeaseLost: If this reader is not of the group any more.
        """
        offsets = {
            self._names.place(each): self._names.offset(position) for each, position in positions.items()
        }
        try:
            with translated():
                self._consumer.commit(offsets, timeout_ms=READ_SECONDS * 1000)
        except LogUnavailable as unavailable:
            cause = unavailable.__cause__
            inner = cause.args[0] if isinstance(cause, NOT_OURS_ANY_MORE) and cause.args else cause
            if isinstance(inner, REBALANCING):
                raise Rebalancing from unavailable
            if isinstance(cause, NOT_OURS_ANY_MORE):
                one = next(iter(positions))
                raise LeaseLost(topic=one.topic, partition=one.number) from unavailable
            raise

    def close(self) -> None:
        """Leave the group."""
        self._consumer.close(timeout_ms=5000)


def _finish_joins(coordinator: Any) -> None:
    """Let a reader that has begun to join go on until it knows its share, however short its polls are.

    An answer that comes between two polls is thrown away by the library (seen in 3.0.12), which then asks anew; a reader that shares out for
    all even believes that it is done: it keeps what it had, is silent until the brokers put it out, and can never commit again.
    """
    needs_to_join, join = coordinator.need_rejoin, coordinator.join_group_async
    ask = coordinator._do_join_and_sync_async  # noqa: SLF001 -- as below

    async def ask_until_shared_out() -> object:
        """Take no answer for a share that nobody wrote; the library would fall over it, and asks again for this error."""
        share = await ask()
        if not share:
            raise NotSharedOutYet
        return share

    async def join_or_finish(timeout_ms: float | None = None) -> bool:
        answer = coordinator._join_task  # noqa: SLF001 -- where the library keeps what it asked
        if coordinator.rebalance_in_progress() and answer is not None and answer.succeeded():
            coordinator._join_task = coordinator._manager.call_soon(_told, answer.value)  # noqa: SLF001 -- as above
        return bool(await join(timeout_ms))

    coordinator._do_join_and_sync_async = ask_until_shared_out  # noqa: SLF001 -- as above
    coordinator.join_group_async = join_or_finish
    coordinator.need_rejoin = lambda: coordinator.rebalance_in_progress() or needs_to_join()


async def _told(answer: object) -> object:
    """Say what came before, to who waits for it only now."""
    return answer
