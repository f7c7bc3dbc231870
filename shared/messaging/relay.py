"""Takes events from the outboxes of documents to the log: in order, acknowledged, and only then removed."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NotRequired, TypedDict, cast

from pymongo import UpdateOne
from pymongo.collection import Collection
from pymongo.errors import PyMongoError

from shared.kernel.clock import monotonic_seconds
from shared.kernel.errors import Unavailable
from shared.messaging.backoff import EVERYTHING, Backoff, keep_on
from shared.messaging.log import EventLog, Message
from shared.storage.outbox import ANY_OUTBOX, OUTBOX_BELL, Bell
from shared.storage.paging import Document

DOCUMENTS_AT_ONCE = 500
EMPTIED_AT_ONCE = 25
EMPTIED_BETWEEN = 8
"""Outboxes emptied before it is looked whether more was handed: each takes the embedded store a millisecond."""
MOST_TO_EMPTY = 500


class Entry(TypedDict):
    """An event waiting in a document."""

    id: str
    topic: str
    key: str
    headers: Mapping[str, str]
    body: bytes


class _Waiting(TypedDict):
    """A document with its outbox, as far as the relay reads it; without a version nothing is ever put in again."""

    _id: str
    version: NotRequired[int]
    outbox: list[Entry]


class Relay:
    """Moves what waits. Several relays at once do no harm: an event may then be in the log twice, with one id."""

    def __init__(
        self,
        log: EventLog,
        outboxes: Iterable[Collection[Document]],
        *,
        bell: Bell = OUTBOX_BELL,
        look_seconds: float = 0.5,
        backoff: Backoff | None = None,
        is_held_back: Callable[[], bool] = lambda: False,
    ) -> None:
        """Take the log and the collections whose documents have outboxes.

        Args:
            log: Where the events go.
            outboxes: Collections with a sparse index on ``unsent_at``.
            bell: Rung by a store of this process when something waits.
            look_seconds: How often to look into all of them without the bell, for what other processes wrote.
            backoff: Waits when the log or the documents do not answer.
            is_held_back: Asked after reading what waits: whether it is left there for now.
        """
        self._log = log
        self._is_held_back = is_held_back
        self._outboxes = {each.full_name: each for each in outboxes}
        self._bell = bell
        self._look_seconds = look_seconds
        self._backoff = backoff or Backoff()
        self._look_at = 0.0
        self._fuller: frozenset[str] = frozenset()
        self._to_empty: dict[str, list[_Waiting]] = {}
        self._found: dict[str, set[str]] = {}

    def run(self, stop: threading.Event) -> None:
        """Move events until ``stop``; whatever fails is tried again, and nothing overtakes it."""
        keep_on(self._turn, stop, name="relay", backoff=self._backoff, passing=EVERYTHING)

    def _turn(self) -> None:
        """Look where the bell rang for and where more was waiting; now and then, and after a failure, everywhere."""
        now = monotonic_seconds()
        is_due = now >= self._look_at
        rung = self._bell.wait(0 if is_due or self._fuller or self._to_empty else self._look_at - now)
        if is_due or ANY_OUTBOX in rung:
            wanted, look_at = frozenset(self._outboxes), now + self._look_seconds
        else:
            wanted, look_at = (rung | self._fuller) & self._outboxes.keys(), self._look_at
        self._look_at = 0.0
        self._forward(self._bell.handed())
        self._empty_some(EMPTIED_BETWEEN)
        moved: dict[str, int] = {}
        for name in wanted:
            moved[name] = self._moved(name)
            self._forward(self._bell.handed())
        self._fuller = frozenset(name for name, count in moved.items() if count >= DOCUMENTS_AT_ONCE)
        self._look_at = look_at

    def step(self) -> int:
        """Move what waits now, at most 500 documents of each collection; return how many events were moved.

        Raises:
            Unavailable: If the log or the documents do not answer; what was not acknowledged still waits.
        """
        self._bell.handed()
        return sum(map(self._moved, self._outboxes))

    def _forward(self, handed: Iterable[tuple[str, Mapping[str, object]]]) -> None:
        """Take what was handed to the log; its outboxes are emptied when there is time, and before anybody looks into them."""
        new: dict[str, list[_Waiting]] = {}
        for name, document in handed:
            if name in self._outboxes and document["_id"] not in self._found.get(name, ()):
                new.setdefault(name, []).append(cast("_Waiting", document))
        if not new or self._is_held_back():
            return
        self._append(document for documents in new.values() for document in documents)
        for name, documents in new.items():
            self._to_empty.setdefault(name, []).extend(documents)

    def _empty_some(self, most: int) -> None:
        """Empty a few of the outboxes whose events are in the log; all but as many as may wait."""
        for name in tuple(self._to_empty):
            documents = self._to_empty.pop(name)
            some = max(most, len(documents) - MOST_TO_EMPTY)
            if documents[some:]:
                self._to_empty[name] = documents[some:]
            try:
                _empty(self._outboxes[name], documents[:some])
            except PyMongoError as cause:
                raise Unavailable(part="documents") from cause

    def _moved(self, name: str) -> int:
        """Move what waits in a collection; return how many events that were."""
        try:
            return self._move(name, self._outboxes[name])
        except PyMongoError as cause:
            raise Unavailable(part="documents") from cause

    def _move(self, name: str, outbox: Collection[Document]) -> int:
        _empty(outbox, self._to_empty.pop(name, ()))
        waiting = _waiting(outbox)
        self._found[name] = {document["_id"] for document in waiting}
        if not waiting or self._is_held_back():
            return 0
        moved = self._append(waiting)
        _empty(outbox, waiting)
        return moved

    def _append(self, documents: Iterable[_Waiting]) -> int:
        """Append what waits in these documents; return how many events that were."""
        by_topic: dict[str, list[Message]] = {}
        for document in documents:
            for entry in document["outbox"]:
                message = Message(key=entry["key"], headers=entry["headers"], body=bytes(entry["body"]))
                by_topic.setdefault(entry["topic"], []).append(message)
        for topic, messages in by_topic.items():
            self._log.append(topic, messages)
        return sum(len(messages) for messages in by_topic.values())


def _waiting(outbox: Collection[Document]) -> list[_Waiting]:
    """Return documents with something in their outbox, those that waited longest first."""
    found = outbox.find({"unsent_at": {"$exists": True}}, {"outbox": 1, "version": 1}).sort("unsent_at", 1)
    return cast("list[_Waiting]", list(found.limit(DOCUMENTS_AT_ONCE)))


def _empty(outbox: Collection[Document], waiting: Sequence[_Waiting]) -> None:
    """Take the moved entries out: many documents in one write, which the embedded store does in half the time."""
    by_version: dict[object, list[_Waiting]] = {}
    for document in waiting:
        by_version.setdefault(document.get("version"), []).append(document)
    for alike in by_version.values():
        for first in range(0, len(alike), EMPTIED_AT_ONCE):
            _empty_alike(outbox, alike[first : first + EMPTIED_AT_ONCE])


def _empty_alike(outbox: Collection[Document], alike: Sequence[_Waiting]) -> None:
    """Empty outboxes of documents of one version; who puts something in raises the version, and it goes on waiting."""
    as_they_were = {
        "_id": {"$in": [document["_id"] for document in alike]},
        "version": alike[0].get("version"),
    }
    if outbox.update_many(as_they_were, _EMPTY).matched_count < len(alike):
        _take_out(outbox, alike)


_EMPTY = {"$set": {"outbox": []}, "$unset": {"unsent_at": ""}}


def _take_out(outbox: Collection[Document], waiting: Sequence[_Waiting]) -> None:
    """Take out only what was moved, where something was put in meanwhile."""
    changes = []
    for document in waiting:
        moved = [entry["id"] for entry in document["outbox"]]
        changes.append(UpdateOne({"_id": document["_id"]}, {"$pull": {"outbox": {"id": {"$in": moved}}}}))
        changes.append(
            UpdateOne({"_id": document["_id"], "outbox": {"$size": 0}}, {"$unset": {"unsent_at": ""}})
        )
    outbox.bulk_write(changes)
