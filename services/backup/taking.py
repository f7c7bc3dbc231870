"""Taking a backup: documents and log as they stood at one instant, into one file that is there whole or not at all.

The instant is fixed while nothing comes to the log: then the documents' snapshot and the log's view belong together as
after a sudden power cut, which the platform survives by design. See docs/decisions.
"""

import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from io import BytesIO
from pathlib import Path

from services import VERSION
from services.backup.archive import (
    KEYS_PART,
    LOG_PART,
    MANIFEST,
    Manifest,
    Part,
    documents_part,
    manifest_bytes,
    sha256_of,
)
from services.backup.errors import BackupNotWritten
from services.backup.keys import sealed_keys
from services.backup.logs import Copy, still
from services.single import attached
from shared.kernel.clock import Clock, iso
from shared.messaging.sqlite_copy import log_state
from shared.settings import Settings, shown_settings
from shared.storage.connection import connect, disconnect
from shared.storage.folder import DataFolder
from shared.storage.snapshot import Digest, Snapshot

Progress = Callable[[str, int, int], object]
"""Told what is being done, how much of it is done, and how much there is."""

_OF_THE_MACHINE = ("mongodb_uri", "kafka_account", "data_dir")
_QUICK_LEVEL = 1


@dataclass(slots=True, kw_only=True)
class _Packing:
    """A backup being written."""

    archive: tarfile.TarFile
    folder: Path
    parts: list[Part] = field(default_factory=list)

    def add(self, name: str, file: Path) -> None:
        """Put a file in as a part, and remove it."""
        with file.open("rb") as content:
            sha256 = sha256_of(content)
        size_bytes = file.stat().st_size
        self.parts.append(Part(name=name, size_bytes=size_bytes, sha256=sha256))
        self.archive.add(file, name, recursive=False, filter=_nameless)
        file.unlink()

    def end(self, manifest: Manifest) -> None:
        """Put the manifest in, last: a file without it is known to be cut."""
        content = manifest_bytes(manifest)
        member = tarfile.TarInfo(MANIFEST)
        member.size = len(content)
        self.archive.addfile(member, BytesIO(content))


def _nameless(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def take_backup(
    settings: Settings, file: Path, *, clock: Clock, passphrase: str | None, progress: Progress
) -> Manifest:
    """Write a backup of the platform, running or not, and return what it holds.

    Args:
        settings: What the operator set.
        file: Where to; one that is there is replaced once the new one is whole.
        clock: Tells the instant.
        passphrase: To seal the keys with; None leaves them out.
        progress: Told how far it is.

    Raises:
        LinliError: If the store, the log or the file cannot be used; the file is then as it was.
    """
    folder = DataFolder(settings.data_dir)
    try:
        with (
            tempfile.TemporaryDirectory(prefix=f".{file.name}.", dir=file.parent) as beside,
            _documents(settings, folder),
            still(settings, folder, clock) as (seen, copy_log),
        ):
            taken_at = iso(clock.now())
            coming = Path(beside) / "coming"
            with tarfile.open(coming, "w:gz", compresslevel=_QUICK_LEVEL) as archive:
                packing = _Packing(archive=archive, folder=Path(beside))
                documents = _pack_documents(packing, seen, progress)
                state = {"documents": documents, "log": _pack_log(packing, copy_log)}
                if passphrase is not None:
                    _pack_keys(packing, folder, passphrase)
                manifest = Manifest(
                    version=VERSION,
                    taken_at=taken_at,
                    parts=tuple(packing.parts),
                    state=state,
                    settings=_shown(settings),
                )
                packing.end(manifest)
            DataFolder.keep_file(coming, file)
    except OSError as cause:
        raise BackupNotWritten(file=file, why=cause.strerror or cause) from cause
    return manifest


@contextmanager
def _documents(settings: Settings, folder: DataFolder) -> Iterator[None]:
    """Connect to the documents of the running platform, or to a store of this command's own."""
    joined, store = attached(settings, folder)
    try:
        connect(joined.mongodb_uri, prefix=joined.database_prefix)
        yield
    finally:
        disconnect()
        if store is not None:
            store.stop()
        folder.let_go()


def _pack_documents(packing: _Packing, seen: Snapshot, progress: Progress) -> dict[str, object]:
    """Add a part for each collection that holds any; return counts and digests."""
    state: dict[str, object] = {}
    names = seen.names()
    for done, (alias, name) in enumerate(names):
        progress("documents", done, len(names))
        digest = Digest()
        file = packing.folder / "documents"
        with file.open("wb") as out:
            for document in seen.documents(alias, name):
                digest.take(document)
                out.write(document)
        if digest.count:
            state[f"{alias}.{name}"] = digest.shown()
            packing.add(documents_part(alias, name), file)
    progress("documents", len(names), len(names))
    return state


def _pack_log(packing: _Packing, copy: Copy) -> dict[str, object]:
    file = packing.folder / "log"
    copy(file)
    state = log_state(file)
    packing.add(LOG_PART, file)
    return state


def _pack_keys(packing: _Packing, folder: DataFolder, passphrase: str) -> None:
    file = packing.folder / "keys"
    file.write_bytes(sealed_keys(folder.keys, passphrase))
    packing.add(KEYS_PART, file)


def _shown(settings: Settings) -> dict[str, str]:
    """Return what the operator had set, but for secrets and what is this machine's own."""
    hidden = {each.name for each in fields(settings) if not each.repr} | {*_OF_THE_MACHINE}
    return {name: value for name, value in shown_settings(settings).items() if name not in hidden}
