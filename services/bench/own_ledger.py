"""A time bank to be measured: documents and log of its own, and nothing of the platform beside."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from services.ledger.application.context import Ledger, open_ledger
from services.ledger.application.signer import signer_of
from shared.events.topics import PARTITIONS, SERVICE
from shared.identity.documents import fresh_keys, key_file_of, keys_in
from shared.identity.opening import open_identity
from shared.kernel.clock import SystemClock
from shared.kernel.ids import RandomIds
from shared.messaging.sqlite_log import SqliteLog
from shared.settings import Settings
from shared.storage.connection import connect, disconnect
from shared.storage.embedded import EmbeddedStore
from shared.storage.folder import DataFolder

BASELINE = "bench-baseline"
"""The topic whose events are taken one by one, to compare with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLedger:
    """A ledger opened in this process.

    Attributes:
        ledger: The time bank.
        log: The log it hears.
        folder: Where both are kept.
        uri: Where another process finds the documents.
    """

    ledger: Ledger
    log: SqliteLog
    folder: Path
    uri: str


@contextmanager
def own_ledger(path: Path) -> Iterator[OwnLedger]:
    """Give an empty ledger on a store and a log of its own; both are stopped afterwards."""
    folder = DataFolder(path)
    store = EmbeddedStore(folder.documents)
    store.start()
    log = SqliteLog(folder.log_file, SystemClock())
    log.ensure_topics({**PARTITIONS, BASELINE: PARTITIONS[SERVICE]})
    try:
        yield OwnLedger(ledger=ledger_at(store.uri, path), log=log, folder=path, uri=store.uri)
    finally:
        log.close()
        disconnect()
        store.stop()


def ledger_at(uri: str, path: Path) -> Ledger:
    """Return the ledger on documents that are served there, for as long as the connection stands."""
    connect(uri)
    clock = SystemClock()
    ids = RandomIds(clock)
    keys = keys_in(DataFolder(path).secret_once("keys/documents.json", lambda: key_file_of(fresh_keys())))
    signer = signer_of(Settings(), DataFolder(path))
    return open_ledger(clock, ids, open_identity(clock, ids, keys=keys), signer)
