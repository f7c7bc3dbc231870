"""Checking a certificate's file with nothing but a public key: no platform, no network."""

import json
from collections.abc import Iterable
from pathlib import Path

from services.matching.domain.cards.card import code_read
from services.matching.domain.certificates.seal import (
    BEGINS,
    MOST_BYTES,
    TOO_LARGE,
    FileState,
    Verdict,
    verdict_on,
)
from shared.kernel.errors import BadInput, FieldFault
from shared.storage.signing import fits


def verify_file(file: Path, keys: Iterable[str], revoked: Path | None = None) -> Verdict:
    """Return whether a file is a certificate as it was issued.

    Args:
        file: Of any kind and size; no more than some megabytes of it are read.
        keys: Public keys to believe, in hexadecimal, or files with them as the API gives them.
        revoked: List of revoked certificates as the API gives it, or numbers, one a line.

    Raises:
        BadInput: If a file cannot be read, or a key is none.
    """
    trusted = {key for each in keys for key in _keys_in(each)}
    gone = _numbers_in(revoked) if revoked else frozenset()
    content = _read(file, "FILE", most=MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        state = FileState.ALTERED if content.startswith(BEGINS) else FileState.UNKNOWN
        return Verdict(state=state, why=TOO_LARGE)
    return verdict_on(content, trusted=trusted, fits=fits, revoked=gone)


def _read(file: Path, field: str, *, most: int) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(most)
    except OSError as cause:
        fault = FieldFault(
            field=field,
            code="unreadable",
            zh=f"读不了这个文件：{file}",
            en=f"This file cannot be read: {file}",
        )
        raise BadInput(faults=(fault,)) from cause


def _keys_in(given: str) -> list[str]:
    """Return the keys that a text is, or the file it names holds."""
    if _is_key(given):
        return [given.lower()]
    text = _read(Path(given), "--key", most=MOST_BYTES).decode("utf-8", "replace").strip()
    try:
        found = [str(each["public_key"]) for each in json.loads(text)["keys"]]
    except (ValueError, KeyError, TypeError):
        found = text.split()
    if not found or not all(_is_key(each) for each in found):
        fault = FieldFault(
            field="--key",
            code="no-key",
            zh="应为 64 位十六进制的公钥，或存有公钥的文件",
            en="This is a public key of 64 hexadecimal signs, or a file with such",
        )
        raise BadInput(faults=(fault,))
    return [each.lower() for each in found]


def _is_key(text: str) -> bool:
    return len(text) == 64 and set(text.lower()) <= set("0123456789abcdef")


def _numbers_in(file: Path) -> frozenset[str]:
    text = _read(file, "--revoked", most=16 * MOST_BYTES).decode("utf-8", "replace")
    try:
        typed = [str(each["number"]) for each in json.loads(text)["items"]]
    except (ValueError, KeyError, TypeError):
        typed = text.split()
    return frozenset(number for each in typed if (number := code_read(each)))
