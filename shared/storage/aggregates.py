"""Keeping aggregates: one document each, changed by one conditional write together with the events it causes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from pymongo import UpdateOne
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError, PyMongoError

from shared.kernel.clock import Clock, unix_millis
from shared.kernel.errors import AlreadyThere, NotFound, StaleWrite, Unavailable
from shared.kernel.ids import Ids
from shared.storage.binding import document_class
from shared.storage.gathering import Gathering, inserted_but
from shared.storage.mapper import from_document, to_document
from shared.storage.outbox import OUTBOX_BELL, outbox_entries
from shared.storage.paging import Document, Page, listed_key, newest_first


class Versioned(Protocol):
    """What an aggregate has at least."""

    @property
    def id(self) -> str:
        """Its id, the document's ``_id``."""

    @property
    def version(self) -> int:
        """How often it was written; 0 before the first time."""


A = TypeVar("A", bound=Versioned)
R = TypeVar("R")

_IDS_AT_ONCE = 100
"""The embedded store's time for a list of ids grows with its square: 0.2 ms an id up to here, 0.8 ms in a list of a thousand."""
TRIES = 4
"""A command that loses a race is run again three times."""


def retrying(work: Callable[[], R]) -> R:
    """Return what the work returns; run it again, at most three times, when a write of it was stale."""
    for _ in range(TRIES - 1):
        try:
            return work()
        except StaleWrite:
            continue
    return work()


class Aggregates(Generic[A]):
    """All aggregates of one kind.

    Every write is conditional on the version read and carries the facts it causes into the document's outbox.
    """

    def __init__(
        self,
        kind: type[A],
        *,
        alias: str,
        collection: str,
        clock: Clock,
        ids: Ids,
        lists: tuple[tuple[str, ...], ...] = (),
        unique: tuple[str, ...] = (),
        indexes: tuple[str, ...] = (),
        also: Callable[[A], Mapping[str, object]] | None = None,
        hands: bool = False,
    ) -> None:
        """Bind a kind of aggregate to a collection.

        Args:
            kind: The frozen dataclass.
            alias: Database connection, one a service.
            collection: Name of the collection.
            clock: Stamps what is written.
            ids: Gives event ids.
            lists: Fields that pages may be asked by, as equalities.
            unique: Fields that no two aggregates share, when present.
            indexes: Further fields to find by.
            also: Derived fields kept beside the aggregate to be found by, never read back.
            hands: Whether a new one, whose events are its only ones, is handed to the relay, which need not look for it.
        """
        self.kind, self._clock, self._ids = kind, clock, ids
        self._also = also or _nothing
        self._gathering, self._hands = Gathering(lambda: self.collection), hands
        self._lists = frozenset(frozenset(names) for names in lists)
        self._document = document_class(
            kind, alias=alias, collection=collection, lists=lists, unique=unique, indexes=indexes
        )

    @property
    def collection(self) -> Collection[Document]:
        """The documents themselves, for the relay and for bulk reading."""
        found: Collection[Document] = self._document._get_collection()  # noqa: SLF001 -- mongoengine offers no public name
        return found

    def make_indexes(self) -> None:
        """Create the indexes that are missing; done once at start."""
        self._document.ensure_indexes()

    def get(self, id_: str) -> A:
        """Return the aggregate of this id.

        Raises:
            NotFound: If there is none.
        """
        found = self.find(id_)
        if found is None:
            raise NotFound(kind=self.kind.__name__, id=id_)
        return found

    def find(self, id_: str) -> A | None:
        """Return the aggregate of this id, or None."""
        with _store():
            document = self.collection.find_one({"_id": id_})
        return None if document is None else from_document(self.kind, document)

    def get_many(self, ids: Iterable[str]) -> list[A]:
        """Return those of the ids that exist, in no order."""
        wanted = list(dict.fromkeys(ids))
        some = (wanted[first : first + _IDS_AT_ONCE] for first in range(0, len(wanted), _IDS_AT_ONCE))
        return [found for each in some for found in self.where({"_id": {"$in": each}}, limit=len(each))]

    def add(self, thing: A, *facts: object) -> A:
        """Insert at version 1 with its facts, and return it so.

        Raises:
            AlreadyThere: If its id, or a unique field, is taken.
        """
        first = replace(thing, version=1)  # type: ignore[type-var]  # -- every kind is a dataclass
        new = self._new(first, facts)
        try:
            with _store():
                self._gathering.insert(new)
        except DuplicateKeyError as cause:
            raise AlreadyThere(kind=self.kind.__name__, id=thing.id) from cause
        if facts and self._hands:
            OUTBOX_BELL.hand(self.collection.full_name, new)
        else:
            self._ring(facts)
        return first

    def add_missing(self, things: Iterable[tuple[A, object]]) -> int:
        """Insert those that are not there yet, each with its one fact or None, in one call; return how many that were."""
        new = [self._new(replace(thing, version=1), (fact,)) for thing, fact in things]  # type: ignore[type-var]  # -- every kind is a dataclass
        if not new:
            return 0
        with _store():
            there = inserted_but(self.collection, new)
        self._ring((new,))
        return len(new) - there

    def _new(self, first: A, facts: tuple[object, ...]) -> Document:
        told = tuple(fact for fact in facts if fact is not None)
        return {**self.document(first, self._clock.now()), **self._outbox(first, told)}

    def document(self, thing: A, listed_at: datetime) -> Document:
        """Return how an aggregate that tells nothing is kept, for loading many at once.

        Args:
            thing: With its version, 1 when it is new.
            listed_at: Where lists show it, UTC.
        """
        return {**self._fields(thing), "listed": listed_key(listed_at, thing.id), "outbox": []}

    def save(self, thing: A, *facts: object) -> A:
        """Write the changed aggregate over the version it was read at, and return it at the next.

        Raises:
            StaleWrite: If someone else wrote it in between, or removed it.
            AlreadyThere: If a unique field is taken.
        """
        after = replace(thing, version=thing.version + 1)  # type: ignore[type-var]  # -- every kind is a dataclass
        change = self._change(after, facts)
        try:
            with _store():
                won = self.collection.update_one(
                    {"_id": thing.id, "version": thing.version}, change
                ).matched_count
        except DuplicateKeyError as cause:
            raise AlreadyThere(kind=self.kind.__name__, id=thing.id) from cause
        if won == 0:
            raise StaleWrite(kind=self.kind.__name__, id=thing.id)
        self._ring(facts)
        return after

    def save_all(self, things: Sequence[A]) -> list[A]:
        """Write changed aggregates that tell nothing, each over the version it was read at, in one call.

        Return those that were written, at the next version; what someone else wrote in between is left as it is. Two writers
        must not write the very same, for both would be told that it was theirs.
        """
        after = [replace(each, version=each.version + 1) for each in things]  # type: ignore[type-var]  # -- every kind is a dataclass
        if not after:
            return []
        writes = [
            UpdateOne({"_id": each.id, "version": each.version - 1}, self._change(each, ())) for each in after
        ]
        with _store():
            won = self.collection.bulk_write(writes, ordered=False).matched_count
        if won == len(after):
            return after
        kept = {each.id: each for each in self.get_many(each.id for each in after)}
        return [each for each in after if kept.get(each.id) == each]

    def where(self, query: Mapping[str, object], *, limit: int = 1000) -> list[A]:
        """Return what matches a filter that an index serves, in no order, at most ``limit``."""
        with _store():
            return [from_document(self.kind, each) for each in self.collection.find(query).limit(limit)]

    def count(self, query: Mapping[str, object]) -> int:
        """Return how many match a filter that an index serves."""
        with _store():
            return self.collection.count_documents(query)

    def page(self, equals: Mapping[str, object], *, limit: int = 50, after: str | None = None) -> Page[A]:
        """Return a page of those whose fields equal the given ones, newest first.

        Args:
            equals: Exactly the fields of one of the ``lists``.
            limit: Most entries, 1 to 200.
            after: ``next`` of the page before.

        Raises:
            BadInput: If ``after`` is no place in a list.
        """
        assert frozenset(equals) in self._lists, f"no list of {self.kind.__name__} by {sorted(equals)}"
        with _store():
            found, following = newest_first(
                self.collection, equals, now=self._clock.now(), limit=limit, after=after
            )
        return Page(items=tuple(from_document(self.kind, each) for each in found), next=following)

    def _ring(self, facts: tuple[object, ...]) -> None:
        if facts:
            OUTBOX_BELL.ring(self.collection.full_name)

    def _fields(self, thing: A) -> Document:
        derived = {name: value for name, value in self._also(thing).items() if value is not None}
        return {**to_document(thing), **derived}

    def _outbox(self, thing: A, facts: tuple[object, ...]) -> Document:
        if not facts:
            return {"outbox": []}
        return {"outbox": self._entries(thing, facts), "unsent_at": unix_millis(self._clock.now())}

    def _entries(self, thing: A, facts: tuple[object, ...]) -> list[dict[str, object]]:
        return outbox_entries(
            facts, subject=thing.id, sequence=thing.version, clock=self._clock, ids=self._ids
        )

    def _change(self, thing: A, facts: tuple[object, ...]) -> Document:
        fields = self._fields(thing)
        del fields["_id"]
        gone = {name: "" for name in (*to_names(thing), *self._also(thing)) if name not in fields}
        change: Document = {"$set": fields}
        if gone:
            change["$unset"] = gone
        if facts:
            change["$push"] = {"outbox": {"$each": self._entries(thing, facts)}}
            fields["unsent_at"] = unix_millis(self._clock.now())
        return change


def to_names(thing: object) -> tuple[str, ...]:
    """Return the names of an aggregate's fields but its id."""
    return tuple(name for name in type(thing).__dataclass_fields__ if name != "id")  # type: ignore[attr-defined]  # -- every kind is a dataclass


def _nothing(_: object) -> Mapping[str, object]:
    return {}


class _store:  # noqa: N801 -- reads as a with-statement's verb
    """Turns the driver's faults into ours: what cannot be reached is to be asked again later."""

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, _: type[BaseException] | None, fault: BaseException | None, __: object) -> None:
        """Say ``Unavailable`` for every fault of the driver but a duplicate key."""
        if isinstance(fault, PyMongoError) and not isinstance(fault, DuplicateKeyError):
            raise Unavailable(part="documents") from fault
