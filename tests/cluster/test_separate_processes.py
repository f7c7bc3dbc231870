"""The platform as processes of their own on Apache Kafka: the main job, and a day with killed brokers and workers."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from services.demo.playing import Asked, Demo
from shared.kernel.clock import SystemClock
from shared.kernel.words import Words
from tests.cluster.broker import Broker
from tests.separate_processes import SeparateProcesses, separate_processes

KILLED_AT = {
    ("Volunteers", 10): "matching",
    ("Needs", 8): "broker",
    ("Needs", 16): "ledger",
    ("Needs", 24): "notify",
}
"""What is killed, by what was done, and how often."""


@pytest.fixture
def platform(broker: Broker, tmp_path: Path) -> Iterator[SeparateProcesses]:
    settings = {"LINLI_KAFKA_BROKERS": broker.address, "LINLI_KAFKA_PREFIX": f"{tmp_path.name}."}
    with separate_processes(tmp_path, settings) as processes:
        yield processes


@pytest.mark.timeout(60)
def test_topics_are_made_on_demand_only(platform: SeparateProcesses) -> None:
    refused = platform.linli("work", "ledger")
    assert refused.returncode == 1
    assert "linli settings --create-topics" in refused.stderr
    made = platform.linli("settings", "--create-topics")
    assert (made.returncode, made.stderr) == (0, "")
    assert "linli.ledger.parked\t1" in made.stdout
    assert platform.linli("parked", "list").stdout == ""


@pytest.mark.timeout(300)
def test_a_day_with_killed_brokers_and_workers_ends_with_every_invariant_held(
    platform: SeparateProcesses, broker: Broker
) -> None:
    assert platform.linli("settings", "--create-topics").returncode == 0
    platform.start()
    due, killed = threading.Semaphore(0), list[str]()

    def progress(what: Words, done: int, _: int) -> None:
        if (what.en, done) in KILLED_AT:
            killed.append(KILLED_AT[what.en, done])
            due.release()

    demo = Demo(
        asked=Asked(district="511402", volunteers=40, needs=40, seed=7),
        url=platform.url,
        staff_token=platform.staff_token(),
        clock=SystemClock(),
        progress=progress,
    )
    with ThreadPoolExecutor(1) as one:
        playing = one.submit(demo.play)
        for number in range(len(KILLED_AT)):
            assert due.acquire(timeout=120)
            kill_and_start(platform, broker, killed[number])
        outcome = playing.result(200)
    assert [words.en for words in outcome.broken] == []
    assert outcome.counts.confirmed == outcome.counts.credited > 0
    assert platform.linli("audit").returncode == 0
    assert platform.linli("parked", "list").stdout == ""
    assert [platform.end_one(name) for name in list(platform.running)] == [0, 0, 0, 0]


def kill_and_start(platform: SeparateProcesses, broker: Broker, which: str) -> None:
    if which == "broker":
        broker.kill()
        broker.start()
    else:
        platform.kill(which)
        platform.start_one(which)
