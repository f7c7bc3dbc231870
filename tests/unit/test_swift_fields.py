"""What is read the short way is what the schema reads; what the schema refuses, the short way never lets pass."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.events import catalogue
from shared.events.building import built
from shared.events.contract import CONTRACTS
from shared.events.fields import Code, Id, Minutes, Moment, Text, dump, load, schema_of
from shared.events.swift import Doubt, ways_of


class Colour(Enum):
    """A few."""

    RED = "RED"
    BLUE = "BLUE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """What stands inside."""

    code: Code
    minutes: Minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    """Something of every kind that has a short way."""

    id: Id
    said: Annotated[str, Text(least=1, most=9)]
    colour: Colour
    at: Moment
    inner: tuple[Inner, ...] = ()
    until: Moment | None = None


TEXTS: st.SearchStrategy[object] = st.sampled_from(
    ["a", " a", "a b", "", "Ａ", "中", "x" * 10, "\n", "RED", "BLUE", 7, None, True, 1.0, []]
)
INSTANTS = st.one_of(
    st.sampled_from(
        [
            "2026-11-22T14:00:00+08:00",
            "2026-11-22T06:00:00.1234Z",
            "2026-11-22",
            "1800-01-01T00:00:00Z",
            "2026-11-22T06:00:00",
            " 2026-11-22T06:00:00Z",
            None,
            5,
        ]
    ),
    st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat),
)
MINUTES = st.sampled_from([0, 1, 90, 1440, 1441, -1, True, 1.0, "1", None])
INNER = st.fixed_dictionaries({"code": TEXTS, "minutes": MINUTES}, optional={"more": TEXTS})
OUTER = st.fixed_dictionaries(
    {"id": TEXTS, "said": TEXTS, "colour": TEXTS, "at": INSTANTS},
    optional={"inner": st.one_of(st.lists(INNER, max_size=3), TEXTS), "until": INSTANTS, "x": TEXTS},
)


def by_schema(value: object) -> Outer:
    return built(Outer, schema_of(Outer).load(value))  # type: ignore[arg-type]  # -- anything, on purpose


@given(st.one_of(OUTER, TEXTS))
def test_what_is_read_the_short_way_is_what_the_schema_reads(value: object) -> None:
    ways = ways_of(Outer)
    assert ways is not None
    try:
        short = ways.read(value)
    except Doubt:
        return
    assert short == by_schema(value)
    assert dump(short) == dict(schema_of(Outer).dump(short))


def test_a_usual_value_is_read_the_short_way() -> None:
    ways, usual = ways_of(Outer), {"code": "A", "minutes": 5}
    value = {
        "id": "a:1",
        "said": "a b",
        "colour": "RED",
        "at": "2026-11-22T06:00:00Z",
        "inner": [usual],
        "until": None,
    }
    assert ways is not None
    assert ways.read(value) == load(Outer, value) == by_schema(value)


def test_nearly_every_event_has_a_short_way() -> None:
    assert catalogue.__doc__
    without = [each.type for each in CONTRACTS.values() if ways_of(each.kind) is None]
    assert len(without) * 4 < len(CONTRACTS)


@pytest.mark.parametrize("value", [{}, {"id": "a", "said": "b", "colour": "RED"}, None, "text"])
def test_what_lacks_something_is_left_to_the_schema(value: object) -> None:
    ways = ways_of(Outer)
    assert ways is not None
    with pytest.raises(Doubt):
        ways.read(value)
