"""Makes the solver ready soon after the start, so that no first plan waits while it is compiled."""

from datetime import datetime
from functools import cache

from services.matching.domain.solver.warming import warm_solver
from shared.logs import log


def make_solver_ready(_: datetime) -> int:
    """Make the solver ready, once in a process; where nothing compiles, plans are made slowly. Return 0."""
    _made_ready()
    return 0


@cache
def _made_ready() -> None:
    try:
        warm_solver()
    except (ImportError, OSError, RuntimeError) as cause:
        log.warning("plans are made without kernels", extra={"cause": type(cause).__name__})
