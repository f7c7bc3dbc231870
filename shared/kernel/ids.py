"""Ids: new ones sorted by time, derived ones the same for the same cause."""

import hashlib
import os
import uuid
from typing import Protocol

from shared.kernel.clock import Clock, unix_millis

_LINLI = uuid.UUID("6f1d3c1e-8a55-5d0b-9e0c-5f1b6a4c2d70")


class Ids(Protocol):
    """Gives ids; one implementation is random, one is counted for tests."""

    def new(self) -> str:
        """Return a fresh id in the form of a UUID, later ones sorting after earlier ones."""


class RandomIds:
    """UUIDv7 from a clock and the machine's randomness. Source: RFC 9562 5.7."""

    def __init__(self, clock: Clock) -> None:
        """Take the clock the ids are sorted by."""
        self._clock = clock

    def new(self) -> str:
        """Return a fresh UUIDv7."""
        return uuid7(unix_millis(self._clock.now()), os.urandom(10))


class CountedIds:
    """1, 2, 3 … in the form of UUIDs, for tests."""

    def __init__(self) -> None:
        """Start before one."""
        self._last = 0

    def new(self) -> str:
        """Return the next id."""
        self._last += 1
        return uuid7(self._last, b"\0" * 10)


def uuid7(millis: int, randomness: bytes) -> str:
    """Return the UUIDv7 of a time in Unix milliseconds and ten bytes of randomness."""
    value = (millis << 80) | int.from_bytes(randomness, "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return str(uuid.UUID(int=value))


def derived_id(*cause: str) -> str:
    """Return the id that follows from its cause: asked again, it is the same. Source: RFC 9562 5.5."""
    name = _LINLI.bytes + "\x1f".join(cause).encode()
    digits = hashlib.sha1(name, usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


def nonce(length_bytes: int = 16) -> bytes:
    """Return unpredictable bytes for secrets and nonces."""
    return os.urandom(length_bytes)
