"""Keys that sign: Ed25519, kept outside the database in files that only this account can read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shared.kernel.errors import LinliError
from shared.kernel.signed import ED25519, Signed, key_id_of


class WrongSigningKey(LinliError):
    """The key file cannot be read."""

    code = "wrong-signing-key"
    zh = "签名密钥文件 {file} 不能读取；请放回原来的文件"
    en = "The key file {file} cannot be read; put the file back as it was"


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKeys:
    """The keys of a key file.

    Attributes:
        present: Id of the key that signs from now on.
        keys: Every key, 32 bytes each, by id.
    """

    present: str
    keys: Mapping[str, bytes]

    def signed(self, text: str, key_id: str) -> Signed:
        """Return the text signed with one of the keys."""
        key = Ed25519PrivateKey.from_private_bytes(self.keys[key_id])
        return Signed(
            algorithm=ED25519,
            public_key=key.public_key().public_bytes_raw().hex(),
            signature=key.sign(text.encode()).hex(),
            text=text,
        )

    @property
    def public(self) -> tuple[str, ...]:
        """Return the public keys in hexadecimal, the present one first."""
        ordered = sorted(self.keys.items(), key=lambda each: each[0] != self.present)
        own = (Ed25519PrivateKey.from_private_bytes(key).public_key() for _, key in ordered)
        return tuple(each.public_bytes_raw().hex() for each in own)

    def owns(self, public_key: str) -> bool:
        """Tell whether a public key is of one of these."""
        return public_key in self.public

    def rotated(self) -> "SigningKeys":
        """Return the keys with a fresh one, which signs from now on."""
        fresh = fresh_signing_keys()
        return SigningKeys(present=fresh.present, keys={**self.keys, **fresh.keys})


def fresh_signing_keys() -> SigningKeys:
    """Return a new key, for whoever has none yet."""
    key = Ed25519PrivateKey.generate()
    key_id = key_id_of(key.public_key().public_bytes_raw().hex())
    return SigningKeys(present=key_id, keys={key_id: key.private_bytes_raw()})


def key_file_of(keys: SigningKeys) -> bytes:
    """Return the key file's bytes; to be kept with mode 0600, outside the database."""
    written = {"present": keys.present, "keys": {name: key.hex() for name, key in keys.keys.items()}}
    return json.dumps(written, indent=1).encode()


def signing_keys_in(key_file: bytes, *, file: str) -> SigningKeys:
    """Return the keys of a key file's bytes.

    Args:
        key_file: What stands in it.
        file: What it is called, for whoever has to put it back.

    Raises:
        WrongSigningKey: If the bytes are no key file.
    """
    try:
        whole = json.loads(key_file)
        keys = {str(name): bytes.fromhex(key) for name, key in whole["keys"].items()}
        found = SigningKeys(present=whole["present"], keys=keys)
    except (ValueError, KeyError, TypeError, AttributeError) as cause:
        raise WrongSigningKey(file=file) from cause
    if found.present not in keys or any(len(key) != 32 for key in keys.values()):
        raise WrongSigningKey(file=file)
    return found


def fits(signed: Signed) -> bool:
    """Tell whether the signature is the one of the text and the key. Source: RFC 8032."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signed.public_key))
        key.verify(bytes.fromhex(signed.signature), signed.text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
