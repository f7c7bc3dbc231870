"""One need as the kernel of the index looks at it, and the room it works in."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.index.bare import bare
from services.matching.domain.index.shapes import DEGREE, FREE, PRESENT, SKILL, SKILLS, Questions, Words

_ONE = np.uint64(1)


class Asked(NamedTuple):
    """One need as the kernel looks at it.

    Attributes:
        planes: Those that must all hold, those of which one must, those of hours, those of skills, one after another.
        every: How many must all hold; the others end where the next begin.
        some: Where the second end.
        hours: Where the third end.
        helps: Where the last end.
        loads: What it is worth to have served so little, per step of BUSY_FROM.
        north: Latitude, ten million to a degree.
        east: Longitude, ten million to a degree.
        cosine: Of the latitude.
        day: Day of the service.
        born_last: Who was born later is a minor.
        minors: Whether minors may serve.
        insured: Whether insurance must be in force.
    """

    planes: NDArray[np.uint32]
    every: int
    some: int
    hours: int
    helps: int
    loads: NDArray[np.float64]
    north: float
    east: float
    cosine: float
    day: int
    born_last: int
    minors: bool
    insured: bool


class Near(NamedTuple):
    """Blocks that somebody may come from.

    Attributes:
        block: Which.
        share: How far away at least, as a share of how far anybody of them goes.
        order: Places of them, the nearest by that share first.
        step: Per step of the share how many come before, and one more.
    """

    block: NDArray[np.int32]
    share: NDArray[np.float64]
    order: NDArray[np.int32]
    step: NDArray[np.int64]


class Room(NamedTuple):
    """What is written while one need is looked at, and then for the next.

    Attributes:
        planes: As in :class:`Asked`.
        loads: Likewise.
        near: Blocks to look at.
        bars: Blocks that are looked at together, and the Bar of each.
        touched: Nothing: what is written there makes the processor fetch what will be looked at, all at once.
        bits: Who of a block keeps the rules, who has a skill that helps, who has set no times, and who has time.
        slots: Whom to weigh, times four, with a bit for a skill that helps and one for times that are set.
        value: What each of them is worth, or -1 for who breaks a rule.
    """

    planes: NDArray[np.uint32]
    loads: NDArray[np.float64]
    near: Near
    bars: NDArray[np.int32]
    touched: Words
    bits: Words
    slots: NDArray[np.int64]
    value: NDArray[np.float64]


@bare
def asked_of(asked: Questions, row: int, planes: NDArray[np.uint32], loads: NDArray[np.float64]) -> Asked:
    """Return a need as the kernel looks at it; its planes are written."""
    planes[0] = FREE
    every = 1
    for at in range(asked.every.shape[1]):
        if asked.every[row, at] > PRESENT:
            planes[every] = asked.every[row, at]
            every += 1
    some = every
    for at in range(asked.some.shape[1]):
        if asked.some[row, at] >= 0:
            planes[some] = asked.some[row, at]
            some += 1
    hours = some
    for at in range(asked.hours.shape[1]):
        if asked.hours[row, at] >= 0:
            planes[hours] = asked.hours[row, at]
            hours += 1
    helps = hours
    for at in range(SKILLS):
        if (asked.skills[row] >> np.uint64(at)) & _ONE:
            planes[helps] = SKILL + at
            helps += 1
    north, east = asked.place[row, 0], asked.place[row, 1]
    return Asked(
        planes,
        every,
        some,
        hours,
        helps,
        loads,
        north * DEGREE,
        east * DEGREE,
        np.cos(np.radians(north)),
        int(asked.day[row]),
        int(asked.born_last[row]),
        bool(asked.minors[row]),
        bool(asked.insured[row]),
    )
