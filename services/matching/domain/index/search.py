"""The kernel of the index: blocks of 512 volunteers, outwards from the need, and only who could still be among the best."""

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.index.bare import bare
from services.matching.domain.index.finding import STEPS, find
from services.matching.domain.index.heap import Best, keep, put_in_order
from services.matching.domain.index.joining import look
from services.matching.domain.index.need import Asked, Near, Room, asked_of
from services.matching.domain.index.shapes import (
    BLOCK,
    BUSY_FROM,
    SKILLS,
    STEP_METRES,
    WORDS,
    City,
    Questions,
    Weights,
)
from services.matching.domain.solver.compiled import compiled

_TOGETHER = 8
"""So many blocks are looked at together once the first have been."""
_SURELY = 1e-6
"""More points than rounding can amount to."""


@bare
def _least(best: Best, size: int) -> float:
    """Return what somebody must be worth to be kept."""
    return best.value[0] - _SURELY if size == len(best.value) and best.value[0] > 0.0 else -np.inf


@bare
def _weigh(city: City, asked: Asked, weights: Weights, best: Best, size: int, room: Room, many: int) -> int:  # noqa: PLR0917 -- a kernel takes no keywords
    """Keep the best of some slots; return how many are kept."""
    slots, values, reach = room.slots, room.value, 1.0 + weights.slack
    touched = np.int64(0)
    for at in range(many):
        touched += city.traits[slots[at] >> 2]["north"]
        touched += city.number[slots[at] >> 2]
    room.touched[0] = touched
    for at in range(many):
        mark = city.traits[slots[at] >> 2]
        up = (mark["north"] - asked.north) * STEP_METRES
        along = (mark["east"] - asked.east) * STEP_METRES * asked.cosine
        square, radius = up * up + along * along, float(mark["radius"])
        value = weights.distance * (1.0 - np.sqrt(square) / max(radius, 1.0)) + weights.load / (
            1.0 + mark["load"]
        )
        value += weights.skill * ((slots[at] & 2) != 0)
        value += weights.times_set * ((slots[at] & 1) != 0)
        adult = mark["born"] <= asked.born_last
        may = adult | ((mark["consented"] == 1) & asked.minors)
        may &= (not asked.insured) | (mark["insured"] >= asked.day)
        may &= square <= (radius * reach) * (radius * reach)
        values[at] = max(value, 0.0) if may else -1.0
    worst = best.value[0] if size == len(best.value) else 0.0
    for at in range(many):
        if values[at] >= worst:
            size = keep(best, size, values[at], city.number[slots[at] >> 2])
            worst = best.value[0] if size == len(best.value) else 0.0
    return size


@bare
def _answer(city: City, asked: Asked, weights: Weights, best: Best, room: Room) -> None:
    """Keep the best for one need, best first."""
    size, first, together = 0, 0, 1
    many = find(city, asked, 1.0 + weights.slack, room.near)
    while first < many:
        last = min(first + together, many)
        wait = look(city.planes, asked, weights, _least(best, size), room, first, last)
        size = _weigh(city, asked, weights, best, size, room, wait)
        first, together = last, min(2 * together, _TOGETHER)
    put_in_order(best, size)


@bare
def _answer_all(city: City, asked: Questions, weights: Weights, best: Best, room: Room) -> None:
    """Keep the best for each need."""
    room.loads[0] = weights.load
    for at in range(len(BUSY_FROM)):
        room.loads[at + 1] = weights.load / (1.0 + BUSY_FROM[at])
    for row in range(len(best.number)):
        need = asked_of(asked, row, room.planes, room.loads)
        _answer(city, need, weights, Best(best.value[row], best.number[row]), room)


@compiled
def search(
    city: City, asked: Questions, weights: Weights, numbers: NDArray[np.int32], values: NDArray[np.float64]
) -> None:
    """Write the numbers of the best for each need, best first, and what they are worth; -1 where there are no more.

    Args:
        city: The volunteers.
        asked: The needs.
        weights: What the soft terms weigh.
        numbers: Per need as many as are wanted, to be written.
        values: Likewise.
    """
    wide = 1 + asked.every.shape[1] + asked.some.shape[1] + asked.hours.shape[1] + SKILLS
    blocks, most = len(city.boxes), BLOCK * _TOGETHER
    near = Near(
        np.empty(blocks, np.int32),
        np.empty(blocks, np.float64),
        np.empty(blocks, np.int32),
        np.empty(STEPS + 1, np.int64),
    )
    room = Room(
        np.empty(wide, np.uint32),
        np.empty(len(BUSY_FROM) + 1, np.float64),
        near,
        np.empty((_TOGETHER, 4), np.int32),
        np.empty(1, np.uint64),
        np.empty((4, WORDS), np.uint64),
        np.empty(most, np.int64),
        np.empty(most, np.float64),
    )
    _answer_all(city, asked, weights, Best(values, numbers), room)
