"""The ledger's ear: one consumer that hands whole polls to the writer, for a block answers many facts at once."""

import threading
from collections.abc import Sequence

from services.ledger.application.context import Ledger
from services.ledger.application.writer import Park, Writer
from shared.events.topics import SERVICE
from shared.logs import log
from shared.messaging.backoff import TRANSIENT, Backoff, jittered
from shared.messaging.log import EventLog, LeaseLost, LogConsumer, Record, after

GROUP = "ledger"
TOPICS = (SERVICE,)
POLL_RECORDS = 500
POLL_SECONDS = 0.5


class JournalConsumer:
    """Reads confirmed service from the log and has it written, until told to stop.

    Positions are committed only after the facts are in the journal and readers can see them; what comes again is passed
    over by the writer.
    """

    def __init__(
        self, ledger: Ledger, event_log: EventLog, park: Park, backoff: Backoff | None = None
    ) -> None:
        """Take the ledger, the log, and where malformed records go."""
        self._ledger, self._log, self._park = ledger, event_log, park
        self._backoff = backoff or Backoff()
        self._held: Sequence[Record] = ()

    def run(self, stop: threading.Event) -> None:
        """Work until ``stop``; what passes by itself is waited out, with the order kept.

        Raises:
            BrokenChain: If the journal does not hold: nothing is written on top of it, a person must look.
        """
        writer: Writer | None = None
        consumer: LogConsumer | None = None
        failures = 0
        try:
            while not stop.is_set():
                try:
                    writer = writer or self._opened()
                    consumer = consumer or self._log.consumer(GROUP, TOPICS)
                    self.step(writer, consumer)
                    failures = 0
                except TRANSIENT as cause:
                    failures += 1
                    self._wait(stop, failures, cause)
        finally:
            if consumer is not None:
                consumer.close()

    def step(self, writer: Writer, consumer: LogConsumer) -> int:
        """Take one poll, or again the one that failed; return how many records are done."""
        records = self._held = self._held or consumer.poll(POLL_RECORDS, POLL_SECONDS)
        if not records:
            return 0
        writer.take(records)
        self._held = ()
        try:
            consumer.commit(after(records))
        except LeaseLost:
            log.info("partitions moved on; what was written stands", extra={"group": GROUP})
        return len(records)

    def _opened(self) -> Writer:
        writer = Writer(self._ledger, self._park)
        writer.open()
        return writer

    def _wait(self, stop: threading.Event, failures: int, cause: Exception) -> None:
        seconds = jittered(self._backoff, failures)
        log.warning(
            "the ledger tries again later",
            extra={"failures": failures, "wait_seconds": round(seconds, 3), "cause": repr(cause)},
        )
        stop.wait(seconds)
