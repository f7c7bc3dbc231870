"""The best so far as a heap, the worst on top: part of the kernel of the index."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.index.bare import bare


class Best(NamedTuple):
    """The best so far as a heap, the worst on top.

    Attributes:
        value: What each is worth, in points.
        number: Whose it is.
    """

    value: NDArray[np.float64]
    number: NDArray[np.int32]


@bare
def _rise(best: Best, at: int, value: float, number: int) -> None:
    """Put one in at a place that is free, or above it where it belongs."""
    values, numbers = best.value, best.number
    while at > 0:
        above = (at - 1) >> 1
        if values[above] < value or (values[above] == value and numbers[above] > number):
            break
        values[at], numbers[at] = values[above], numbers[above]
        at = above
    values[at], numbers[at] = value, number


@bare
def _sink(best: Best, size: int, value: float, number: int) -> None:
    """Put one in at the top, where there is room: the worst rise without a guess that may fail, and it goes where they end."""
    values, numbers, at = best.value, best.number, 0
    while 2 * at + 2 < size:
        child, other = 2 * at + 1, 2 * at + 2
        child += (values[other] < values[child]) | (
            (values[other] == values[child]) & (numbers[other] > numbers[child])
        )
        values[at], numbers[at] = values[child], numbers[child]
        at = child
    if 2 * at + 1 < size:
        values[at], numbers[at] = values[2 * at + 1], numbers[2 * at + 1]
        at = 2 * at + 1
    _rise(best, at, value, number)


@bare
def keep(best: Best, size: int, value: float, number: int) -> int:
    """Take one in, in place of the worst if there is no room; return how many are kept."""
    values, numbers = best.value, best.number
    if size < len(values):
        _rise(best, size, value, number)
        return size + 1
    if value > values[0] or (value == values[0] and number < numbers[0]):
        _sink(best, size, value, number)
    return size


@bare
def put_in_order(best: Best, size: int) -> None:
    """Put the best first, and -1 where there are no more."""
    values, numbers = best.value, best.number
    for left in range(size - 1, 0, -1):
        value, number = values[left], numbers[left]
        values[left], numbers[left] = values[0], numbers[0]
        _sink(best, left, value, number)
    for at in range(size, len(values)):
        values[at], numbers[at] = -1.0, -1
