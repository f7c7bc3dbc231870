"""``linli`` with something wrong inside, as a process of its own: what goes wrong is said, so that a test can count it.

``python -m tests.faults.odd_process WHAT COMMAND…``, where WHAT is ``lose``, ``jump`` or ``reject``.
"""

import itertools
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from services import running
from services.__main__ import main
from services.notify.entrypoints.consumer import reactions
from shared.kernel.clock import SystemClock, monotonic_seconds
from shared.messaging.kafka_log import KafkaLog
from shared.messaging.log import LogUnavailable, Message
from shared.messaging.sqlite_log import SqliteLog

LOST_EVERY = 3
JUMP_SECONDS = (0, 200, -200, 40)
"""How far the clock is off, one after another; leases last ten seconds."""

STAYS_SECONDS = 1.5
SUFFERED = "suffered: "


def suffered(what: str) -> None:
    """Say that something went wrong."""
    sys.stdout.write(f"{SUFFERED}{what}\n")
    sys.stdout.flush()


def lose() -> None:
    """Let every third append succeed, and its acknowledgement be lost: what was appended is appended again."""
    for kind in (SqliteLog, KafkaLog):
        kind.append = _losing(kind.append, itertools.count(1))  # type: ignore[method-assign]  # -- the fault


def _losing(append: Callable[..., None], turns: "itertools.count[int]") -> Callable[..., None]:
    def losing(log: object, topic: str, messages: Sequence[Message]) -> None:
        append(log, topic, messages)
        if messages and next(turns) % LOST_EVERY == 1:
            suffered("an acknowledgement lost")
            raise LogUnavailable(why_zh="没有收到确认", why="no acknowledgement came")

    return losing


def jump() -> None:
    """Let the process's clock be minutes ahead, then behind, and so on."""
    now, last = SystemClock.now, [0]

    def jumping(clock: SystemClock) -> datetime:
        turn = int(monotonic_seconds() / STAYS_SECONDS) % len(JUMP_SECONDS)
        if turn != last[0]:
            last[0] = turn
            suffered(f"the clock jumped to {JUMP_SECONDS[turn]} s")
        return now(clock) + timedelta(seconds=JUMP_SECONDS[turn])

    SystemClock.now = jumping  # type: ignore[method-assign, assignment]  # -- the fault


def reject() -> None:
    """Be a bad version: notify can do nothing with any event."""

    def bad(event: object) -> None:
        suffered("an event rejected")
        raise KeyError(type(event).__name__)

    def rejecting(notify: object) -> Mapping[type, Callable[..., None]]:
        return dict.fromkeys(reactions(notify), bad)  # type: ignore[arg-type]  # -- passed on

    def rejecting_all(_: object) -> Callable[[Sequence[object]], None]:
        def bad_together(events: Sequence[object]) -> None:
            raise KeyError(type(events[0]).__name__)

        return bad_together

    running.notify_reactions = rejecting  # type: ignore[attr-defined]  # -- the fault
    running.notify_together = rejecting_all  # type: ignore[attr-defined, assignment]  # -- the fault


if __name__ == "__main__":
    {"lose": lose, "jump": jump, "reject": reject}[sys.argv.pop(1)]()
    main()
