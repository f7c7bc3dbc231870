"""The platform's keys in a backup: sealed by a passphrase, never in the clear."""

import base64
import json
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.backup.errors import NeedsPassphrase, WrongPassphrase
from shared.kernel.ids import nonce

LEAST_SIGNS = 12
_PURPOSE = b"linli backup keys 1"
_SALT_BYTES, _NONCE_BYTES = 16, 12
_MEMORY_KIB = 64 * 1024


def sealed_keys(folder: Path, passphrase: str) -> bytes:
    """Return every key of a folder, encrypted: salt, nonce, then AES-256-GCM under the passphrase's argon2id.

    Raises:
        NeedsPassphrase: If it is shorter than twelve signs.
    """
    if len(passphrase) < LEAST_SIGNS:
        raise NeedsPassphrase(least=LEAST_SIGNS)
    files = sorted(folder.iterdir()) if folder.exists() else ()
    kept = {each.name: base64.b64encode(each.read_bytes()).decode() for each in files}
    salt, once = nonce(_SALT_BYTES), nonce(_NONCE_BYTES)
    return salt + once + _cipher(passphrase, salt).encrypt(once, json.dumps(kept).encode(), _PURPOSE)


def opened_keys(sealed: bytes, passphrase: str) -> dict[str, bytes]:
    """Return the keys by name.

    Raises:
        WrongPassphrase: If it is another passphrase.
    """
    salt, once = sealed[:_SALT_BYTES], sealed[_SALT_BYTES : _SALT_BYTES + _NONCE_BYTES]
    try:
        kept = _cipher(passphrase, salt).decrypt(once, sealed[_SALT_BYTES + _NONCE_BYTES :], _PURPOSE)
    except (InvalidTag, ValueError) as cause:
        raise WrongPassphrase from cause
    return {Path(name).name: base64.b64decode(content) for name, content in json.loads(kept).items()}


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    key = hash_secret_raw(
        passphrase.encode(),
        salt,
        time_cost=3,
        memory_cost=_MEMORY_KIB,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )
    return AESGCM(key)
