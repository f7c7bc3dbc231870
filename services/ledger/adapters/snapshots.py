"""Snapshots as files beside the database: each machine's own, made again at any time, believed only with the machine's signature."""

import gzip
import hashlib
import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from services.ledger.domain.snapshots import FORMAT, Damaged
from shared.kernel.signed import Signed
from shared.storage.folder import DataFolder
from shared.storage.signing import SigningKeys, fits

KEPT = 2
"""Of each shard: the newest, and one to fall back on."""

_NAME = re.compile(r"(\d\d)-(\d{12})\.ndjson\.gz")
_FAST = 1
"""The level of compression: a fifth of the size for a tenth of the time of the best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotFile:
    """One file.

    Attributes:
        path: Where it lies.
        shard: Whose state it holds.
        seq: The block it stands at.
    """

    path: Path
    shard: int
    seq: int


class Snapshots:
    """The files of a folder; without a folder there are none."""

    def __init__(self, folder: Path | None, keys: SigningKeys) -> None:
        """Take the folder, made with the first file, and the keys that sign."""
        self._folder, self._keys = folder, keys

    def of(self, shard: int) -> list[SnapshotFile]:
        """Return the files of a shard, newest first."""
        if self._folder is None or not self._folder.is_dir():
            return []
        named = ((path, _NAME.fullmatch(path.name)) for path in self._folder.iterdir())
        found = [
            SnapshotFile(path=path, shard=int(name[1]), seq=int(name[2])) for path, name in named if name
        ]
        return sorted((each for each in found if each.shard == shard), key=lambda each: -each.seq)

    def write(self, shard: int, seq: int, lines: Iterable[str]) -> None:
        """Keep a snapshot, whole or not at all, and let go of old ones.

        Raises:
            OSError: If the disk does not take it.
        """
        if self._folder is None:
            return
        self._folder.mkdir(mode=0o700, exist_ok=True)
        file = self._folder / f"{shard:02d}-{seq:012d}.ndjson.gz"
        coming, digest = file.with_name(f".{file.name}.{os.getpid()}"), hashlib.sha256()
        try:
            with gzip.open(coming, "wt", compresslevel=_FAST, encoding="utf-8") as out:
                for line in lines:
                    digest.update(line.encode())
                    out.write(f"{line}\n")
                signed = self._keys.signed(f"{FORMAT} {digest.hexdigest()}", self._keys.present)
                out.write(json.dumps(asdict(signed)))
            DataFolder.keep_file(coming, file)
        finally:
            coming.unlink(missing_ok=True)
        for old in self.of(shard)[KEPT:]:
            old.path.unlink(missing_ok=True)

    def read(self, file: SnapshotFile) -> Iterator[str]:
        """Yield the lines of a snapshot; what was yielded counts only once all were.

        Raises:
            Damaged: If the file cannot be read, or is not as this machine signed it.
        """
        digest, last = hashlib.sha256(), ""
        try:
            with gzip.open(file.path, "rt", encoding="utf-8") as whole:
                for line in whole:
                    if line.endswith("\n"):
                        digest.update(line[:-1].encode())
                        yield line[:-1]
                    else:
                        last = line
        except (OSError, EOFError, ValueError, zlib.error) as cause:
            raise Damaged("it cannot be read") from cause
        if not self._is_ours(last, f"{FORMAT} {digest.hexdigest()}"):
            raise Damaged("this machine did not sign it")

    def _is_ours(self, line: str, text: str) -> bool:
        try:
            signed = Signed(**json.loads(line))
        except (ValueError, TypeError):
            return False
        return signed.text == text and self._keys.owns(signed.public_key) and fits(signed)
