"""Keeping things that may have been kept before: what has a derived id is made once."""

from typing import TypeVar

from shared.kernel.errors import AlreadyThere
from shared.storage.aggregates import Aggregates, Versioned

A = TypeVar("A", bound=Versioned)


def added_once(store: Aggregates[A], thing: A, *facts: object) -> A:
    """Insert the thing with its facts, or return what stands under its id since an earlier try."""
    try:
        return store.add(thing, *facts)
    except AlreadyThere:
        return store.get(thing.id)
