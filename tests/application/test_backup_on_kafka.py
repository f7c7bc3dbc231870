"""A backup of a platform whose log is on Kafka: one instant, restored to topics never written, or to one machine and back."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from services.backup.archive import Manifest
from services.backup.errors import NotEmpty, StateDiffers
from services.backup.restoring import restore_backup
from services.backup.taking import take_backup
from services.event_log import TopicMissing, check_topics, create_topics, kafka_access
from services.matching.entrypoints.consumer import GROUP
from shared.events.topics import MATCHING
from shared.kernel.clock import SetClock
from shared.kernel.ids import derived_id
from shared.messaging.kafka_log import KafkaLog
from shared.messaging.log import Message, Record, after
from shared.messaging.sqlite_log import SqliteLog
from shared.settings import Settings
from shared.storage.connection import collection, connect, disconnect
from shared.storage.embedded import EmbeddedStore
from shared.storage.standstill import NAME
from tests.conftest import MORNING
from tests.contract.event_log_world import everything
from tests.contract.small_broker import small_broker

pytestmark = pytest.mark.timeout(180)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with small_broker(tmp_path_factory.mktemp("broker")) as address:
        yield address


@pytest.fixture(scope="module")
def lived(embedded_store: EmbeddedStore, address: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A platform in which something has happened, some of it long ago and forgotten, some of it read."""
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("lived"),
        mongodb_uri=embedded_store.uri,
        database_prefix="lived",
        kafka_brokers=address,
        kafka_prefix="lived.",
    )
    connect(settings.mongodb_uri, prefix=settings.database_prefix)
    collection("matching", "needs").insert_many([{"_id": str(number)} for number in range(20)])
    collection("identity", NAME).insert_one({"_id": "relays", "token": "of a backup that died"})
    disconnect()
    clock = SetClock(MORNING)
    create_topics(settings, clock)
    with closing(KafkaLog(kafka_access(settings), clock)) as log:
        log.append(MATCHING, told("long ago", 5))
        with closing(log.consumer(GROUP, [MATCHING])) as reader:
            while sum(log.committed(GROUP, MATCHING).values()) < 5:
                reader.commit(after(reader.poll(10, 0.2)))
        clock.advance(hours=24)
        assert log.trim(MATCHING, clock.now()) == 5
        log.append(MATCHING, told("today", 7))
    return settings


def told(when: str, count: int) -> list[Message]:
    headers = {"type": "t", "id": when, "subject": "一号"}
    return [Message(key="of one need", headers=headers, body=str(number).encode()) for number in range(count)]


def quiet(*_: object) -> None:
    """Take what is told of the progress."""


def taken(settings: Settings, file: Path) -> Manifest:
    return take_backup(settings, file, clock=SetClock(MORNING), passphrase=None, progress=quiet)


def back(settings: Settings, file: Path) -> Manifest:
    return restore_backup(settings, file, passphrase=lambda: "", progress=quiet)


def elsewhere(settings: Settings, tmp_path: Path) -> Settings:
    name = derived_id(str(tmp_path))[:8]
    names = {"kafka_prefix": f"{name}.", "database_prefix": f"restored_{name}"}
    return replace(settings, data_dir=tmp_path / "restored", **names)  # type: ignore[arg-type]  # -- texts both


def read_on(settings: Settings) -> tuple[list[Record], dict[int, int]]:
    with closing(KafkaLog(kafka_access(settings), SetClock(MORNING))) as log:
        check_topics(log)
        return everything(log, MATCHING), {
            each.number: at for each, at in log.committed(GROUP, MATCHING).items()
        }


def test_the_same_records_stand_at_the_same_places_and_the_groups_go_on_where_they_were(
    lived: Settings, tmp_path: Path
) -> None:
    manifest = taken(lived, tmp_path / "kept.tar.gz")
    assert "identity.standstill" not in str(manifest.state)
    there = elsewhere(lived, tmp_path)
    assert back(there, tmp_path / "kept.tar.gz").state_hash == manifest.state_hash
    assert read_on(there) == read_on(lived)
    records, positions = read_on(there)
    assert [each.position for each in records] == [5, 6, 7, 8, 9, 10, 11]
    assert records[0].appended_at == MORNING + timedelta(hours=24)
    assert sum(positions.values()) == 5
    assert taken(there, tmp_path / "again.tar.gz").state == manifest.state
    assert not list(there.data_dir.glob("log.*"))


def test_one_machine_moves_to_kafka_and_back(lived: Settings, tmp_path: Path) -> None:
    manifest = taken(lived, tmp_path / "kept.tar.gz")
    machine = replace(elsewhere(lived, tmp_path), kafka_brokers="", mongodb_uri="")
    assert back(machine, tmp_path / "kept.tar.gz").state_hash == manifest.state_hash
    with closing(SqliteLog(machine.data_dir / "log.sqlite", SetClock(MORNING))) as log:
        assert everything(log, MATCHING) == read_on(lived)[0]
        with closing(log.consumer(GROUP, [MATCHING])) as reader:
            assert [each.headers["id"] for each in reader.poll(100, 0)] == ["today"] * 7
    moved = taken(machine, tmp_path / "moved.tar.gz")
    cluster = replace(elsewhere(lived, tmp_path), data_dir=tmp_path / "cluster")
    assert back(cluster, tmp_path / "moved.tar.gz").state_hash == moved.state_hash
    assert read_on(cluster) == read_on(lived)


def test_topics_that_were_written_are_refused_and_left_as_they_are(lived: Settings, tmp_path: Path) -> None:
    taken(lived, tmp_path / "kept.tar.gz")
    before = read_on(lived)
    with pytest.raises(NotEmpty, match="LINLI_KAFKA_PREFIX"):
        back(replace(elsewhere(lived, tmp_path), kafka_prefix=lived.kafka_prefix), tmp_path / "kept.tar.gz")
    assert read_on(lived) == before
    assert not (tmp_path / "restored").exists()


def test_what_comes_back_otherwise_is_removed_again(lived: Settings, tmp_path: Path) -> None:
    taken(lived, tmp_path / "kept.tar.gz")
    there = elsewhere(lived, tmp_path)

    def written_meanwhile(what: str, done: int, of: int) -> None:
        if what == "restore" and done == of:
            with closing(KafkaLog(kafka_access(there), SetClock(MORNING))) as log:
                log.append(MATCHING, told("late", 1))

    with pytest.raises(StateDiffers):
        restore_backup(there, tmp_path / "kept.tar.gz", passphrase=lambda: "", progress=written_meanwhile)
    with closing(KafkaLog(kafka_access(there), SetClock(MORNING))) as log, pytest.raises(TopicMissing):
        check_topics(log)
    assert not there.data_dir.exists()
