"""The ledger's database, spoken to by the driver: durable on return, faults turned into ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from mongoengine.connection import get_db
from pymongo import WriteConcern
from pymongo.collection import Collection
from pymongo.errors import PyMongoError
from pymongo.operations import IndexModel

from shared.kernel.errors import Unavailable

Document = dict[str, object]

DURABLE: Final = WriteConcern(w="majority", j=True)


def durable(name: str) -> Collection[Document]:
    """Return a collection of the ledger whose writes are kept by a majority, on disk, before they return."""
    found: Collection[Document] = get_db("ledger").get_collection(name, write_concern=DURABLE)
    return found


def make_index(
    collection: Collection[Document], *fields: str, unique: bool = False, sparse: bool = False
) -> None:
    """Create an index if it is missing."""
    collection.create_indexes([IndexModel([(field, 1) for field in fields], unique=unique, sparse=sparse)])


@contextmanager
def asking() -> Iterator[None]:
    """Let the driver's faults inside become ``Unavailable``: ask again later."""
    try:
        yield
    except PyMongoError as cause:
        raise Unavailable(part="ledger") from cause
