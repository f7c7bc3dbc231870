"""Makes the solver's kernels ready before a plan waits for them: each is called once, with the smallest market."""

import numpy as np

from services.matching.domain.solver.market import Market, market_of_columns


def smallest_market() -> Market:
    """Return a market of one need, one offer and one pair."""
    one, none = np.ones(1, np.int64), np.zeros(1, np.int64)
    return market_of_columns(
        helpers=one,
        penalty=one,
        pair_need=none,
        pair_slot=none,
        pair_cost=none,
        slot_offer=none,
        capacity=one,
        step_cost=none,
    )


def warm_solver() -> None:
    """Compile what solves, or read it from where it was kept; seconds the first time after an install.

    Raises:
        ImportError: If nothing can be compiled on this machine; likewise OSError and RuntimeError.
    """
    import numba  # noqa: F401, PLC0415 -- without it the kernels run as Python, and there is nothing to make ready

    from services.matching.domain.solver.solve import solve  # noqa: PLC0415 -- compiling costs only who plans
    from services.matching.domain.solver.state import blank_scratch, blank_state  # noqa: PLC0415 -- as above
    from services.matching.domain.solver.ways import find_ways  # noqa: PLC0415 -- as above
    from services.matching.domain.solver.ways_back import arrivals_of, settle  # noqa: PLC0415 -- as above

    market = smallest_market()
    solve(market, gap=0.001)
    state, scratch, nobody = blank_state(market), blank_scratch(market), np.zeros(0, np.int32)
    find_ways(market, state, scratch, nobody, 1, 0)
    settle(market, state, scratch, market.units, arrivals_of(market), 1, 0)
