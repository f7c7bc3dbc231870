"""Sealing what must not be readable in the database: document numbers, with keys that stay outside of it."""

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.identity.documents_cn import StatedDocument, masked_number
from shared.identity.member import IdentityDocument
from shared.kernel.errors import LinliError
from shared.kernel.ids import nonce

AES_GCM: Final = "AES-256-GCM"
"""Written beside every ciphertext, so that another algorithm (SM4) can take over file by file."""
_NONCE_BYTES = 12


class WrongKey(LinliError):
    """The key file lacks the key, or it does not open what was sealed."""

    code = "wrong-document-key"
    zh = "证件密钥不对：密钥文件中没有 {key_id} 或已被更换"
    en = "The document key is wrong: the key file lacks {key_id}, or it was replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKeys:
    """The keys of the key file.

    Attributes:
        present: Id of the key that seals now.
        keys: Every key that may still have to open something, 32 bytes each, by id.
        finding: Key of the hash a document is found by; never rotated, or nothing would be found.
    """

    present: str
    keys: Mapping[str, bytes]
    finding: bytes

    def sealed(self, stated: StatedDocument, *, owner_id: str) -> "Sealed":
        """Return the number sealed for its owner with the present key."""
        fresh = nonce(_NONCE_BYTES)
        hidden = AESGCM(self.keys[self.present]).encrypt(fresh, stated.number.encode(), owner_id.encode())
        return Sealed(
            sealed=base64.b64encode(fresh + hidden).decode(),
            algorithm=AES_GCM,
            key_id=self.present,
            found_by=self.found_by(stated),
            masked=masked_number(stated.number),
        )

    def found_by(self, stated: StatedDocument) -> str:
        """Return the keyed hash the same document always has. Source: HMAC-SHA256, RFC 2104."""
        return hmac.digest(self.finding, f"{stated.type.value}:{stated.number}".encode(), "sha256").hex()

    def opened(self, document: IdentityDocument, *, owner_id: str) -> str:
        """Return the number of a document.

        Raises:
            WrongKey: If no key of ours opens it for this owner.
        """
        key = self.keys.get(document.key_id)
        if key is None or document.algorithm != AES_GCM:
            raise WrongKey(key_id=document.key_id)
        kept = base64.b64decode(document.sealed)
        try:
            number = AESGCM(key).decrypt(kept[:_NONCE_BYTES], kept[_NONCE_BYTES:], owner_id.encode())
        except InvalidTag as cause:
            raise WrongKey(key_id=document.key_id) from cause
        return number.decode()

    def rotated(self) -> "DocumentKeys":
        """Return the keys with a fresh one that seals from now on; the old ones go on opening."""
        name = f"k{len(self.keys) + 1}"
        return DocumentKeys(present=name, keys={**self.keys, name: nonce(32)}, finding=self.finding)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A number as it is kept; the attributes are those of :class:`IdentityDocument`."""

    sealed: str
    algorithm: str
    key_id: str
    found_by: str
    masked: str


def fresh_keys() -> DocumentKeys:
    """Return new keys, for a platform that has none yet."""
    return DocumentKeys(present="k1", keys={"k1": nonce(32)}, finding=nonce(32))


def key_file_of(keys: DocumentKeys) -> bytes:
    """Return the key file's bytes; to be kept with mode 0600, outside the database and its backups."""
    return json.dumps(
        {
            "present": keys.present,
            "keys": {name: base64.b64encode(key).decode() for name, key in keys.keys.items()},
            "finding": base64.b64encode(keys.finding).decode(),
        },
        indent=1,
    ).encode()


def keys_in(key_file: bytes) -> DocumentKeys:
    """Return the keys of a key file's bytes.

    Raises:
        WrongKey: If the bytes are no key file.
    """
    try:
        read = json.loads(key_file)
        keys = {str(name): base64.b64decode(key, validate=True) for name, key in read["keys"].items()}
        found = DocumentKeys(
            present=read["present"], keys=keys, finding=base64.b64decode(read["finding"], validate=True)
        )
    except (ValueError, KeyError, TypeError, AttributeError) as cause:
        raise WrongKey(key_id="–") from cause
    if found.present not in keys or any(len(key) != 32 for key in (*keys.values(), found.finding)):
        raise WrongKey(key_id=found.present)
    return found
