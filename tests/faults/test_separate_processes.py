"""The platform as processes of their own, each killed with -9 or stopped for a while: nothing is lost, nothing happens twice."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from services.demo.playing import Asked, Demo
from shared.kernel.clock import SystemClock
from shared.kernel.words import Words
from tests.separate_processes import WORKERS, SeparateProcesses, separate_processes

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "1"))
"""How long to go on; `make faults` asks for more."""

FAULTS = ("stop ledger", "kill matching", "kill serve", "kill ledger", "kill notify")
VOLUNTEERS, NEEDS_EACH = 30, 6


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[SeparateProcesses]:
    with separate_processes(tmp_path) as processes:
        processes.start()
        yield processes


@pytest.mark.timeout(300 * ROUNDS)
def test_a_day_on_which_every_process_fails_ends_with_every_invariant_held(
    platform: SeparateProcesses, capsys: pytest.CaptureFixture[str]
) -> None:
    planned = FAULTS * ROUNDS
    due = threading.Semaphore(0)

    def progress(what: Words, done: int, _: int) -> None:
        if what.en == "Needs" and done % NEEDS_EACH == NEEDS_EACH // 2:
            due.release()

    demo = Demo(
        asked=Asked(district="511402", volunteers=VOLUNTEERS, needs=NEEDS_EACH * len(planned), seed=7),
        url=platform.url,
        staff_token=platform.staff_token(),
        clock=SystemClock(),
        progress=progress,
    )
    with ThreadPoolExecutor(1) as one:
        playing = one.submit(demo.play)
        for fault in planned:
            assert due.acquire(timeout=120)
            suffer(platform, *fault.split())
        outcome = playing.result(280 * ROUNDS)
    with capsys.disabled():
        told = f"needs: {outcome.counts.needs_posted}, credited: {outcome.counts.credited}"
        sys.stdout.write(f"\nfaults: {len(planned)}, {told}\n")
    assert [words.en for words in outcome.broken] == []
    assert outcome.counts.needs_posted == NEEDS_EACH * len(planned)
    assert outcome.counts.confirmed == outcome.counts.credited > 0
    assert platform.linli("audit").returncode == 0
    assert platform.linli("parked", "list").stdout == ""
    assert {name: platform.end_one(name) for name in list(platform.running)} == dict.fromkeys(
        ("serve", *WORKERS), 0
    )


def suffer(platform: SeparateProcesses, what: str, which: str) -> None:
    """Kill a process and start it again; or stop one for longer than its lease while another does its work."""
    if what == "kill":
        platform.kill(which)
        platform.start_one(which)
        if which == "serve":
            platform.await_answer()
        return
    platform.signal(which, signal.SIGSTOP)
    stopped = platform.running.pop(which)
    platform.start_one(which)
    threading.Event().wait(LEASE_SECONDS)
    stopped.send_signal(signal.SIGCONT)
    threading.Event().wait(1)
    assert stopped.poll() is None, "it finds its lease gone, and goes on"
    stopped.terminate()
    assert stopped.wait(30) == 0


LEASE_SECONDS = 12
"""Longer than the log leaves a partition to a reader that says nothing."""
