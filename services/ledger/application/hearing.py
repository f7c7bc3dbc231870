"""What the ledger makes of an event it hears: one fact for each person's service, in the order the event names them."""

from collections.abc import Sequence

from services.ledger.domain.drafting import Fact
from shared.events.contract import Event
from shared.events.service import ServiceConfirmed, ShiftConfirmed
from shared.kernel.clock import unix_millis
from shared.messaging.log import Record


def facts_of(event: Event, record: Record) -> Sequence[Fact]:
    """Return the confirmed services an event carries: one, a shift's many, or none if it is about something else."""
    if isinstance(event.data, ServiceConfirmed):
        return (_fact(event, event.data, record),)
    if isinstance(event.data, ShiftConfirmed):
        return _facts_of_shift(event, event.data, record)
    return ()


def _fact(event: Event, confirmed: ServiceConfirmed, record: Record) -> Fact:
    return Fact(
        record_id=confirmed.record_id,
        event_id=event.id,
        community_code=confirmed.community_code,
        member_id=confirmed.member_id,
        minutes=confirmed.minutes,
        recorded_as=confirmed.recorded_as,
        assignment_id=confirmed.assignment_id,
        service_kind=confirmed.service_kind,
        served_at_millis=unix_millis(confirmed.served_at),
        topic=record.topic,
        partition=record.partition,
        position=record.position,
    )


def _facts_of_shift(event: Event, confirmed: ShiftConfirmed, record: Record) -> tuple[Fact, ...]:
    """Return a fact a line; the shift stands where one volunteer's assignment would."""
    return tuple(
        Fact(
            record_id=line.record_id,
            event_id=event.id,
            community_code=confirmed.community_code,
            member_id=line.member_id,
            minutes=line.minutes,
            recorded_as=line.recorded_as,
            assignment_id=confirmed.shift_id,
            service_kind=confirmed.service_kind,
            served_at_millis=unix_millis(confirmed.served_at),
            topic=record.topic,
            partition=record.partition,
            position=record.position,
        )
        for line in confirmed.lines
    )
