"""A demo during which the platform is killed with -9 again and again: nothing is lost, nothing happens twice."""

import json
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from services.demo.playing import Asked, Demo
from shared.kernel.clock import SystemClock
from shared.kernel.words import Words
from tests.platform_process import PlatformProcess

KILLED_AT = (("Volunteers", 12), ("Needs", 4), ("Needs", 10))
"""What was done, and how often, when the platform is killed."""


@dataclass(kw_only=True)
class Kills:
    """Tells when the next kill is due."""

    due: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def progress(self, what: Words, done: int, _: int) -> None:
        if (what.en, done) in KILLED_AT:
            self.due.release()


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[PlatformProcess]:
    process = PlatformProcess(folder=tmp_path / "data")
    process.start()
    yield process
    process.stop()


def staff_token(platform: PlatformProcess) -> str:
    who = ("--phone", "13700000001", "--name", "周敏", "--role", "COMMUNITY_STAFF", "--scope", "511402")
    made = json.loads(platform.linli("member", "create", *who).stdout)
    body = {"phone": "13700000001", "password": made["first_password"]}
    return str(httpx.post(f"{platform.url}/api/identity/v1/sessions", json=body).json()["token"])


@pytest.mark.timeout(400)
def test_a_day_with_three_kills_ends_with_every_invariant_held(platform: PlatformProcess) -> None:
    kills = Kills()
    demo = Demo(
        asked=Asked(district="511402", volunteers=30, needs=15, seed=7),
        url=platform.url,
        staff_token=staff_token(platform),
        clock=SystemClock(),
        progress=kills.progress,
    )
    with ThreadPoolExecutor(1) as one:
        playing = one.submit(demo.play)
        for _ in KILLED_AT:
            assert kills.due.acquire(timeout=120)
            assert platform.end(signal.SIGKILL) == -signal.SIGKILL
            platform.start()
        outcome = playing.result()
    assert [words.en for words in outcome.broken] == []
    assert outcome.counts.needs_posted == 15
    assert outcome.counts.confirmed == outcome.counts.credited > 0
