"""Compiles a kernel to machine code where that can be done; where it cannot, the same code runs as Python, slowly."""

import warnings
from collections.abc import Callable
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


def woven(kernel: F) -> F:
    """Return a part of kernels that is written into each that calls it: handing over many columns costs more than it does."""
    try:
        from numba import njit  # noqa: PLC0415 -- as below
    except ImportError:
        return kernel
    return cast("F", njit(inline="always", nogil=True)(kernel))


def compiled(kernel: F) -> F:
    """Return the kernel compiled at its first call and kept for the next start, without the interpreter's lock.

    Answers are the same either way: the kernels use whole numbers alone.
    """
    try:
        from numba import njit  # noqa: PLC0415 -- importing it takes a second, which only those pay who solve
    except ImportError:
        warnings.warn(f"{kernel.__name__} runs uncompiled: numba cannot be imported", stacklevel=2)
        return kernel
    return cast("F", njit(cache=True, nogil=True)(kernel))
