"""The short way through the fields of a dataclass: what is as it almost always is needs no schema; whatever is in doubt takes the long one."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import Enum
from functools import cache, lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from shared.kernel.clock import iso, to_millisecond

Loaded = TypeVar("Loaded")
Way = Callable[[Any], Any]

MOST_ENTRIES = 1000
"""Of a list."""

KNOWN_INSTANTS = 4096
"""Instants come again and again: of one batch they are mostly the same."""


class Doubt(Exception):
    """The short way does not know; the schema does."""


class _NoShortWay(Exception):
    """A field is of a kind that only a schema reads."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Ways(Generic[Loaded]):
    """How a dataclass is read and told.

    Attributes:
        read: From a JSON value; raises :class:`Doubt` unless everything is plainly as it must be.
        tell: As a JSON value.
    """

    read: Callable[[object], Loaded]
    tell: Callable[[Loaded], dict[str, object]]


def ways_of(kind: type) -> Ways[Any] | None:
    """Return the short ways of a dataclass, or None if it has a field that only a schema reads."""
    return _known_ways(kind)


@cache
def _known_ways(kind: type) -> Ways[Any] | None:
    try:
        return _ways(kind)
    except _NoShortWay:
        return None


def _ways(kind: type) -> Ways[Any]:
    hints = get_type_hints(kind, include_extras=True)
    fields = dataclasses.fields(kind)
    both = {each.name: _both(hints[each.name]) for each in fields}
    reads = {name: read for name, (read, _) in both.items()}
    tells = [(name, tell) for name, (_, tell) in both.items()]
    needed = frozenset(
        each.name
        for each in fields
        if each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
    )

    def read(given: object) -> object:
        if type(given) is not dict or not needed <= given.keys() <= reads.keys():
            raise Doubt
        return kind(**{name: reads[name](value) for name, value in given.items()})

    def tell(thing: object) -> dict[str, object]:
        return {name: way(getattr(thing, name)) for name, way in tells}

    return Ways(read=read, tell=tell)


def _both(hint: object) -> tuple[Way, Way]:
    """Return how a value of this type is read and how it is told."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _of_field(inner[1])
    if origin in (Union, UnionType):
        read, tell = _both(next(each for each in inner if each is not NoneType))
        return (
            lambda value: None if value is None else read(value),
            lambda value: None if value is None else tell(value),
        )
    if origin is tuple:
        return _of_tuple(inner[0])
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _of_enum(hint)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        ways = _ways(hint)
        return ways.read, ways.tell
    raise _NoShortWay


def _of_field(field: object) -> tuple[Way, Way]:
    """Ask the field itself; one that inherits its short way may be stricter than that, and is asked for nothing."""
    short = vars(type(field)).get("short_ways")
    if short is None:
        raise _NoShortWay
    read, tell = short(field)
    return read, tell


def as_it_is(value: object) -> object:
    """Tell a value that JSON holds as it is."""
    return value


def text_read(least: int, most: int, fits: Way | None) -> Way:
    """Return how a text is read: plain signs only, nothing to trim."""

    def read(value: object) -> object:
        if type(value) is not str or not (value.isascii() and value.isprintable()):
            raise Doubt
        if not least <= len(value) <= most or value != value.strip() or (fits and not fits(value)):
            raise Doubt
        return value

    return read


def whole_read(least: int, most: int) -> Way:
    """Return how a whole number is read."""

    def read(value: object) -> object:
        if type(value) is not int or not least <= value <= most:
            raise Doubt
        return value

    return read


def instant_read(first: datetime, last: datetime, most: int) -> Way:
    """Return how an instant is read."""

    @lru_cache(maxsize=KNOWN_INSTANTS)
    def known(value: str) -> datetime:
        try:
            instant = datetime.fromisoformat(value)
            if instant.tzinfo is None or len(value) > most:
                raise Doubt
            instant = instant.astimezone(UTC)
        except (ValueError, OverflowError) as cause:
            raise Doubt from cause
        if not first <= instant <= last:
            raise Doubt
        return to_millisecond(instant)

    def read(value: object) -> datetime:
        if type(value) is not str:
            raise Doubt
        return known(value)

    return read


tell_instant = lru_cache(maxsize=KNOWN_INSTANTS)(iso)
"""Tells an instant as every API and event does."""


def _of_tuple(hint: object) -> tuple[Way, Way]:
    read, tell = _both(hint)

    def read_all(value: object) -> object:
        if type(value) is not list or len(value) > MOST_ENTRIES:
            raise Doubt
        return tuple(map(read, value))

    return read_all, lambda value: list(map(tell, value))


def _of_enum(kind: type[Enum]) -> tuple[Way, Way]:
    known: Mapping[object, Enum] = {each.value: each for each in kind}

    def read(value: object) -> object:
        if type(value) is not str or value not in known:
            raise Doubt
        return known[value]

    return read, lambda value: value.value
