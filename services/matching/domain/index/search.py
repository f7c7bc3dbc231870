"""The kernel of the index: words of 64 volunteers, cells outwards, until distance alone cannot beat the worst that is kept."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.index.shapes import (
    DEGREE,
    DEGREE_METRES,
    FAR_METRES,
    REACHES,
    STEP_METRES,
    TIMES_UNSET,
    City,
    Columns,
    Grid,
    Questions,
    Weights,
    Words,
)
from services.matching.domain.solver.compiled import compiled, woven

Numbers = NDArray[np.int16]

_ONE = np.uint64(1)
_ALL = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
_NONE = np.uint64(0)
_DE_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
_FIFTY_EIGHT = np.uint64(58)


def _places_of_bits() -> NDArray[np.int64]:
    found = np.zeros(64, np.int64)
    for place in range(64):
        found[(((1 << place) * int(_DE_BRUIJN)) & int(_ALL)) >> 58] = place
    return found


_PLACE = _places_of_bits()


class Best(NamedTuple):
    """The best so far as a heap, the worst on top; and where to look next.

    Attributes:
        value: What each is worth, in points.
        slot: Where each stands.
        ranges: First slots, and slots after the last, to look at.
    """

    value: NDArray[np.float64]
    slot: NDArray[np.int64]
    ranges: NDArray[np.int64]


@compiled
def _worse(best: Best, number: NDArray[np.int32], one: int, other: int) -> bool:
    if best.value[one] != best.value[other]:
        return bool(best.value[one] < best.value[other])
    return bool(number[best.slot[one]] > number[best.slot[other]])


@compiled
def _sink(best: Best, number: NDArray[np.int32], at: int, size: int) -> None:
    while True:
        worst = at
        for child in (2 * at + 1, 2 * at + 2):
            if child < size and _worse(best, number, child, worst):
                worst = child
        if worst == at:
            return
        best.value[at], best.value[worst] = best.value[worst], best.value[at]
        best.slot[at], best.slot[worst] = best.slot[worst], best.slot[at]
        at = worst


@compiled
def _keep(best: Best, number: NDArray[np.int32], size: int, value: float, slot: int) -> int:
    """Take one in, in place of the worst if there is no room; return how many are kept."""
    most = len(best.value)
    if size < most:
        at = size
        best.value[at], best.slot[at] = value, slot
        while at > 0 and _worse(best, number, at, (at - 1) // 2):
            above = (at - 1) // 2
            best.value[at], best.value[above] = best.value[above], best.value[at]
            best.slot[at], best.slot[above] = best.slot[above], best.slot[at]
            at = above
        return size + 1
    if value < best.value[0]:
        return size
    if value == best.value[0] and number[slot] > number[best.slot[0]]:
        return size
    best.value[0], best.slot[0] = value, slot
    _sink(best, number, 0, size)
    return size


@woven
def _word(planes: Words, every: Numbers, some: Numbers, hours: Numbers, word: int) -> np.uint64:
    """Return who of 64 keeps every rule that has a plane."""
    bits = planes[every[0], word]
    for at in range(1, len(every)):
        plane = every[at]
        if plane < 0 or bits == _NONE:
            break
        bits &= planes[plane, word]
    if bits != _NONE and some[0] >= 0:
        any_of = _NONE
        for at in range(len(some)):
            plane = some[at]
            if plane < 0:
                break
            any_of |= planes[plane, word]
        bits &= any_of
    if bits != _NONE and hours[0] >= 0:
        free = _ALL
        for at in range(len(hours)):
            plane = hours[at]
            if plane < 0 or free == _NONE:
                break
            free &= planes[plane, word]
        bits &= free | planes[TIMES_UNSET, word]
    return np.uint64(bits)


@woven
def _within(bits: np.uint64, word: int, first: int, last: int) -> np.uint64:
    """Return the bits of a word that belong to the slots from ``first`` to before ``last``."""
    if word == first >> 6:
        bits &= _ALL << np.uint64(first & 63)
    if word == (last - 1) >> 6:
        bits &= _ALL >> np.uint64(63 - ((last - 1) & 63))
    return bits


@woven
def _may(columns: Columns, slot: int, asked: Questions, row: int) -> bool:
    """Tell whether a volunteer keeps the rules that have no plane."""
    if columns.left[slot] == 0 or (asked.insured[row] and columns.insured[slot] < asked.day[row]):
        return False
    minor = columns.born[slot] > asked.born_last[row]
    return not minor or (asked.minors[row] and columns.consented[slot] == 1)


@compiled
def _scan(city: City, asked: Questions, row: int, weights: Weights, best: Best, size: int, many: int) -> int:  # noqa: PLR0917 -- a kernel takes no keywords
    """Look at the slots of the first ``many`` ranges; return how many are kept."""
    planes, columns = city.planes, city.columns
    number, norths, easts, radii = columns.number, columns.north, columns.east, columns.radius
    load, skills, helpful = columns.load, columns.skills, asked.skills[row]
    every, some, hours = asked.every[row], asked.some[row], asked.hours[row]
    north, east = asked.place[row, 0] * DEGREE, asked.place[row, 1] * DEGREE
    cosine, reach, most = np.cos(np.radians(asked.place[row, 0])), 1.0 + weights.slack, len(best.value)
    for at in range(many):
        first, last = best.ranges[at, 0], best.ranges[at, 1]
        for word in range(first >> 6, ((last - 1) >> 6) + 1):
            bits = _within(_word(planes, every, some, hours, word), word, first, last)
            while bits != _NONE:
                low = bits & (~bits + _ONE)
                slot = (word << 6) + _PLACE[(low * _DE_BRUIJN) >> _FIFTY_EIGHT]
                bits ^= low
                up = (norths[slot] - north) * STEP_METRES
                along = (easts[slot] - east) * STEP_METRES * cosine
                square, radius = up * up + along * along, float(radii[slot])
                if square > (radius * reach) * (radius * reach):
                    continue
                metres = np.sqrt(square)
                value = weights.distance * (1.0 - metres / max(radius, 1.0)) + weights.load / (
                    1.0 + load[slot]
                )
                value += weights.skill * ((skills[slot] & helpful) != _NONE)
                value += weights.times_set * ((planes[TIMES_UNSET, word] & low) == _NONE)
                value = max(value, 0.0)
                if (size < most or value >= best.value[0]) and _may(columns, slot, asked, row):
                    size = _keep(best, number, size, value, slot)
    return size


@compiled
def _ring(grid: Grid, y: int, x: int, ring: int, far: int, ranges: NDArray[np.int64]) -> int:  # noqa: PLR0917 -- a kernel
    """Write the slots of a ring of cells, of those who go far enough; return how many ranges there are."""
    many = 0
    for line in range(max(y - ring, 0), min(y + ring, grid.rows - 1) + 1):
        step = 1 if line in (y - ring, y + ring) else 2 * ring
        for column in range(x - ring, x + ring + 1, step):
            if 0 <= column < grid.columns:
                at = (line * grid.columns + column) * REACHES
                if grid.first[at] < grid.first[at + far]:
                    ranges[many, 0], ranges[many, 1] = grid.first[at], grid.first[at + far]
                    many += 1
    return many


@compiled
def _far(nearest: float, slack: float) -> int:
    """Return how many of the reaches in a cell, the farthest first, can reach what is so far away."""
    found = REACHES
    for at in range(len(FAR_METRES)):
        if nearest > FAR_METRES[len(FAR_METRES) - 1 - at] * (1.0 + slack):
            found = REACHES - 1 - at
    return found


@compiled
def _rings(grid: Grid, north: float, weights: Weights) -> tuple[float, int]:
    """Return the least side of a cell there, in metres, and in how many rings anybody can live who would come."""
    side = min(grid.high, grid.wide * np.cos(np.radians(north))) * DEGREE_METRES
    return side, int(grid.widest * (1.0 + weights.slack) / side + 2.0)


@compiled
def _search(city: City, asked: Questions, row: int, weights: Weights, best: Best) -> int:
    """Keep the best for one need; return how many there are, unsorted."""
    grid = city.grid
    up, along = (asked.place[row, 0] - grid.south) / grid.high, (asked.place[row, 1] - grid.west) / grid.wide
    y, x = int(np.floor(up)), int(np.floor(along))
    inside = min(up - y, 1 - (up - y), along - x, 1 - (along - x))
    side, rings = _rings(grid, asked.place[row, 0], weights)
    best.ranges[0, 0], best.ranges[0, 1] = grid.first[-1], city.end
    size = _scan(city, asked, row, weights, best, 0, int(city.end > grid.first[-1]))
    most = weights.times_set + weights.skill + weights.load
    for ring in range(rings + 1):
        nearest = 0.0 if ring == 0 else (ring - 1 + inside) * side
        bound = most + weights.distance * (1.0 - nearest / max(grid.widest, 1.0))
        if nearest > grid.widest * (1.0 + weights.slack) or (
            size == len(best.value) and bound < best.value[0]
        ):
            break
        many = _ring(grid, y, x, ring, _far(nearest, weights.slack), best.ranges)
        size = _scan(city, asked, row, weights, best, size, many)
    return size


@compiled
def search(
    city: City, asked: Questions, weights: Weights, slots: NDArray[np.int64], values: NDArray[np.float64]
) -> None:
    """Write the best slots for each need, best first, and what they are worth; -1 where there are no more.

    Args:
        city: The volunteers.
        asked: The needs.
        weights: What the soft terms weigh.
        slots: Per need as many as are wanted, to be written.
        values: Likewise.
    """
    widest = 0
    for row in range(len(slots)):
        widest = max(widest, _rings(city.grid, asked.place[row, 0], weights)[1])
    ranges = np.empty((8 * widest + 9, 2), np.int64)
    for row in range(len(slots)):
        best = Best(values[row], slots[row], ranges)
        size = _search(city, asked, row, weights, best)
        left = size
        while left > 1:
            left -= 1
            best.value[0], best.value[left] = best.value[left], best.value[0]
            best.slot[0], best.slot[left] = best.slot[left], best.slot[0]
            _sink(best, city.columns.number, 0, left)
        for at in range(size, len(best.slot)):
            best.slot[at], best.value[at] = -1, -1.0


@compiled
def write_bits(planes: Words, bits: NDArray[np.uint8], row: int, slot: int, many: int) -> None:
    """Set the planes of a slot as a packed row says."""
    word, place = slot >> 6, np.uint64(slot & 63)
    one = _ONE << place
    for plane in range(many):
        if (bits[row, plane >> 3] >> (plane & 7)) & 1:
            planes[plane, word] |= one
        else:
            planes[plane, word] &= ~one


@compiled
def write_all(planes: Words, bits: NDArray[np.uint8], order: NDArray[np.int64], many: int) -> None:
    """Set the planes of the first slots from packed rows in an order; the planes are empty before."""
    for word in range((len(order) + 63) >> 6):
        for slot in range(word << 6, min(len(order), (word + 1) << 6)):
            one, row = _ONE << np.uint64(slot & 63), order[slot]
            for byte in range((many + 7) >> 3):
                here = bits[row, byte]
                for bit in range(8):
                    if (here >> bit) & 1:
                        planes[(byte << 3) + bit, word] |= one
