"""Takes events from the outboxes of documents to the log: in order, acknowledged, and only then removed."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict, cast

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


class Entry(TypedDict):
    """An event waiting in a document."""

    id: str
    topic: str
    key: str
    headers: Mapping[str, str]
    body: bytes


class _Waiting(TypedDict):
    """A document with its outbox, as far as the relay reads it."""

    _id: str
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
    ) -> None:
        """Take the log and the collections whose documents have outboxes.

        Args:
            log: Where the events go.
            outboxes: Collections with a sparse index on ``unsent_at``.
            bell: Rung by a store of this process when something waits.
            look_seconds: How often to look into all of them without the bell, for what other processes wrote.
            backoff: Waits when the log or the documents do not answer.
        """
        self._log = log
        self._outboxes = {each.full_name: each for each in outboxes}
        self._bell = bell
        self._look_seconds = look_seconds
        self._backoff = backoff or Backoff()
        self._look_at = 0.0
        self._fuller: frozenset[str] = frozenset()

    def run(self, stop: threading.Event) -> None:
        """Move events until ``stop``; whatever fails is tried again, and nothing overtakes it."""
        keep_on(self._turn, stop, name="relay", backoff=self._backoff, passing=EVERYTHING)

    def _turn(self) -> None:
        """Look where the bell rang for and where more was waiting; now and then, and after a failure, everywhere."""
        now = monotonic_seconds()
        is_due = now >= self._look_at
        rung = self._bell.wait(0 if is_due or self._fuller else self._look_at - now)
        if is_due or ANY_OUTBOX in rung:
            wanted, look_at = frozenset(self._outboxes), now + self._look_seconds
        else:
            wanted, look_at = (rung | self._fuller) & self._outboxes.keys(), self._look_at
        self._look_at = 0.0
        moved = self._moved(wanted)
        self._fuller = frozenset(name for name, count in moved.items() if count >= DOCUMENTS_AT_ONCE)
        self._look_at = look_at

    def step(self) -> int:
        """Move what waits now, at most 500 documents of each collection; return how many events were moved.

        Raises:
            Unavailable: If the log or the documents do not answer; what was not acknowledged still waits.
        """
        return sum(self._moved(self._outboxes).values())

    def _moved(self, names: Iterable[str]) -> dict[str, int]:
        try:
            return {name: self._move(self._outboxes[name]) for name in names}
        except PyMongoError as cause:
            raise Unavailable(part="documents") from cause

    def _move(self, outbox: Collection[Document]) -> int:
        waiting = _waiting(outbox)
        by_topic: dict[str, list[Message]] = {}
        for document in waiting:
            for entry in document["outbox"]:
                message = Message(key=entry["key"], headers=entry["headers"], body=bytes(entry["body"]))
                by_topic.setdefault(entry["topic"], []).append(message)
        for topic, messages in by_topic.items():
            self._log.append(topic, messages)
        if waiting:
            _empty(outbox, waiting)
        return sum(len(messages) for messages in by_topic.values())


def _waiting(outbox: Collection[Document]) -> list[_Waiting]:
    """Return documents with something in their outbox, those that waited longest first."""
    found = outbox.find({"unsent_at": {"$exists": True}}, {"outbox": 1}).sort("unsent_at", 1)
    return cast("list[_Waiting]", list(found.limit(DOCUMENTS_AT_ONCE)))


def _empty(outbox: Collection[Document], waiting: Sequence[_Waiting]) -> None:
    """Take the moved entries out; what was put in meanwhile stays and goes on waiting."""
    unchanged = [UpdateOne(_as_it_was(document), _EMPTY) for document in waiting]
    if outbox.bulk_write(unchanged, ordered=False).matched_count == len(waiting):
        return
    changed = []
    for document in waiting:
        moved = [entry["id"] for entry in document["outbox"]]
        changed.append(UpdateOne({"_id": document["_id"]}, {"$pull": {"outbox": {"id": {"$in": moved}}}}))
        changed.append(
            UpdateOne({"_id": document["_id"], "outbox": {"$size": 0}}, {"$unset": {"unsent_at": ""}})
        )
    outbox.bulk_write(changed)


_EMPTY = {"$set": {"outbox": []}, "$unset": {"unsent_at": ""}}


def _as_it_was(document: _Waiting) -> Document:
    """Return a filter for the document with the very outbox that was read: entries are only ever put at its end."""
    entries = document["outbox"]
    if not entries:
        return {"_id": document["_id"], "outbox": {"$size": 0}}
    last = len(entries) - 1
    return {
        "_id": document["_id"],
        "outbox": {"$size": len(entries)},
        f"outbox.{last}.id": entries[last]["id"],
    }
