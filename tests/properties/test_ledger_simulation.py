"""Writers of the ledger against a store, a log and a clock that a seed plays with; ``make simulate`` plays thousands."""

from collections import Counter

import pytest

from tests.simulation.__main__ import found_after
from tests.simulation.planted import BUGS
from tests.simulation.world import World

SEEDS = 200
CHECKED_AT_ONCE = 100


@pytest.mark.timeout(120)
@pytest.mark.parametrize("first", range(0, SEEDS, CHECKED_AT_ONCE))
def test_whatever_goes_wrong_each_record_is_answered_once_and_readers_see_it(first: int) -> None:
    happened = Counter[str]()
    for seed in range(first, first + CHECKED_AT_ONCE):
        outcome = World(seed).run()
        assert outcome.broken == "", f"seed {seed}"
        happened += outcome.happened
    wrong = {
        f"blocks.insert: {what} {when}" for what in ("killed", "cut off") for when in ("before", "after")
    }
    assert wrong | {"blocks.insert: met another", "log.commit: lease lost"} <= set(happened)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_found(bug: str) -> None:
    assert found_after(bug) is not None


def test_a_seed_plays_the_same_again() -> None:
    one, other = World(7).run(), World(7).run()
    assert (one.happened, one.blocks, one.balances) == (other.happened, other.blocks, other.balances)
    assert one.blocks > 0
