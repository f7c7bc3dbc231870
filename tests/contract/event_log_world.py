"""What the tests of an event log stand on, whichever log it is."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from shared.kernel.clock import SetClock
from shared.messaging.log import EventLog, LogConsumer, Message, Record

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


class LogWorld(ABC):
    """What an adapter gives its tests: fixtures ``log`` and ``reopen``, and the hooks below. ``log`` has the topics ``TOPIC`` and ``OTHER`` of four partitions each."""

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
