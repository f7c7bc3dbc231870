"""The catalogue of events as a page, made from the contracts, so that it cannot say anything else."""

import dataclasses
import inspect
from collections.abc import Iterable
from typing import get_args

from marshmallow import fields

from shared.events import catalogue
from shared.events.contract import CONTRACTS, Contract
from shared.events.fields import (
    AnyField,
    Code,
    CommunityCode,
    Id,
    Instant,
    Metres,
    Minutes,
    Real,
    Text,
    Whole,
    schema_of,
)
from shared.events.topics import PARTITIONS

__all__ = ["catalogue", "render_catalogue"]

_HEAD = """\
# Events

What the services tell each other. This page is made from `shared/events` by `make docs`; a test keeps the two the same.

Each event is a CloudEvents 1.0 message. The envelope carries `id` (UUIDv7, the same however often it is delivered), `source`, `type`,
`subject` (the aggregate it is about), `partitionkey` (events of one key keep their order), `sequence` (version of the
aggregate after it), `time`, `recordedtime`, `correlationid` and `causationid`. The data holds ids, minutes, metres and
codes, never names, phones, addresses, ID numbers or free text. Unknown fields are refused; within a version only
optional fields are added. One sample of each stands in `tests/contract/golden` and must be readable for ever.
"""

_NAMED = {
    "id": get_args(Id)[1],
    "code": get_args(Code)[1],
    "community code, 12 digits": get_args(CommunityCode)[1],
    "minutes": get_args(Minutes)[1],
    "metres": get_args(Metres)[1],
}


def render_catalogue() -> str:
    """Return the page in Markdown: every topic, every event on it, every field of an event."""
    return "\n".join([_HEAD, *(_topic(topic, count) for topic, count in PARTITIONS.items())])


def _topic(topic: str, partitions: int) -> str:
    told = [contract for contract in CONTRACTS.values() if contract.topic == topic]
    head = f"## {topic}\n\n{partitions} partition{'s' if partitions > 1 else ''}.\n"
    if not told:
        return f"{head}\nNo event travels here yet.\n"
    return "\n".join([head, *(_event(contract) for contract in told)])


def _event(contract: Contract) -> str:
    rows = _rows(contract.kind)
    return (
        f"### `{contract.type}`\n\n{_first_paragraph(contract.kind)} Ordered by `{contract.key}`.\n\n"
        f"| field | holds | needed |\n| --- | --- | --- |\n{''.join(rows)}"
    )


def _rows(kind: type) -> Iterable[str]:
    made = schema_of(kind).fields
    for field in dataclasses.fields(kind):
        described = made[field.name]
        needed = "yes" if described.required else "no"
        yield f"| `{field.name}` | {_holds(described)} | {needed} |\n"


def _first_paragraph(kind: type) -> str:
    return " ".join(inspect.cleandoc(kind.__doc__ or "").split("\n\n", maxsplit=1)[0].split())


def _holds(field: AnyField) -> str:
    words = _plainly(field)
    return f"{words}, or nothing" if field.allow_none else words


def _plainly(field: AnyField) -> str:  # noqa: C901, PLR0911 -- one answer for each kind of field
    for name, known in _NAMED.items():
        if _limits(known) == _limits(field):
            return f"{name}, {field.least} to {field.most}" if isinstance(field, Whole) else name
    match field:
        case Text():
            return f"text, {field.least} to {field.most} characters"
        case Whole():
            return f"whole number, {_number(field.least)} to {_number(field.most)}"
        case Real():
            return "number"
        case Instant():
            return "instant, UTC"
        case fields.Boolean():
            return "true or false"
        case fields.Enum():
            return " or ".join(f"`{each.value}`" for each in field.enum)
        case fields.List():
            return f"list of: {_holds(field.inner)}"
        case fields.Dict():
            return "values by name"
        case fields.Nested():
            inside = "; ".join(f"`{name}` {_holds(each)}" for name, each in field.schema.fields.items())
            return f"{{ {inside} }}"
        case _:
            return "any JSON value"


def _limits(field: AnyField) -> tuple[object, ...]:
    return (type(field), *(getattr(field, name, None) for name in ("least", "most", "pattern", "unit")))


def _number(value: int) -> str:
    return "2^53" if value == 2**53 else "-2^53" if value == -(2**53) else f"{value}"
