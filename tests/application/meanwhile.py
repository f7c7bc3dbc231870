"""A store between whose readings and writings somebody else is at work."""

from collections.abc import Callable
from typing import Any


class Meanwhile:
    """A store in which something happens right after a reading, as often as told."""

    def __init__(self, store: Any, happens: Callable[[], object], times: int = 1) -> None:
        self._store, self._happens, self._times = store, happens, times

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def get(self, id_: str) -> object:
        return self._after(self._store.get(id_))

    def find(self, id_: str) -> object:
        return self._after(self._store.find(id_))

    def _after(self, found: object) -> object:
        if self._times:
            self._times -= 1
            self._happens()
        return found


def meanwhile(store: Any, happens: Callable[[], object], times: int = 1) -> Any:
    """Return a store in which something happens right after a reading."""
    return Meanwhile(store, happens, times)
