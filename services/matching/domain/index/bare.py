"""Compiles parts of kernels that only look at arrays somebody else holds, so that no references to them are counted."""

import warnings
from collections.abc import Callable
from typing import Any, TypeVar, cast

from services.matching.domain.solver.compiled import keep_by_sources

F = TypeVar("F", bound=Callable[..., Any])


def bare(kernel: F) -> F:
    """Return the kernel compiled at its first call and kept for the next start, without the interpreter's lock.

    Counting references to arrays at each call took longer than the work. Whoever writes such a kernel sees to it that it
    makes no array and hands none to one that is not bare. Where it cannot be compiled, it runs as Python with the same answers.
    """
    try:
        from numba import njit  # noqa: PLC0415 -- importing it takes a second, which only those pay who have volunteers enough
        from numba.core import cpu  # noqa: PLC0415 -- likewise
    except ImportError:
        warnings.warn(f"{kernel.__name__} runs uncompiled: numba cannot be imported", stacklevel=2)
        return kernel
    keep_by_sources()
    known = hasattr(getattr(cpu, "CPUTargetOptions", None), "_nrt")
    how: dict[str, Any] = {"_nrt": False} if known else {}  # without the option it is slower, and right
    return cast("F", njit(cache=True, nogil=True, **how)(kernel))
