"""Makes the kernels ready before anybody waits for them: each is called once with what it will be called with."""

import numpy as np

from services.matching.domain.index.index import Index
from services.matching.domain.index.shapes import (
    KIND,
    ROW_BYTES,
    Rows,
    Weights,
    blank_columns,
    blank_questions,
)
from services.matching.domain.index.tools import Tools, kernels


def warm_kernels() -> Tools:
    """Return the kernels, compiled; seconds the first time after an install, then read from where they were kept.

    Raises:
        ImportError: If nothing can be compiled on this machine; likewise OSError and RuntimeError.
    """
    import numba  # noqa: F401, PLC0415 -- without it the kernels would run as Python, slower than numpy

    one = Rows(np.ones((1, ROW_BYTES), np.uint8), blank_columns(1)._replace(number=np.zeros(1, np.int32)))
    index, asked = Index(one), blank_questions(1)
    asked.every[0, 0] = KIND
    index.put(one)
    index.best(asked, 1, Weights())
    return kernels()
