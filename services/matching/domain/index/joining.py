"""The part of the kernel that joins planes: who of some blocks keeps every rule that has one, and could still be among the best."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.index.bare import bare
from services.matching.domain.index.need import Asked, Room
from services.matching.domain.index.shapes import (
    BLOCK,
    BUSY,
    BUSY_FROM,
    FREE,
    TIMES_UNSET,
    WORDS,
    Weights,
    Words,
)
from services.matching.domain.solver.compiled import woven

_ONE = np.uint64(1)
_ALL = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
_NONE = np.uint64(0)
_DE_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
_FIFTY_EIGHT = np.uint64(58)
_ANYBODY, _NOBODY = len(BUSY_FROM), -1


def _places_of_bits() -> NDArray[np.int64]:
    found = np.zeros(64, np.int64)
    for place in range(64):
        found[(((1 << place) * int(_DE_BRUIJN)) & int(_ALL)) >> 58] = place
    return found


_PLACE = _places_of_bits()


class Bar(NamedTuple):
    """Who could still be among the best where nearness is worth so much at most.

    Attributes:
        others: How little somebody without a skill that helps must have served, as a step of BUSY_FROM.
        skilled: How little somebody with one.
        unset: Whether somebody who has set no times could.
    """

    others: int
    skilled: int
    unset: bool


@woven
def _idle(worth: float, loads: NDArray[np.float64], least: float) -> int:
    """Return how little somebody must have served, as a step of BUSY_FROM, to be worth as much who has such points beside."""
    found = _NOBODY
    for at in range(len(BUSY_FROM) + 1):
        found += worth + loads[at] >= least
    return found


@bare
def look(  # noqa: PLR0917 -- a kernel takes no keywords
    planes: Words, asked: Asked, weights: Weights, least: float, room: Room, first: int, last: int
) -> int:
    """Write whom of the blocks from ``first`` to before ``last`` to weigh; return how many they are.

    Args:
        planes: The planes.
        asked: The need.
        weights: What the soft terms weigh.
        least: What somebody must be worth at least.
        room: Where to write, and the blocks.
        first: Place of the first in the order of the blocks.
        last: Place after the last.
    """
    near, many, wait, touched = room.near, 0, 0, _NONE
    for at in range(first, last):
        place = near.order[at]
        worth = weights.times_set + weights.distance * (1.0 - near.share[place])
        bar = room.bars[many]
        bar[0] = near.block[place]
        bar[1] = _idle(worth, asked.loads, least)
        bar[2] = _idle(worth + weights.skill, asked.loads, least)
        bar[3] = worth - weights.times_set + weights.skill + weights.load >= least
        if bar[2] != _NOBODY:
            many += 1
            for plane in range(asked.helps):
                touched ^= planes[bar[0], asked.planes[plane], 0]
    room.touched[0] = touched
    for at in range(many):
        bar = room.bars[at]
        block = bar[0]
        if _join(planes, asked, block, Bar(bar[1], bar[2], bar[3] == 1), room.bits):
            wait = _list(room.bits, block * BLOCK, room.slots, wait)
    return wait


@bare
def _join(planes: Words, asked: Asked, block: int, bar: Bar, bits: Words) -> bool:
    """Write who of a block keeps every rule that has a plane, who has a skill that helps, who has set no times."""
    kept, able, unset = bits[0], bits[1], bits[2]
    _fill(able, _NONE)
    for at in range(asked.hours, asked.helps):
        _or(able, planes, block, asked.planes[at])
    for word in range(WORDS):
        kept[word] = planes[block, FREE, word] & _worth(planes, block, bar, able[word], word)
    for at in range(1, asked.every):
        _and(kept, planes, block, asked.planes[at])
    if asked.some > asked.every:
        _fill(unset, _NONE)
        for at in range(asked.every, asked.some):
            _or(unset, planes, block, asked.planes[at])
        for word in range(WORDS):
            kept[word] &= unset[word]
    if not _any(kept):
        return False
    _keep_hours(planes, asked, block, bar, bits)
    return _any(kept)


@woven
def _worth(planes: Words, block: int, bar: Bar, able: np.uint64, word: int) -> np.uint64:
    """Return who of 64 has served little enough, by who of them has a skill that helps."""
    found = _ALL
    if bar.others == _NOBODY:
        found = able
    elif bar.others < _ANYBODY:
        found = able | ~planes[block, BUSY + bar.others, word]
    if bar.skilled < _ANYBODY:
        found &= ~planes[block, BUSY + bar.skilled, word]
    return np.uint64(found)


@woven
def _keep_hours(planes: Words, asked: Asked, block: int, bar: Bar, bits: Words) -> None:
    """Keep who of a block has time, and write who has set no times; they are left out where they could not be among the best."""
    kept, unset = bits[0], bits[2]
    _fill(unset, _NONE)
    if asked.hours == asked.some or bar.unset:
        _or(unset, planes, block, TIMES_UNSET)
    if asked.hours > asked.some:
        free = bits[3]
        _fill(free, _ALL)
        for at in range(asked.some, asked.hours):
            _and(free, planes, block, asked.planes[at])
        for word in range(WORDS):
            kept[word] &= free[word] | unset[word]


@woven
def _fill(words: Words, bits: np.uint64) -> None:
    for word in range(WORDS):
        words[word] = bits


@woven
def _and(words: Words, planes: Words, block: int, plane: int) -> None:
    for word in range(WORDS):
        words[word] &= planes[block, plane, word]


@woven
def _or(words: Words, planes: Words, block: int, plane: int) -> None:
    for word in range(WORDS):
        words[word] |= planes[block, plane, word]


@woven
def _any(words: Words) -> bool:
    every = _NONE
    for word in range(WORDS):
        every |= words[word]
    return bool(every != _NONE)


@bare
def _list(bits: Words, first: int, slots: NDArray[np.int64], many: int) -> int:
    """Write the slots of a block that are kept; return how many there are now."""
    for word in range(WORDS):
        kept, able, unset = bits[0, word], bits[1, word], bits[2, word]
        while kept != _NONE:
            low = kept & (~kept + _ONE)
            slot = first + (word << 6) + _PLACE[(low * _DE_BRUIJN) >> _FIFTY_EIGHT]
            kept ^= low
            slots[many] = (slot << 2) + 2 * ((able & low) != _NONE) + ((unset & low) == _NONE)
            many += 1
    return many
