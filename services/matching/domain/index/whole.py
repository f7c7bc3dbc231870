"""The same with numpy alone, over everybody at once: where no kernel compiles, or until one has."""

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.index.shapes import (
    BLOCK,
    DEGREE,
    FREE,
    SKILL,
    STEP_METRES,
    TIMES_UNSET,
    WORDS,
    Bits,
    City,
    Questions,
    Weights,
    Words,
)

Slots = NDArray[np.int64]
Numbers = NDArray[np.int32]
Values = NDArray[np.float64]


def search_whole(city: City, asked: Questions, weights: Weights, numbers: Numbers, values: Values) -> None:
    """Write the numbers of the best for each need, best first, and what they are worth; -1 where there are no more."""
    for row in range(len(numbers)):
        found, value = _suiting(city, asked, row, weights)
        number = city.number[found]
        order = np.lexsort((number, -value))[: numbers.shape[1]]
        numbers[row], values[row] = -1, -1.0
        numbers[row, : len(order)], values[row, : len(order)] = number[order], value[order]


def _suiting(city: City, asked: Questions, row: int, weights: Weights) -> tuple[Slots, Values]:
    planes = city.planes
    every, some, hours = (each[row][each[row] >= 0] for each in (asked.every, asked.some, asked.hours))
    words = planes[:, FREE] & np.bitwise_and.reduce(planes[:, every], axis=1)
    if len(some):
        words &= np.bitwise_or.reduce(planes[:, some], axis=1)
    if len(hours):
        words &= np.bitwise_and.reduce(planes[:, hours], axis=1) | planes[:, TIMES_UNSET]
    found = np.flatnonzero(_unpacked(words)[: city.end])
    traits = city.traits[found]
    keep = traits["insured"] >= asked.day[row] if asked.insured[row] else np.ones(len(found), np.bool_)
    minor = traits["born"] > asked.born_last[row]
    keep &= ~minor | ((traits["consented"] == 1) & asked.minors[row])
    found, traits = found[keep], traits[keep]
    cosine = np.cos(np.radians(asked.place[row, 0]))
    north = (traits["north"] - asked.place[row, 0] * DEGREE) * STEP_METRES
    east = (traits["east"] - asked.place[row, 1] * DEGREE) * STEP_METRES * cosine
    square, reach = north * north + east * east, traits["radius"] * (1.0 + weights.slack)
    reached = square <= reach * reach
    found, traits = found[reached], traits[reached]
    near = 1.0 - np.sqrt(square[reached]) / np.maximum(traits["radius"].astype(np.float64), 1.0)
    value = weights.distance * near + weights.load / (1.0 + traits["load"])
    value = value + weights.skill * _told(_any_of(planes, asked.skills[row]), found)
    return found, np.maximum(value + weights.times_set * (_told(planes[:, TIMES_UNSET], found) == 0), 0.0)


def _any_of(planes: Words, skills: np.uint64) -> Words:
    """Return who has one of some skills."""
    told = np.flatnonzero(np.unpackbits(np.array([skills], "<u8").view(np.uint8), bitorder="little"))
    return np.asarray(np.bitwise_or.reduce(planes[:, SKILL + told], axis=1), np.uint64)


def _told(plane: Words, slots: Slots) -> Words:
    """Return what a plane says of some slots, 1 or 0."""
    words: Words = plane.ravel()[slots >> 6]
    return (words >> (slots & 63).astype(np.uint64)) & np.uint64(1)


def _unpacked(words: Words) -> NDArray[np.uint8]:
    return np.unpackbits(words.astype("<u8").ravel().view(np.uint8), bitorder="little")


def write_bits_whole(planes: Words, bits: Bits, flags: np.uint8, skills: np.uint64, slot: int) -> None:
    """Set the planes of a slot as the only packed row says, and the flags and skills beside it."""
    word, one = (slot % BLOCK) >> 6, np.uint64(1) << np.uint64(slot & 63)
    here = planes[slot // BLOCK, :, word]
    packed = np.concatenate((bits[0], [flags], np.array([skills], "<u8").view(np.uint8)))
    here[:] = np.where(np.unpackbits(packed, bitorder="little") == 1, here | one, here & ~one)


def write_all_whole(planes: Words, bits: Bits, order: Slots) -> None:
    """Set the planes of the first slots from packed rows in an order; the planes are empty before."""
    for block in range(-(-len(order) // BLOCK)):
        told = np.unpackbits(bits[order[block * BLOCK : (block + 1) * BLOCK]], axis=1, bitorder="little")
        packed = np.packbits(told.T, axis=1, bitorder="little")
        words = np.zeros((len(packed), WORDS * 8), np.uint8)
        words[:, : packed.shape[1]] = packed
        planes[block] = words.view("<u8")
