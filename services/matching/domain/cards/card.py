"""A card for those without phones: an opaque code on paper, of which only the hash is kept."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime

from services.matching.domain.cards.errors import CardReplaced
from shared.kernel.words import plain_width

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Signs that nobody mistakes for another; 31 of them, a prime, so that one wrong sign or two swapped are always seen."""
CODE_SIGNS = 12
MOST_REVOKED = 20
_SPACED = re.compile(r"[\s-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceCard:
    """The card of one member; a new one takes the place of the one before.

    Attributes:
        id: The member's.
        code_hash: Of the code that holds; None while no card does.
        revoked_hashes: Of lost and replaced cards, oldest first, the last twenty.
        issued_at: When the present card was, or the last one.
        changed_by: Who issued or revoked it.
    """

    id: str
    version: int = 0
    community_code: str
    code_hash: str | None = None
    revoked_hashes: tuple[str, ...] = ()
    issued_at: datetime
    changed_by: str
    changed_at: datetime

    def issued(self, code_hash: str, by: str, now: datetime) -> "PresenceCard":
        """Return it with a new code, the code before revoked; itself if it has this code.

        Raises:
            CardReplaced: If this code was revoked before.
        """
        if code_hash == self.code_hash:
            return self
        if code_hash in self.revoked_hashes:
            raise CardReplaced
        gone = self.revoked(by, now)
        return replace(gone, code_hash=code_hash, issued_at=now, changed_by=by, changed_at=now)

    def revoked(self, by: str, now: datetime) -> "PresenceCard":
        """Return it without a code that holds; itself if none does."""
        if self.code_hash is None:
            return self
        past = (*self.revoked_hashes, self.code_hash)[-MOST_REVOKED:]
        return replace(self, code_hash=None, revoked_hashes=past, changed_by=by, changed_at=now)


def code_from(seed: str) -> str:
    """Return the code that follows from something nobody can guess: eleven signs and the check."""
    number, places = int.from_bytes(hashlib.sha256(seed.encode()).digest(), "big"), []
    for _ in range(CODE_SIGNS - 1):
        number, place = divmod(number, len(ALPHABET))
        places.append(place)
    return "".join(ALPHABET[each] for each in (*places, _check(places)))


def _check(places: list[int]) -> int:
    return sum(weight * place for weight, place in enumerate(places, start=1)) % len(ALPHABET)


def grouped(code: str) -> str:
    """Return a code as it is printed: three groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, CODE_SIGNS, 4))


def code_read(typed: str) -> str | None:
    """Return the code that was typed or scanned, or None if it cannot be one."""
    code = _SPACED.sub("", plain_width(typed)).upper()
    if len(code) != CODE_SIGNS or not set(code) <= set(ALPHABET):
        return None
    places = [ALPHABET.index(sign) for sign in code]
    return code if _check(places[:-1]) == places[-1] else None


def hash_of(code: str) -> str:
    """Return what is kept of a code."""
    return hashlib.sha256(f"presence-card:{code}".encode()).hexdigest()
