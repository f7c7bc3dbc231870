"""What the tests of workers stand on: a log of one partition, events of notices, and a reaction that remembers."""

from collections.abc import Callable
from pathlib import Path

from shared.events.cause import present_cause
from shared.events.contract import Event, body_of, contract_of, headers_of
from shared.events.notify import NoticeRead
from shared.events.topics import NOTIFY, parked_topic
from shared.kernel.clock import SetClock
from shared.messaging.backoff import Backoff
from shared.messaging.log import EventLog, Message
from shared.messaging.sqlite_log import SqliteLog

GROUP = "ledger"
AT_ONCE = Backoff(first_seconds=0.0, most_seconds=0.0)

Tell = Callable[..., None]


def a_log(folder: Path, clock: SetClock) -> SqliteLog:
    log = SqliteLog(folder / "log.sqlite", clock)
    log.ensure_topics({NOTIFY: 1, parked_topic(GROUP): 1})
    return log


def telling(log: EventLog, clock: SetClock) -> Tell:
    def tell(*notices: str, **headers: str) -> None:
        facts = [NoticeRead(notice_id=notice, member_id="member") for notice in notices]
        log.append(NOTIFY, [a_message(clock, fact, **headers) for fact in facts])

    return tell


class Reaction:
    """Remembers what it did; ``faults`` are raised first, one a call, by notice."""

    def __init__(self) -> None:
        self.did: list[str] = []
        self.faults: dict[str, list[Exception]] = {}
        self.causes: list[tuple[str, str]] = []

    def __call__(self, event: Event) -> None:
        assert isinstance(event.data, NoticeRead)
        if self.faults.get(event.data.notice_id):
            raise self.faults[event.data.notice_id].pop(0)
        self.causes.append((present_cause().correlation_id, present_cause().causation_id))
        self.did.append(event.data.notice_id)


def a_message(clock: SetClock, fact: object, **headers: str) -> Message:
    contract = contract_of(fact)
    key = str(getattr(fact, contract.key))
    event = Event(
        id=f"event-of-{getattr(fact, 'notice_id', key)}",
        type=contract.type,
        subject=key,
        partitionkey=key,
        sequence=1,
        time=clock.now(),
        recordedtime=clock.now(),
        correlationid="request",
        causationid="before",
        data=fact,
    )
    return Message(key=key, headers=headers_of(event) | headers, body=body_of(event))


def committed(log: SqliteLog) -> int:
    return sum(log.committed(GROUP, NOTIFY).values())
