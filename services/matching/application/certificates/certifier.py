"""What certificates are signed with, and the way to an official seal where a city has one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from shared.storage.folder import DataFolder
from shared.storage.signing import SigningKeys, fresh_signing_keys, key_file_of, signing_keys_in

SIGNING_KEYS: Final = "keys/certificates.json"
ESeal = Callable[[bytes], bytes]
"""Puts an official electronic seal on a PDF; where none is bound, the paper has room for the wet one."""


def unsealed(pdf: bytes) -> bytes:
    """Return a PDF as it is, for a wet seal."""
    return pdf


@dataclass(frozen=True, slots=True, kw_only=True)
class Certifier:
    """Who signs certificates.

    Attributes:
        keys: To sign with.
        site: Address under which people reach the check page, as the operator set it.
        e_seal: Puts the official seal on before the file is signed; never a picture of one.
    """

    keys: SigningKeys
    site: str
    e_seal: ESeal = unsealed


def unkept_certifier() -> Certifier:
    """Return a certifier with a fresh key that nobody keeps."""
    return Certifier(keys=fresh_signing_keys(), site="http://127.0.0.1:8000")


def certifier_of(folder: DataFolder, site: str, e_seal: ESeal = unsealed) -> Certifier:
    """Return the certifier with the key file in the data folder, made at the first start, and the seal a city has bound.

    Raises:
        WrongSigningKey: If the key file cannot be read.
    """
    kept = folder.secret_once(SIGNING_KEYS, lambda: key_file_of(fresh_signing_keys()))
    return Certifier(keys=signing_keys_in(kept, file=SIGNING_KEYS), site=site.rstrip("/"), e_seal=e_seal)
