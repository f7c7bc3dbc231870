"""A heap of keys with a number each, in two columns, for kernels."""

from services.matching.domain.solver.compiled import compiled
from services.matching.domain.solver.market import Index, Whole


@compiled
def push(keys: Whole, numbers: Index, size: int, key: int, number: int) -> int:
    """Add an entry to a heap of ``size`` entries and return the new size."""
    place = size
    while place > 0:
        above = (place - 1) >> 1
        if keys[above] <= key:
            break
        keys[place] = keys[above]
        numbers[place] = numbers[above]
        place = above
    keys[place] = key
    numbers[place] = number
    return size + 1


@compiled
def drop(keys: Whole, numbers: Index, size: int) -> int:
    """Take the least entry, the first, from a heap of ``size`` entries and return the new size."""
    size -= 1
    key, number = keys[size], numbers[size]
    place = 0
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        if below + 1 < size and keys[below + 1] < keys[below]:
            below += 1
        if keys[below] >= key:
            break
        keys[place] = keys[below]
        numbers[place] = numbers[below]
        place = below
    keys[place] = key
    numbers[place] = number
    return size
