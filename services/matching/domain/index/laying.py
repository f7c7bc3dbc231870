"""Where volunteers stand in the index: blocks of neighbours who go about equally far, each within a box."""

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.index.shapes import BLOCK, BOX, DEGREE, SUPER, Boxes, Columns

Slots = NDArray[np.int64]

_ALIKE = 1.3
"""Who goes at most so many times as far as another may stand with them."""


def order_of(columns: Columns) -> Slots:
    """Return the order in which volunteers stand: block by block, those who go far first."""
    order = np.argsort(-columns.radius.astype(np.int64), kind="stable")
    radius = columns.radius[order]
    north = columns.north.astype(np.float64)
    east = columns.east * np.cos(np.radians(north.mean() / DEGREE)) if len(north) else north
    first = 0
    while first < len(order):
        alike = np.searchsorted(-radius.astype(np.int64), -int(radius[first] / _ALIKE), side="right")
        last = min(-(-int(alike) // BLOCK) * BLOCK, len(order))
        order[first:last] = _halved(order[first:last], north, east)
        first = last
    return order


def _halved(those: Slots, north: NDArray[np.float64], east: NDArray[np.float64]) -> Slots:
    """Return them halved across their longer side, and each half again, until the parts are blocks."""
    places = np.stack((north[those], east[those]))
    parts = [(0, len(those))]
    while parts:
        first, last = parts.pop()
        blocks = -(-(last - first) // BLOCK)
        if blocks < 2:
            continue
        here = places[:, first:last]
        side = int(np.argmax(np.ptp(here, axis=1)))
        half = blocks // 2 * BLOCK
        turn = np.argpartition(here[side], half)
        places[:, first:last], those[first:last] = here[:, turn], those[first:last][turn]
        parts += [(first, first + half), (first + half, last)]
    return those


def boxes_of(columns: Columns, order: Slots, blocks: int) -> tuple[Boxes, Boxes]:
    """Return the boxes of so many blocks, and those of every few blocks together."""
    boxes, supers = empty_boxes(blocks), empty_boxes(-(-blocks // SUPER))
    for name, of, least in (
        ("south", columns.north, True),
        ("west", columns.east, True),
        ("north", columns.north, False),
        ("east", columns.east, False),
        ("radius", columns.radius, False),
    ):
        over = np.minimum if least else np.maximum
        starts = np.arange(0, len(order), BLOCK)
        if len(starts):
            boxes[name][: len(starts)] = over.reduceat(of[order].astype(np.int32), starts)
        supers[name] = over.reduceat(boxes[name], np.arange(0, blocks, SUPER))
    return boxes, supers


def empty_boxes(many: int) -> Boxes:
    """Return boxes that hold nothing."""
    boxes = np.zeros(many, BOX)
    edge = np.iinfo(np.int32)
    boxes["south"], boxes["west"] = edge.max, edge.max
    boxes["north"], boxes["east"], boxes["radius"] = edge.min, edge.min, -1
    return boxes


def is_within(boxes: Boxes, block: int, columns: Columns) -> bool:
    """Tell whether a volunteer lives in a box and goes no farther than those in it."""
    south, north, west, east, radius = boxes[block].item()
    return bool(
        south <= columns.north[0] <= north and west <= columns.east[0] <= east and columns.radius[0] <= radius
    )


def widen(boxes: Boxes, block: int, columns: Columns) -> None:
    """Make a box hold a volunteer."""
    south, north, west, east, radius = boxes[block].item()
    up, along, far = int(columns.north[0]), int(columns.east[0]), int(columns.radius[0])
    boxes[block] = min(south, up), max(north, up), min(west, along), max(east, along), max(radius, far)
