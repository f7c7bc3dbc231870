"""The Kafka log keeps the promises of every event log, over the real protocol."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.event_log import TopicMissing, create_topics, open_log, wanted_topics
from shared.kernel.clock import SetClock
from shared.messaging.kafka_access import KafkaAccess
from shared.messaging.kafka_log import KafkaLog
from shared.messaging.log import LogUnavailable
from shared.settings import Settings
from shared.storage.folder import DataFolder
from tests.contract.event_log_world import TOPIC, message
from tests.contract.kafka_log_contract import KafkaLogContract
from tests.contract.small_broker import small_broker
from tests.platform_process import free_port


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with small_broker(tmp_path_factory.mktemp("broker")) as address:
        yield address


class TestKafkaLog(KafkaLogContract):
    """On a small broker."""


def settings_for(address: str, prefix: str) -> Settings:
    return Settings(kafka_brokers=address, kafka_prefix=prefix)


def test_the_settings_pick_kafka_and_its_topics_must_have_been_made(
    address: str, tmp_path: Path, clock: SetClock
) -> None:
    folder, settings = DataFolder(tmp_path / "data"), settings_for(address, "picked-")
    with pytest.raises(TopicMissing):
        open_log(settings, folder, clock)
    assert create_topics(settings, clock) == wanted_topics() == create_topics(settings, clock)
    log = open_log(settings, folder, clock)
    assert isinstance(log, KafkaLog)
    assert {len(log.spans(topic)) for topic in wanted_topics()} == {1, 4, 8}
    log.close()
    assert not folder.log_file.exists()


def test_brokers_that_are_away_are_named_with_what_to_do(clock: SetClock) -> None:
    away = f"127.0.0.1:{free_port()}"
    log = KafkaLog(KafkaAccess(brokers=(away,), patience_seconds=1), clock)
    with pytest.raises(LogUnavailable, match=rf"no answer from {away} .*; check LINLI_KAFKA_BROKERS"):
        log.spans(TOPIC)
    with pytest.raises(LogUnavailable):
        log.append(TOPIC, [message("key")])
    log.close()
