"""Worlds that tests live in: one embedded store for all, databases of its own for each test that asks."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.events import catalogue
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds, derived_id
from shared.storage.connection import ALIASES, client, connect, disconnect
from shared.storage.embedded import EmbeddedStore

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""A Monday, nine o'clock in China."""


@pytest.fixture(scope="session", autouse=True)
def _catalogue() -> object:
    return catalogue


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MORNING)


@pytest.fixture
def ids(clock: SetClock) -> RandomIds:
    return RandomIds(clock)


@pytest.fixture(scope="session")
def embedded_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    store = EmbeddedStore(Path(tmp_path_factory.mktemp("store")))
    store.start()
    yield store
    disconnect()
    store.stop()


@pytest.fixture
def databases(embedded_store: EmbeddedStore, request: pytest.FixtureRequest) -> Iterator[str]:
    """Connections to empty databases, dropped afterwards; gives the prefix of their names."""
    prefix = "t" + derived_id(request.node.nodeid).replace("-", "")[:12]
    connect(embedded_store.uri, prefix=prefix)
    yield prefix
    for alias in ALIASES:
        client(alias).drop_database(f"{prefix}_{alias}")
    disconnect()
