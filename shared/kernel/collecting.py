"""When the garbage collector had better wait."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """Let the garbage collector wait while much is made that stays: it would look at all of it again and again.

    What nothing refers to any more is still given back at once; only rings of things that refer to each other wait.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
