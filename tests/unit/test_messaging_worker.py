"""A worker reacts to each event at least once and in order, parks what it cannot handle, and stops before parking all."""

import threading
from pathlib import Path

import pytest

from shared.events.notify import NoticeKept, NoticeRead
from shared.events.topics import NOTIFY
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden, NotFound, RuleBroken, StaleWrite, Unavailable
from shared.messaging.log import LogUnavailable, Message
from shared.messaging.parking import Parking
from shared.messaging.sqlite_log import SqliteLog
from shared.messaging.worker import ParkLimitReached, Worker
from tests.unit.messaging_world import AT_ONCE, GROUP, Reaction, Tell, a_log, a_message, committed, telling

LATER = "linli.notify.notice-burnt.v9"


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


def test_each_event_is_reacted_to_once_and_in_order(
    log: SqliteLog, worker: Worker, reaction: Reaction, tell: Tell
) -> None:
    tell("a", "b", "c")
    assert [worker.step(), worker.step()] == [3, 0]
    assert reaction.did == ["a", "b", "c"]
    assert committed(log) == 3


def test_what_a_reaction_causes_carries_the_event_as_its_cause(
    worker: Worker, reaction: Reaction, tell: Tell
) -> None:
    tell("a")
    worker.step()
    assert reaction.causes == [("request", "event-of-a")]


def test_events_without_reaction_are_passed_over(
    log: SqliteLog, worker: Worker, parking: Parking, clock: SetClock
) -> None:
    kept = NoticeKept(notice_id="a", member_id="member", kind="GREETING")
    log.append(NOTIFY, [a_message(clock, kept)])
    assert worker.step() == 1
    assert (parking.listed(), committed(log)) == ([], 1)


def test_events_replayed_for_another_group_are_passed_over(
    log: SqliteLog, worker: Worker, reaction: Reaction, tell: Tell
) -> None:
    tell("theirs", replayedfor="other")
    tell("ours", replayedfor=GROUP)
    worker.step()
    assert reaction.did == ["ours"]
    assert committed(log) == 2


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        ({"type": LATER}, f"unknown type {LATER}"),
        ({"specversion": "2.0"}, "specversion: This has the wrong form"),
        ({"id": ""}, "id: This must have 1 to 120 characters"),
    ],
)
def test_a_malformed_event_is_parked_and_the_next_one_handled(
    *, worker: Worker, parking: Parking, reaction: Reaction, tell: Tell, spoil: dict[str, str], why: str
) -> None:
    tell("bad", **spoil)
    tell("good")
    worker.step()
    assert reaction.did == ["good"]
    assert [parked.reason for parked in parking.listed()] == [f"Malformed: This is no event of ours: {why}"]


def test_a_body_that_is_no_json_is_parked_with_its_bytes(
    log: SqliteLog, worker: Worker, parking: Parking, clock: SetClock
) -> None:
    good = a_message(clock, NoticeRead(notice_id="a", member_id="member"))
    log.append(NOTIFY, [Message(key="member", headers=good.headers, body=b"\xff{")])
    worker.step()
    assert [parked.body for parked in parking.listed()] == [b"\xff{"]


@pytest.mark.parametrize(
    "fault", [RuleBroken(), NotFound(), Forbidden(), KeyError("a bug"), AssertionError()]
)
def test_what_is_refused_or_fails_by_a_bug_is_parked(
    *, log: SqliteLog, worker: Worker, parking: Parking, reaction: Reaction, tell: Tell, fault: Exception
) -> None:
    reaction.faults["a"] = [fault]
    tell("a", "b")
    assert worker.step() == 2
    assert [parked.headers["id"] for parked in parking.listed()] == ["event-of-a"]
    assert (reaction.did, committed(log)) == (["b"], 2)


def test_a_replayed_event_is_handled_with_its_own_id(
    worker: Worker, parking: Parking, reaction: Reaction, tell: Tell
) -> None:
    reaction.faults["a"] = [RuleBroken()]
    tell("a")
    worker.step()
    parking.replay(parking.listed()[0].id)
    worker.step()
    assert reaction.causes == [("request", "event-of-a")]
    assert parking.listed() == []


@pytest.mark.parametrize("fault", [Unavailable, TimeoutError, ConnectionError])
def test_what_is_unavailable_is_tried_again_and_nothing_overtakes_it(
    *,
    log: SqliteLog,
    worker: Worker,
    parking: Parking,
    reaction: Reaction,
    tell: Tell,
    fault: type[Exception],
) -> None:
    reaction.faults["b"] = [fault(), fault()]
    tell("a", "b", "c")
    for _ in range(2):
        with pytest.raises(fault):
            worker.step()
        assert (reaction.did, committed(log)) == (["a"], 1)
    assert worker.step() == 2
    assert (reaction.did, parking.listed()) == (["a", "b", "c"], [])


def test_a_stale_write_is_run_again_at_once_and_in_the_end_later(
    worker: Worker, parking: Parking, reaction: Reaction, tell: Tell
) -> None:
    reaction.faults["a"] = [StaleWrite() for _ in range(5)]
    tell("a")
    with pytest.raises(StaleWrite):
        worker.step()
    assert worker.step() == 1
    assert (reaction.did, parking.listed()) == (["a"], [])


def test_a_worker_stops_before_it_parks_everything(
    log: SqliteLog, worker: Worker, parking: Parking, reaction: Reaction, tell: Tell
) -> None:
    reaction.faults = {notice: [KeyError("bug"), KeyError("bug")] for notice in "bcdef"}
    tell("a", "b", "c", "d", "e", "f")
    worker.run(threading.Event())
    assert worker.stopped_because is not None
    assert worker.stopped_because.startswith("ParkLimitReached: 3 events in a row could not be handled")
    assert "position 4" in worker.stopped_because
    assert [parked.headers["id"] for parked in parking.listed()] == ["event-of-b", "event-of-c", "event-of-d"]
    assert committed(log) == 4


def test_mended_it_goes_on_where_it_stopped(
    worker: Worker, reaction: Reaction, parking: Parking, tell: Tell
) -> None:
    reaction.faults = {notice: [KeyError("bug")] for notice in "abcd"}
    tell("a", "b", "c", "d", "e")
    with pytest.raises(ParkLimitReached):
        worker.step()
    worker.close()
    worker.step()
    for parked in parking.listed():
        parking.replay(parked.id)
    worker.step()
    assert reaction.did == ["d", "e", "a", "b", "c"]


def test_a_good_event_in_between_lets_it_park_again(
    worker: Worker, parking: Parking, reaction: Reaction, tell: Tell
) -> None:
    reaction.faults = {notice: [KeyError("bug")] for notice in "abcefg"}
    tell(*"abcdefg")
    assert worker.step() == 7
    assert len(parking.listed()) == 6


def test_what_cannot_be_parked_is_not_passed_over(
    *, log: SqliteLog, worker: Worker, reaction: Reaction, tell: Tell, parking: Parking
) -> None:
    reaction.faults["a"] = [KeyError("bug"), KeyError("bug")]
    worker.step()
    tell("a", "b")
    log._file.connection().execute("PRAGMA query_only = 1")
    with pytest.raises(LogUnavailable):
        worker.step()
    log._file.connection().execute("PRAGMA query_only = 0")
    assert worker.step() == 2
    assert (reaction.did, len(parking.listed()), committed(log)) == (["b"], 1, 2)
