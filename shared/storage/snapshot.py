"""All documents as they stood at one instant, read while others go on writing; and their way back."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern

from shared.kernel.errors import Unavailable
from shared.storage.connection import ALIASES, client
from shared.storage.standstill import NAME as STANDSTILL

AT_ONCE = 1000
_RAW: Final = CodecOptions(document_class=RawBSONDocument)
_ROUND: Final = 1 << 256


@dataclass(slots=True)
class Digest:
    """Count and digest of documents, whatever their order: equal digests are equal documents."""

    count: int = 0
    total: int = 0

    def take(self, document: bytes) -> None:
        """Add one document, as BSON."""
        self.count += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(document).digest(), "big")) % _ROUND

    def shown(self) -> list[object]:
        """Return count and digest, for a manifest."""
        return [self.count, f"{self.total:064x}"]


class Snapshot:
    """The documents of all databases at the instant it was opened."""

    def __init__(self, prefix: str, session: ClientSession) -> None:
        """Fix the instant: what is written from now on is not seen.

        Args:
            prefix: What database names begin with.
            session: In a transaction that has read nothing yet.
        """
        self._prefix, self._session = prefix, session
        self._collection(ALIASES[0], "members").find_one({"_id": ""}, session=session)

    def names(self) -> list[tuple[str, str]]:
        """Return connection and name of every collection; one that was made later reads as empty."""
        found = []
        for alias in ALIASES:
            names = _database(self._prefix, alias).list_collection_names()
            found += [
                (alias, name)
                for name in sorted(names)
                if not name.startswith("system.") and name != STANDSTILL
            ]
        return found

    def documents(self, alias: str, name: str) -> Iterator[bytes]:
        """Yield every document of a collection as BSON."""
        found = self._collection(alias, name).find({}, session=self._session, batch_size=AT_ONCE)
        for each in found:
            yield bytes(each.raw)

    def _collection(self, alias: str, name: str) -> Collection[RawBSONDocument]:
        return raw_collection(self._prefix, alias, name)


def _database(prefix: str, alias: str) -> Database[dict[str, object]]:
    """Return a database by one client for all: a session belongs to one."""
    return client(ALIASES[0])[f"{prefix}_{alias}"]


def raw_collection(prefix: str, alias: str, name: str) -> Collection[RawBSONDocument]:
    """Return a collection whose documents stay the bytes they are."""
    found: Collection[RawBSONDocument] = client(ALIASES[0])[f"{prefix}_{alias}"].get_collection(  # type: ignore[assignment]  # -- the codec gives them
        name, codec_options=_RAW
    )
    return found


@contextmanager
def snapshot(prefix: str) -> Iterator[Snapshot]:
    """Give the documents as they stand on entering; nothing is changed.

    Raises:
        Unavailable: If the store does not answer.
    """
    try:
        with (
            client(ALIASES[0]).start_session() as session,
            session.start_transaction(read_concern=ReadConcern("snapshot")),
        ):
            yield Snapshot(prefix, session)
    except PyMongoError as cause:
        raise Unavailable(part="documents") from cause


def holds_anything(prefix: str) -> bool:
    """Tell whether any database of this prefix holds a document."""
    return any(
        raw_collection(prefix, alias, name).find_one() is not None
        for alias in ALIASES
        for name in _database(prefix, alias).list_collection_names()
    )


def put_back(prefix: str, alias: str, name: str, documents: Iterable[bytes]) -> None:
    """Insert documents given as BSON into a collection that is empty."""
    collection = raw_collection(prefix, alias, name)
    batch: list[RawBSONDocument] = []
    for document in documents:
        batch.append(RawBSONDocument(document))
        if len(batch) == AT_ONCE:
            collection.insert_many(batch, ordered=False)
            batch = []
    if batch:
        collection.insert_many(batch, ordered=False)


def drop_all(prefix: str) -> None:
    """Remove every database of this prefix."""
    for alias in ALIASES:
        client(ALIASES[0]).drop_database(f"{prefix}_{alias}")
