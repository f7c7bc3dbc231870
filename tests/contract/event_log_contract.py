"""What every event log promises; an adapter's test class inherits it and gives the log."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shared.kernel.clock import SetClock
from shared.messaging.log import (
    EventLog,
    LeaseLost,
    LogConsumer,
    Message,
    Partition,
    PositionGone,
    Record,
    UnknownTopic,
    after,
)

TOPIC, OTHER = "linli.test", "linli.other"
PARTITIONS = 4


def message(key: str, body: str = "") -> Message:
    return Message(key=key, headers={"id": f"{key}-{body}", "type": "test"}, body=body.encode())


def messages(count: int, keys: int = 16) -> list[Message]:
    return [message(f"key-{number % keys}", str(number)) for number in range(count)]


def told(records: Sequence[Record]) -> list[tuple[str, str]]:
    return [(record.key, record.body.decode()) for record in records]


def everything(log: EventLog, topic: str = TOPIC) -> list[Record]:
    return [
        record
        for partition, span in log.spans(topic).items()
        if span
        for record in log.read(partition, span.start, len(span))
    ]


class EventLogContract(ABC):
    """The suite. ``log`` has the topics ``TOPIC`` and ``OTHER`` of four partitions each."""

    patience_seconds: float = 0.0
    """How long one poll may wait for what is already there; a network needs some."""

    tries: int = 10
    """Polls within which a group has settled."""

    @abstractmethod
    def silence(self, clock: SetClock) -> None:
        """Let all leases run out, as if nobody had polled for long."""

    @abstractmethod
    def append_in_processes(self, processes: int, each: int) -> None:
        """Append ``each`` messages, keyed ``p<process>``, bodies counting from 0, from several processes at once."""

    def poll(self, consumer: LogConsumer, limit: int = 100) -> list[Record]:
        return consumer.poll(limit, self.patience_seconds)

    def poll_all(self, consumer: LogConsumer, count: int) -> list[Record]:
        found: list[Record] = []
        for _ in range(self.tries):
            found += self.poll(consumer)
            if len(found) >= count:
                break
        return found

    def settle(self, *consumers: LogConsumer) -> None:
        for _ in range(self.tries):
            for consumer in consumers:
                consumer.poll(0, self.patience_seconds)

    def test_records_of_one_key_come_in_the_order_appended(self, log: EventLog) -> None:
        sent = messages(200)
        log.append(TOPIC, sent[:120])
        log.append(TOPIC, sent[120:])
        came = self.poll_all(log.consumer("readers", [TOPIC]), 200)
        for key in {each.key for each in sent}:
            assert [record.body for record in came if record.key == key] == [
                each.body for each in sent if each.key == key
            ]
        assert len(came) == 200

    def test_a_key_stays_in_its_partition_and_keys_spread(self, log: EventLog) -> None:
        log.append(TOPIC, messages(64))
        places = {(record.key, record.partition) for record in everything(log)}
        assert len(places) == 16
        assert {partition for _, partition in places} == set(range(PARTITIONS))

    def test_the_sender_may_choose_the_partition(self, log: EventLog) -> None:
        log.append(TOPIC, [Message(key="any", headers={}, body=b"", partition=number) for number in (3, 1)])
        assert [record.partition for record in everything(log)] == [1, 3]

    def test_positions_count_from_nought_in_each_partition(self, log: EventLog) -> None:
        log.append(TOPIC, [message("one", str(number)) for number in range(3)])
        assert [record.position for record in everything(log)] == [0, 1, 2]
        assert sorted(len(span) for span in log.spans(TOPIC).values()) == [0, 0, 0, 3]

    def test_a_record_comes_back_as_it_was_appended(self, log: EventLog) -> None:
        big = bytes(range(256)) * 4096
        log.append(TOPIC, [Message(key="邻里", headers={"type": "测试", "id": "1"}, body=big)])
        (record,) = everything(log)
        assert (record.topic, record.key, dict(record.headers)) == (
            TOPIC,
            "邻里",
            {"type": "测试", "id": "1"},
        )
        assert record.body == big
        assert record.appended_at.utcoffset() == timedelta(0)

    def test_what_was_appended_is_there_after_reopening(
        self, log: EventLog, reopen: Callable[[], EventLog]
    ) -> None:
        consumer = log.consumer("readers", [TOPIC])
        log.append(TOPIC, messages(20))
        consumer.commit(after(self.poll_all(consumer, 20)))
        log.append(TOPIC, [message("key-0", "later")])
        consumer.close()
        log.close()
        again = reopen()
        assert len(everything(again)) == 21
        assert told(self.poll_all(again.consumer("readers", [TOPIC]), 1)) == [("key-0", "later")]

    def test_appending_nothing_changes_nothing(self, log: EventLog) -> None:
        log.append(TOPIC, [])
        assert everything(log) == []

    def test_a_topic_made_again_stays_as_it_is(self, log: EventLog) -> None:
        log.append(TOPIC, messages(5))
        log.ensure_topics({TOPIC: PARTITIONS + 3})
        assert len(log.spans(TOPIC)) == PARTITIONS
        assert len(everything(log)) == 5

    @pytest.mark.parametrize(
        "ask",
        [
            lambda log: log.append("nowhere", [message("key")]),
            lambda log: log.read(Partition(topic="nowhere", number=0), 0, 1),
            lambda log: log.read(Partition(topic=TOPIC, number=PARTITIONS), 0, 1),
            lambda log: log.append(TOPIC, [Message(key="k", headers={}, body=b"", partition=PARTITIONS)]),
            lambda log: log.spans("nowhere"),
            lambda log: log.committed("readers", "nowhere"),
            lambda log: log.consumer("readers", ["nowhere"]),
        ],
    )
    def test_an_unknown_topic_or_partition_is_refused(
        self, log: EventLog, ask: Callable[[EventLog], object]
    ) -> None:
        with pytest.raises(UnknownTopic):
            ask(log)

    def test_two_readers_of_a_group_share_its_partitions(self, log: EventLog) -> None:
        one, two = log.consumer("readers", [TOPIC]), log.consumer("readers", [TOPIC])
        self.settle(one, two)
        assert not one.assigned.keys() & two.assigned.keys()
        assert {partition.number for partition in one.assigned.keys() | two.assigned.keys()} == set(
            range(PARTITIONS)
        )
        assert len(one.assigned) == len(two.assigned) == PARTITIONS // 2
        log.append(TOPIC, messages(100))
        came = self.poll_all(one, 100) + self.poll_all(two, 100)
        assert sorted(told(came)) == sorted((each.key, each.body.decode()) for each in messages(100))

    def test_a_partition_handed_on_cannot_be_committed_by_who_had_it(self, log: EventLog) -> None:
        log.append(TOPIC, messages(40))
        one = log.consumer("readers", [TOPIC])
        came = self.poll_all(one, 40)
        two = log.consumer("readers", [TOPIC])
        self.settle(one, two)
        with pytest.raises(LeaseLost):
            one.commit(after(came))
        assert set(log.committed("readers", TOPIC).values()) <= {0}
        theirs = self.poll_all(two, 20)
        two.commit(after(theirs))
        assert {record.source for record in theirs} == set(two.assigned)

    def test_a_reader_that_leaves_hands_on_from_what_it_committed(self, log: EventLog) -> None:
        log.append(TOPIC, [message("key", str(number)) for number in range(10)])
        one = log.consumer("readers", [TOPIC])
        one.commit(after(self.poll(one, 4)))
        self.poll(one, 4)
        one.close()
        one.close()
        came = self.poll_all(log.consumer("readers", [TOPIC]), 6)
        assert told(came) == [("key", str(number)) for number in range(4, 10)]

    def test_a_silent_reader_is_replaced_and_cannot_commit_any_more(
        self, log: EventLog, clock: SetClock
    ) -> None:
        log.append(TOPIC, messages(40))
        silent = log.consumer("readers", [TOPIC])
        came = self.poll_all(silent, 40)
        self.silence(clock)
        heir = log.consumer("readers", [TOPIC])
        taken = self.poll_all(heir, 40)
        assert sorted(told(taken)) == sorted(told(came))
        heir.commit(after(taken))
        with pytest.raises(LeaseLost):
            silent.commit(dict.fromkeys(after(came), 0))
        assert sum(log.committed("readers", TOPIC).values()) == 40

    def test_a_replaced_reader_joins_again_where_the_group_is(self, log: EventLog, clock: SetClock) -> None:
        log.append(TOPIC, messages(40))
        silent = log.consumer("readers", [TOPIC])
        self.poll_all(silent, 40)
        self.silence(clock)
        heir = log.consumer("readers", [TOPIC])
        heir.commit(after(self.poll(heir, 10)))
        heir.close()
        assert len(self.poll_all(silent, 30)) == 30

    def test_groups_read_independently(self, log: EventLog) -> None:
        log.append(TOPIC, messages(10))
        one, other = log.consumer("readers", [TOPIC]), log.consumer("others", [TOPIC])
        one.commit(after(self.poll_all(one, 10)))
        assert len(self.poll_all(other, 10)) == 10
        assert sum(log.committed("readers", TOPIC).values()) == 10
        assert sum(log.committed("others", TOPIC).values()) == 0

    def test_a_reader_of_two_topics_gets_both(self, log: EventLog) -> None:
        log.append(TOPIC, messages(3))
        log.append(OTHER, messages(4))
        came = self.poll_all(log.consumer("readers", [TOPIC, OTHER]), 7)
        assert sorted(record.topic for record in came) == [OTHER] * 4 + [TOPIC] * 3

    def test_a_reader_may_go_back(self, log: EventLog) -> None:
        log.append(TOPIC, [message("key", str(number)) for number in range(6)])
        consumer = log.consumer("readers", [TOPIC])
        came = self.poll_all(consumer, 6)
        consumer.commit(after(came))
        consumer.seek(came[0].source, 4)
        assert told(self.poll_all(consumer, 2)) == [("key", "4"), ("key", "5")]
        assert sum(log.committed("readers", TOPIC).values()) == 6

    def test_only_an_assigned_partition_can_be_sought(self, log: EventLog) -> None:
        consumer = log.consumer("readers", [TOPIC])
        with pytest.raises(LeaseLost):
            consumer.seek(Partition(topic=OTHER, number=0), 0)

    def test_reading_goes_on_from_any_position_and_ends_empty(self, log: EventLog) -> None:
        log.append(TOPIC, [message("key", str(number)) for number in range(6)])
        source = everything(log)[0].source
        assert told(log.read(source, 2, 3)) == [("key", "2"), ("key", "3"), ("key", "4")]
        assert log.read(source, 6, 3) == []

    def test_a_position_that_was_never_written_is_loud(self, log: EventLog) -> None:
        log.append(TOPIC, [message("key")])
        source = everything(log)[0].source
        consumer = log.consumer("readers", [TOPIC])
        self.settle(consumer)
        consumer.seek(source, 5)
        with pytest.raises(PositionGone):
            log.read(source, 5, 1)
        with pytest.raises(PositionGone):
            self.poll_all(consumer, 1)

    def test_a_trimmed_position_is_loud_and_never_jumped_over(self, log: EventLog, clock: SetClock) -> None:
        log.append(TOPIC, [message("key", "old"), message("key", "older")])
        clock.advance(days=8)
        log.append(TOPIC, [message("key", "young")])
        source = everything(log)[0].source
        consumer = log.consumer("readers", [TOPIC])
        self.settle(consumer)
        assert log.trim(TOPIC, clock.now() - timedelta(days=7), keep_unread=False) == 2
        assert log.spans(TOPIC)[source] == range(2, 3)
        assert told(everything(log)) == [("key", "young")]
        with pytest.raises(PositionGone):
            log.read(source, 1, 1)
        with pytest.raises(PositionGone):
            self.poll_all(consumer, 1)

    def test_what_a_group_has_not_read_is_not_trimmed(self, log: EventLog, clock: SetClock) -> None:
        log.append(TOPIC, [message("key", str(number)) for number in range(3)])
        consumer = log.consumer("readers", [TOPIC])
        consumer.commit(after(self.poll(consumer, 2)))
        clock.advance(days=8)
        assert log.trim(TOPIC, clock.now()) == 2
        assert told(self.poll_all(consumer, 1)) == [("key", "2")]
        assert log.trim(TOPIC, clock.now()) == 0

    def test_a_group_may_begin_at_the_end_and_remembers_it(self, log: EventLog) -> None:
        log.append(TOPIC, [message("key", "before")])
        first = log.consumer("readers", [TOPIC], start="last")
        self.settle(first)
        first.close()
        log.append(TOPIC, [message("key", "after")])
        assert told(self.poll_all(log.consumer("readers", [TOPIC], start="last"), 1)) == [("key", "after")]

    def test_a_waiting_reader_is_woken_by_an_append(self, log: EventLog) -> None:
        consumer = log.consumer("readers", [TOPIC])
        self.settle(consumer)
        with ThreadPoolExecutor(1) as threads:
            waiting = threads.submit(consumer.poll, 10, 30.0)
            log.append(TOPIC, [message("key", "here")])
            assert told(waiting.result(30)) == [("key", "here")]

    def test_several_processes_append_at_once_and_nothing_is_lost(self, log: EventLog) -> None:
        self.append_in_processes(3, 200)
        came = everything(log)
        for process in range(3):
            assert [int(record.body) for record in came if record.key == f"p{process}"] == list(range(200))
        assert len(came) == 600
