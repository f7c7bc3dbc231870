"""What cannot be handled is kept whole, shown, and brought back once."""

import json
from pathlib import Path

import pytest

from shared.events.topics import MATCHING, parked_topic
from shared.kernel.clock import SetClock
from shared.messaging.log import Message, Partition, Record
from shared.messaging.parking import NotParked, Parking
from shared.messaging.sqlite_log import SqliteLog

BYTES = bytes(range(256)) * 5000
BODY = b"\x00\xff" + BYTES


@pytest.fixture
def log(tmp_path: Path, clock: SetClock) -> SqliteLog:
    log = SqliteLog(tmp_path / "log.sqlite", clock)
    log.ensure_topics({MATCHING: 2, parked_topic("ledger"): 1, parked_topic("notify"): 1})
    return log


@pytest.fixture
def parking(log: SqliteLog, clock: SetClock) -> Parking:
    return Parking(log, "ledger", clock)


@pytest.fixture
def record(log: SqliteLog) -> Record:
    message = Message(key=" 键\t", headers={"id": "event-1", "type": "某"}, body=BODY, partition=1)
    log.append(MATCHING, [message])
    (record,) = log.read(Partition(topic=MATCHING, number=1), 0, 1)
    return record


def test_a_parked_record_is_kept_with_its_bytes_place_and_reason(
    parking: Parking, record: Record, clock: SetClock
) -> None:
    id_ = parking.park(record, "Malformed: no type")
    (parked,) = parking.listed()
    assert parked == parking.show(id_)
    assert (parked.topic, parked.partition, parked.position) == (MATCHING, 1, 0)
    assert (parked.key, parked.headers, parked.body) == (" 键\t", {"id": "event-1", "type": "某"}, BODY)
    assert (parked.reason, parked.parked_at) == ("Malformed: no type", clock.now())


def test_a_record_parked_twice_is_listed_once(parking: Parking, record: Record) -> None:
    assert parking.park(record, "first") == parking.park(record, "again")
    assert len(parking.listed()) == 1


def test_groups_park_apart(log: SqliteLog, parking: Parking, record: Record, clock: SetClock) -> None:
    parking.park(record, "why")
    assert Parking(log, "notify", clock).listed() == []


def test_replayed_it_comes_with_the_same_id_for_this_group_alone(
    log: SqliteLog, parking: Parking, record: Record
) -> None:
    assert parking.replay(parking.park(record, "why")) is True
    (_, again) = log.read(record.source, 0, 10)
    assert (again.key, again.body) == (record.key, record.body)
    assert again.headers == {"id": "event-1", "type": "某", "replayedfor": "ledger"}
    assert parking.listed() == []


def test_replayed_twice_it_comes_once(log: SqliteLog, parking: Parking, record: Record) -> None:
    id_ = parking.park(record, "why")
    assert [parking.replay(id_), parking.replay(id_)] == [True, False]
    assert len(log.read(record.source, 0, 10)) == 2


def test_what_fails_again_after_replay_is_listed_again_under_its_new_place(
    log: SqliteLog, parking: Parking, record: Record
) -> None:
    first = parking.park(record, "why")
    parking.replay(first)
    (_, again) = log.read(record.source, 0, 10)
    second = parking.park(again, "still")
    assert [parked.id for parked in parking.listed()] == [second]
    assert second != first


def test_an_id_never_parked_is_not_found(parking: Parking) -> None:
    with pytest.raises(NotParked):
        parking.show("none")
    with pytest.raises(NotParked):
        parking.replay("none")


def test_many_parked_records_are_all_listed(log: SqliteLog, parking: Parking) -> None:
    log.append(MATCHING, [Message(key="k", headers={}, body=b"", partition=0) for _ in range(450)])
    for record in log.read(Partition(topic=MATCHING, number=0), 0, 450):
        parking.park(record, "why")
    assert [parked.position for parked in parking.listed()] == list(range(450))


def test_what_stands_in_the_parked_topic_is_json_for_other_tools(
    log: SqliteLog, parking: Parking, record: Record
) -> None:
    parking.park(record, "why")
    (written,) = log.read(Partition(topic=parked_topic("ledger"), number=0), 0, 1)
    assert sorted(json.loads(written.body)) == [
        "body",
        "headers",
        "id",
        "key",
        "parked_at",
        "partition",
        "position",
        "reason",
        "topic",
    ]
