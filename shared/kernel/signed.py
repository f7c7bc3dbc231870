"""A text with its signature, and what the key that made it is called."""

import hashlib
from dataclasses import dataclass
from typing import Final

ED25519: Final = "Ed25519"
"""Written beside every signature, so that another algorithm can take over text by text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One signed text.

    Attributes:
        algorithm: How it is signed.
        public_key: Of the signer, 32 bytes in hexadecimal.
        signature: Over exactly the bytes of the text in UTF-8, in hexadecimal.
        text: What is signed.
    """

    algorithm: str
    public_key: str
    signature: str
    text: str


def key_id_of(public_key: str) -> str:
    """Return what a key is called: the first half of the hash of its 32 bytes, so that nobody else's can be called so.

    Raises:
        ValueError: If the key is not hexadecimal.
    """
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:32]
