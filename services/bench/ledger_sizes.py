"""How much the ledger is given to do for each figure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSizes:
    """One run's sizes.

    Attributes:
        singles: Confirmed services, an event each.
        shifts: Confirmed shifts.
        lines: Services in each shift.
        members: Among whom the services of shifts are spread.
        baseline: Confirmed services, a transaction each.
        spread_over: Accounts among which the same services are spread that one account gets.
        spread: Services for that comparison.
        holds_each_second: How fast holds are asked for.
        visible_each_second: How fast services are confirmed while it is watched how soon they are seen.
        seconds: For how long, each of the two.
        kept_postings: In the journal that is started from.
        kept_accounts: Accounts in it.
    """

    singles: int = 12_000
    shifts: int = 200
    lines: int = 100
    members: int = 200
    baseline: int = 300
    spread_over: int = 10_000
    spread: int = 10_000
    holds_each_second: int = 500
    visible_each_second: int = 5_000
    seconds: int = 5
    kept_postings: int = 1_000_000
    kept_accounts: int = 100_000


FULL = LedgerSizes()
QUICK = LedgerSizes(
    singles=2_000,
    shifts=20,
    lines=50,
    members=50,
    baseline=60,
    spread_over=500,
    spread=500,
    seconds=2,
    kept_postings=40_000,
    kept_accounts=4_000,
)
"""To see that everything can be measured; the figures themselves mean little."""
