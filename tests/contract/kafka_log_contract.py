"""The Kafka log on whichever broker it is given keeps the promises of every event log."""

import itertools
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from shared.events.notify import NoticeRead
from shared.events.topics import NOTIFY, parked_topic
from shared.kernel.clock import SetClock, monotonic_seconds
from shared.kernel.ids import derived_id
from shared.messaging.kafka_access import KafkaAccess
from shared.messaging.kafka_cluster import Cluster
from shared.messaging.kafka_group import GroupClient, NoPositions, Rebalancing
from shared.messaging.kafka_log import KafkaLog
from shared.messaging.log import EventLog, LeaseLost, LogConsumer, Partition, Record, UnknownTopic
from shared.messaging.parking import Parking
from shared.messaging.worker import Worker
from tests.contract.consumer_group_contract import ConsumerGroupContract
from tests.contract.event_log_contract import EventLogContract
from tests.contract.event_log_world import OTHER, PARTITIONS, TOPIC, message, messages
from tests.unit.messaging_world import AT_ONCE, GROUP, Reaction, telling

APPENDER = """
import sys
from shared.kernel.clock import SystemClock
from shared.messaging.kafka_access import KafkaAccess
from shared.messaging.kafka_cluster import Cluster
from shared.messaging.kafka_group import GroupClient, NoPositions, Rebalancing
from shared.messaging.kafka_log import KafkaLog
from shared.messaging.log import Message

address, prefix, process, each = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
log = KafkaLog(KafkaAccess(brokers=(address,), prefix=prefix), SystemClock())
for first in range(0, each, 10):
    log.append("linli.test", [
        Message(key=f"p{process}", headers={}, body=str(number).encode()) for number in range(first, first + 10)
    ])
log.close()
"""

SILENT_SECONDS = 4.0
"""How long a reader may go without polling in these tests."""

SETTLED_SECONDS = 1.5

_numbers = itertools.count()


class KafkaLogContract(EventLogContract, ConsumerGroupContract):
    """Each test has topics and groups of its own, under a prefix; a fixture ``address`` says where the broker is."""

    patience_seconds = 0.4
    tries = 5

    @pytest.fixture(autouse=True)
    def _place(self, address: str, request: pytest.FixtureRequest) -> None:
        prefix = f"{derived_id(request.node.nodeid)[:8]}-{next(_numbers)}-"
        self.access = KafkaAccess(
            brokers=(address,), prefix=prefix, poll_seconds=SILENT_SECONDS, session_seconds=6
        )

    @pytest.fixture
    def reopen(self, clock: SetClock) -> Iterator[Callable[[], EventLog]]:
        opened: list[KafkaLog] = []

        def open_one() -> KafkaLog:
            opened.append(KafkaLog(self.access, clock))
            return opened[-1]

        yield open_one
        for log in opened:
            log.close()

    @pytest.fixture
    def log(self, reopen: Callable[[], EventLog]) -> EventLog:
        log = reopen()
        log.ensure_topics({TOPIC: PARTITIONS, OTHER: PARTITIONS})
        return log

    def poll(self, consumer: LogConsumer, limit: int = 100) -> list[Record]:
        """Poll once the group has given the consumer something to read; that takes some exchanges on a network."""
        for _ in range(50):
            if consumer.assigned:
                break
            consumer.poll(0, 0.1)
        return consumer.poll(limit, self.patience_seconds)

    def settle(self, *consumers: LogConsumer) -> None:
        """Poll all of them at once until nobody's share has changed for longer than a heartbeat takes to tell of it."""
        with ThreadPoolExecutor(len(consumers)) as threads:
            shares: list[set[Partition]] = []
            since = began = monotonic_seconds()
            while monotonic_seconds() - since < SETTLED_SECONDS and monotonic_seconds() - began < 30:
                list(threads.map(lambda consumer: consumer.poll(0, 0.1), consumers))
                now = [set(consumer.assigned) for consumer in consumers]
                if now != shares or not all(now):
                    shares, since = now, monotonic_seconds()

    def silence(self, clock: SetClock) -> None:  # noqa: ARG002 -- the brokers' time passes by itself
        """Nobody polls for longer than a reader may go without it."""
        threading.Event().wait(SILENT_SECONDS * 1.5)

    def test_what_cannot_be_handled_is_parked_and_brought_back(self, log: EventLog, clock: SetClock) -> None:
        log.ensure_topics({NOTIFY: 1, parked_topic(GROUP): 1})
        parking, reaction = Parking(log, GROUP, clock), Reaction()
        reaction.faults["b"] = [KeyError("bug")]
        telling(log, clock)("a", "b", "c")
        worker = Worker(log, GROUP, {NoticeRead: reaction}, parking=parking, backoff=AT_ONCE)
        self.work_until(worker, lambda: len(reaction.did) == 2)
        (parked,) = parking.listed()
        assert (parked.headers["id"], parked.reason) == ("event-of-b", "KeyError: 'bug'")
        assert parking.replay(parked.id)
        self.work_until(worker, lambda: len(reaction.did) == 3)
        assert (reaction.did, parking.listed()) == (["a", "c", "b"], [])

    def test_what_is_removed_is_gone_and_may_be_made_anew(self, log: EventLog) -> None:
        assert isinstance(log, KafkaLog)
        log.append(TOPIC, [message("key")])
        log.remove([TOPIC, "linli.never"], ["nobody"])
        with pytest.raises(UnknownTopic):
            log.spans(TOPIC)
        assert {len(span) for span in log.spans(OTHER).values()} == {0}
        log.ensure_topics({TOPIC: 1})
        assert list(log.spans(TOPIC).values()) == [range(0)]

    def test_readers_whose_polls_are_short_get_their_shares(self, log: EventLog) -> None:
        """What the brokers answer between two polls counts, also to the reader that shares out for all."""
        log.append(TOPIC, messages(8))
        clusters = [Cluster(self.access) for _ in range(2)]
        readers = [GroupClient(cluster, "readers", [TOPIC]) for cluster in clusters]
        try:
            for _ in range(100):
                for reader in readers:
                    with suppress(NoPositions):
                        reader.poll(1, 0.001)
                threading.Event().wait(0.1)
                shares = [reader.assigned() for reader in readers]
                if [len(share) for share in shares] == [PARTITIONS // 2] * 2:
                    with suppress(Rebalancing, LeaseLost):
                        for reader, share in zip(readers, shares, strict=True):
                            reader.commit(dict.fromkeys(share, 1))
                        break
            assert list(log.committed("readers", TOPIC).values()) == [1] * PARTITIONS
        finally:
            for reader in readers:
                reader.close()
            for cluster in clusters:
                cluster.close()

    def work_until(self, worker: Worker, is_done: Callable[[], bool]) -> None:
        for _ in range(50):
            if is_done():
                return
            worker.step(0.2)

    def append_in_processes(self, processes: int, each: int) -> None:
        asked = [self.access.brokers[0], self.access.prefix]
        started = [
            subprocess.Popen([sys.executable, "-c", APPENDER, *asked, str(number), str(each)])
            for number in range(processes)
        ]
        assert [process.wait(60) for process in started] == [0] * processes
