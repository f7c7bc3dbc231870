"""What every event log promises of what is appended; an adapter's test class inherits it and gives the log."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from shared.messaging.log import EventLog, Message, Partition, UnknownTopic, after
from tests.contract.event_log_world import PARTITIONS, TOPIC, LogWorld, everything, message, messages, told


class EventLogContract(LogWorld):
    """Appending and reading, for no group."""

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

    def test_reading_goes_on_from_any_position_and_ends_empty(self, log: EventLog) -> None:
        log.append(TOPIC, [message("key", str(number)) for number in range(6)])
        source = everything(log)[0].source
        assert told(log.read(source, 2, 3)) == [("key", "2"), ("key", "3"), ("key", "4")]
        assert log.read(source, 6, 3) == []

    def test_several_processes_append_at_once_and_nothing_is_lost(self, log: EventLog) -> None:
        self.append_in_processes(3, 200)
        came = everything(log)
        for process in range(3):
            assert [int(record.body) for record in came if record.key == f"p{process}"] == list(range(200))
        assert len(came) == 600
