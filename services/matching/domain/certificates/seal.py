"""The seal of a certificate's file: one signed line at its very end, over every byte before it."""

import hashlib
import json
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from services.matching.domain.certificates.statement import FORMAT, Statement
from shared.kernel.signed import ED25519, Signed
from shared.kernel.words import Words

LINE: Final = b"\n%linli-seal-1 "
BEGINS: Final = b"%PDF-1.7\n%\xe9\x82\xbb\x80"
"""The second line of a PDF is four bytes of no meaning; ours say that the file comes from here, sealed or not."""
MOST_BYTES: Final = 4 * 1024 * 1024


class FileState(StrEnum):
    """What a file is worth."""

    VALID = "valid"
    ALTERED = "altered"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealTold:
    """What a seal says.

    Attributes:
        byte_count: Length of the file before the seal.
        sha256: Of those bytes, in hexadecimal.
        number: Of the certificate, without dashes.
        minutes: That the paper states, in all.
    """

    byte_count: int
    sha256: str
    number: str
    minutes: int
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of looking at a file.

    Attributes:
        why: In words.
        told: What the seal says, if it is one of a trusted key.
    """

    state: FileState
    why: Words
    told: SealTold | None = None


def seal_text(file: bytes, statement: Statement) -> str:
    """Return what is signed of a file: canonical JSON."""
    told = SealTold(
        byte_count=len(file),
        sha256=hashlib.sha256(file).hexdigest(),
        number=statement.number.replace("-", ""),
        minutes=statement.minutes,
        issued_on=statement.issued_on,
    )
    return _text(told)


def _text(told: SealTold) -> str:
    whole = {**asdict(told), "format": FORMAT}
    return json.dumps(whole, sort_keys=True, separators=(",", ":"), default=date.isoformat)


def marked(file: bytes) -> bytes:
    """Return a PDF whose second line says that it comes from here; as long as it was."""
    assert file.startswith(b"%PDF-1.7\n%")
    return BEGINS + file[len(BEGINS) :]


def with_seal(file: bytes, signed: Signed) -> bytes:
    """Return a file with its seal at the end, where readers of PDF see a remark."""
    line = json.dumps(asdict(signed), sort_keys=True, separators=(",", ":"))
    return file + LINE + line.encode() + b"\n"


def verdict_on(
    file: bytes, *, trusted: Collection[str], fits: Callable[[Signed], bool], revoked: Collection[str] = ()
) -> Verdict:
    """Return whether a file is as it was issued.

    Args:
        file: Its bytes.
        trusted: Public keys that the reader believes, in hexadecimal.
        fits: Tells whether a signature is the one of its text and key.
        revoked: Numbers of revoked certificates, without dashes.
    """
    where = file.rfind(LINE)
    signed = _signed_in(file[where + len(LINE) :]) if where >= 0 else None
    if signed is None:
        return _without_seal(file)
    if signed.algorithm != ED25519 or signed.public_key not in trusted:
        return Verdict(state=FileState.UNKNOWN, why=_OTHER_KEY)
    told = _told_in(signed.text) if fits(signed) else None
    if told is None:
        return Verdict(state=FileState.ALTERED, why=_SEAL_BROKEN)
    before = file[:where]
    if (len(before), hashlib.sha256(before).hexdigest()) != (told.byte_count, told.sha256):
        return Verdict(state=FileState.ALTERED, why=_CHANGED)
    if told.number in revoked:
        return Verdict(state=FileState.REVOKED, why=_REVOKED, told=told)
    return Verdict(state=FileState.VALID, why=_HOLDS, told=told)


def _without_seal(file: bytes) -> Verdict:
    """Return what a file without a whole seal is: cut or written on if it began as one of ours."""
    if file.startswith(BEGINS):
        return Verdict(state=FileState.ALTERED, why=_CUT)
    return Verdict(state=FileState.UNKNOWN, why=_NOT_OURS)


def _signed_in(tail: bytes) -> Signed | None:
    """Return the seal, or None if what stands there is none, or something stands behind it."""
    line, end, more = tail.partition(b"\n")
    try:
        whole = json.loads(line) if end and not more else None
        return Signed(**{name: str(value) for name, value in whole.items()}) if whole else None
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _told_in(text: str) -> SealTold | None:
    try:
        whole = json.loads(text)
        is_known = whole.pop("format") == FORMAT
        told = SealTold(**{**whole, "issued_on": date.fromisoformat(whole["issued_on"])})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return told if is_known else None


_HOLDS = Words("文件与出具时一字不差", "The file is exactly as it was issued")
_REVOKED = Words("文件没有改动，但证明已被撤销", "The file is unchanged, but the certificate was revoked")
_CHANGED = Words("文件在签名后被改动过", "The file was changed after it was signed")
_SEAL_BROKEN = Words(
    "签名与密钥不符，签名行被改动过", "The signature does not fit the key; the seal was changed"
)
_CUT = Words(
    "文件出自本平台，但签名缺失、不完整或后面被添加了内容",
    "The file began as ours, but its seal is missing, cut or written on",
)
_OTHER_KEY = Words("签名用的不是您信任的密钥", "It is signed with a key that you do not trust")
_NOT_OURS = Words("这不是本平台出具的证明文件", "This is no certificate file of this platform")
TOO_LARGE: Final = Words(
    "文件超过 4 MB，不会是证明文件", "The file has more than 4 MB, which no certificate has"
)
