"""The platform as processes of their own on Apache Kafka: topics made on demand, and a day on which everything is killed."""

import json
import os
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from services.matching.entrypoints.consumer import GROUP
from shared.events.topics import MATCHING
from shared.kernel.clock import SystemClock
from shared.messaging.kafka_access import KafkaAccess
from shared.messaging.kafka_cluster import Cluster
from shared.messaging.kafka_log import KafkaLog
from shared.messaging.log import UnknownTopic
from tests.cluster.broker import Broker
from tests.platform_process import run_linli
from tests.separate_processes import SeparateProcesses, separate_processes

EVENTS_BEFORE_BROKER_DIES = 100
"""In the middle of the day: needs are posted, some are answered."""


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
def test_a_demo_whose_ten_processes_and_broker_are_killed_ends_with_every_invariant_held(
    broker: Broker,
) -> None:
    place = {"LINLI_KAFKA_BROKERS": broker.address, "LINLI_KAFKA_PREFIX": "killed."}
    asked = ("demo", "--volunteers", "30", "--needs", "20", "--kill", "10", "--json")
    with ThreadPoolExecutor(1) as one:
        playing = one.submit(run_linli, {**os.environ, **place}, *asked, timeout_seconds=280)
        used = await_events(broker, "killed.demo-", playing)
        broker.kill()
        broker.start()
        played = playing.result()
    assert (played.returncode, played.stderr) == (0, "")
    figures = json.loads(played.stdout)
    assert (figures["killed"], figures["needs_posted"]) == (10, 20)
    assert figures["confirmed"] == figures["credited"] > 0
    assert figures["minutes_confirmed"] == figures["minutes_credited"] > 0
    with closing(KafkaLog(used, SystemClock())) as log, pytest.raises(UnknownTopic):
        log.spans(MATCHING)


def await_events(broker: Broker, beginning: str, playing: Future[CompletedProcess[str]]) -> KafkaAccess:
    """Return the way to what a demo of this beginning has made for itself, once many events are there."""
    pause = threading.Event()
    while not (prefixes := prefixes_in_use(broker, beginning)):
        assert not playing.done(), playing.result().stderr
        pause.wait(0.5)
    used = KafkaAccess(brokers=(broker.address,), prefix=prefixes[0])
    with closing(KafkaLog(used, SystemClock())) as log:
        while sum(map(len, log.spans(MATCHING).values())) < EVENTS_BEFORE_BROKER_DIES:
            assert not playing.done(), playing.result().stderr
            pause.wait(0.5)
    return used


def prefixes_in_use(broker: Broker, beginning: str) -> list[str]:
    with closing(Cluster(KafkaAccess(brokers=(broker.address,)))) as cluster:
        groups = [each for each in cluster.groups() if each.startswith(beginning)]
    return [each.removesuffix(GROUP) for each in groups if each.endswith(f".{GROUP}")]
