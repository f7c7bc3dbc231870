"""The one mapper between domain values and documents, driven by the types."""

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeVar, get_args, get_type_hints

from cattrs import Converter
from cattrs.preconf.bson import make_converter

Kept = TypeVar("Kept")

_converter: Converter = make_converter()


def to_document(thing: object) -> dict[str, object]:
    """Return the fields of a frozen dataclass as a document: ``id`` becomes ``_id``, what is ``None`` is left out."""
    document: dict[str, object] = _converter.unstructure(thing)
    if "id" in document:
        document["_id"] = document.pop("id")
    return {name: value for name, value in document.items() if value is not None}


def from_document(kind: type[Kept], document: Mapping[str, object]) -> Kept:
    """Return the frozen dataclass that a document holds; fields of the document that it lacks are ignored."""
    shape = _shape(kind)  # type: ignore[arg-type]  # -- classes are hashable; mypy sees the metaclass
    known = {name: document[key] for name, key in shape.keys if key in document}
    for name in shape.may_be_none:
        known.setdefault(name, None)
    made = shape.structure(known, kind)
    assert isinstance(made, kind)
    return made


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    keys: tuple[tuple[str, str], ...]
    may_be_none: tuple[str, ...]
    structure: Callable[[object, type], object]


@cache
def _shape(kind: type[object]) -> _Shape:
    names = [field.name for field in dataclasses.fields(kind)]  # type: ignore[arg-type]  # -- every kind is a dataclass
    hints = get_type_hints(kind)
    return _Shape(
        keys=tuple((name, "_id" if name == "id" else name) for name in names),
        may_be_none=tuple(name for name in names if type(None) in get_args(hints[name])),
        structure=_converter.get_structure_hook(kind),
    )
