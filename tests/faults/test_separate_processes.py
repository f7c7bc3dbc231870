"""The platform as processes of their own, each killed, stopped, given a wrong clock, lost answers or a bad version: nothing is lost, nothing twice."""

import os
import re
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from services.demo.playing import Asked, Demo
from shared.kernel.clock import SystemClock, monotonic_seconds
from shared.kernel.words import Words
from tests.faults.odd_process import SUFFERED
from tests.separate_processes import WORKERS, SeparateProcesses, separate_processes

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "1"))
"""How long to go on; `make faults` asks for more."""

FAULTS = (
    "reject notify",
    "lose matching",
    "jump ledger",
    "stop ledger",
    "kill serve",
    "kill ledger",
)
MORE_FAULTS = (
    "kill matching",
    "kill notify",
    "stop matching",
    "lose ledger",
    "jump matching",
    "lose notify",
    "stop notify",
    "jump notify",
)
"""Those of `make faults` beside the others: the same on every process."""

PARKED_IN_A_ROW = 20
LEAST_SUFFERED = {"lose": 1, "jump": 2, "reject": PARKED_IN_A_ROW + 1}
"""How often something must have gone wrong, or it was no test."""

VOLUNTEERS, NEEDS_EACH = 30, 5
PATIENCE_SECONDS = 60

LEASE_SECONDS = 12
"""Longer than the log leaves a partition to a reader that says nothing."""


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[SeparateProcesses]:
    with separate_processes(tmp_path) as processes:
        processes.start()
        yield processes


@pytest.mark.timeout(300 * ROUNDS)
def test_a_day_on_which_every_process_fails_ends_with_every_invariant_held(
    platform: SeparateProcesses, capsys: pytest.CaptureFixture[str]
) -> None:
    planned = FAULTS if ROUNDS == 1 else (*FAULTS, *MORE_FAULTS) * ROUNDS
    due, happened = threading.Semaphore(0), Counter[str]()
    over = [threading.Event() for _ in planned]

    def progress(what: Words, done: int, _: int) -> None:
        """Tell that the next fault is due; whoever is done early waits until the last one is over: no fault meets an idle day."""
        if what.en == "Needs":
            if done % NEEDS_EACH == 1:
                due.release()
            for earlier in over[: (done - 1) // NEEDS_EACH]:
                earlier.wait(PATIENCE_SECONDS)

    demo = Demo(
        asked=Asked(district="511402", volunteers=VOLUNTEERS, needs=NEEDS_EACH * len(planned), seed=7),
        url=platform.url,
        staff_token=platform.staff_token(),
        clock=SystemClock(),
        progress=progress,
    )
    with ThreadPoolExecutor(1) as one:
        playing = one.submit(demo.play)
        for fault, is_over in zip(planned, over, strict=True):
            assert due.acquire(timeout=120)
            what, which = fault.split()
            happened[what] += SUFFER[what](platform, which)
            is_over.set()
        outcome = playing.result(280 * ROUNDS)
    with capsys.disabled():
        told = f"needs: {outcome.counts.needs_posted}, credited: {outcome.counts.credited}"
        sys.stdout.write(f"\nfaults: {dict(happened)}, {told}\n")
    assert [words.en for words in outcome.broken] == []
    assert outcome.counts.needs_posted == NEEDS_EACH * len(planned)
    assert outcome.counts.confirmed == outcome.counts.credited > 0
    assert platform.linli("audit").returncode == 0
    assert platform.linli("parked", "list").stdout == ""
    assert {name: platform.end_one(name) for name in list(platform.running)} == dict.fromkeys(
        ("serve", *WORKERS), 0
    )


def killed(platform: SeparateProcesses, which: str) -> int:
    """Kill a process and start it again."""
    platform.kill(which)
    platform.start_working(which)
    return 1


def stopped(platform: SeparateProcesses, which: str) -> int:
    """Stop a process for longer than its lease while another does its work, then let it go on: a writer from the past."""
    platform.signal(which, signal.SIGSTOP)
    past = platform.running.pop(which)
    platform.start_working(which)
    threading.Event().wait(LEASE_SECONDS)
    past.send_signal(signal.SIGCONT)
    threading.Event().wait(1)
    assert past.poll() is None, "it finds its lease gone, and goes on"
    past.terminate()
    assert past.wait(30) == 0
    return 1


def odd(what: str) -> Callable[[SeparateProcesses, str], int]:
    """Return what lets a process with something wrong inside take the place of a good one for a while."""

    def suffer(platform: SeparateProcesses, which: str) -> int:
        before = suffered(platform, which)
        platform.end_one(which)
        platform.start_working(which, odd=what)
        until = monotonic_seconds() + PATIENCE_SECONDS
        while (count := suffered(platform, which) - before) < LEAST_SUFFERED[what]:
            assert monotonic_seconds() < until, f"{what} {which}: {count} times only"
            threading.Event().wait(0.2)
        platform.end_one(which)
        platform.start_working(which)
        return count

    return suffer


def suffered(platform: SeparateProcesses, which: str) -> int:
    """Return how often a process has said that something went wrong."""
    return platform.told_by(which).read_text(errors="replace").count(SUFFERED)


def rejected(platform: SeparateProcesses, which: str) -> int:
    """Let a bad version be there: it stops at the limit, having skipped nothing; the mended one does all of it."""
    count = odd("reject")(platform, which)
    assert count == PARKED_IN_A_ROW + 1, "the last one is not parked, and nothing comes after it"
    told = platform.told_by(which).read_text(errors="replace")
    assert re.search(rf"worker stopped.*{PARKED_IN_A_ROW} events in a row", told, re.DOTALL)
    replayed = platform.linli("parked", "replay")
    assert (replayed.returncode, f"已重新投递 {PARKED_IN_A_ROW} 个" in replayed.stdout) == (0, True)
    return count


SUFFER: dict[str, Callable[[SeparateProcesses, str], int]] = {
    "kill": killed,
    "stop": stopped,
    "lose": odd("lose"),
    "jump": odd("jump"),
    "reject": rejected,
}
