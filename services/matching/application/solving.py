"""Solves an instance that anyone may hold against another solver, and answers in its own ids."""

from services.matching.application.instances import Instance
from services.matching.domain.solver.solve import solve
from shared.kernel.clock import monotonic_seconds


def solved(instance: Instance, *, gap: float = 0.0) -> dict[str, object]:
    """Return who is assigned, what that costs, what nothing can cost less than, how near, and in how many seconds.

    Args:
        instance: The instance.
        gap: Share of the cost it may lie above the optimum, 0 to 1; 0 asks for the optimum.
    """
    started = monotonic_seconds()
    found = solve(instance.market, gap=gap)
    return {
        "assigned": [list(instance.named[pair]) for pair in found.pairs],
        "cost": found.cost,
        "bound": found.bound,
        "gap": found.gap,
        "seconds": round(monotonic_seconds() - started, 6),
    }
