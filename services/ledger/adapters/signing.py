"""Keys that sign heads: Ed25519, kept outside the database in a file that only this account can read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from services.ledger.domain.signed_heads import ED25519, SignedHeads, key_id_of
from shared.kernel.errors import LinliError


class WrongSigningKey(LinliError):
    """The key file cannot be read."""

    code = "wrong-signing-key"
    zh = "账本签名密钥文件 keys/ledger-heads.json 不能读取；请放回原来的文件"
    en = "The key file keys/ledger-heads.json cannot be read; put the file back as it was"


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKeys:
    """The keys of the key file.

    Attributes:
        present: Id of the key that signs from now on, once the key before has announced it.
        keys: Every key, 32 bytes each, by id.
    """

    present: str
    keys: Mapping[str, bytes]

    def signed(self, text: str, key_id: str) -> SignedHeads:
        """Return the text signed with one of the keys."""
        key = Ed25519PrivateKey.from_private_bytes(self.keys[key_id])
        return SignedHeads(
            algorithm=ED25519,
            public_key=key.public_key().public_bytes_raw().hex(),
            signature=key.sign(text.encode()).hex(),
            text=text,
        )

    def owns(self, public_key: str) -> bool:
        """Tell whether a public key is of one of these."""
        own = (Ed25519PrivateKey.from_private_bytes(each).public_key() for each in self.keys.values())
        return public_key in {each.public_bytes_raw().hex() for each in own}

    def rotated(self) -> "SigningKeys":
        """Return the keys with a fresh one; the one before announces it with its last signature."""
        fresh = fresh_signing_keys()
        return SigningKeys(present=fresh.present, keys={**self.keys, **fresh.keys})


def fresh_signing_keys() -> SigningKeys:
    """Return a new key, for a ledger that has none yet."""
    key = Ed25519PrivateKey.generate()
    key_id = key_id_of(key.public_key().public_bytes_raw().hex())
    return SigningKeys(present=key_id, keys={key_id: key.private_bytes_raw()})


def key_file_of(keys: SigningKeys) -> bytes:
    """Return the key file's bytes; to be kept with mode 0600, outside the database."""
    written = {"present": keys.present, "keys": {name: key.hex() for name, key in keys.keys.items()}}
    return json.dumps(written, indent=1).encode()


def signing_keys_in(key_file: bytes) -> SigningKeys:
    """Return the keys of a key file's bytes.

    Raises:
        WrongSigningKey: If the bytes are no key file.
    """
    try:
        whole = json.loads(key_file)
        keys = {str(name): bytes.fromhex(key) for name, key in whole["keys"].items()}
        found = SigningKeys(present=whole["present"], keys=keys)
    except (ValueError, KeyError, TypeError, AttributeError) as cause:
        raise WrongSigningKey from cause
    if found.present not in keys or any(len(key) != 32 for key in keys.values()):
        raise WrongSigningKey
    return found


def fits(signed: SignedHeads) -> bool:
    """Tell whether the signature is the one of the text and the key. Source: RFC 8032."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signed.public_key))
        key.verify(bytes.fromhex(signed.signature), signed.text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
