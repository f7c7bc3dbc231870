"""Where a group puts aside what it cannot handle, and how it is brought back with the same id."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from shared.events.topics import parked_topic
from shared.kernel.clock import Clock, iso
from shared.kernel.errors import NotFound
from shared.kernel.ids import derived_id
from shared.messaging.log import EventLog, Message, Partition, Record

REPLAYED_FOR = "replayedfor"
"""Header of a replayed message: the one group it is meant for; all others pass it over."""

_RELEASED = "released"
_READ_AT_ONCE = 200
_MOST_REASON_CHARACTERS = 2000


class NotParked(NotFound):
    """Nothing was ever parked under this id."""

    code = "not-parked"
    zh = "没有编号为 {id} 的搁置事件"
    en = "Nothing is parked under {id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """A record put aside.

    Attributes:
        id: Follows from group and place: parking a record twice is parking it once.
        topic: Where the record stands.
        partition: Number of its partition.
        position: Its position there.
        key: Its key.
        headers: Its headers.
        body: Its bytes, unchanged.
        reason: Why it could not be handled, for an operator.
        parked_at: When, UTC.
    """

    id: str
    topic: str
    partition: int
    position: int
    key: str
    headers: Mapping[str, str]
    body: bytes
    reason: str
    parked_at: datetime


class Parking:
    """The parked records of one group, on a topic of their own that must exist."""

    def __init__(self, log: EventLog, group: str, clock: Clock) -> None:
        """Take the log, the group whose records these are, and the clock."""
        self._log = log
        self._group = group
        self._clock = clock
        self._topic = parked_topic(group)

    def park(self, record: Record, reason: str) -> str:
        """Put a record aside and return its id; on return it is durable.

        Raises:
            LogUnavailable: If it could not be written; the record must not be passed over.
        """
        id_ = derived_id("parked", self._group, record.topic, str(record.partition), str(record.position))
        parked = Parked(
            id=id_,
            topic=record.topic,
            partition=record.partition,
            position=record.position,
            key=record.key,
            headers=dict(record.headers),
            body=record.body,
            reason=reason[:_MOST_REASON_CHARACTERS],
            parked_at=self._clock.now(),
        )
        message = Message(key=id_, headers={"id": id_}, body=_bytes_of(parked))
        self._log.append(self._topic, [message])
        return id_

    def listed(self) -> list[Parked]:
        """Return what waits, oldest first."""
        waiting, _ = self._told()
        return list(waiting.values())

    def show(self, id_: str) -> Parked:
        """Return one that waits.

        Raises:
            NotParked: If none of this id waits.
        """
        waiting, _ = self._told()
        if id_ not in waiting:
            raise NotParked(id=id_)
        return waiting[id_]

    def replay(self, id_: str) -> bool:
        """Append the original bytes again, for this group alone; tell whether it waited, or was replayed before.

        Raises:
            NotParked: If it was never parked.
            LogUnavailable: If the log cannot be written; then it still waits.
        """
        waiting, released = self._told()
        if id_ not in waiting:
            if id_ not in released:
                raise NotParked(id=id_)
            return False
        parked = waiting[id_]
        again = Message(
            key=parked.key,
            headers={**parked.headers, REPLAYED_FOR: self._group},
            body=parked.body,
            partition=parked.partition,
        )
        self._log.append(parked.topic, [again])
        self._log.append(self._topic, [Message(key=id_, headers={"id": id_, _RELEASED: "yes"}, body=b"")])
        return True

    def _told(self) -> tuple[dict[str, Parked], set[str]]:
        """Return what waits, by id, and the ids of what was released."""
        waiting: dict[str, Parked] = {}
        released: set[str] = set()
        for record in self._records():
            id_ = record.headers["id"]
            if _RELEASED in record.headers:
                waiting.pop(id_, None)
                released.add(id_)
            elif id_ not in released:
                waiting[id_] = _parked(record.body)
        return waiting, released

    def _records(self) -> Iterator[Record]:
        for partition, span in self._log.spans(self._topic).items():
            yield from _all_of(self._log, partition, span)


def _all_of(log: EventLog, partition: Partition, span: range) -> Iterator[Record]:
    position = span.start
    while position < span.stop and (records := log.read(partition, position, _READ_AT_ONCE)):
        yield from records
        position = records[-1].position + 1


def _bytes_of(parked: Parked) -> bytes:
    """Return JSON, the body in Base64: any bytes come back unchanged."""
    told = asdict(parked) | {
        "body": base64.b64encode(parked.body).decode(),
        "parked_at": iso(parked.parked_at),
    }
    return json.dumps(told).encode()


def _parked(body: bytes) -> Parked:
    told = json.loads(body)
    told["body"] = base64.b64decode(told["body"])
    told["parked_at"] = datetime.fromisoformat(told["parked_at"])
    return Parked(**told)
