"""From the log to the sockets of this process: every process that holds sockets reads everything, from now on."""

import threading
from datetime import timedelta
from typing import Final

from services.notify.adapters.sockets import Sockets
from services.notify.domain.signals import signals
from shared.events.contract import Malformed, parse
from shared.events.identity import RoleGranted, RoleWithdrawn
from shared.events.topics import IDENTITY, LEDGER, MATCHING, NOTIFY
from shared.kernel.clock import Clock
from shared.kernel.errors import LinliError
from shared.kernel.ids import nonce
from shared.logs import log
from shared.messaging.log import EventLog, LogConsumer, Record

TOPICS: Final = (IDENTITY, MATCHING, LEDGER, NOTIFY)
GROUP: Final = "notify-sockets"
RECHECK: Final = timedelta(seconds=60)
"""How long a socket may outlive its session at most."""
_MOST_AT_ONCE = 500
_WAIT_SECONDS = 0.25
_AGAIN_SECONDS = 1.0


class SocketPusher:
    """Reads the log in a thread and sends what follows to the sockets of this process.

    What was written before it started is passed over: a signal is worth nothing later. When it begins to read, and when it
    could not read for a while, it puts everybody out, so that each page connects again and fetches what it missed.
    """

    def __init__(
        self, event_log: EventLog, sockets: Sockets, clock: Clock, *, is_only_one: bool = False
    ) -> None:
        """Take where to read, whom to send to, and the time.

        Args:
            event_log: The log.
            sockets: The sockets of this process.
            clock: The one the log stamps its records by.
            is_only_one: Whether no other process holds sockets; the group then has one name for ever. Otherwise
                each process reads as a group of its own.
        """
        self._event_log, self._sockets, self._clock = event_log, sockets, clock
        self._group = GROUP if is_only_one else f"{GROUP}-{nonce(6).hex()}"
        self._stopping = threading.Event()
        self._reading = threading.Event()
        self._since = self._checked_at = clock.now()
        self._thread = threading.Thread(target=self._run, name="socket-pusher", daemon=True)

    def start(self) -> None:
        """Begin with what is written from now on."""
        self._since = self._clock.now()
        self._thread.start()

    def stop(self) -> None:
        """Finish what is being sent and end."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def wait_until_reading(self, timeout_seconds: float) -> bool:
        """Wait until what is appended from now on will be seen; return whether it is so."""
        return self._reading.wait(timeout_seconds)

    def push(self, record: Record) -> None:
        """Send what follows from one record; whoever has to do with a malformed one parks it, not the sockets."""
        try:
            fact = parse(record.headers, record.body).data
        except Malformed:
            return
        for signal in signals(fact):
            self._sockets.emit(signal)
        if isinstance(fact, RoleGranted | RoleWithdrawn):
            self._sockets.disconnect(fact.member_id)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._follow()
            except LinliError as cause:
                log.warning("sockets stopped hearing the log and start again", extra={"why": cause.code})
                self._sockets.put_out_all()
                self._stopping.wait(_AGAIN_SECONDS)

    def _follow(self) -> None:
        consumer = self._event_log.consumer(self._group, TOPICS, start="last")
        try:
            while not self._stopping.is_set():
                wait_seconds = _WAIT_SECONDS if self._reading.is_set() else 0
                for record in consumer.poll(_MOST_AT_ONCE, wait_seconds):
                    if record.appended_at >= self._since:
                        self.push(record)
                if consumer.assigned and not self._reading.is_set():
                    self._reading.set()
                    self._sockets.put_out_all()  # whoever connected before may have missed something
                self._check_when_due(consumer)
        finally:
            self._reading.clear()
            consumer.close()

    def _check_when_due(self, consumer: LogConsumer) -> None:
        """Put out the sockets of ended sessions, and let the log forget what was read here."""
        now = self._clock.now()
        if now - self._checked_at >= RECHECK:
            self._checked_at = now
            self._sockets.put_out_ended()
            consumer.commit(consumer.assigned)
