"""The Kafka log keeps the promises of every event log, over the real protocol."""

from collections.abc import Iterator

import pytest

from tests.contract.kafka_log_contract import KafkaLogContract
from tests.contract.small_broker import small_broker


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with small_broker(tmp_path_factory.mktemp("broker")) as address:
        yield address


class TestKafkaLog(KafkaLogContract):
    """On a small broker."""
