"""The same with numpy alone, over everybody at once: where no kernel compiles, or until one has."""

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.index.shapes import (
    DEGREE,
    STEP_METRES,
    TIMES_UNSET,
    Bits,
    City,
    Questions,
    Weights,
    Words,
)

Slots = NDArray[np.int64]
Values = NDArray[np.float64]
_BLOCK = 1 << 16
"""Slots written at once: whole words of them."""


def search_whole(city: City, asked: Questions, weights: Weights, slots: Slots, values: Values) -> None:
    """Write the best slots for each need, best first, and what they are worth; -1 where there are no more."""
    for row in range(len(slots)):
        found, value = _suiting(city, asked, row, weights)
        order = np.lexsort((city.columns.number[found], -value))[: slots.shape[1]]
        slots[row], values[row] = -1, -1.0
        slots[row, : len(order)], values[row, : len(order)] = found[order], value[order]


def _suiting(city: City, asked: Questions, row: int, weights: Weights) -> tuple[Slots, Values]:
    planes, columns = city.planes, city.columns
    words = np.bitwise_and.reduce(planes[asked.every[row][asked.every[row] >= 0]], axis=0)
    some, hours = asked.some[row][asked.some[row] >= 0], asked.hours[row][asked.hours[row] >= 0]
    if len(some):
        words &= np.bitwise_or.reduce(planes[some], axis=0)
    if len(hours):
        words &= np.bitwise_and.reduce(planes[hours], axis=0) | planes[TIMES_UNSET]
    found = np.flatnonzero(_unpacked(words)[: city.end])
    keep = columns.left[found] > 0
    if asked.insured[row]:
        keep &= columns.insured[found] >= asked.day[row]
    minor = columns.born[found] > asked.born_last[row]
    keep &= ~minor | ((columns.consented[found] == 1) & asked.minors[row])
    found = found[keep]
    cosine = np.cos(np.radians(asked.place[row, 0]))
    north = (columns.north[found] - asked.place[row, 0] * DEGREE) * STEP_METRES
    east = (columns.east[found] - asked.place[row, 1] * DEGREE) * STEP_METRES * cosine
    square, reach = north * north + east * east, columns.radius[found] * (1.0 + weights.slack)
    reached = square <= reach * reach
    found = found[reached]
    near = 1.0 - np.sqrt(square[reached]) / np.maximum(columns.radius[found].astype(np.float64), 1.0)
    value = weights.distance * near + weights.load / (1.0 + columns.load[found])
    value = value + weights.skill * ((columns.skills[found] & asked.skills[row]) != 0)
    unset = (planes[TIMES_UNSET, found >> 6] >> (found & 63).astype(np.uint64)) & np.uint64(1)
    return found, np.maximum(value + weights.times_set * (unset == 0), 0.0)


def _unpacked(words: Words) -> NDArray[np.uint8]:
    return np.unpackbits(words.astype("<u8").view(np.uint8), bitorder="little")


def write_bits_whole(planes: Words, bits: Bits, row: int, slot: int, many: int) -> None:
    """Set the planes of a slot as a packed row says."""
    word, one = slot >> 6, np.uint64(1) << np.uint64(slot & 63)
    told = np.unpackbits(bits[row], bitorder="little")[:many] == 1
    planes[:many, word] = np.where(told, planes[:many, word] | one, planes[:many, word] & ~one)


def write_all_whole(planes: Words, bits: Bits, order: Slots, many: int) -> None:
    """Set the planes of the first slots from packed rows in an order; the planes are empty before."""
    for first in range(0, len(order), _BLOCK):
        told = np.unpackbits(bits[order[first : first + _BLOCK]], axis=1, bitorder="little")[:, :many]
        packed = np.packbits(told.T, axis=1, bitorder="little")
        words = np.zeros((many, -(-packed.shape[1] // 8) * 8), np.uint8)
        words[:, : packed.shape[1]] = packed
        at = first >> 6
        planes[:many, at : at + words.shape[1] // 8] = words.view("<u8")
