"""Who signs the heads of the chains, and where the signed lines are kept, as the operator set it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.ledger.adapters.heads_kept import HeadsFile, HeadsKept
from shared.kernel.errors import Conflict
from shared.settings import Settings
from shared.storage.folder import DataFolder
from shared.storage.signing import SigningKeys, fresh_signing_keys, key_file_of, signing_keys_in

HEADS_FILE: Final = "ledger-heads.ndjson"
SNAPSHOTS: Final = "snapshots"
SIGNING_KEYS: Final = "keys/ledger-heads.json"


class KeyElsewhere(Conflict):
    """The operator keeps the key file; it is not ours to change."""

    code = "signing-key-elsewhere"
    zh = "签名密钥由 LINLI_HEADS_KEY_FILE 指定，请在那里更换"
    en = "LINLI_HEADS_KEY_FILE names the key file; change it there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs the heads of the chains.

    Attributes:
        keys: To sign with.
        kept: The documents the signed lines stand in.
        file: The file outside the database; None where there is no folder.
        snapshots: The folder for snapshots, which are signed, too.
    """

    keys: SigningKeys
    kept: HeadsKept
    file: HeadsFile | None
    snapshots: Path | None = None


def unkept_signer() -> Signer:
    """Return a signer with a fresh key that nobody keeps, and no file."""
    return Signer(keys=fresh_signing_keys(), kept=HeadsKept(), file=None)


def signer_of(settings: Settings, folder: DataFolder) -> Signer:
    """Return the signer: with the key file and the file that the operator named, else with those in the data folder.

    Raises:
        WrongSigningKey: If the key file cannot be read.
    """
    path = Path(settings.heads_file) if settings.heads_file else folder.path / HEADS_FILE
    return Signer(
        keys=_keys(settings, folder),
        kept=HeadsKept(),
        file=HeadsFile(path),
        snapshots=folder.path / SNAPSHOTS,
    )


def rotate_key(settings: Settings, folder: DataFolder) -> str:
    """Put a fresh key beside those in the data folder and return its id; the next line that is signed announces it.

    Raises:
        KeyElsewhere: If the operator keeps the key file.
    """
    if settings.heads_key_file:
        raise KeyElsewhere
    rotated = _keys(settings, folder).rotated()
    folder.write_secret(SIGNING_KEYS, key_file_of(rotated))
    return rotated.present


def _keys(settings: Settings, folder: DataFolder) -> SigningKeys:
    if settings.heads_key_file:
        return signing_keys_in(Path(settings.heads_key_file).read_bytes(), file=settings.heads_key_file)
    kept = folder.secret_once(SIGNING_KEYS, lambda: key_file_of(fresh_signing_keys()))
    return signing_keys_in(kept, file=SIGNING_KEYS)
