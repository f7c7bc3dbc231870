"""What is made from the code and kept beside it: the page of events, the page of states, samples of events.

``python -m tests.architecture.drawn`` writes the pages anew and a sample for each event that has none; a sample that
stands is never touched.
"""

import importlib
import inspect
import json
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import get_args

from marshmallow import fields

import services
from services import VERSION
from shared.events.contract import CONTRACTS, SPECVERSION, Contract
from shared.events.fields import AnyField, Code, CommunityCode, Id, Instant, Real, Text, Whole, schema_of
from shared.events.page import render_catalogue
from shared.kernel.ids import derived_id, uuid7
from shared.web.asyncapi import asyncapi
from tests.architecture.drawn_importing import render_importing

EVENTS_PAGE = Path("docs/events.md")
EVENTS_DOCUMENT = Path("docs/asyncapi.json")
STATES_PAGE = Path("docs/states.md")
IMPORTING_PAGE = Path("docs/importing.md")
SAMPLES = Path("tests/contract/golden")
SAMPLED_AT = "2026-11-22T06:00:00.000Z"
SAMPLED_AT_MILLIS = 1_795_327_200_000

STATES_HEAD = """\
# States

Every kind of thing that has states, and the only steps it can take. This page is made from the tables `NEXT_STATES` in
the domain by `make docs`; a test keeps the two the same. What a state has no arrow for is refused.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """A table of states found in the code."""

    module: str
    kind: type[Enum]
    arrows: Mapping[Enum, frozenset[Enum]]


def render_asyncapi() -> str:
    """Return the AsyncAPI document as it stands in the docs."""
    return json.dumps(asyncapi(version=VERSION), ensure_ascii=False, indent=1) + "\n"


def every_domain_module() -> Iterator[ModuleType]:
    """Yield every module of every domain, by name, and what of identity has states."""
    for found in pkgutil.walk_packages(services.__path__, "services."):
        if ".domain." in found.name:
            yield importlib.import_module(found.name)
    yield importlib.import_module("shared.identity.kinship")


def every_table_of_states() -> list[States]:
    """Return the tables of states of every domain."""
    return [
        States(module=module.__name__, kind=type(next(iter(table))), arrows=table)
        for module in every_domain_module()
        for name, table in vars(module).items()
        if name.startswith("NEXT_") and name.endswith("STATES") and _belongs(table, module)
    ]


def _belongs(table: Mapping[Enum, frozenset[Enum]], module: ModuleType) -> bool:
    return type(next(iter(table))).__module__ == module.__name__


def render_states() -> str:
    """Return the page of states in Markdown, a drawing for each table."""
    return "\n".join([STATES_HEAD, *(_drawing(states) for states in every_table_of_states())])


def _drawing(states: States) -> str:
    members = list(states.kind)
    steps = [f"    [*] --> {members[0].name}"]
    for here in members:
        steps += [f"    {here.name} --> {there.name}" for there in members if there in states.arrows[here]]
    steps += [f"    {each.name} --> [*]" for each in members if not states.arrows[each]]
    said = inspect.cleandoc(states.kind.__doc__ or "").splitlines()[0]
    head = f"## {states.kind.__name__}\n\n{said} (`{states.module}`)\n"
    return "\n".join([head, "```mermaid", "stateDiagram-v2", *steps, "```", ""])


def sample_of(contract: Contract) -> dict[str, dict[str, object]]:
    """Return an invented message of this event with every field filled, as its sample is kept."""
    data = {name: _value(name, field) for name, field in schema_of(contract.kind).fields.items()}
    headers: dict[str, object] = {
        "specversion": SPECVERSION,
        "source": contract.source,
        "id": uuid7(SAMPLED_AT_MILLIS, b"golden_eve"),
        "type": contract.type,
        "subject": str(data[contract.key]),
        "partitionkey": str(data[contract.key]),
        "sequence": "1",
        "time": SAMPLED_AT,
        "recordedtime": SAMPLED_AT,
        "correlationid": derived_id("sample", "correlation"),
        "causationid": derived_id("sample", "causation"),
    }
    return {"headers": headers, "data": data}


def _value(name: str, field: AnyField) -> object:  # noqa: PLR0911 -- one answer for each kind of field
    match field:
        case Text():
            return _text(name, field)
        case Whole():
            return min(max(field.least, 60), field.most)
        case Real():
            return 0.5
        case Instant():
            return SAMPLED_AT
        case fields.Boolean():
            return True
        case fields.Enum():
            return str(field.choices_text).split(", ", maxsplit=1)[0]
        case fields.List():
            return [_value(name, field.inner)]
        case fields.Nested():
            return {inner: _value(inner, each) for inner, each in field.schema.fields.items()}
        case _:
            return {}


def _text(name: str, field: Text) -> str:
    known = {
        _limits(Id): derived_id("sample", name),
        _limits(Code): name.upper(),
        _limits(CommunityCode): "511402001001",
    }
    return known.get(
        _shape(field), "text".ljust(field.least, "0") if field.pattern is None else "0" * field.least
    )


def _limits(hint: object) -> tuple[object, ...]:
    return _shape(get_args(hint)[1])


def _shape(field: Text) -> tuple[object, ...]:
    return (field.least, field.most, field.pattern)


def _names_in(data: object) -> object:
    """Return the names of all fields, those within fields among them."""
    if isinstance(data, dict):
        return {name: _names_in(value) for name, value in data.items()}
    return [_names_in(each) for each in data] if isinstance(data, list) else None


def main() -> None:
    """Write what is made from the code."""
    EVENTS_PAGE.write_text(render_catalogue(), encoding="utf-8")
    EVENTS_DOCUMENT.write_text(render_asyncapi(), encoding="utf-8")
    STATES_PAGE.write_text(render_states(), encoding="utf-8")
    IMPORTING_PAGE.write_text(render_importing(), encoding="utf-8")
    SAMPLES.mkdir(exist_ok=True)
    for contract in CONTRACTS.values():
        kept = [*SAMPLES.glob(f"{contract.type}.json"), *SAMPLES.glob(f"{contract.type}.*.json")]
        sample = sample_of(contract)
        shape = _names_in(sample["data"])
        if all(_names_in(json.loads(path.read_text(encoding="utf-8"))["data"]) != shape for path in kept):
            number = f".{len(kept) + 1}" if kept else ""
            text = json.dumps(sample, ensure_ascii=False, indent=2)
            (SAMPLES / f"{contract.type}{number}.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
