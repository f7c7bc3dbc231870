"""How long to wait before trying again, and the loop that does."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass

from pymongo.errors import ConnectionFailure

from shared.kernel.errors import StaleWrite, Unavailable
from shared.logs import log

TRANSIENT: tuple[type[Exception], ...] = (
    Unavailable,
    StaleWrite,
    ConnectionFailure,
    ConnectionError,
    TimeoutError,
)
"""What passes by itself: tried again, never parked."""

EVERYTHING: tuple[type[Exception], ...] = (Exception,)
"""For a loop that must not end: a bug is tried again too, and said loudly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """Waits that grow, up to a limit, with chance in them so that many do not try at the same instant.

    Attributes:
        first_seconds: The longest wait after the first failure.
        most_seconds: No wait is longer.
    """

    first_seconds: float = 0.05
    most_seconds: float = 5.0

    def wait_seconds(self, failures: int, chance: float) -> float:
        """Return the wait after so many failures in a row: half of it certain, half of it by ``chance``, 0 to 1."""
        longest = min(self.most_seconds, self.first_seconds * 2.0 ** min(failures - 1, 30))
        return longest * (0.5 + chance / 2)


def keep_on(
    work: Callable[[], object],
    stop: threading.Event,
    *,
    name: str,
    backoff: Backoff,
    passing: tuple[type[Exception], ...] = TRANSIENT,
) -> None:
    """Repeat ``work`` until ``stop``; errors that are ``passing`` are waited out, others go to the caller."""
    failures = 0
    while not stop.is_set():
        try:
            work()
            failures = 0
        except passing as cause:
            failures += 1
            wait = backoff.wait_seconds(failures, random.random())  # noqa: S311 -- spreads waits, guards nothing
            say = log.warning if isinstance(cause, TRANSIENT) else log.exception
            say(
                "trying again later",
                extra={"loop": name, "failures": failures, "wait_seconds": round(wait, 3), "why": str(cause)},
            )
            stop.wait(wait)
