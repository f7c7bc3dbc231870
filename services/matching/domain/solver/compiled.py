"""Compiles a kernel to machine code where that can be done; where it cannot, the same code runs as Python, slowly."""

import warnings
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

_DOMAIN = Path(__file__).parents[1]
_KERNELS = ("index", "solver")


def place_of_kernels(domain: Path) -> Path:
    """Return where compiled kernels are kept: a folder for what all their sources say together.

    A kernel holds what it calls, which may stand in another file; numba itself would look at the kernel's own file only, and
    after an upgrade go on with the old one.
    """
    sources = sha256()
    for folder in _KERNELS:
        for source in sorted((domain / folder).glob("*.py")):
            sources.update(source.read_bytes())
    return domain / "__pycache__" / f"kernels-{sources.hexdigest()[:16]}"


@cache
def keep_by_sources() -> None:
    """Let numba keep kernels there, unless whoever runs this said where (``NUMBA_CACHE_DIR``)."""
    import numba  # noqa: PLC0415 -- importing it takes a second, which only those pay who need kernels

    settings: Any = numba.config
    if not settings.CACHE_DIR:
        settings.CACHE_DIR = str(place_of_kernels(_DOMAIN))


def woven(kernel: F) -> F:
    """Return a part of kernels that is written into each that calls it: handing over many columns costs more than it does."""
    try:
        from numba import njit  # noqa: PLC0415 -- as below
    except (ImportError, OSError):
        return kernel
    return cast("F", njit(inline="always", nogil=True)(kernel))


def compiled(kernel: F) -> F:
    """Return the kernel compiled at its first call and kept for the next start, without the interpreter's lock.

    Where there is no folder to keep it in, it is compiled at each start. Answers are the same in every case: the kernels
    use whole numbers alone.
    """
    try:
        from numba import njit  # noqa: PLC0415 -- importing it takes a second, which only those pay who solve
    except (ImportError, OSError):
        warnings.warn(f"{kernel.__name__} runs uncompiled: numba cannot be imported", stacklevel=2)
        return kernel
    keep_by_sources()
    try:
        return cast("F", njit(cache=True, nogil=True)(kernel))
    except RuntimeError:
        warnings.warn(f"{kernel.__name__} is compiled at each start: no folder to keep it in", stacklevel=2)
        return cast("F", njit(nogil=True)(kernel))
