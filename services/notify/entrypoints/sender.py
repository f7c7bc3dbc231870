"""The loops that send: beside the log, so that no provider keeps an event waiting, and one for each channel, so that none keeps another."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final

from services.notify.application.context import Notify
from services.notify.application.living import Living, free_left
from services.notify.application.sending import AT_ONCE, due_for, send_some
from services.notify.domain.channels import Channel
from services.notify.domain.deliveries import Delivery
from shared.kernel.ids import RandomIds
from shared.messaging.backoff import EVERYTHING, Backoff, keep_on

_LOOK_SECONDS: Final = 1.0
_SIGN_SECONDS: Final = 2.0
_BACKOFF: Final = Backoff(first_seconds=1, most_seconds=30)
_SIGN_BACKOFF: Final = Backoff(first_seconds=0.5, most_seconds=_SIGN_SECONDS)


def senders(notify: Notify) -> Mapping[str, Callable[[threading.Event], None]]:
    """Return the loops that send, by name, and the one that says that they live; none where no channel is set up."""
    if not notify.reach.channels:
        return {}
    living = Living(notify, RandomIds(notify.clock).new())
    loops = {
        f"sender-{channel.value.lower()}": partial(_run, notify, living, channel)
        for channel in sorted(notify.reach.channels)
    }
    return {"sender-life": partial(_live, notify, living), **loops}


def _live(notify: Notify, living: Living, stop: threading.Event) -> None:
    def sign() -> None:
        living.give_sign()
        free_left(notify, notify.clock.now())
        stop.wait(_SIGN_SECONDS)

    keep_on(sign, stop, name="sender-life", backoff=_SIGN_BACKOFF, passing=EVERYTHING)


def _run(notify: Notify, living: Living, channel: Channel, stop: threading.Event) -> None:
    name = f"sender-{channel.value.lower()}"
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix=name) as pool:
        line = _Line(notify=notify, living=living, channel=channel, pool=pool, stop=stop)
        keep_on(line.look, stop, name=name, backoff=_BACKOFF, passing=EVERYTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One channel's messages, sent as fast as its provider may be called."""

    notify: Notify
    living: Living
    channel: Channel
    pool: ThreadPoolExecutor
    stop: threading.Event

    def look(self) -> None:
        """Look once for what is due, and send it; or wait a little, if there is nothing."""
        now = self.notify.clock.now()
        due = due_for(self.notify, self.channel, now) if self.living.is_alive(now) else []
        if not due:
            self.stop.wait(_LOOK_SECONDS)
        while due and not self.stop.is_set():
            due = self._without_sent(due)

    def _without_sent(self, due: list[Delivery]) -> list[Delivery]:
        """Send as many as may be called now; return the rest, or nothing if the provider rests."""
        now = self.notify.clock.now()
        pace = self.notify.reach.paces.of(self.channel, now)
        turns = pace.turns(now, AT_ONCE)
        if turns == 0:
            self.stop.wait(min((pace.free_at - now).total_seconds(), _LOOK_SECONDS))
            return [] if pace.is_resting else due
        send_some(self.notify, self.living, self.channel, due[:turns], self.pool.map)
        return due[turns:]
