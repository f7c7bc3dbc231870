"""The two ways the index works: kernels where they compile, numpy alone where they do not or not yet."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.index.shapes import Bits, City, Questions, Weights, Words
from services.matching.domain.index.whole import search_whole, write_all_whole, write_bits_whole

Search = Callable[[City, Questions, Weights, NDArray[np.int32], NDArray[np.float64]], None]
WriteBits = Callable[[Words, Bits, np.uint8, np.uint64, int], None]
WriteAll = Callable[[Words, Bits, NDArray[np.int64]], None]


class Tools(NamedTuple):
    """What an index works with; answers are the same with either.

    Attributes:
        search: Writes the best for each need.
        write_bits: Sets the planes of one slot.
        write_all: Sets the planes of the first slots.
    """

    search: Search
    write_bits: WriteBits
    write_all: WriteAll


WHOLE = Tools(search_whole, write_bits_whole, write_all_whole)
"""Numpy looks through everybody: 0.1 ms among ten thousand, and nothing to import or compile."""


def kernels() -> Tools:
    """Return the kernels, compiled when they are first called.

    The import takes a second and 70 MB, which only those pay who have volunteers enough.
    """
    from services.matching.domain.index.search import search  # noqa: PLC0415 -- as said
    from services.matching.domain.index.writing import write_all, write_bits  # noqa: PLC0415 -- as said

    return Tools(search, write_bits, write_all)
