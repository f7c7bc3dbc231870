"""Restoring a backup into an empty folder: everything verified before anything is written, and again afterwards."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from bson.errors import InvalidBSON
from pymongo.errors import PyMongoError

from services.backup.archive import KEYS_PART, LOG_PART, Manifest, collection_of, hash_of, parts_in, verified
from services.backup.errors import BackupDamaged, NeedsPassphrase, NotEmpty, StateDiffers
from services.backup.keys import LEAST_SIGNS, opened_keys
from services.backup.logs import LogComing, log_coming
from services.backup.taking import Progress
from shared.kernel.clock import SystemClock
from shared.kernel.errors import Unavailable
from shared.settings import Settings
from shared.storage.connection import connect, disconnect
from shared.storage.embedded import EmbeddedStore
from shared.storage.folder import DataFolder
from shared.storage.snapshot import Digest, drop_all, holds_anything, put_back, snapshot

_LENGTH_BYTES = 4
_COMING = "restoring"


def restore_backup(
    settings: Settings, file: Path, *, passphrase: Callable[[], str], progress: Progress
) -> Manifest:
    """Make a platform from a backup, in a folder that is empty or missing; return what it holds.

    Args:
        settings: Name the folder, and the document store and the brokers if there are some; those must be empty, too.
        file: The backup.
        passphrase: Asked for where keys are inside; opens them.
        progress: Told how far it is.

    Raises:
        LinliError: If anything is not as it must be; folder and store are then as they were.
    """
    _check_empty(settings.data_dir)
    manifest = verified(file, lambda done, of: progress("verify", done, of))
    keys = _keys_in(file, manifest, passphrase)
    existed = settings.data_dir.exists()
    folder = DataFolder(settings.data_dir)
    folder.hold()
    coming = DataFolder(folder.path / _COMING)
    try:
        for name, content in keys.items():
            coming.write_secret(f"keys/{name}", content)
        with _empty_documents(settings, coming):
            _fill(settings, file, manifest, log_coming(settings, coming, SystemClock()), progress)
        for each in sorted(coming.path.iterdir()):
            each.rename(folder.path / each.name)
    except BaseException:
        shutil.rmtree(folder.path) if not existed else _clear(folder.path)
        raise
    finally:
        folder.let_go()
    coming.path.rmdir()
    return manifest


def _check_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmpty(where=folder)


def _clear(folder: Path) -> None:
    for each in folder.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()


def _keys_in(file: Path, manifest: Manifest, ask: Callable[[], str]) -> Mapping[str, bytes]:
    """Return the keys inside, before anything is written."""
    if not manifest.has_keys:
        return {}
    passphrase = ask()
    if not passphrase:
        raise NeedsPassphrase(least=LEAST_SIGNS)
    sealed = next(content.read() for name, content in parts_in(file) if name == KEYS_PART)
    return opened_keys(sealed, passphrase)


@contextmanager
def _empty_documents(settings: Settings, coming: DataFolder) -> Iterator[None]:
    """Connect to an empty store; whatever fails then, it is empty again."""
    store = None if settings.mongodb_uri else EmbeddedStore(coming.documents)
    if store is not None:
        store.start()
    try:
        connect(store.uri if store else settings.mongodb_uri, prefix=settings.database_prefix)
        if holds_anything(settings.database_prefix):
            raise NotEmpty(where=f"LINLI_MONGODB_URI ({settings.database_prefix}_…)")
        try:
            yield
        except BaseException:
            drop_all(settings.database_prefix)
            raise
    finally:
        disconnect()
        if store is not None:
            store.stop()


def _fill(settings: Settings, file: Path, manifest: Manifest, log: LogComing, progress: Progress) -> None:
    """Write every part, then read all of it back and compare; what of the log was written is removed if that fails."""
    with ExitStack() as undoing:
        undoing.callback(log.undo)
        for done, (name, content) in enumerate(parts_in(file)):
            progress("restore", done, len(manifest.parts))
            place = collection_of(name)
            if place is not None:
                _put_back(settings.database_prefix, place, content)
            elif name == LOG_PART:
                log.take(content)
        progress("restore", len(manifest.parts), len(manifest.parts))
        state = {"documents": _documents_state(settings.database_prefix), "log": log.state()}
        if hash_of(state) != manifest.state_hash:
            raise StateDiffers
        undoing.pop_all()


def _put_back(prefix: str, place: tuple[str, str], content: IO[bytes]) -> None:
    try:
        put_back(prefix, *place, _documents_in(content))
    except (PyMongoError, InvalidBSON) as cause:
        raise Unavailable(part="documents") from cause


def _documents_in(content: IO[bytes]) -> Iterator[bytes]:
    """Yield each document of a part: BSON begins with its own length."""
    while head := content.read(_LENGTH_BYTES):
        length = int.from_bytes(head, "little")
        document = head + content.read(length - _LENGTH_BYTES)
        if len(document) != length:
            raise BackupDamaged(file="documents", why_zh="文档不完整", why="a document is cut")
        yield document


def _documents_state(prefix: str) -> dict[str, object]:
    """Return counts and digests of every collection that holds any document."""
    state: dict[str, object] = {}
    with snapshot(prefix) as seen:
        for alias, name in seen.names():
            digest = Digest()
            for document in seen.documents(alias, name):
                digest.take(document)
            if digest.count:
                state[f"{alias}.{name}"] = digest.shown()
    return state
