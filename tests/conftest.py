"""Worlds that tests live in: one embedded store for all, databases of its own for each test that asks."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from coverage import Coverage
from hypothesis import HealthCheck, settings
from pymongo.database import Database
from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
    register,
)

from shared.events import catalogue
from shared.identity.communities import load_communities
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds, nonce
from shared.storage.connection import ALIASES, client, connect, disconnect
from shared.storage.embedded import EmbeddedStore

settings.register_profile("linli", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("linli")  # how busy the machine is says nothing of the program

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


@pytest.fixture
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let processes that the test starts run without coverage: being killed they tell nothing of it, timed they tell of it too."""
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)


@pytest.fixture
def untraced() -> Iterator[None]:
    """Run a test without coverage: it asks a hundred times what others ask once, and takes half as long."""
    measuring = Coverage.current()
    if measuring is not None:
        measuring.stop()
    yield
    if measuring is not None:
        measuring.start()


@pytest.fixture(scope="session")
def embedded_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    store = EmbeddedStore(Path(tmp_path_factory.mktemp("store")))
    with pytest.MonkeyPatch.context() as environment:
        # Next to none of what runs there is ours.
        environment.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        store.start()
    yield store
    disconnect()
    store.stop()


class Writes(CommandListener):
    """Notes whether anything wrote to the list of communities: to compare all of it after every test takes long."""

    touched_communities = False

    def started(self, event: CommandStartedEvent) -> None:
        name = event.command_name
        written = event.command.get(name) if name in _WRITING else None
        self.touched_communities |= name == "dropDatabase" or written in ("communities", "loaded")

    def succeeded(self, event: CommandSucceededEvent) -> None: ...

    def failed(self, event: CommandFailedEvent) -> None: ...


_WRITING = frozenset({"insert", "update", "delete", "drop", "findAndModify"})
WRITES = Writes()
register(WRITES)


@pytest.fixture(scope="session")
def prepared(embedded_store: EmbeddedStore) -> tuple[str, bytes]:
    """Databases of this process with the list of communities: what their names begin with, and how the list looks."""
    prefix = "t" + nonce(6).hex()
    connect(embedded_store.uri, prefix=prefix)
    load_communities()
    return prefix, _look_of_communities(prefix)


@pytest.fixture
def databases(embedded_store: EmbeddedStore, prepared: tuple[str, bytes]) -> Iterator[str]:
    """Connections to databases that hold the list of communities and nothing else; gives the prefix of their names."""
    prefix, look = prepared
    connect(embedded_store.uri, prefix=prefix)
    yield prefix
    touched, WRITES.touched_communities = WRITES.touched_communities, False
    kept = () if touched and _look_of_communities(prefix) != look else ("communities", "loaded")
    for alias in ALIASES:
        _empty(client(alias)[f"{prefix}_{alias}"], kept)
    if not kept:
        load_communities()
    disconnect()


def _empty(database: Database[dict[str, object]], kept: tuple[str, ...]) -> None:
    """Remove all documents but those of some collections, many times faster than to drop the database and make it anew."""
    for name in database.list_collection_names():
        if name not in kept and database[name].find_one({}, {"_id": 1}) is not None:
            database[name].delete_many({})


def _look_of_communities(prefix: str) -> bytes:
    look = hashlib.sha256()
    for name in ("communities", "loaded"):
        found = client("identity")[f"{prefix}_identity"].get_collection(name, CodecOptions(RawBSONDocument))
        for row in sorted(bytes(each.raw) for each in cast("Iterable[RawBSONDocument]", found.find({}))):
            look.update(row)
    return look.digest()
