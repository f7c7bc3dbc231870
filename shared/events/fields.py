"""Typed fields: one annotation states a value's type for mypy and its limits for marshmallow.

``Minutes = Annotated[int, fields.Integer(...)]`` in a frozen dataclass is both; :func:`schema_of` makes the
marshmallow schema from the dataclass, so that a list of fields stands once.
"""

import copy
import dataclasses
import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from shared.events import swift
from shared.events.building import built
from shared.events.complaints import STANDARD_COMPLAINTS, UNUSABLE, WRONG_FORM, Both, complaint, faults_of
from shared.events.signs import has_unusable_sign, shows_nothing
from shared.events.swift import MOST_ENTRIES, Doubt, Way, ways_of
from shared.kernel.clock import iso, to_millisecond
from shared.kernel.errors import BadInput
from shared.kernel.words import plain_width

Loaded = TypeVar("Loaded")

AnyField = fields.Field[Any]
"""A marshmallow field of whatever it loads: the dataclass it is derived from says which."""


class Text(fields.String):
    """One line or more of text: trimmed, full-width letters and digits of one line read as plain ones, control characters refused."""

    def __init__(self, *, least: int = 0, most: int, lines: bool = False, pattern: str | None = None) -> None:
        """Take the least and most characters, whether line breaks may stand, and a pattern if there is one."""
        super().__init__(error_messages=STANDARD_COMPLAINTS)
        self.least, self.most, self.lines = least, most, lines
        self.pattern = re.compile(pattern) if pattern else None

    def short_ways(self) -> tuple[Way, Way]:
        """Return how what is plainly right is read and told."""
        return swift.text_read(self.least, self.most, self.pattern and self.pattern.fullmatch), swift.as_it_is

    def _deserialize(self, value: object, *_: object, **__: object) -> str:
        if not isinstance(value, str):
            raise ValidationError(complaint("应为文字", "This must be text"))
        text = value.strip()
        is_plain = text.isascii() and text.isprintable()
        if not is_plain:
            text = self._plain(value)
        if not self.least <= len(text) <= self.most or (self.least and not is_plain and shows_nothing(text)):
            raise ValidationError(
                complaint(
                    f"应为 {self.least} 至 {self.most} 个字",
                    f"This must have {self.least} to {self.most} characters",
                )
            )
        if self.pattern and not self.pattern.fullmatch(text):
            raise ValidationError(WRONG_FORM)
        return text

    def _plain(self, value: str) -> str:
        """Return a text that may hold any sign in the one form it is kept in."""
        text = unicodedata.normalize("NFC", value).strip()
        if not self.lines:
            text = plain_width(text).strip()
        if has_unusable_sign(text, lines=self.lines):
            raise ValidationError(UNUSABLE)
        return text


class Whole(fields.Integer):
    """A whole number within limits; a float, a boolean or digits in a string of another kind are refused."""

    def __init__(self, *, least: int, most: int, unit: Both = ("", "")) -> None:
        """Take the limits, both included, and the unit as people say it."""
        super().__init__(strict=True, error_messages=STANDARD_COMPLAINTS)
        self.least, self.most, self.unit = least, most, unit

    def short_ways(self) -> tuple[Way, Way]:
        """Return how what is plainly right is read and told."""
        return swift.whole_read(self.least, self.most), swift.as_it_is

    def _deserialize(self, value: object, *_: object, **__: object) -> int:
        number = _whole(value)
        if not self.least <= number <= self.most:
            zh, en = self.unit
            raise ValidationError(
                complaint(
                    f"应在 {self.least} 到 {self.most}{zh or ' '}之间",
                    f"This must be between {self.least} and {self.most}{' ' + en if en else ''}",
                )
            )
        return number


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValidationError(complaint("应为整数", "This must be a whole number"))
    return value


class Real(fields.Float):
    """A finite number within limits; digits in a string and a boolean are refused."""

    def __init__(self, *, least: float, most: float) -> None:
        """Take the limits, both included."""
        beyond = complaint(f"应在 {least} 到 {most} 之间", f"This must be between {least} and {most}")
        super().__init__(
            error_messages=STANDARD_COMPLAINTS, validate=validate.Range(least, most, error=beyond)
        )

    def _deserialize(self, value: object, *_: object, **__: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValidationError(complaint("应为数字", "This must be a number"))
        try:
            return float(value)
        except OverflowError as cause:
            raise ValidationError(complaint("不在允许范围内", "This is outside what is allowed")) from cause


class Instant(fields.Field[datetime]):
    """An RFC 3339 instant with its offset; kept UTC to the millisecond."""

    def __init__(self) -> None:
        """Say in both languages what is missing."""
        super().__init__(error_messages=STANDARD_COMPLAINTS)

    def short_ways(self) -> tuple[Way, Way]:
        """Return how what is plainly right is read and told."""
        return swift.instant_read(FIRST_INSTANT, LAST_INSTANT, most=40), swift.tell_instant

    def _serialize(self, value: datetime | None, *_: object, **__: object) -> str | None:
        return None if value is None else iso(value)

    def _deserialize(self, value: object, *_: object, **__: object) -> datetime:
        wrong = complaint(
            "应为带时区的时间，如 2026-11-22T14:00:00+08:00",
            "This must be a time with its offset, such as 2026-11-22T14:00:00+08:00",
        )
        if not isinstance(value, str) or len(value) > 40:
            raise ValidationError(wrong)
        try:
            instant = datetime.fromisoformat(unicodedata.normalize("NFKC", value).strip())
            if instant.tzinfo is None:
                raise ValidationError(wrong)
            instant = instant.astimezone(UTC)
        except (ValueError, OverflowError) as cause:
            raise ValidationError(wrong) from cause
        if not FIRST_INSTANT <= instant <= LAST_INSTANT:
            raise ValidationError(complaint("时间太远", "This time is too far away"))
        return to_millisecond(instant)


FIRST_INSTANT = datetime(1900, 1, 1, tzinfo=UTC)
LAST_INSTANT = datetime(2200, 1, 1, tzinfo=UTC) - timedelta(milliseconds=1)

Id = Annotated[str, Text(least=1, most=120, pattern=r"[A-Za-z0-9._~:@-]+")]
Code = Annotated[str, Text(least=1, most=40, pattern=r"[A-Za-z0-9_.-]+")]
CommunityCode = Annotated[str, Text(least=12, most=12, pattern=r"[0-9]{12}")]
Minutes = Annotated[int, Whole(least=1, most=1440, unit=(" 分钟", "minutes"))]
SignedMinutes = Annotated[int, Whole(least=-(2**53), most=2**53)]
Count = Annotated[int, Whole(least=0, most=2**53)]
Metres = Annotated[int, Whole(least=0, most=50_000_000, unit=(" 米", "metres"))]
Moment = Annotated[datetime, Instant()]
Longitude = Annotated[float, Real(least=-180, most=180)]
Latitude = Annotated[float, Real(least=-90, most=90)]


def schema_of(kind: type) -> Schema:
    """Return the marshmallow schema of a frozen dataclass; unknown fields are refused.

    Each field is an ``Annotated`` with a marshmallow field, or a plain ``str``, ``int``, ``float``, ``bool``, enum,
    ``datetime``, dataclass, ``tuple[X, ...]``, ``dict[str, X]`` or ``X | None``. A field with a default is optional.
    """
    return _schema_of(kind)


@cache
def _schema_of(kind: type) -> Schema:
    hints = get_type_hints(kind, include_extras=True)
    made = {field.name: _field(hints[field.name], field) for field in dataclasses.fields(kind)}
    schema: type[Schema] = type(f"{kind.__name__}Schema", (_Strict,), dict(made))
    return schema()


_OF_OBJECTS = {
    "unknown": complaint("没有这个字段", "There is no such field"),
    "type": complaint("应为对象", "This must be an object"),
}


class _Strict(Schema):
    error_messages = _OF_OBJECTS

    class Meta:
        unknown = RAISE


def _field(hint: object, field: dataclasses.Field[object]) -> AnyField:
    made = _of_hint(hint)
    has_default = field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
    made.required = not has_default
    return made


_PLAIN: dict[object, Callable[[], AnyField]] = {
    str: lambda: Text(most=100_000, lines=True),
    int: lambda: Whole(least=-(2**63), most=2**63 - 1),
    float: lambda: Real(least=-1e300, most=1e300),
    bool: lambda: fields.Boolean(
        truthy={True},
        falsy={False},
        error_messages=STANDARD_COMPLAINTS
        | {"invalid": complaint("应为 true 或 false", "This must be true or false")},
    ),
    datetime: Instant,
    object: lambda: fields.Raw(allow_none=True),
}


def _of_hint(hint: object) -> AnyField:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return cast("AnyField", copy.deepcopy(inner[1]))
    if origin in (Union, UnionType):
        made = _of_hint(next(each for each in inner if each is not NoneType))
        made.allow_none = True
        return made
    if origin is tuple:
        return _list_of(inner[0])
    if origin is dict:
        return fields.Dict(
            keys=fields.String(), values=_of_hint(inner[1]), error_messages=STANDARD_COMPLAINTS
        )
    return _of_class(hint) if isinstance(hint, type) and hint not in _PLAIN else _PLAIN[hint]()


def _list_of(hint: object) -> AnyField:
    return fields.List(
        _of_hint(hint),
        validate=validate.Length(max=MOST_ENTRIES, error=complaint("最多 1000 项", "At most 1000 entries")),
        error_messages=STANDARD_COMPLAINTS | {"invalid": complaint("应为列表", "This must be a list")},
    )


def _of_class(kind: type) -> AnyField:
    if issubclass(kind, Enum):
        return fields.Enum(
            kind,
            by_value=True,
            error_messages={
                **STANDARD_COMPLAINTS,
                "unknown": complaint("不是可选的值，可选：{choices}", "This is not one of: {choices}"),
            },
        )
    return fields.Nested(
        schema_of(kind),
        error_messages=STANDARD_COMPLAINTS | {"type": complaint("应为对象", "This must be an object")},
    )


def load(kind: type[Loaded], given: object) -> Loaded:
    """Return the dataclass that the given JSON value describes.

    Raises:
        BadInput: With a fault for each field that is missing, unknown or out of its limits.
    """
    ways = ways_of(kind)
    if ways is not None:
        with suppress(Doubt):
            return cast("Loaded", ways.read(given))
    try:
        values = schema_of(kind).load(cast("Mapping[str, object]", given))
    except ValidationError as cause:
        raise BadInput(faults=tuple(faults_of(cause.messages))) from cause
    return built(kind, values)


def dump(thing: object) -> dict[str, object]:
    """Return the JSON value of a dataclass, by its schema."""
    kind: type = type(thing)
    ways = ways_of(kind)
    return dict(schema_of(kind).dump(thing)) if ways is None else ways.tell(thing)
