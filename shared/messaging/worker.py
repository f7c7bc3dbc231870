"""Lets a service react to events: each at least once, in order, and what it cannot handle put aside."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import shared.events.catalogue  # noqa: F401 -- all contracts must be known before a type is called unknown
from shared.events.cause import caused_by
from shared.events.contract import CONTRACTS, Event, parse
from shared.kernel.errors import LinliError
from shared.logs import log as logs
from shared.messaging.backoff import TRANSIENT, Backoff
from shared.messaging.log import EventLog, Partition, Record, Start
from shared.messaging.parking import REPLAYED_FOR, Parking
from shared.messaging.reader import GroupReader
from shared.storage.aggregates import retrying

Reaction = Callable[[Event], object]
"""What a service does about an event; doing it again changes nothing."""

Together = Callable[[Sequence[Event]], object]
"""What a service does about several events at once, in order: the same as about each, in fewer writes."""


class ParkLimitReached(LinliError):
    """So many records in a row could not be handled that the fault must be ours; nothing more is put aside."""

    code = "park-limit-reached"
    zh = "连续 {parked} 个事件无法处理，已停止；停在 {topic} 分区 {partition} 位置 {position}:{why}"
    en = "{parked} events in a row could not be handled; stopped at {topic}/{partition}, position {position}: {why}"


class Worker(GroupReader):
    """Hands each event to the reaction for its kind.

    Malformed, of unknown type, refused (``RuleBroken``, ``NotFound``, ``Forbidden``) or failing by a bug: parked and
    passed over. Unavailable or stale: tried again with growing waits, and nothing of its partition overtakes it.
    Events nobody reacts to, and those replayed for another group, are passed over.
    """

    def __init__(
        self,
        log: EventLog,
        group: str,
        reactions: Mapping[type, Reaction],
        *,
        parking: Parking,
        together: Together | None = None,
        park_limit: int = 20,
        limit: int = 200,
        start: Start = "first",
        backoff: Backoff | None = None,
    ) -> None:
        """Take the reactions by the dataclass of the event; the topics follow from the contracts.

        Args:
            log: The event log.
            group: Name of the group.
            reactions: What to do, by kind of event.
            parking: Where the group puts aside what it cannot handle.
            together: Does everything of a poll at once; where it cannot, the reactions are asked one by one.
            park_limit: Most records parked in a row; one more stops the worker before it.
            limit: Most records of one poll.
            start: Where the group begins if it has never read.
            backoff: Waits when something does not answer.
        """
        heard = {contract.kind: contract for contract in CONTRACTS.values() if contract.kind in reactions}
        assert heard.keys() == reactions.keys(), "every reaction is to an event of the catalogue"
        topics = [contract.topic for contract in heard.values()]
        super().__init__(log, group, topics, limit=limit, start=start, backoff=backoff)
        self._reactions = dict(reactions)
        self._parking, self._together = parking, together
        self._park_limit = park_limit
        self._parked_in_a_row = 0

    def _do(self, records: Sequence[Record]) -> Iterator[Record]:
        if self._together is not None and self._did_together(self._together, records):
            yield from records
            return
        waiting: set[Partition] = set()
        trouble: Exception | None = None
        for record in records:
            if self._stop.is_set():
                return
            if record.source in waiting:
                continue
            try:
                self._handle(record)
            except TRANSIENT as cause:
                waiting.add(record.source)
                trouble = cause
            else:
                yield record
        if trouble is not None:
            raise trouble

    def _did_together(self, together: Together, records: Sequence[Record]) -> bool:
        """Do what the records ask in one go; return False if one of them stands in the way, and must be found.

        Raises:
            Unavailable: If all of it should be tried again later.
        """
        try:
            events = [event for record in records if (event := self._heard(record)) is not None]
            if events:
                retrying(lambda: together(events))
        except TRANSIENT:
            raise
        except Exception:  # noqa: BLE001 -- whatever it is, one by one it is put aside, and said
            return False
        self._parked_in_a_row = 0
        return True

    def _handle(self, record: Record) -> None:
        """React to the record, or park it.

        Raises:
            ParkLimitReached: If too many were parked just before.
            Unavailable: If it, or the parking, should be tried again later.
        """
        try:
            self._react(record)
        except TRANSIENT:
            raise
        except Exception as cause:  # noqa: BLE001 -- an outer loop: a bug is put aside, up to the limit
            self._park(record, cause)

    def _heard(self, record: Record) -> Event | None:
        """Return the event of a record, or None if it is none of ours.

        Raises:
            Malformed: If it is no event that is known.
        """
        if record.headers.get(REPLAYED_FOR, self.group) != self.group:
            return None
        contract = CONTRACTS.get(record.headers.get("type", ""))
        if contract is not None and contract.kind not in self._reactions:
            return None
        return parse(record.headers, record.body)

    def _react(self, record: Record) -> None:
        event = self._heard(record)
        if event is None:
            return
        reaction = self._reactions[type(event.data)]
        with caused_by(correlation_id=event.correlationid, causation_id=event.id):
            retrying(lambda: reaction(event))
        self._parked_in_a_row = 0

    def _park(self, record: Record, cause: Exception) -> None:
        why = f"{type(cause).__name__}: {cause}"
        if self._parked_in_a_row >= self._park_limit:
            raise ParkLimitReached(
                parked=self._parked_in_a_row,
                topic=record.topic,
                partition=record.partition,
                position=record.position,
                why=why,
            ) from cause
        id_ = self._parking.park(record, why)
        self._parked_in_a_row += 1
        logs.error(
            "event parked",
            extra={"group": self.group, "parked_id": id_, "topic": record.topic, "position": record.position},
            exc_info=cause,
        )


class BatchWorker(GroupReader):
    """Hands each poll, whole, to one function that does all of it or raises; whatever it raises, nothing is passed over."""

    def __init__(
        self,
        log: EventLog,
        group: str,
        topics: Iterable[str],
        batch: Callable[[Sequence[Record]], object],
        *,
        limit: int = 500,
        start: Start = "first",
        backoff: Backoff | None = None,
    ) -> None:
        """Take the function; it must end within some seconds, for the leases last ten.

        Args:
            log: The event log.
            group: Name of the group.
            topics: Topics to read.
            batch: Does what the records ask; may see a record again. Parking what is malformed is its own affair.
            limit: Most records of one poll.
            start: Where the group begins if it has never read.
            backoff: Waits when something does not answer.
        """
        super().__init__(log, group, topics, limit=limit, start=start, backoff=backoff)
        self._batch = batch

    def _do(self, records: Sequence[Record]) -> Iterable[Record]:
        if records:
            self._batch(records)
        return records
