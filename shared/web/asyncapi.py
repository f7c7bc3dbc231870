"""The AsyncAPI document of the events, made from the very schemas that read and write them."""

import inspect
from typing import cast

from shared.events import catalogue
from shared.events.contract import CONTRACTS, Contract, Envelope
from shared.events.fields import schema_of
from shared.events.topics import PARTITIONS
from shared.web.openapi import Json, schema_spec

__all__ = ["asyncapi", "catalogue"]

_INFO = (
    "What the services tell each other: CloudEvents 1.0, in binary mode on Kafka. Ids, minutes, metres and codes only. "
    "服务之间的事件；只含编号、分钟、米与代码。"
)


def asyncapi(*, version: str) -> Json:
    """Return the AsyncAPI 3.0 document of every topic and every event on it."""
    schemas = _schemas(version)
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Linli 邻里", "version": version, "description": _INFO},
        "defaultContentType": "application/json",
        "channels": {topic: _channel(topic, count) for topic, count in PARTITIONS.items()},
        "operations": {f"say-{type_}": _operation(contract) for type_, contract in CONTRACTS.items()},
        "components": {
            "messages": {type_: _message(contract) for type_, contract in CONTRACTS.items()},
            "schemas": schemas,
        },
    }


def _schemas(version: str) -> Json:
    """Return the JSON Schema of each event's data by type, and of the headers all of them have."""
    spec, _ = schema_spec(version)
    for type_, contract in CONTRACTS.items():
        spec.components.schema(type_, schema=schema_of(contract.kind))
    spec.components.schema("Envelope", schema=schema_of(Envelope))
    made = cast("dict[str, Json]", spec.to_dict()["components"]["schemas"])
    envelope = made.pop("Envelope")
    made.pop("Problem")
    attributes = cast("Json", envelope["properties"])
    headers: Json = {
        "type": "object",
        "required": [f"ce_{name}" for name in cast("list[str]", envelope["required"])],
        "properties": {f"ce_{name}": schema for name, schema in attributes.items()},
    }
    return {**made, "Headers": headers}


def _channel(topic: str, partitions: int) -> Json:
    told = [type_ for type_, contract in CONTRACTS.items() if contract.topic == topic]
    return {
        "address": topic,
        "messages": {type_: {"$ref": f"#/components/messages/{type_}"} for type_ in told},
        "bindings": {"kafka": {"topic": topic, "partitions": partitions, "bindingVersion": "0.5.0"}},
    }


def _operation(contract: Contract) -> Json:
    channel = f"#/channels/{contract.topic}"
    return {
        "action": "send",
        "title": f"{contract.source.removeprefix('/')} says {contract.type}",
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{contract.type}"}],
    }


def _message(contract: Contract) -> Json:
    said = " ".join(inspect.cleandoc(contract.kind.__doc__ or "").split("\n\n", maxsplit=1)[0].split())
    return {
        "name": contract.type,
        "summary": said,
        "description": f"Ordered by {contract.key}.",
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/Headers"},
        "payload": {"$ref": f"#/components/schemas/{contract.type}"},
        "bindings": {"kafka": {"key": {"type": "string"}, "bindingVersion": "0.5.0"}},
    }
