"""The part of the kernel that finds the blocks somebody may come from, the nearest first."""

from typing import Any

import numpy as np

from services.matching.domain.index.bare import bare
from services.matching.domain.index.need import Asked, Near
from services.matching.domain.index.shapes import BLOCK, STEP_METRES, SUPER, City
from services.matching.domain.solver.compiled import woven

STEPS = 32
"""Blocks are looked at in so many steps of how far away they are, as a share of how far anybody of them goes."""
_SURE_METRES = 1.0
"""More than rounding can amount to, for places on the edge of a box."""


@woven
def _square(box: Any, asked: Asked) -> float:
    """Return the square of how far away a box is at least, metres."""
    up = max(0.0, box["south"] - asked.north, asked.north - box["north"]) * STEP_METRES
    along = max(0.0, box["west"] - asked.east, asked.east - box["east"]) * STEP_METRES * asked.cosine
    return float(up * up + along * along)


@bare
def find(city: City, asked: Asked, farthest: float, near: Near) -> int:
    """Write the blocks that somebody may come from; return how many there are."""
    many, blocks = 0, (city.end + BLOCK - 1) // BLOCK
    near.step[:] = 0
    for above in range((blocks + SUPER - 1) // SUPER):
        far = city.supers[above]["radius"] * farthest + _SURE_METRES
        if _square(city.supers[above], asked) > far * far:
            continue
        for block in range(above * SUPER, min((above + 1) * SUPER, blocks)):
            box = city.boxes[block]
            square, far = _square(box, asked), box["radius"] * farthest + _SURE_METRES
            if square <= far * far:
                near.block[many], near.share[many] = block, square
                many += 1
    for at in range(many):
        radius = max(1.0, float(city.boxes[near.block[at]]["radius"]))
        near.share[at] = max(0.0, np.sqrt(near.share[at]) - _SURE_METRES) / radius
        near.step[min(int(near.share[at] * STEPS), STEPS - 1) + 1] += 1
    for step in range(STEPS):
        near.step[step + 1] += near.step[step]
    for at in range(many):
        step = min(int(near.share[at] * STEPS), STEPS - 1)
        near.order[near.step[step]] = at
        near.step[step] += 1
    return many
