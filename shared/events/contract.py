"""What an event is: a frozen dataclass with a name, a topic and a key, found again by its name.

The envelope is CloudEvents 1.0; the data is the dataclass by its marshmallow schema. Data holds ids, minutes, metres and
codes: no names, phones, addresses, ID numbers or free text.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar

from shared.events.fields import Id, Moment, Text, dump, load
from shared.events.swift import tell_instant
from shared.kernel.errors import BadInput, LinliError

Fact = TypeVar("Fact")

Kind = type[Any]
"""A dataclass of an event's data, named here because an event has a ``type`` of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """How one event travels.

    Attributes:
        type: Its name with the version, such as ``linli.matching.need-posted.v1``.
        topic: The topic of the log it is appended to.
        key: Name of the field whose value keeps order: events of one key arrive in order.
        kind: The dataclass of its data.
    """

    type: str
    topic: str
    key: str
    kind: Kind

    @property
    def source(self) -> str:
        """Return the service that says it, as a URI path."""
        return "/" + self.type.split(".")[1]


CONTRACTS: dict[str, Contract] = {}
"""Every event there is, by type; filled when :mod:`shared.events.catalogue` is imported."""

_BY_KIND: dict[Kind, Contract] = {}

_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def event(name: str, *, topic: str, key: str) -> Callable[[type[Fact]], type[Fact]]:
    """Register a frozen dataclass as the event ``linli.<name>`` on ``topic``, ordered by the field ``key``."""

    def register(kind: type[Fact]) -> type[Fact]:
        contract = Contract(type=f"linli.{name}", topic=topic, key=key, kind=kind)
        CONTRACTS[contract.type] = contract
        _BY_KIND[kind] = contract
        return kind

    return register


def contract_of(fact: object) -> Contract:
    """Return the contract of an event's data."""
    return _BY_KIND[type(fact)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact with its envelope.

    Attributes:
        id: UUIDv7, chosen when the fact was written; the same however often it is delivered.
        type: Name and version.
        subject: Id of the aggregate it is about.
        partitionkey: Facts of one key keep their order.
        sequence: Version of the aggregate after it, from 1.
        time: When it happened, UTC.
        recordedtime: When it was written down, UTC.
        correlationid: Same for everything one request set going.
        causationid: Id of the event or request that caused it.
        data: The fact.
    """

    id: str
    type: str
    subject: str
    partitionkey: str
    sequence: int
    time: datetime
    recordedtime: datetime
    correlationid: str
    causationid: str
    data: object

    @property
    def topic(self) -> str:
        """Return the topic it travels on."""
        return CONTRACTS[self.type].topic


class Malformed(LinliError):
    """Bytes that are no event of ours; parked, never retried."""

    code = "malformed-event"
    zh = "事件格式不对：{why}"
    en = "This is no event of ours: {why}"


SPECVERSION = "1.0"
_ATTRIBUTES = (
    "id",
    "type",
    "subject",
    "partitionkey",
    "sequence",
    "time",
    "recordedtime",
    "correlationid",
    "causationid",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What stands around the data, as text headers; on Kafka each name begins with ``ce_``."""

    specversion: Annotated[str, Text(least=3, most=3, pattern=r"1\.0")]
    source: Annotated[str, Text(least=1, most=100)]
    id: Id
    type: Annotated[str, Text(least=1, most=100)]
    subject: Id
    partitionkey: Id
    sequence: Annotated[str, Text(least=1, most=20, pattern=r"[0-9]+")]
    time: Moment
    recordedtime: Moment
    correlationid: Id
    causationid: Id


def headers_of(event: Event) -> dict[str, str]:
    """Return the CloudEvents attributes as the text headers of a message, without their ``ce_`` prefix."""
    return {
        "specversion": SPECVERSION,
        "source": CONTRACTS[event.type].source,
        "id": event.id,
        "type": event.type,
        "subject": event.subject,
        "partitionkey": event.partitionkey,
        "sequence": str(event.sequence),
        "time": tell_instant(event.time),
        "recordedtime": tell_instant(event.recordedtime),
        "correlationid": event.correlationid,
        "causationid": event.causationid,
    }


def body_of(event: Event) -> bytes:
    """Return the event's data as canonical JSON: keys sorted, no spaces, UTF-8."""
    return _canonical(dump(event.data)).encode()


def parse(headers: Mapping[str, str], body: bytes) -> Event:
    """Return the event that a message carries.

    Raises:
        Malformed: If the envelope, the type or the data is not as the contract says.
    """
    try:
        envelope = load(Envelope, {name: headers[name] for name in headers if name in _KNOWN})
        contract = CONTRACTS.get(envelope.type)
        if contract is None:
            raise Malformed(why=f"unknown type {envelope.type}")
        data: object = load(contract.kind, json.loads(body))
    except (BadInput, ValueError) as cause:
        why = (
            "; ".join(f"{fault.field}: {fault.en}" for fault in cause.faults)
            if isinstance(cause, BadInput)
            else str(cause)
        )
        raise Malformed(why=why) from cause
    return Event(
        **{name: getattr(envelope, name) for name in _ATTRIBUTES if name != "sequence"},
        sequence=int(envelope.sequence),
        data=data,
    )


_KNOWN = frozenset({"specversion", "source", *_ATTRIBUTES})
