"""A worker that does many events in one go does each as often, and falls back to one by one when something is wrong."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from shared.events.cause import present_cause
from shared.events.contract import Event
from shared.events.notify import NoticeRead
from shared.kernel.clock import SetClock
from shared.kernel.errors import Unavailable
from shared.messaging.parking import Parking
from shared.messaging.sqlite_log import SqliteLog
from shared.messaging.worker import Worker
from tests.unit.messaging_world import AT_ONCE, GROUP, Reaction, Tell, a_log, committed, telling


class Together:
    """Remembers what came in one go; a fault is raised once."""

    def __init__(self) -> None:
        self.did: list[list[str]] = []
        self.fault: Exception | None = None

    def __call__(self, events: Sequence[Event]) -> None:
        fault, self.fault = self.fault, None
        if fault is not None:
            raise fault
        self.did.append([event.data.notice_id for event in events if isinstance(event.data, NoticeRead)])


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
def together() -> Together:
    return Together()


@pytest.fixture
def worker(log: SqliteLog, parking: Parking, reaction: Reaction, together: Together) -> Worker:
    return Worker(
        log, GROUP, {NoticeRead: reaction}, parking=parking, together=together, park_limit=1, backoff=AT_ONCE
    )


@pytest.fixture
def tell(log: SqliteLog, clock: SetClock) -> Tell:
    return telling(log, clock)


def test_a_poll_is_done_in_one_go(
    log: SqliteLog, worker: Worker, together: Together, reaction: Reaction, tell: Tell
) -> None:
    tell("a", "b", "c")
    assert [worker.step(), worker.step()] == [3, 0]
    assert (together.did, reaction.did, committed(log)) == ([["a", "b", "c"]], [], 3)


def test_what_is_replayed_for_others_is_no_part_of_it(worker: Worker, together: Together, tell: Tell) -> None:
    tell("theirs", replayedfor="other")
    assert worker.step() == 1
    tell("ours")
    worker.step()
    assert together.did == [["ours"]]


def test_one_malformed_event_is_parked_and_the_others_done_one_by_one(
    *, log: SqliteLog, worker: Worker, together: Together, reaction: Reaction, parking: Parking, tell: Tell
) -> None:
    tell("a")
    tell("bad", specversion="2.0")
    tell("b")
    assert worker.step() == 3
    assert (together.did, reaction.did, committed(log)) == ([], ["a", "b"], 3)
    assert reaction.causes == [("request", "event-of-a"), ("request", "event-of-b")]
    assert len(parking.listed()) == 1


def test_a_bug_in_doing_all_leads_to_each(
    worker: Worker, together: Together, reaction: Reaction, parking: Parking, tell: Tell
) -> None:
    together.fault = KeyError("a bug")
    tell("a", "b")
    assert worker.step() == 2
    assert (together.did, reaction.did, parking.listed()) == ([], ["a", "b"], [])
    tell("c")
    worker.step()
    assert together.did == [["c"]]


def test_what_does_not_answer_is_asked_again_with_all(
    log: SqliteLog, worker: Worker, together: Together, reaction: Reaction, tell: Tell
) -> None:
    together.fault = Unavailable(part="documents")
    tell("a", "b")
    with pytest.raises(Unavailable):
        worker.step()
    assert committed(log) == 0
    assert worker.step() == 2
    assert (together.did, reaction.did, committed(log)) == ([["a", "b"]], [], 2)


def test_a_poll_that_went_well_forgets_what_was_parked_before(
    worker: Worker, parking: Parking, tell: Tell
) -> None:
    for notice in ("a", "b"):
        tell(f"bad-{notice}", specversion="2.0")
        worker.step()
        tell(notice)
        worker.step()
    assert len(parking.listed()) == 2
    assert present_cause().causation_id == "start"
