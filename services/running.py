"""What runs beside the web pages of a process: relay, workers, pusher, schedule."""

import threading
from collections.abc import Callable, Mapping, Sequence

from services.event_log import held_back
from services.ledger.application.writer import GROUP as LEDGER_GROUP
from services.ledger.entrypoints.consumer import JournalReader
from services.ledger.entrypoints.jobs import sweeps as ledger_sweeps
from services.ledger.entrypoints.redeeming_consumer import GROUP as REDEEMING_GROUP
from services.ledger.entrypoints.redeeming_consumer import reactions as redeeming_reactions
from services.ledger.entrypoints.redeeming_consumer import together as redeeming_together
from services.ledger.entrypoints.redeeming_sweeps import redeeming_sweeps
from services.matching.entrypoints.consumer import GROUP as MATCHING_GROUP
from services.matching.entrypoints.consumer import reactions as matching_reactions
from services.matching.entrypoints.identity_jobs import sweeps as identity_sweeps
from services.matching.entrypoints.jobs import sweeps as matching_sweeps
from services.notify.adapters.sockets import Sockets
from services.notify.entrypoints.consumer import GROUP as NOTIFY_GROUP
from services.notify.entrypoints.consumer import reactions as notify_reactions
from services.notify.entrypoints.consumer import together as notify_together
from services.notify.entrypoints.jobs import sweeps as notify_sweeps
from services.notify.entrypoints.pusher import SocketPusher
from services.notify.entrypoints.sender import senders
from services.wiring import SERVICES, Platform, outboxes_of
from shared.events.contract import Event
from shared.messaging.jobs import Schedule
from shared.messaging.parking import Parking
from shared.messaging.relay import Relay
from shared.messaging.retention import log_sweeps
from shared.messaging.sweeps import Sweep
from shared.messaging.worker import Together, Worker
from shared.web.idempotency import answers_sweeps

STOP_SECONDS = 5


class Runners:
    """Everything of a process that runs beside its web pages: relay, workers, pusher, schedule."""

    def __init__(
        self,
        platform: Platform,
        sockets: Sockets | None,
        *,
        works_for: Sequence[str] = SERVICES,
        is_only_one: bool = True,
    ) -> None:
        """Prepare what to run; nothing runs yet.

        Args:
            platform: The parts.
            sockets: Those this process holds, if it holds any.
            works_for: Services whose relay, worker and sweeps run here.
            is_only_one: Whether no other process holds sockets.
        """
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=run, args=(self._stop,), name=name, daemon=True)
            for name, run in _loops(platform, works_for).items()
        ]
        self._pusher = (
            SocketPusher(platform.log, sockets, platform.clock, is_only_one=is_only_one) if sockets else None
        )
        sweeps = [sweep for service in works_for for sweep in _sweeps(platform)[service]]
        self._schedule = Schedule(sweeps, platform.clock, platform.ids)

    def start(self) -> None:
        """Start everything."""
        for thread in self._threads:
            thread.start()
        if self._pusher is not None:
            self._pusher.start()
        self._schedule.start()

    def stop(self) -> None:
        """Let everything finish what it is at, some seconds at most."""
        self._stop.set()
        self._schedule.stop()
        if self._pusher is not None:
            self._pusher.stop()
        for thread in self._threads:
            thread.join(STOP_SECONDS)


def _sweeps(platform: Platform) -> Mapping[str, tuple[Sweep, ...]]:
    """Return what is due by time, by service."""
    return {
        "matching": (
            *identity_sweeps(platform.identity),
            *matching_sweeps(platform.matching),
            *answers_sweeps(platform.answers),
            *log_sweeps(platform.log, platform.settings.log_retention_days),
        ),
        "ledger": (
            *ledger_sweeps(platform.ledger, platform.settings.heads_every_seconds),
            *redeeming_sweeps(platform.redeeming),
        ),
        "notify": notify_sweeps(platform.notify),
    }


def _loops(platform: Platform, services: Sequence[str]) -> Mapping[str, Callable[[threading.Event], None]]:
    if not services:
        return {}
    waiting = [each for service in services for each in outboxes_of(platform)[service]]
    relay = Relay(platform.log, waiting, is_held_back=held_back(platform.settings))
    parking = Parking(platform.log, LEDGER_GROUP, platform.clock)
    readers = {
        "matching": _worker(platform, MATCHING_GROUP, matching_reactions(platform.matching)).run,
        "notify": notify_worker(platform).run,
        "ledger": JournalReader(platform.ledger, platform.log, parking.park).run,
    }
    sending = senders(platform.notify) if "notify" in services else {}
    redeeming = {"redeeming": redeeming_worker(platform).run} if "ledger" in services else {}
    return {"relay": relay.run, **{service: readers[service] for service in services}, **redeeming, **sending}


def redeeming_worker(platform: Platform) -> Worker:
    """Return what carries redemptions on from what is said."""
    return _worker(
        platform,
        REDEEMING_GROUP,
        redeeming_reactions(platform.redeeming),
        redeeming_together(platform.redeeming),
    )


def notify_worker(platform: Platform) -> Worker:
    """Return what makes notices of what is said."""
    return _worker(
        platform, NOTIFY_GROUP, notify_reactions(platform.notify), notify_together(platform.notify)
    )


def _worker(
    platform: Platform,
    group: str,
    reactions: Mapping[type, Callable[[Event], None]],
    together: Together | None = None,
) -> Worker:
    parking = Parking(platform.log, group, platform.clock)
    return Worker(platform.log, group, reactions, parking=parking, together=together)
