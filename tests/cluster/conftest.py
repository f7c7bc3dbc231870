"""A real Kafka for the tests of the cluster; `make test-kafka` fetches it."""

from collections.abc import Iterator

import pytest

from tests.cluster.broker import Broker


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    broker = Broker(folder=tmp_path_factory.mktemp("kafka"))
    broker.format()
    broker.start()
    yield broker
    broker.stop()
