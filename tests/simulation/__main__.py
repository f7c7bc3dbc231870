"""``make simulate SEEDS=N``: so many seeds must break nothing, and each planted bug must be found within 500."""

import argparse
import sys
from collections import Counter

from shared.events import catalogue
from shared.kernel.clock import monotonic_seconds
from tests.simulation.planted import BUGS, planted
from tests.simulation.world import World

MOST_SEEDS_A_BUG = 500


def found_after(bug: str, first: int = 0) -> int | None:
    """Return how many seeds it took to find a planted bug, or None."""
    with planted(bug):
        seeds = range(first, first + MOST_SEEDS_A_BUG)
        return next((seed - first + 1 for seed in seeds if World(seed).run().broken), None)


def main(seeds: int, first: int) -> int:
    """Print what was played and found; return 1 if something broke, was not found, or nothing went wrong at all."""
    assert catalogue.__doc__
    began, happened, blocks = monotonic_seconds(), Counter[str](), 0
    for seed in range(first, first + seeds):
        outcome = World(seed).run()
        happened += outcome.happened
        blocks += outcome.blocks
        if outcome.broken:
            sys.stdout.write(f"seed {seed}: {outcome.broken}\n")
            return 1
    minutes = (monotonic_seconds() - began) / 60
    for what, count in sorted(happened.items()):
        sys.stdout.write(f"{count:7} {what}\n")
    sys.stdout.write(
        f"{seeds} seeds, {blocks} blocks, {seeds / minutes:.0f} seeds a minute, nothing broken\n"
    )
    found = {bug: found_after(bug) for bug in BUGS}
    for bug, after in found.items():
        sys.stdout.write(f"planted: {bug}: {'not found' if after is None else f'found after {after}'}\n")
    return 0 if happened and all(found.values()) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make simulate")
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    sys.exit(main(asked.seeds, asked.first))
