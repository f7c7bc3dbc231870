"""A platform on Apache Kafka backed up in the middle of a day, everything of it lost, and made again from the file."""

import json
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess
from threading import Event

import pytest

from services.demo.playing import Asked, Demo
from services.event_log import remove_topics
from shared.events.topics import PARTITIONS
from shared.kernel.clock import SystemClock, monotonic_seconds
from shared.kernel.words import Words
from shared.messaging.kafka_access import KafkaAccess
from shared.messaging.kafka_log import KafkaLog
from shared.messaging.log import EventLog
from shared.settings import Settings
from tests.cluster.broker import Broker
from tests.contract.event_log_world import everything
from tests.separate_processes import WORKERS, SeparateProcesses, separate_processes

NEEDS = 8
REST_SECONDS = 60


@pytest.fixture
def platforms(broker: Broker, tmp_path: Path) -> Iterator[tuple[SeparateProcesses, SeparateProcesses]]:
    """Two platforms with documents, folders and topics of their own, to back up and to restore."""
    (tmp_path / "lived").mkdir()
    (tmp_path / "restored").mkdir()
    with (
        separate_processes(tmp_path / "lived", on(broker, "lived.")) as lived,
        separate_processes(tmp_path / "restored", on(broker, "restored.")) as restored,
    ):
        yield lived, restored


def on(broker: Broker, prefix: str) -> dict[str, str]:
    return {"LINLI_KAFKA_BROKERS": broker.address, "LINLI_KAFKA_PREFIX": prefix}


@pytest.mark.timeout(240)
def test_a_platform_restored_from_a_backup_taken_in_the_middle_of_a_day_is_the_one_of_that_instant(
    platforms: tuple[SeparateProcesses, SeparateProcesses], broker: Broker, tmp_path: Path
) -> None:
    lived, restored = platforms
    file = tmp_path / "kept.tar.gz"
    taken = backed_up_during_a_day(lived, file)
    assert (taken.returncode, taken.stderr) == (0, "")
    assert {name: lived.end_one(name) for name in list(lived.running)} == dict.fromkeys(
        ("serve", *WORKERS), 0
    )
    remove_topics(Settings(kafka_brokers=broker.address, kafka_prefix="lived."), SystemClock())

    back = restored.linli("restore", str(file))
    assert back.returncode == 0, back.stderr
    assert str(manifest_of(file)["state_hash"]) in back.stdout
    restored.start()
    findings = at_rest(restored)
    assert (findings["ok"], findings["unread"]) == (True, 0)
    assert findings["records"] > 0 < findings["postings"]
    with closing(KafkaLog(KafkaAccess(brokers=(broker.address,), prefix="restored."), SystemClock())) as log:
        assert [ids for ids in ids_by_fact(log).values() if len(ids) > 1] == []
    assert restored.linli("parked", "list").stdout == ""


def backed_up_during_a_day(platform: SeparateProcesses, file: Path) -> CompletedProcess[str]:
    """Return what the backup said that was taken when half of the needs were answered."""
    assert platform.linli("settings", "--create-topics").returncode == 0
    platform.start()
    half = Event()

    def progress(what: Words, done: int, _: int) -> None:
        if (what.en, done) == ("Needs", NEEDS // 2):
            half.set()

    demo = Demo(
        asked=Asked(district="511402", volunteers=12, needs=NEEDS, seed=7),
        url=platform.url,
        staff_token=platform.staff_token(),
        clock=SystemClock(),
        progress=progress,
    )
    with ThreadPoolExecutor(1) as one:
        playing = one.submit(demo.play)
        assert half.wait(120)
        taken = platform.linli("backup", str(file))
        assert [words.en for words in playing.result(120).broken] == []
    return taken


def manifest_of(file: Path) -> dict[str, object]:
    with tarfile.open(file) as archive:
        content = archive.extractfile("manifest.json")
        assert content is not None
        return dict(json.load(content))


def at_rest(platform: SeparateProcesses) -> dict[str, int]:
    """Return what the audit finds once everything that was under way is done."""
    until = monotonic_seconds() + REST_SECONDS
    while True:
        findings = dict(json.loads(platform.linli("audit", "--json").stdout))
        if findings["unread"] == 0 or monotonic_seconds() > until:
            return findings


def ids_by_fact(log: EventLog) -> dict[tuple[object, ...], set[str]]:
    """Return the ids of events by subject, sequence, type and data: one fact has one id, however often it was sent."""
    found: dict[tuple[object, ...], set[str]] = {}
    for topic in PARTITIONS:
        for record in everything(log, topic):
            told = record.headers
            fact = (told["subject"], told["sequence"], told["type"], record.body)
            found.setdefault(fact, set()).add(told["id"])
    return found
