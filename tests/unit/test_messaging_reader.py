"""A reader of a group commits what is done, reads the rest again, and says why it gave up."""

import threading
from pathlib import Path

import pytest

from shared.events.contract import Event
from shared.events.notify import NoticeRead
from shared.events.topics import NOTIFY
from shared.kernel.clock import SetClock
from shared.kernel.errors import Unavailable
from shared.messaging.log import LeaseLost, Record, after
from shared.messaging.parking import Parking
from shared.messaging.sqlite_leases import LEASE_MILLIS
from shared.messaging.sqlite_log import SqliteLog
from shared.messaging.worker import BatchWorker, Worker
from tests.unit.messaging_world import AT_ONCE, GROUP, Reaction, Tell, a_log, committed, telling


@pytest.fixture
def log(tmp_path: Path, clock: SetClock) -> SqliteLog:
    return a_log(tmp_path, clock)


@pytest.fixture
def parking(log: SqliteLog, clock: SetClock) -> Parking:
    return Parking(log, GROUP, clock)


@pytest.fixture
def reaction() -> Reaction:
    return Reaction()


@pytest.fixture
def worker(log: SqliteLog, parking: Parking, reaction: Reaction) -> Worker:
    return Worker(log, GROUP, {NoticeRead: reaction}, parking=parking, park_limit=3, backoff=AT_ONCE)


@pytest.fixture
def tell(log: SqliteLog, clock: SetClock) -> Tell:
    return telling(log, clock)


def test_it_stops_between_two_events_when_told_and_reads_the_rest_again(
    log: SqliteLog, parking: Parking, tell: Tell
) -> None:
    stop, did = threading.Event(), list[str]()

    def react(event: Event) -> None:
        did.append(event.id)
        stop.set()

    tell("a", "b")
    worker = Worker(log, GROUP, {NoticeRead: react}, parking=parking)
    worker.run(stop)
    assert (did, committed(log), worker.stopped_because) == (["event-of-a"], 1, None)
    worker.run(stop := threading.Event())
    assert did == ["event-of-a", "event-of-b"]


def test_a_worker_that_lost_its_partition_commits_nothing_and_goes_on(
    log: SqliteLog, worker: Worker, reaction: Reaction, tell: Tell, clock: SetClock
) -> None:
    def lose(event: Event) -> None:
        reaction(event)
        if len(reaction.did) == 1:
            clock.advance(milliseconds=LEASE_MILLIS)
            heir = log.consumer(GROUP, [NOTIFY])
            heir.commit(after(heir.poll(1, 0)))
            heir.close()

    worker._reactions[NoticeRead] = lose
    tell("a", "b")
    with pytest.raises(LeaseLost):
        worker.step()
    assert worker.step() == 1
    assert reaction.did == ["a", "b", "b"]
    assert committed(log) == 2


def test_a_long_batch_is_committed_on_the_way(
    *, log: SqliteLog, worker: Worker, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.messaging.reader._COMMIT_SECONDS", -1.0)
    seen: list[int] = []
    worker._reactions[NoticeRead] = lambda _: seen.append(committed(log))
    tell("a", "b", "c")
    worker.step()
    assert seen == [0, 1, 2]


def test_a_batch_is_done_whole_or_read_again(log: SqliteLog, tell: Tell) -> None:
    faults: list[Exception] = [Unavailable()]
    batches: list[list[int]] = []

    def do(records: object) -> None:
        if faults:
            raise faults.pop()
        assert isinstance(records, list)
        batches.append([record.position for record in records if isinstance(record, Record)])

    tell("a", "b", "c")
    worker = BatchWorker(log, GROUP, [NOTIFY], do, limit=2)
    with pytest.raises(Unavailable):
        worker.step()
    assert [worker.step(), worker.step(), worker.step()] == [2, 1, 0]
    assert batches == [[0, 1], [2]]
    assert committed(log) == 3


def test_a_batch_that_fails_by_a_bug_stops_the_worker(log: SqliteLog, tell: Tell) -> None:
    def do(_: object) -> None:
        raise KeyError("bug")

    tell("a")
    worker = BatchWorker(log, GROUP, [NOTIFY], do)
    worker.run(threading.Event())
    assert worker.stopped_because == "KeyError: 'bug'"
    assert committed(log) == 0
