"""Passwords: hashed with argon2id, checked for strength before they are taken."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from shared.kernel.errors import BadInput, FieldFault

LEAST = 8
MOST = 200
GUESSABLE = 2
"""Below this score of zxcvbn a password falls within a million guesses."""


class WeakPassword(BadInput):
    """Too short, or among the first that anyone would try."""

    code = "weak-password"
    zh = "密码太容易被猜到：请至少 8 位，避免常用词、生日、电话号码和连续数字"
    en = "This password is too easy to guess: use at least 8 characters, no common words, birthdays, phone numbers or runs of digits"


class Passwords:
    """Hashes and verifies; parameters are those of OWASP for argon2id: 19 MiB, two passes, one lane."""

    def __init__(self, *, memory_kib: int = 19_456, passes: int = 2) -> None:
        """Take the cost; only tests lower it."""
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._nobodys = self._hasher.hash("nobody signs in with this")

    def hashed(self, password: str) -> str:
        """Return the hash to be kept."""
        return self._hasher.hash(password)

    def verify(self, password: str, kept: str | None) -> bool:
        """Tell whether the password is right; without a hash the same time is spent and the answer is no."""
        try:
            right = self._hasher.verify(kept or self._nobodys, password)
        except (VerificationError, InvalidHashError):
            return False
        return right and kept is not None

    def outdated(self, kept: str) -> bool:
        """Tell whether the hash was made at another cost and should be made anew."""
        return self._hasher.check_needs_rehash(kept)


def check_strong(password: str, *, personal: tuple[str, ...] = (), field: str = "password") -> None:
    """Pass if the password is long enough and not among the first guesses.

    Args:
        password: As typed, at most 200 characters.
        personal: What others know of the person: name, phone.
        field: Where to report the fault.

    Raises:
        WeakPassword: Otherwise.
    """
    known = [each for each in personal if each]
    national = [each.removeprefix("+86") for each in known]
    if len(password) < LEAST or zxcvbn(password[:72], user_inputs=[*known, *national])["score"] < GUESSABLE:
        raise WeakPassword(
            faults=(FieldFault(field=field, code=WeakPassword.code, zh=WeakPassword.zh, en=WeakPassword.en),)
        )
