"""The relay takes what waits in documents to the log: all of it, in order, however things fail in between."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pymongo.collection import Collection

from shared.kernel.clock import SetClock
from shared.kernel.errors import Unavailable
from shared.messaging.backoff import Backoff
from shared.messaging.log import LogUnavailable, Message, Record
from shared.messaging.relay import Relay
from shared.messaging.sqlite_log import SqliteLog
from shared.storage.connection import client
from shared.storage.outbox import Bell
from shared.storage.paging import Document

TOPIC, OTHER = "linli.test", "linli.other"


@pytest.fixture
def log(tmp_path: Path, clock: SetClock) -> SqliteLog:
    log = SqliteLog(tmp_path / "log.sqlite", clock)
    log.ensure_topics({TOPIC: 1, OTHER: 1})
    return log


@pytest.fixture
def outbox(databases: str) -> Collection[Document]:
    collection: Collection[Document] = client("matching")[f"{databases}_matching"]["things"]
    collection.create_index("unsent_at", sparse=True)
    return collection


@pytest.fixture
def relay(log: SqliteLog, outbox: Collection[Document]) -> Relay:
    return Relay(log, [outbox])


def entries(*ids: str, topic: str = TOPIC) -> list[Document]:
    return [
        {"id": id_, "topic": topic, "key": "key", "headers": {"id": id_}, "body": id_.encode()} for id_ in ids
    ]


def put(outbox: Collection[Document], thing: str, *ids: str, at: int = 1, topic: str = TOPIC) -> None:
    change = {
        "$push": {"outbox": {"$each": entries(*ids, topic=topic)}},
        "$set": {"unsent_at": at},
        "$inc": {"version": 1},
    }
    outbox.update_one({"_id": thing}, change, upsert=True)


def sent(log: SqliteLog, topic: str = TOPIC) -> list[str]:
    ((partition, span),) = log.spans(topic).items()
    return [record.headers["id"] for record in log.read(partition, span.start, max(1, len(span)))]


def waiting(outbox: Collection[Document]) -> list[str]:
    return [str(document["_id"]) for document in outbox.find({"unsent_at": {"$exists": True}})]


def test_what_waits_goes_to_the_log_in_order_and_waits_no_more(
    log: SqliteLog, outbox: Collection[Document], relay: Relay
) -> None:
    put(outbox, "late", "3", "4", at=2)
    put(outbox, "early", "1", at=1)
    put(outbox, "early", "2", at=1)
    assert [relay.step(), relay.step()] == [4, 0]
    assert sent(log) == ["1", "2", "3", "4"]
    assert waiting(outbox) == []
    assert [document["outbox"] for document in outbox.find()] == [[], []]


def test_an_event_arrives_as_it_was_put(log: SqliteLog, outbox: Collection[Document], relay: Relay) -> None:
    put(outbox, "thing", "1")
    relay.step()
    ((partition, _),) = log.spans(TOPIC).items()
    (record,) = log.read(partition, 0, 1)
    assert isinstance(record, Record)
    assert (record.key, record.headers, record.body) == ("key", {"id": "1"}, b"1")


def test_each_event_goes_to_its_topic(log: SqliteLog, outbox: Collection[Document], relay: Relay) -> None:
    put(outbox, "thing", "1", "2")
    put(outbox, "thing", "a", topic=OTHER)
    relay.step()
    assert (sent(log), sent(log, OTHER)) == (["1", "2"], ["a"])


class Meanwhile:
    """A log beside which something happens after an append, before the outbox is emptied."""

    def __init__(self, log: SqliteLog, happens: object) -> None:
        self._log, self._happens = log, happens

    def __getattr__(self, name: str) -> object:
        return getattr(self._log, name)

    def append(self, topic: str, messages: Sequence[Message]) -> None:
        self._log.append(topic, messages)
        happens, self._happens = self._happens, None
        if callable(happens):
            happens()


def test_what_is_put_in_while_others_move_waits_for_the_next_turn(
    log: SqliteLog, outbox: Collection[Document]
) -> None:
    put(outbox, "thing", "1", "2")
    put(outbox, "quiet", "q", at=2)
    relay = Relay(Meanwhile(log, lambda: put(outbox, "thing", "3")), [outbox])  # type: ignore[arg-type]  # -- the rest is the log's
    assert relay.step() == 3
    assert waiting(outbox) == ["thing"]
    assert [relay.step(), relay.step()] == [1, 0]
    assert sent(log) == ["1", "2", "q", "3"]


def test_another_relay_in_between_loses_nothing(log: SqliteLog, outbox: Collection[Document]) -> None:
    def the_other_relay() -> None:
        Relay(log, [outbox]).step()
        put(outbox, "thing", "2")

    put(outbox, "thing", "1")
    Relay(Meanwhile(log, the_other_relay), [outbox]).step()  # type: ignore[arg-type]  # -- the rest is the log's
    assert waiting(outbox) == ["thing"]
    Relay(log, [outbox]).step()
    assert sent(log) == ["1", "1", "2"]


def test_a_mark_without_events_is_cleared(outbox: Collection[Document], relay: Relay) -> None:
    outbox.insert_one({"_id": "thing", "outbox": [], "unsent_at": 1})
    assert relay.step() == 0
    assert waiting(outbox) == []


def test_nothing_is_lost_or_overtaken_while_the_log_is_full(
    log: SqliteLog, outbox: Collection[Document], relay: Relay
) -> None:
    put(outbox, "thing", "1")
    log._file.connection().execute("PRAGMA query_only = 1")
    with pytest.raises(LogUnavailable):
        relay.step()
    put(outbox, "thing", "2")
    log._file.connection().execute("PRAGMA query_only = 0")
    relay.step()
    assert sent(log) == ["1", "2"]


def test_documents_out_of_reach_are_unavailable(log: SqliteLog, outbox: Collection[Document]) -> None:
    closed = client("matching").__class__("mongodb://127.0.0.1:1", serverSelectionTimeoutMS=1)
    with pytest.raises(Unavailable):
        Relay(log, [closed["any"]["things"]]).step()


def test_running_it_moves_what_is_put_once_the_bell_rings(
    log: SqliteLog, outbox: Collection[Document]
) -> None:
    bell, stop = Bell(), threading.Event()
    relay = Relay(log, [outbox], bell=bell, look_seconds=30, backoff=Backoff(first_seconds=0))
    consumer = log.consumer("readers", [TOPIC])
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(relay.run, stop)
        for number in range(3):
            put(outbox, "thing", str(number))
            bell.ring()
            assert [record.headers["id"] for record in consumer.poll(10, 30)] == [str(number)]
        stop.set()
        bell.ring()
        running.result(30)


def test_what_is_handed_goes_to_the_log_unsought_and_its_outbox_is_emptied(
    log: SqliteLog, outbox: Collection[Document]
) -> None:
    bell, stop = Bell(), threading.Event()
    relay = Relay(log, [outbox], bell=bell, look_seconds=30, backoff=Backoff(first_seconds=0))
    consumer = log.consumer("readers", [TOPIC])
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(relay.run, stop)
        put(outbox, "looked", "0")
        bell.ring()
        assert [record.headers["id"] for record in consumer.poll(10, 30)] == ["0"]
        for name in ("here", "elsewhere"):
            document: Document = {"_id": "thing", "version": 1, "outbox": entries(name), "unsent_at": 1}
            if name == "here":
                outbox.insert_one(document)
            bell.hand(outbox.full_name if name == "here" else "another", document)
        assert [record.headers["id"] for record in consumer.poll(10, 30)] == ["here"]
        put(outbox, "thing", "2")
        bell.ring()
        assert [record.headers["id"] for record in consumer.poll(10, 30)] == ["2"]
        stop.set()
        bell.ring()
        running.result(30)
    assert (sent(log), waiting(outbox)) == (["0", "here", "2"], [])


def test_what_was_found_before_it_was_handed_is_sent_once(
    log: SqliteLog, outbox: Collection[Document]
) -> None:
    bell = Bell()
    relay = Relay(log, [outbox], bell=bell, look_seconds=30)
    put(outbox, "thing", "1")
    assert relay.step() == 1
    bell.hand(outbox.full_name, {"_id": "thing", "version": 1, "outbox": entries("1")})
    relay._turn()
    assert sent(log) == ["1"]


def test_more_than_may_be_handed_is_found(
    log: SqliteLog, outbox: Collection[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.storage.outbox.MOST_HANDED", 3)
    bell = Bell()
    documents = [{"_id": str(n), "version": 1, "outbox": entries(str(n)), "unsent_at": n} for n in range(5)]
    outbox.insert_many(documents)
    for document in documents:
        bell.hand(outbox.full_name, document)
    relay = Relay(log, [outbox], bell=bell, look_seconds=30)
    relay._turn()
    assert sorted(map(int, sent(log))) == list(range(5))
    assert waiting(outbox) == []
