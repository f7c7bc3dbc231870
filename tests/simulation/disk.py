"""Collections in memory that keep what was written, whoever dies, and speak as the driver does."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from pymongo import InsertOne, UpdateOne
from pymongo.errors import AutoReconnect, BulkWriteError, DuplicateKeyError

from tests.simulation.chance import READ, Broken, Chance

Document = dict[str, object]

_TESTS: Mapping[str, Callable[[object, object], bool]] = {
    "$gt": lambda value, than: value > than,  # type: ignore[operator]  # -- numbers
    "$lt": lambda value, than: value < than,  # type: ignore[operator]  # -- numbers
    "$lte": lambda value, than: value <= than,  # type: ignore[operator]  # -- numbers
}


def cut_off() -> Exception:
    """Return what the driver says when the line breaks."""
    return AutoReconnect("the line broke")


class Found(list[Document]):
    """What was found, to be sorted and cut."""

    def sort(self, field: str, _: int) -> "Found":  # type: ignore[override]  # -- as the driver's
        def place(document: Document) -> int:
            return int(str(document[field]))

        return Found(sorted(self, key=place))

    def limit(self, count: int) -> "Found":
        return Found(self[:count])


class Kept:
    """A collection."""

    def __init__(self, name: str, chance: Chance, wrote: Callable[[str, Document], None]) -> None:
        self.full_name = self.name = name
        self.documents: dict[object, Document] = {}
        self._chance, self._wrote = chance, wrote

    def insert_one(self, document: Document) -> None:
        self._chance.pass_by(f"{self.name}.insert", lambda: self._insert(document), cut_off=cut_off)

    def replace_one(self, _: Document, document: Document, *, upsert: bool) -> None:
        assert upsert
        self._chance.pass_by(f"{self.name}.replace", lambda: self._put(document), cut_off=cut_off)

    def find(self, query: Document, _: object = None) -> Found:
        return self._chance.pass_by(
            f"{self.name}.find", lambda: Found(self._matching(query)), kind=READ, cut_off=cut_off
        )

    def find_one(self, query: Document) -> Document | None:
        return next(iter(self.find(query)), None)

    def bulk_write(self, writes: Sequence[InsertOne[Document] | UpdateOne], *, ordered: bool) -> None:
        """Write all but those that meet their own id; each is a call of its own, for each may be the last."""
        assert not ordered
        faults = 0
        for write in writes:
            try:
                self._chance.pass_by(f"{self.name}.bulk", lambda each=write: self._do(each), cut_off=cut_off)  # type: ignore[misc]  # -- bound now
            except DuplicateKeyError:
                faults += 1
        if faults:
            raise BulkWriteError({"writeErrors": [{"code": 11000}] * faults})

    def _do(self, write: InsertOne[Document] | UpdateOne) -> None:
        if isinstance(write, InsertOne):
            self._insert(dict(write._doc))
            return
        query, change = dict(write._filter), write._doc
        assert isinstance(change, dict)
        found = next(self._matching(query), None)
        if found is not None:
            found.update(change.get("$set", {}))
        elif write._upsert:
            plain = {name: value for name, value in query.items() if not isinstance(value, dict)}
            self._insert({**plain, **change.get("$setOnInsert", {}), **change.get("$set", {})})

    def _insert(self, document: Document) -> None:
        if document["_id"] in self.documents:
            self._chance.happened[f"{self.name}.insert: met another"] += 1
            raise DuplicateKeyError("there is one")
        self._put(document)

    def _put(self, document: Document) -> None:
        before = self.documents.get(document["_id"])
        if before is not None and before.get("hash") != document.get("hash"):
            raise Broken(f"{self.name} {document['_id']} was changed")
        self.documents[document["_id"]] = document
        self._wrote(self.name, document)

    def _matching(self, query: Document) -> Iterator[Document]:
        if "_id" in query and not isinstance(query["_id"], dict):
            found = self.documents.get(query["_id"])
            candidates = [] if found is None else [found]
        else:
            candidates = list(self.documents.values())
        return (
            each for each in candidates if all(_fits(each.get(name), asked) for name, asked in query.items())
        )


def _fits(value: object, asked: object) -> bool:
    if not isinstance(asked, dict):
        return value == asked
    return value is not None and all(_TESTS[test](value, than) for test, than in asked.items())
