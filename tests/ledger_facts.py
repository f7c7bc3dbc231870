"""Confirmed services, blocks and records for tests of the ledger."""

from collections.abc import Sequence
from datetime import UTC, datetime

from services.ledger.domain.accounts import shard_of
from services.ledger.domain.drafting import Fact, draft
from services.ledger.domain.encoding import Sealed, seal
from services.ledger.domain.state import ShardState
from shared.events.contract import Event, body_of, contract_of, headers_of
from shared.events.service import ServiceConfirmed
from shared.kernel.ids import derived_id
from shared.messaging.log import Message, Record

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
NOON_MILLIS = 1_795_320_000_000
HERE = "511402001001"
THERE = "511402001002"


def a_fact(record: str = "r1", **changed: object) -> Fact:
    """Return a confirmed hour of volunteering."""
    usual: dict[str, object] = {
        "record_id": record,
        "event_id": f"event-of-{record}",
        "community_code": HERE,
        "member_id": "wang",
        "minutes": 60,
        "recorded_as": "VOLUNTEER",
        "assignment_id": f"assignment-of-{record}",
        "service_kind": "elder-visit",
        "served_at_millis": NOON_MILLIS,
        "topic": "linli.service",
        "partition": 0,
        "position": 0,
    }
    return Fact(**{**usual, **changed})  # type: ignore[arg-type]  # -- a builder for tests


def blocks_of(batches: Sequence[Sequence[Fact]], *, code: str = HERE) -> list[Sealed]:
    """Return the chain that these batches of facts of one community make."""
    state, chain = ShardState(shard_of(code)), []
    for number, facts in enumerate(batches):
        block = draft(state, facts, now_millis=NOON_MILLIS + number, nonce=f"{number:032x}")
        if block is not None:
            chain.append(seal(block))
            state.apply(chain[-1])
    return chain


def replayed(chain: Sequence[Sealed], *, code: str = HERE) -> ShardState:
    """Return the state that a chain adds up to."""
    state = ShardState(shard_of(code))
    for sealed in chain:
        state.apply(sealed)
    return state


def confirmed(record: str = "r1", **changed: object) -> ServiceConfirmed:
    """Return the event's data for a confirmed hour of volunteering."""
    usual: dict[str, object] = {
        "record_id": record,
        "assignment_id": f"assignment-of-{record}",
        "community_code": HERE,
        "member_id": "wang",
        "resident_id": "li",
        "service_kind": "elder-visit",
        "minutes": 60,
        "recorded_as": "VOLUNTEER",
        "served_at": NOON,
        "confirmed_by": "RECEIVER",
    }
    return ServiceConfirmed(**{**usual, **changed})  # type: ignore[arg-type]  # -- a builder for tests


def message_of(fact: object, *, cause: str = "somebody-confirmed") -> Message:
    """Return the message that carries a fact, its event id derived from what it says."""
    contract = contract_of(fact)
    event = Event(
        id=derived_id(repr(fact)),
        type=contract.type,
        subject="subject",
        partitionkey=str(getattr(fact, contract.key)),
        sequence=1,
        time=NOON,
        recordedtime=NOON,
        correlationid=cause,
        causationid=cause,
        data=fact,
    )
    return Message(key=event.partitionkey, headers=headers_of(event), body=body_of(event))


def record_at(position: int, message: Message, *, partition: int = 0) -> Record:
    """Return a message as it is read from the log."""
    return Record(
        topic="linli.service",
        partition=partition,
        position=position,
        key=message.key,
        headers=message.headers,
        body=message.body,
        appended_at=NOON,
    )


def records_of(*facts: object) -> list[Record]:
    """Return facts as the first records of one partition."""
    return [record_at(position, message_of(fact)) for position, fact in enumerate(facts)]


DAY = (
    confirmed("r1", member_id="wang", minutes=60),
    confirmed("r2", member_id="zhao", minutes=45, recorded_as="PROFESSIONAL"),
    confirmed("r3", member_id="wang", minutes=30, community_code=THERE),
    confirmed("r4", member_id="qian", minutes=15),
    confirmed("r1", member_id="wang", minutes=90),
)
"""Two books; one record that is no volunteering; one record told twice, differently."""

SERVED = {"wang": 90, "zhao": 0, "qian": 15, "sun": 0}
"""What members have after the day."""
