"""What every event log promises the consumers of a group; an adapter's test class inherits it and gives the log."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shared.kernel.clock import SetClock
from shared.messaging.log import EventLog, LeaseLost, Partition, PositionGone, after
from tests.contract.event_log_world import (
    OTHER,
    PARTITIONS,
    TOPIC,
    LogWorld,
    everything,
    message,
    messages,
    told,
)


class ConsumerGroupContract(LogWorld):
    """Sharing, handing on, committing, going back, and being told when a position is gone."""

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
        theirs = self.poll_all(two, sum(len(log.spans(TOPIC)[each]) for each in two.assigned))
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
