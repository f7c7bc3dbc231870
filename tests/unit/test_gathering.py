"""What goes to the store together: all of it, each with its own outcome, whoever happened to write it."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import cast

import pytest
from pymongo.collection import Collection
from pymongo.errors import AutoReconnect, BulkWriteError, DuplicateKeyError

from shared.storage.gathering import Gathering
from shared.storage.paging import Document


class Slow:
    """A collection whose first call lasts until it is let go, so that others come meanwhile."""

    def __init__(self) -> None:
        self.calls: list[list[object]] = []
        self.taken: set[object] = {"taken"}
        self.is_in, self.let_go = threading.Event(), threading.Event()
        self.breaks = False

    def insert_one(self, document: Document) -> None:
        self.calls.append([document["_id"]])
        if document["_id"] == "first":
            self.is_in.set()
            assert self.let_go.wait(10)
        if document["_id"] == "odd":
            raise ValueError("cannot be encoded")
        if document["_id"] in self.taken:
            raise DuplicateKeyError("there is one")

    def insert_many(self, documents: Sequence[Document], *, ordered: bool) -> None:
        assert not ordered
        ids = [each["_id"] for each in documents]
        self.calls.append(ids)
        if self.breaks:
            raise AutoReconnect("the line broke")
        if "odd" in ids:
            raise ValueError("cannot be encoded")
        met = [place for place, id_ in enumerate(ids) if id_ in self.taken]
        if met:
            raise BulkWriteError({"writeErrors": [{"index": place, "code": 11000} for place in met]})


def _together(slow: Slow, *ids: str) -> dict[str, "Future[None]"]:
    """Insert one document, and the others while that call is under way; return what became of each."""
    gathering = Gathering(cast("Callable[[], Collection[Document]]", lambda: slow))
    with ThreadPoolExecutor(8) as threads:
        done = {"first": threads.submit(gathering.insert, {"_id": "first"})}
        assert slow.is_in.wait(10)
        for number, each in enumerate(ids, start=1):
            done[each] = threads.submit(gathering.insert, {"_id": each})
            while len(gathering.waiting) < number:
                threading.Event().wait(0.001)
        slow.let_go.set()
    return done


def test_what_comes_while_a_call_is_under_way_goes_with_the_next() -> None:
    slow = Slow()
    done = _together(slow, "a", "b", "c")
    assert slow.calls == [["first"], ["a", "b", "c"]]
    assert [each.exception() for each in done.values()] == [None] * 4


def test_who_meets_a_taken_id_is_told_alone() -> None:
    done = _together(Slow(), "a", "taken", "c")
    assert isinstance(done["taken"].exception(), DuplicateKeyError)
    assert [done[each].exception() for each in ("first", "a", "c")] == [None] * 3


def test_all_are_told_when_the_line_breaks() -> None:
    slow = Slow()
    slow.breaks = True
    done = _together(slow, "a", "b")
    assert [type(done[each].exception()) for each in ("a", "b")] == [AutoReconnect] * 2


def test_one_that_cannot_be_written_spoils_nobody_elses() -> None:
    done = _together(Slow(), "a", "odd", "c")
    assert isinstance(done["odd"].exception(), ValueError)
    assert [done[each].exception() for each in ("a", "c")] == [None] * 2


def test_one_alone_waits_for_nobody() -> None:
    slow = Slow()
    gathering = Gathering(cast("Callable[[], Collection[Document]]", lambda: slow))
    gathering.insert({"_id": "a"})
    with pytest.raises(DuplicateKeyError):
        gathering.insert({"_id": "taken"})
    assert slow.calls == [["a"], ["taken"]]
