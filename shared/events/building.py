"""From what a schema has loaded to the dataclass it is of."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Final, TypeVar, Union, get_args, get_origin, get_type_hints

Loaded = TypeVar("Loaded")

_PLAIN: Final = frozenset({str, int, float, bool, datetime, object})
"""What is itself already."""


def built(kind: type[Loaded], values: Mapping[str, object]) -> Loaded:
    """Return the dataclass from values that a schema has loaded: nested ones built, lists made tuples."""
    hints = _hints(kind)  # type: ignore[arg-type]  # -- classes are hashable; mypy sees the metaclass
    return kind(**{name: _value(hints[name], value) for name, value in values.items()})


@cache
def _hints(kind: type) -> Mapping[str, object]:
    return get_type_hints(kind)


def _value(hint: object, value: object) -> object:
    if value is None or (isinstance(hint, type) and hint in _PLAIN):
        return value
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _value(next(each for each in inner if each is not NoneType), value)
    if origin is tuple and isinstance(value, list):
        return tuple(_value(inner[0], each) for each in value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type) and isinstance(value, Mapping):
        return built(hint, value)
    return value
