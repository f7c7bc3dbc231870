"""The OpenAPI document, made from the very statements that guard and validate the routes."""

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import cast

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import fields

from shared.events.fields import AnyField, Instant, Real, Text, Whole, schema_of
from shared.identity.permissions import Permission
from shared.web.api import PUBLIC, Api, Route

Json = dict[str, object]

_PROBLEM: Json = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "messages"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "Stable; programs decide by it."},
        "messages": {"type": "object", "properties": {"zh": {"type": "string"}, "en": {"type": "string"}}},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("field", "code", "zh", "en", "message")},
            },
        },
    },
}

_REFUSALS = {
    "400": "The body cannot be read",
    "401": "Nobody is signed in",
    "403": "The caller may not do this",
    "404": "There is no such thing, or the caller may not know of it",
    "409": "In conflict with the present state",
    "413": "Too large",
    "415": "Not application/json",
    "422": "A field or a rule",
    "429": "Too many attempts",
    "503": "Unavailable for the moment",
}


def openapi(apis: Iterable[Api], *, version: str) -> Json:
    """Return the OpenAPI 3.1 document of all services' routes."""
    spec, names = schema_spec(version)
    for api in apis:
        for route in api.routes:
            path = f"/api/{api.service}/v1" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.path)
            spec.path(path=path, operations={route.method.lower(): _operation(api.service, route, names)})
    return cast("Json", spec.to_dict())


def schema_spec(version: str) -> tuple[APISpec, Callable[[type], str]]:
    """Return a description that turns our schemas into JSON Schema, and how it names them."""
    plugin = MarshmallowPlugin(schema_name_resolver=_Names().of)
    spec = APISpec(
        title="Linli 邻里",
        version=version,
        openapi_version="3.1.0",
        plugins=[plugin],
        info={
            "description": "Community volunteering, five-party linkage and a time bank. 志愿服务、五社联动与时间银行。"
        },
        security=[{"bearer": []}],
    )
    assert plugin.converter is not None
    for convert in (_text, _whole, _instant, _real):
        plugin.converter.add_attribute_function(convert)  # type: ignore[no-untyped-call]  # -- apispec leaves it untyped
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    spec.components.schema("Problem", _PROBLEM)
    return spec, lambda kind: kind.__name__


class _Names:
    """Names of schemas in the document: the dataclass's, and a number behind it where another has taken it."""

    def __init__(self) -> None:
        self._taken: dict[str, type] = {}

    def of(self, schema: object) -> str:
        kind = schema if isinstance(schema, type) else type(schema)
        plain = kind.__name__.removesuffix("Schema")
        return next(name for name in self._free(plain) if self._taken.setdefault(name, kind) is kind)

    @staticmethod
    def _free(plain: str) -> Iterator[str]:
        yield plain
        yield from (f"{plain}{number}" for number in count(2))


def _operation(service: str, route: Route, name_of: Callable[[type], str]) -> Json:
    refusals = {
        status: {"description": words, "content": {"application/problem+json": {"schema": "Problem"}}}
        for status, words in _REFUSALS.items()
    }
    made: Json = {
        "tags": [service],
        "summary": route.says,
        "description": f"Who may: {route.may.value if isinstance(route.may, Permission) else route.may}.",
        "operationId": re.sub(r"\W+", "_", f"{service}_{route.method.lower()}{route.path}").strip("_"),
        "parameters": _parameters(route),
        "responses": {str(route.success): _good(route, name_of), **refusals},
    }
    if route.may == PUBLIC:
        made["security"] = []
    if route.upload is not None:
        made["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": _form(route)}}}
    elif route.takes is not None:
        required = any(each.required for each in schema_of(route.takes).fields.values())
        made["requestBody"] = {
            "required": required,
            "content": {"application/json": {"schema": schema_of(route.takes)}},
        }
    return made


def _form(route: Route) -> Json:
    """Return what a form of several parts holds: the fields, and the file."""
    assert route.upload is not None, "asked of routes that take a file"
    file: Json = {
        "type": "object",
        "required": [route.upload.name],
        "properties": {route.upload.name: {"type": "string", "contentMediaType": "application/octet-stream"}},
    }
    return {"allOf": [schema_of(route.takes), file]} if route.takes else file


def _good(route: Route, name_of: Callable[[type], str]) -> Json:
    if route.file is not None:
        return {"description": "A file", "content": {route.file: {}}}
    if route.gives is None:
        return {"description": "Done"}
    schema: object = schema_of(route.gives)
    if route.paged:
        schema = {
            "type": "object",
            "required": ["items", "next"],
            "properties": {"items": {"type": "array", "items": schema}, "next": {"type": ["string", "null"]}},
        }
    return {"description": f"{name_of(route.gives)}", "content": {"application/json": {"schema": schema}}}


def _parameters(route: Route) -> list[Json]:
    inside: list[Json] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"<(?:\w+:)?(\w+)>", route.path)
    ]
    if route.query is not None:
        inside.append({"in": "query", "schema": schema_of(route.query)})
    if route.paged:
        inside.append(
            {
                "name": "limit",
                "in": "query",
                "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
            }
        )
        inside.append({"name": "after", "in": "query", "schema": {"type": "string"}})
    if route.method == "POST":
        inside.append(
            {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 200}}
        )
    return inside


def _text(_: object, field: fields.Field[object], **__: object) -> Json:
    if not isinstance(field, Text):
        return {}
    made: Json = {**_type("string", field), "minLength": field.least, "maxLength": field.most}
    if field.pattern:
        made["pattern"] = f"^(?:{field.pattern.pattern})$"
    return made


def _whole(_: object, field: fields.Field[object], **__: object) -> Json:
    if not isinstance(field, Whole):
        return {}
    return {**_type("integer", field), "minimum": field.least, "maximum": field.most}


def _real(_: object, field: fields.Field[object], **__: object) -> Json:
    return _type("number", field) if isinstance(field, Real) else {}


def _instant(_: object, field: fields.Field[object], **__: object) -> Json:
    return {**_type("string", field), "format": "date-time"} if isinstance(field, Instant) else {}


def _type(name: str, field: AnyField) -> Json:
    return {"type": [name, "null"] if field.allow_none else name}


def fields_of(kind: type) -> tuple[str, ...]:
    """Return the names of a stated dataclass's fields, for the readable page."""
    return tuple(field.name for field in dataclasses.fields(kind))
