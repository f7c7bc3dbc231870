"""The online index of one city: put volunteers in, change one, ask who suits best; every answer is exact."""

import warnings
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.index.shapes import (
    DEGREE,
    DEGREE_METRES,
    FAR_METRES,
    PLANES,
    PRESENT,
    REACHES,
    City,
    Columns,
    Grid,
    Questions,
    Rows,
    Weights,
    blank_columns,
)
from services.matching.domain.index.tools import WHOLE, Tools, kernels

CELL_METRES = 1_000.0
ROOM = 1 / 64
"""Share of the slots that stand empty for who comes or moves before the index is built anew."""
LEAST_ROOM = 256


class Found(NamedTuple):
    """The best for each need, best first: numbers of volunteers and points; -1 where there are no more."""

    numbers: NDArray[np.int32]
    values: NDArray[np.float64]


class Index:
    """Volunteers of one city by number; a question is answered as of the last change.

    Changes take turns, which is the caller's to see to; questions run beside them without the interpreter's lock.
    """

    def __init__(self, rows: Rows, *, compiled: bool = True) -> None:
        """Build the index of these volunteers; without ``compiled``, numpy alone looks through everybody."""
        self._tools = kernels() if compiled else WHOLE
        self._build(rows)

    def __len__(self) -> int:
        """Return how many volunteers there are."""
        return self._many

    @property
    def bytes_used(self) -> int:
        """Return the memory of all columns, planes and places."""
        columns = sum(each.nbytes for each in self._columns)
        return self._planes.nbytes + columns + self._slot_of.nbytes + self._grid.first.nbytes

    @property
    def widest(self) -> float:
        """Return the largest radius anybody had since it was built, metres."""
        return self._grid.widest

    def use(self, tools: Tools) -> None:
        """Work with these tools from now on; the answers stay the same."""
        self._tools = tools

    def _build(self, rows: Rows) -> None:
        columns = rows.columns
        many = len(columns.number)
        grid, place = _grid_of(columns)
        order = np.argsort(place, kind="stable")
        room = many + max(LEAST_ROOM, int(many * ROOM))
        words = (room + 63) >> 6
        self._planes = np.zeros((PLANES, words), np.uint64)
        kept = blank_columns(words << 6)
        for there, here in zip(_each(kept), _each(columns), strict=True):
            there[:many] = here[order]
        self._tools.write_all(self._planes, rows.bits, order, PLANES)
        self._columns, self._grid, self._many = kept, grid, many
        self._slot_of = np.full(int(columns.number.max(initial=0)) + LEAST_ROOM, -1, np.int32)
        self._slot_of[kept.number[:many]] = np.arange(many, dtype=np.int32)
        self._end = many

    def put_all(self, rows: Rows) -> None:
        """Take several in, one after another."""
        for at in range(len(rows.columns.number)):
            self.put(_row(rows, at))

    def put(self, row: Rows) -> None:
        """Take one volunteer in, or as they are now; the next question knows."""
        columns = row.columns
        number = int(columns.number[0])
        slot = self._slot(number)
        if slot >= 0 and self._stays(slot, columns):
            self._write(slot, row)
            return
        if slot >= 0:
            self._leave(slot, number)
        if self._end == len(self._columns.number):
            self._build(self._rows())
        if number >= len(self._slot_of):
            wider = np.full(2 * number + 1, -1, np.int32)
            wider[: len(self._slot_of)] = self._slot_of
            self._slot_of = wider
        if columns.radius[0] > self._grid.widest:
            self._grid = self._grid._replace(widest=float(columns.radius[0]))
        self._write(self._end, row)
        self._slot_of[number] = self._end
        self._end += 1
        self._many += 1

    def drop(self, number: int) -> None:
        """Leave a volunteer out; who is not there stays away."""
        slot = self._slot(number)
        if slot >= 0:
            self._leave(slot, number)

    def best(self, asked: Questions, most: int, weights: Weights) -> Found:
        """Return for each need the best volunteers who keep every rule of the index, best first.

        Args:
            asked: The needs.
            most: How many to return for each, at least 1.
            weights: What the soft terms weigh.
        """
        shape = (len(asked.day), most)
        slots, values = np.empty(shape, np.int64), np.empty(shape, np.float64)
        city = City(self._planes, self._columns, self._grid, self._end)
        self._tools.search(city, asked, weights, slots, values)
        return Found(city.columns.number[slots], values)

    def _slot(self, number: int) -> int:
        return int(self._slot_of[number]) if 0 <= number < len(self._slot_of) else -1

    def _stays(self, slot: int, columns: Columns) -> bool:
        kept = self._columns
        return bool(
            kept.north[slot] == columns.north[0]
            and kept.east[slot] == columns.east[0]
            and _same_reach(int(kept.radius[slot]), int(columns.radius[0]))
            and columns.radius[0] <= self._grid.widest
        )

    def _write(self, slot: int, row: Rows) -> None:
        for there, here in zip(_each(self._columns), _each(row.columns), strict=True):
            there[slot] = here[0]
        self._tools.write_bits(self._planes, row.bits, 0, slot, PLANES)

    def _leave(self, slot: int, number: int) -> None:
        self._planes[PRESENT, slot >> 6] &= ~(np.uint64(1) << np.uint64(slot & 63))
        self._columns.number[slot] = -1
        self._slot_of[number] = -1
        self._many -= 1

    def _rows(self) -> Rows:
        """Return everybody as they were put in."""
        slots = np.flatnonzero(self._columns.number >= 0)
        every = np.unpackbits(self._planes.astype("<u8").view(np.uint8), axis=1, bitorder="little")
        bits = np.packbits(every[:, slots].T, axis=1, bitorder="little")
        return Rows(bits, Columns._make(each[slots] for each in self._columns))


def index_of(rows: Rows) -> Index:
    """Return the index of these volunteers, with kernels where they compile, else with numpy and a warning."""
    try:
        import numba  # noqa: F401, PLC0415 -- only asked whether it is there
    except ImportError:
        warnings.warn("the index looks through everybody: numba cannot be imported", stacklevel=2)
        return Index(rows, compiled=False)
    return Index(rows)


def _each(columns: Columns) -> tuple[NDArray[Any], ...]:
    return columns


def _row(rows: Rows, at: int) -> Rows:
    return Rows(rows.bits[at : at + 1], Columns._make(each[at : at + 1] for each in rows.columns))


def _grid_of(columns: Columns) -> tuple[Grid, NDArray[np.int64]]:
    """Return a grid that holds everybody, and the place of each: cell by cell, who goes far first."""
    north, east = columns.north / DEGREE, columns.east / DEGREE
    south, west = float(north.min(initial=90.0)), float(east.min(initial=180.0))
    top, right = float(north.max(initial=south)), float(east.max(initial=west))
    high = CELL_METRES / DEGREE_METRES
    wide = high / max(0.1, float(np.cos(np.radians((south + top) / 2))))
    lines, across = int((top - south) / high) + 1, int((right - west) / wide) + 1
    y = np.minimum(((north - south) / high).astype(np.int64), lines - 1)
    x = np.minimum(((east - west) / wide).astype(np.int64), across - 1)
    place = (y * across + x) * REACHES + _reach(columns.radius)
    cells = lines * across * REACHES
    first = np.concatenate(([0], np.cumsum(np.bincount(place, minlength=cells)))).astype(np.int32)
    widest = float(columns.radius.max(initial=0))
    return Grid(south, west, high, wide, lines, across, first, widest), place


def _reach(radius: NDArray[np.uint16]) -> NDArray[np.int64]:
    """Return which of the reaches a radius belongs to, the farthest being 0."""
    return np.asarray(np.sum([radius <= metres for metres in FAR_METRES], axis=0), np.int64)


def _same_reach(one: int, other: int) -> bool:
    return one == other or not any(min(one, other) <= metres < max(one, other) for metres in FAR_METRES)
