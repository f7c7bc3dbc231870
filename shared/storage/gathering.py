"""Documents that several threads add at one time go to the store in one call: each call is a wait for the disk."""

import threading
from collections.abc import Callable, Mapping, Sequence

from pymongo.collection import Collection
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError

from shared.storage.paging import Document

MOST_AT_ONCE = 64
_DUPLICATE_KEY = 11000


class _Insert:
    """One document on its way, and what became of it: lost, until the store says otherwise."""

    __slots__ = ("document", "fault", "turn")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.fault: Exception | None = PyMongoError("whoever wrote it ended before the answer came")
        self.turn = threading.Event()


class Gathering:
    """Inserts for many threads. While one call is under way, what comes meanwhile waits and goes with the next; nobody waits for company."""

    def __init__(self, collection: Callable[[], Collection[Document]]) -> None:
        """Take where the documents go, asked for at each call: connections are made anew in tests and forks."""
        self._collection = collection
        self._lock = threading.Lock()
        self.waiting: list[_Insert] = []
        self._is_writing = False

    def insert(self, document: Document) -> None:
        """Insert a document; on return it is as durable as the collection's writes are.

        Raises:
            DuplicateKeyError: If its id, or a unique field, is taken.
            PyMongoError: If the store does not answer; it may or may not have been written.
        """
        mine = _Insert(document)
        with self._lock:
            self.waiting.append(mine)
            leads, self._is_writing = not self._is_writing, True
        if not leads:
            mine.turn.wait()
        if mine.document:
            self._write_with(mine)
        if mine.fault is not None:
            raise mine.fault

    def _write_with(self, mine: _Insert) -> None:
        """Write what waits, mine among it, then hand the turn to whoever came meanwhile."""
        with self._lock:
            together, self.waiting = self.waiting[:MOST_AT_ONCE], self.waiting[MOST_AT_ONCE:]
        try:
            _insert(self._collection(), together)
        finally:
            with self._lock:
                following = self.waiting[0] if self.waiting else None
                self._is_writing = following is not None
            for each in together:
                each.document = {}
                each.turn.set()
            if following is not None:
                following.turn.set()
        assert mine in together, "who leads stands first"


def _insert(collection: Collection[Document], together: Sequence[_Insert]) -> None:
    """Insert all, and note what became of each; what spoils the call for all is tried one by one."""
    if len(together) == 1:
        _insert_alone(collection, together[0])
        return
    try:
        collection.insert_many([each.document for each in together], ordered=False)
        faults: Mapping[int, Exception] = {}
    except BulkWriteError as cause:
        faults = _faults(cause, len(together))
    except PyMongoError as cause:
        faults = dict.fromkeys(range(len(together)), cause)
    except Exception:  # noqa: BLE001 -- one document that cannot be encoded must not spoil the others
        for each in together:
            _insert_alone(collection, each)
        return
    for place, each in enumerate(together):
        each.fault = faults.get(place)


def _insert_alone(collection: Collection[Document], one: _Insert) -> None:
    try:
        collection.insert_one(one.document)
        one.fault = None
    except Exception as cause:  # noqa: BLE001 -- raised again in the thread whose document it is
        one.fault = cause


def _faults(cause: BulkWriteError, count: int) -> dict[int, Exception]:
    """Return what is wrong with which document, by its place; that the call is not kept by a majority is everybody's."""
    said = cause.details or {}
    if said.get("writeConcernErrors"):
        return dict.fromkeys(range(count), cause)
    return {
        int(fault["index"]): DuplicateKeyError(str(fault.get("errmsg", "")), _DUPLICATE_KEY, fault)
        if fault.get("code") == _DUPLICATE_KEY
        else cause
        for fault in said.get("writeErrors", [])
    }


def inserted_but(collection: Collection[Document], documents: Sequence[Document]) -> int:
    """Insert documents in one call; return how many of their ids were taken."""
    try:
        collection.insert_many(documents, ordered=False)
    except BulkWriteError as cause:
        faults = cause.details["writeErrors"]
        if any(fault["code"] != _DUPLICATE_KEY for fault in faults):
            raise
        return len(faults)
    return 0
