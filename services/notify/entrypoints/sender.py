"""The loops that send: beside the log, so that no provider keeps an event waiting."""

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from services.notify.application.context import Notify
from services.notify.application.sending import send_due
from shared.messaging.backoff import EVERYTHING, Backoff, keep_on

AT_ONCE: Final = 2
"""Senders of a process; what one holds the others leave alone."""
_LOOK_SECONDS: Final = 1.0
_BACKOFF: Final = Backoff(first_seconds=1, most_seconds=30)


def senders(notify: Notify) -> Mapping[str, Callable[[threading.Event], None]]:
    """Return the loops that send, by name; none where no channel is set up."""
    if not notify.reach.channels:
        return {}
    return {f"sender-{number}": partial(_run, notify) for number in range(1, 1 + AT_ONCE)}


def _run(notify: Notify, stop: threading.Event) -> None:
    def look() -> None:
        if send_due(notify, notify.clock.now()) == 0:
            stop.wait(_LOOK_SECONDS)

    keep_on(look, stop, name="sender", backoff=_BACKOFF, passing=EVERYTHING)
