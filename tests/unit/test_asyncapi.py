"""The AsyncAPI document is whole, hangs together, and says of events what their schemas say."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # -- it has no stubs

from shared.events.contract import CONTRACTS, Malformed, parse
from shared.events.topics import PARTITIONS
from shared.web.asyncapi import asyncapi

Json = dict[str, object]

DOCUMENT = asyncapi(version="1")
GOLDEN = sorted(Path("tests/contract/golden").glob("*.json"))

NAME = {"type": "string", "pattern": r"^[a-zA-Z0-9._-]+$"}
REFERENCE = {
    "type": "object",
    "required": ["$ref"],
    "properties": {"$ref": {"type": "string", "pattern": "^#/"}},
    "additionalProperties": False,
}
STRUCTURE = {
    "type": "object",
    "required": ["asyncapi", "info", "channels", "operations", "components"],
    "additionalProperties": False,
    "properties": {
        "asyncapi": {"const": "3.0.0"},
        "info": {"type": "object", "required": ["title", "version"]},
        "defaultContentType": {"type": "string"},
        "channels": {
            "propertyNames": NAME,
            "additionalProperties": {
                "type": "object",
                "required": ["address", "messages"],
                "additionalProperties": False,
                "properties": {
                    "address": {"type": "string"},
                    "messages": {"propertyNames": NAME, "additionalProperties": REFERENCE},
                    "bindings": {"type": "object"},
                },
            },
        },
        "operations": {
            "propertyNames": NAME,
            "additionalProperties": {
                "type": "object",
                "required": ["action", "channel"],
                "additionalProperties": False,
                "properties": {
                    "action": {"enum": ["send", "receive"]},
                    "title": {"type": "string"},
                    "channel": REFERENCE,
                    "messages": {"type": "array", "items": REFERENCE, "minItems": 1},
                },
            },
        },
        "components": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "schemas": {"propertyNames": NAME, "additionalProperties": {"type": "object"}},
                "messages": {
                    "propertyNames": NAME,
                    "additionalProperties": {
                        "type": "object",
                        "required": ["name", "headers", "payload"],
                        "properties": {"headers": REFERENCE, "payload": REFERENCE},
                    },
                },
            },
        },
    },
}
"""What the AsyncAPI 3.0 specification asks of the parts we use."""


def references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for inner in node.values():
            yield from references(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from references(inner)


def meant(reference: str) -> object:
    """Return what a reference points at."""
    node: object = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        node = cast("Json", node)[step]
    return node


def validator(reference: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": reference, "components": DOCUMENT["components"]})


def test_it_has_the_structure_of_asyncapi_3() -> None:
    faults = [fault.message for fault in Draft202012Validator(STRUCTURE).iter_errors(DOCUMENT)]
    assert faults == []


def test_every_reference_leads_somewhere() -> None:
    found = list(references(DOCUMENT))
    assert len(found) > len(CONTRACTS) * 4
    for reference in found:
        assert isinstance(meant(reference), dict), reference


def test_every_topic_and_every_event_stands_in_it_once() -> None:
    channels = cast("dict[str, dict[str, Json]]", DOCUMENT["channels"])
    assert channels.keys() == PARTITIONS.keys()
    told = [(topic, type_) for topic, channel in channels.items() for type_ in channel["messages"]]
    assert sorted(told) == sorted((contract.topic, type_) for type_, contract in CONTRACTS.items())


@pytest.mark.parametrize("sample", GOLDEN, ids=lambda path: path.stem)
def test_every_sample_is_as_the_document_says(sample: Path) -> None:
    kept = json.loads(sample.read_text(encoding="utf-8"))
    message = cast("Json", meant(f"#/components/messages/{kept['headers']['type']}"))
    headers = {f"ce_{name}": value for name, value in kept["headers"].items()}
    validator("#/components/schemas/Headers").validate(headers)
    validator(str(cast("Json", message["payload"])["$ref"])).validate(kept["data"])


@pytest.mark.parametrize("sample", GOLDEN, ids=lambda path: path.stem)
def test_what_the_document_refuses_the_reader_refuses(sample: Path) -> None:
    kept = json.loads(sample.read_text(encoding="utf-8"))
    contract = CONTRACTS[kept["headers"]["type"]]
    spoilt = {**kept["data"], contract.key: 17}
    assert not validator(f"#/components/schemas/{contract.type}").is_valid(spoilt)
    with pytest.raises(Malformed):
        parse(kept["headers"], json.dumps(spoilt).encode())
