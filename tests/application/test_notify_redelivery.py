"""Notices through the real log, worker and relay: told once, however often the log is read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.notify.entrypoints.consumer import GROUP, reactions
from shared.events.contract import body_of, headers_of, parse
from shared.events.matching import Proposed
from shared.events.notify import NoticeKept
from shared.events.topics import NOTIFY, PARTITIONS, parked_topic
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from shared.messaging.log import EventLog, Message
from shared.messaging.parking import Parking
from shared.messaging.relay import Relay
from shared.messaging.sqlite_log import SqliteLog
from shared.messaging.worker import Worker
from tests.application.notify_world import NotifyWorld, a_notify_world
from tests.application.register_world import HOME


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> NotifyWorld:
    return a_notify_world(clock, ids)


@pytest.fixture
def log(tmp_path: Path, clock: SetClock) -> Iterator[EventLog]:
    log = SqliteLog(tmp_path / "log.sqlite", clock)
    log.ensure_topics(PARTITIONS | {parked_topic(GROUP): 1})
    yield log
    log.close()


def append(world: NotifyWorld, log: EventLog, fact: object) -> None:
    event = world.event(fact)
    log.append(event.topic, [Message(key=event.partitionkey, headers=headers_of(event), body=body_of(event))])


def read_all(world: NotifyWorld, log: EventLog, group: str) -> int:
    """Let a group that has never read hear everything there is; return how many records it did."""
    worker = Worker(log, group, reactions(world.notify), parking=Parking(log, GROUP, world.clock))
    done = 0
    while found := worker.step():
        done += found
    worker.close()
    return done


def kept_in(log: EventLog) -> list[NoticeKept]:
    records = [record for partition in log.spans(NOTIFY) for record in log.read(partition, 0, 1000)]
    facts = [parse(record.headers, record.body).data for record in records]
    return [fact for fact in facts if isinstance(fact, NoticeKept)]


def test_a_whole_topic_read_again_tells_nobody_twice(world: NotifyWorld, log: EventLog) -> None:
    members = tuple(f"m{number}" for number in range(4))
    for member in members:
        world.add_member(member)
    for number in range(10):
        ids = tuple(f"need-{number}.{member}" for member in members)
        need_id = f"need-{number}"
        append(
            world,
            log,
            Proposed(need_id=need_id, community_code=HOME, member_ids=members, proposal_ids=ids),
        )
    relay = Relay(log, [world.notify.notices.collection])
    for again in range(3):
        assert read_all(world, log, f"{GROUP}-{again}") == 10
        while relay.step():
            pass
    assert world.kept() == 40
    assert len(kept_in(log)) == 40
    assert {fact.member_id for fact in kept_in(log)} == set(members)
