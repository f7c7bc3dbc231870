"""The loop of a consumer group: poll, do, commit what is done, read the rest again."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from shared.kernel.clock import monotonic_seconds
from shared.kernel.errors import Unavailable
from shared.logs import log
from shared.messaging.backoff import Backoff, keep_on
from shared.messaging.log import EventLog, LeaseLost, LogConsumer, Partition, Record, Start

_COMMIT_SECONDS = 1.0
"""Within a long batch, what is done is committed so often; it also keeps the leases."""

_POLL_SECONDS = 0.5


class GroupReader(ABC):
    """One reader of a group. What it did not do is delivered again; its position never passes an undone record."""

    def __init__(
        self,
        log: EventLog,
        group: str,
        topics: Iterable[str],
        *,
        limit: int = 200,
        start: Start = "first",
        backoff: Backoff | None = None,
    ) -> None:
        """Take the log and what to read; the group is joined by the first step.

        Args:
            log: The event log.
            group: Name of the group; its position is kept under it.
            topics: Topics to read.
            limit: Most records of one poll.
            start: Where a group begins that has never read.
            backoff: Waits when something does not answer.
        """
        self.group = group
        self._log = log
        self._topics = tuple(sorted(set(topics)))
        self._limit = limit
        self._start = start
        self._backoff = backoff or Backoff()
        self._consumer: LogConsumer | None = None
        self._done: dict[Partition, int] = {}
        self._stop = threading.Event()
        self._stopped_because: str | None = None

    @property
    def stopped_because(self) -> str | None:
        """Return why it gave up, for an operator; None while it works or after it was told to stop."""
        return self._stopped_because

    def run(self, stop: threading.Event) -> None:
        """Work until ``stop``, or until something is wrong that waiting does not heal: then say so and end."""
        self._stop, self._stopped_because = stop, None
        try:
            keep_on(lambda: self.step(_POLL_SECONDS), stop, name=self.group, backoff=self._backoff)
        except Exception as cause:  # noqa: BLE001 -- an outer loop: it ends, and says why
            self._stopped_because = f"{type(cause).__name__}: {cause}"
            log.exception("worker stopped", extra={"group": self.group, "why": self._stopped_because})
        finally:
            with suppress(Unavailable):
                self.close()

    def step(self, timeout_seconds: float = 0.0) -> int:
        """Poll once, do what came, commit what was done, and return how many records that were.

        Raises:
            Unavailable: If something does not answer (or any other passing error); the undone will be read again.
            LinliError: If it makes no sense to go on.
        """
        consumer = self._consumer = self._consumer or self._log.consumer(
            self.group, self._topics, start=self._start
        )
        self._commit(consumer)
        records = consumer.poll(self._limit, timeout_seconds)
        count, until = 0, dict[Partition, int]()
        committed_at = monotonic_seconds()
        try:
            for record in self._do(records):
                self._done[record.source] = until[record.source] = record.position + 1
                count += 1
                if monotonic_seconds() - committed_at > _COMMIT_SECONDS:
                    self._commit(consumer)
                    committed_at = monotonic_seconds()
        finally:
            if count < len(records):
                _read_again(consumer, records, until)
            self._commit(consumer)
        return count

    @abstractmethod
    def _do(self, records: Sequence[Record]) -> Iterable[Record]:
        """Do what the records ask and give those that are done, in order within each partition."""

    def _commit(self, consumer: LogConsumer) -> None:
        try:
            consumer.commit(self._done)
        except LeaseLost:
            self._done.clear()
            raise
        self._done.clear()

    def close(self) -> None:
        """Leave the group; a later step joins it again."""
        consumer, self._consumer = self._consumer, None
        self._done.clear()
        if consumer is not None:
            consumer.close()


def _read_again(consumer: LogConsumer, records: Sequence[Record], until: Mapping[Partition, int]) -> None:
    """Go back, in each partition, to the first record that is not done."""
    for record in reversed(records):
        if record.position >= until.get(record.source, record.position):
            consumer.seek(record.source, record.position)
