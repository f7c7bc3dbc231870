"""Kernels that set the planes of slots."""

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.index.shapes import BLOCK, FREE, SKILL, SKILLS, Bits, Words
from services.matching.domain.solver.compiled import compiled, woven

_ONE = np.uint64(1)


@woven
def _write(planes: Words, slot: int, plane: int, told: np.uint64) -> None:
    """Set a bit; what is so already is not written, so that nobody who reads it has to fetch it again."""
    block, word, place = slot // BLOCK, (slot % BLOCK) >> 6, np.uint64(slot & 63)
    before = planes[block, plane, word]
    now = (before & ~(_ONE << place)) | ((told & _ONE) << place)
    if now != before:
        planes[block, plane, word] = now


@compiled
def write_bits(planes: Words, bits: Bits, flags: np.uint8, skills: np.uint64, slot: int) -> None:
    """Set the planes of a slot as the only packed row says, and the flags and skills beside it."""
    for plane in range(FREE):
        _write(planes, slot, plane, np.uint64(bits[0, plane >> 3]) >> np.uint64(plane & 7))
    for plane in range(SKILL - FREE):
        _write(planes, slot, FREE + plane, np.uint64(flags) >> np.uint64(plane))
    for plane in range(SKILLS):
        _write(planes, slot, SKILL + plane, skills >> np.uint64(plane))


@compiled
def write_all(planes: Words, bits: Bits, order: NDArray[np.int64]) -> None:
    """Set the planes of the first slots from packed rows in an order; the planes are empty before."""
    for slot in range(len(order)):
        block, word = slot // BLOCK, (slot % BLOCK) >> 6
        one, row = _ONE << np.uint64(slot & 63), order[slot]
        for byte in range(planes.shape[1] >> 3):
            here = bits[row, byte]
            for bit in range(8):
                if (here >> bit) & 1:
                    planes[block, (byte << 3) + bit, word] |= one
