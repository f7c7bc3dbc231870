"""The online index of one city: put volunteers in, change one, ask who suits best; every answer is exact."""

import warnings
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.index.laying import boxes_of, is_within, order_of, widen
from services.matching.domain.index.shapes import (
    ALL_PLANES,
    BLOCK,
    BUSY_FROM,
    FREE,
    PLANES,
    ROW_BYTES,
    SKILL,
    SKILLS,
    SUPER,
    TRAITS,
    WORDS,
    City,
    Columns,
    Questions,
    Rows,
    Weights,
    Words,
)
from services.matching.domain.index.tools import WHOLE, Tools, kernels

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
        """Return the memory of all planes, traits and places."""
        city = self._city
        kept = (city.planes, city.traits, city.number, city.boxes, city.supers, self._slot_of)
        return sum(each.nbytes for each in kept)

    def use(self, tools: Tools) -> None:
        """Work with these tools from now on; the answers stay the same."""
        self._tools = tools

    def _build(self, rows: Rows) -> None:
        columns, many = rows.columns, len(rows.columns.number)
        order = order_of(columns)
        blocks = -(-(many + max(LEAST_ROOM, int(many * ROOM))) // BLOCK)
        planes, traits = _blank_planes(blocks), np.zeros(blocks * BLOCK, TRAITS)
        boxes, supers = boxes_of(columns, order, blocks)
        number = np.full(blocks * BLOCK, -1, np.int32)
        for name in TRAITS.names or ():
            traits[name][:many] = getattr(columns, name)[order]
        number[:many] = columns.number[order]
        self._tools.write_all(planes, _told(rows), order)
        self._city, self._many = City(planes, traits, number, boxes, supers, many), many
        self._slot_of = np.full(int(columns.number.max(initial=0)) + LEAST_ROOM, -1, np.int32)
        self._slot_of[number[:many]] = np.arange(many, dtype=np.int32)

    def put_all(self, rows: Rows) -> None:
        """Take several in, one after another."""
        for at in range(len(rows.columns.number)):
            self.put(_row(rows, at))

    def put(self, row: Rows) -> None:
        """Take one volunteer in, or as they are now; the next question knows."""
        columns = row.columns
        number = int(columns.number[0])
        slot = self._slot(number)
        if slot >= 0 and is_within(self._city.boxes, slot // BLOCK, columns):
            self._write(slot, row)
            return
        if slot >= 0:
            self._leave(slot, number)
        if self._city.end == len(self._city.number):
            self._build(self._rows())
        if number >= len(self._slot_of):
            wider = np.full(2 * number + 1, -1, np.int32)
            wider[: len(self._slot_of)] = self._slot_of
            self._slot_of = wider
        end = self._city.end
        widen(self._city.boxes, end // BLOCK, columns)
        widen(self._city.supers, end // (BLOCK * SUPER), columns)
        self._write(end, row)
        self._slot_of[number] = end
        self._city = self._city._replace(end=end + 1)
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
        numbers, values = np.empty(shape, np.int32), np.empty(shape, np.float64)
        self._tools.search(self._city, asked, weights, numbers, values)
        return Found(numbers, values)

    def _slot(self, number: int) -> int:
        return int(self._slot_of[number]) if 0 <= number < len(self._slot_of) else -1

    def _write(self, slot: int, row: Rows) -> None:
        city, columns = self._city, row.columns
        city.traits[slot] = tuple(getattr(columns, name)[0] for name in TRAITS.names or ())
        city.number[slot] = columns.number[0]
        flags = _FLAGS[columns.left[0], columns.load[0]]
        self._tools.write_bits(city.planes, row.bits, flags, columns.skills[0], slot)

    def _leave(self, slot: int, number: int) -> None:
        word = slot >> 6
        self._city.planes[word // WORDS, FREE, word % WORDS] &= ~(np.uint64(1) << np.uint64(slot & 63))
        self._city.number[slot] = -1
        self._slot_of[number] = -1
        self._many -= 1

    def _rows(self) -> Rows:
        """Return everybody as they were put in; of services left, whether any are."""
        city = self._city
        slots = np.flatnonzero(city.number >= 0)
        bits = _packed(city.planes[:, :PLANES], slots)
        skills = _packed(city.planes[:, SKILL : SKILL + SKILLS], slots)
        columns = Columns(
            number=city.number[slots],
            left=_packed(city.planes[:, FREE : FREE + 1], slots)[:, 0],
            skills=np.ascontiguousarray(skills).view("<u8")[:, 0],
            **{name: city.traits[name][slots] for name in TRAITS.names or ()},
        )
        return Rows(bits, columns)


def index_of(rows: Rows) -> Index:
    """Return the index of these volunteers, with kernels where they compile, else with numpy and a warning."""
    try:
        import numba  # noqa: F401, PLC0415 -- only asked whether it is there
    except ImportError:
        warnings.warn("the index looks through everybody: numba cannot be imported", stacklevel=2)
        return Index(rows, compiled=False)
    return Index(rows)


def _flags() -> NDArray[np.uint8]:
    """Return by services left and load the planes that follow from them, packed."""
    found = np.zeros((256, 256), np.uint8)
    found[1:] |= 1
    for at, times in enumerate(BUSY_FROM, 1):
        found[:, times:] |= 1 << at
    return found


_FLAGS = _flags()


def _told(rows: Rows) -> NDArray[np.uint8]:
    """Return the planes of volunteers packed by row, with those that follow from the columns."""
    columns = rows.columns
    told = np.empty((len(columns.number), ALL_PLANES // 8), np.uint8)
    told[:, :ROW_BYTES] = rows.bits
    told[:, ROW_BYTES] = _FLAGS[columns.left, columns.load]
    told[:, ROW_BYTES + 1 :] = columns.skills[:, np.newaxis].astype("<u8").view(np.uint8)
    return told


def _blank_planes(blocks: int) -> Words:
    """Return planes of nobody, each plane's share of a block in one line of the processor's cache."""
    room = np.zeros(blocks * ALL_PLANES * WORDS + 2 * WORDS, np.uint64)
    first = -(room.ctypes.data >> 3) % (2 * WORDS)
    return room[first : first + blocks * ALL_PLANES * WORDS].reshape(blocks, ALL_PLANES, WORDS)


def _packed(planes: Words, slots: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the planes of some slots packed by row."""
    rows = np.empty((len(planes) * BLOCK, -(-planes.shape[1] // 8)), np.uint8)
    for block, words in enumerate(planes):
        every = np.unpackbits(words.astype("<u8").view(np.uint8), axis=1, bitorder="little")
        rows[block * BLOCK : (block + 1) * BLOCK] = np.packbits(every.T, axis=1, bitorder="little")
    return rows[slots]


def _row(rows: Rows, at: int) -> Rows:
    return Rows(rows.bits[at : at + 1], Columns._make(each[at : at + 1] for each in rows.columns))
