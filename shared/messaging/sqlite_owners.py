"""Tells whether the process that holds a lease still lives, so that after a crash nobody waits for it to expire."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from shared.kernel.ids import nonce


class Owners:
    """One file per process, locked as long as the process lives: the kernel lets go of it when the process dies."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of the lock files; it is made when first needed."""
        self._folder = folder
        self._names: dict[int, tuple[str, int]] = {}

    def me(self) -> str:
        """Return this process's name, its lock held from now on."""
        pid = os.getpid()
        if pid not in self._names:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            name = nonce(8).hex()
            descriptor = os.open(self._folder / name, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            self._names[pid] = (name, descriptor)
        return self._names[pid][0]

    def lives(self, name: str) -> bool:
        """Tell whether the process of this name still holds its lock; what a dead one left is cleared away."""
        if name == self.me():
            return True
        try:
            descriptor = os.open(self._folder / name, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            (self._folder / name).unlink(missing_ok=True)
            return False
        finally:
            os.close(descriptor)

    def close(self) -> None:
        """Let go of this process's lock."""
        held = self._names.pop(os.getpid(), None)
        if held is not None:
            with suppress(OSError):
                (self._folder / held[0]).unlink(missing_ok=True)
            os.close(held[1])
