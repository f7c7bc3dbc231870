"""The file of a backup: a compressed tar of parts, and last a manifest that says what they are."""

import hashlib
import json
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final

from services.backup.errors import BackupDamaged, BackupFromLater

FORMAT = 1
MANIFEST = "manifest.json"
LOG_PART = "log.sqlite"
KEYS_PART = "keys.sealed"
_DOCUMENTS = re.compile(r"documents/([a-z]+)\.([A-Za-z_]+)\.bson")
_CHUNK_BYTES: Final = 1 << 20
_MOST_MANIFEST_BYTES: Final = 16 << 20
_BROKEN = (OSError, EOFError, zlib.error, tarfile.TarError, ValueError, KeyError, TypeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file inside, with what it must be."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds.

    Attributes:
        version: Of the program that wrote it.
        taken_at: The instant it shows, ISO 8601, UTC.
        parts: Everything else inside, in order.
        state: Counts and digests of documents, log and positions at that instant.
        settings: What the operator had set, without secrets.
        format: Of this layout.
    """

    version: str
    taken_at: str
    parts: tuple[Part, ...]
    state: Mapping[str, object]
    settings: Mapping[str, str]
    format: int = FORMAT

    @property
    def state_hash(self) -> str:
        """Return the digest of the whole state: equal hashes are equal platforms."""
        return hash_of(self.state)

    @property
    def has_keys(self) -> bool:
        """Tell whether the platform's keys are inside, sealed."""
        return any(part.name == KEYS_PART for part in self.parts)

    @property
    def size_bytes(self) -> int:
        """Return the size of all parts, unpacked."""
        return sum(part.size_bytes for part in self.parts)


def hash_of(value: object) -> str:
    """Return the SHA-256 of a value as JSON with sorted names."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def documents_part(alias: str, name: str) -> str:
    """Return the name of the part with a collection's documents."""
    return f"documents/{alias}.{name}.bson"


def collection_of(part: str) -> tuple[str, str] | None:
    """Return connection and collection whose documents a part holds, or None if it is another part."""
    found = _DOCUMENTS.fullmatch(part)
    return None if found is None else (found[1], found[2])


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return a manifest as it is written, with a seal over itself."""
    content = json.loads(json.dumps(asdict(manifest)))
    sealed = {**content, "state_hash": manifest.state_hash, "seal": hash_of(content)}
    return json.dumps(sealed, indent=1, ensure_ascii=False).encode()


def sha256_of(file: IO[bytes]) -> str:
    """Return the SHA-256 of what a file has left."""
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


def parts_in(file: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield name and content of each part but the manifest, in order; each must be read before the next is asked for.

    Raises:
        BackupDamaged: If the file ends or breaks in the middle.
    """
    with tarfile.open(file, "r|gz") as archive:
        for member in archive:
            content = archive.extractfile(member)
            if content is not None and member.name != MANIFEST:
                yield member.name, content


def verified(file: Path, progress: Callable[[int, int], object]) -> Manifest:
    """Return the manifest of a backup whose every byte is as it was written; nothing is unpacked.

    Args:
        file: The backup.
        progress: Told how many bytes of how many have been read.

    Raises:
        BackupDamaged: If it is cut, altered, or something else.
        BackupFromLater: If this version does not know its layout.
    """
    try:
        found, content = _read(file, progress)
        manifest = json.loads(content)
        if manifest["format"] > FORMAT:
            raise BackupFromLater(file=file, version=manifest["version"])
        seal, state_hash = manifest.pop("seal"), manifest.pop("state_hash")
        sound = seal == hash_of(manifest) and state_hash == hash_of(manifest["state"])
        parts = tuple(Part(**part) for part in manifest.pop("parts"))
        whole = Manifest(**manifest, parts=parts)
    except _BROKEN as cause:
        raise BackupDamaged(
            file=file, why_zh="读到一半中断，或不是备份", why="it breaks off, or is something else"
        ) from cause
    if not sound or found != [asdict(part) for part in parts] or not _known(parts):
        raise BackupDamaged(file=file, why_zh="内容被改动过", why="its content was altered")
    return whole


def _known(parts: tuple[Part, ...]) -> bool:
    return all(part.name in (LOG_PART, KEYS_PART) or collection_of(part.name) for part in parts)


def _read(file: Path, progress: Callable[[int, int], object]) -> tuple[list[dict[str, object]], bytes]:
    """Return what each part is, and the manifest as it is written."""
    found: list[dict[str, object]] = []
    manifest = b""
    with file.open("rb") as raw, tarfile.open(fileobj=raw, mode="r|gz") as archive:
        for member in archive:
            content = archive.extractfile(member)
            if content is None or manifest:
                raise ValueError(member.name)
            if member.name == MANIFEST:
                manifest = content.read(_MOST_MANIFEST_BYTES)
            else:
                found.append({"name": member.name, "size_bytes": member.size, "sha256": sha256_of(content)})
            progress(raw.tell(), file.stat().st_size)
        while raw.read(_CHUNK_BYTES):
            pass
    return found, manifest
