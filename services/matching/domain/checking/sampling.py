"""Chance that can be repeated: which records a spot check draws, given its seed."""

import hashlib
from collections.abc import Iterable, Mapping

SHARE_PERCENT = 5
LEAST = 6
"""As many as there are grades of proof, so that each can be among them."""
MOST = 60


def sample_size(total: int) -> int:
    """Return how many of so many records are drawn: five in a hundred, six at least, sixty at most, never more than there are."""
    share = -(-total * SHARE_PERCENT // 100)
    return min(total, MOST, max(LEAST, share))


def drawn(strata: Mapping[str, Iterable[str]], *, seed: str) -> tuple[str, ...]:
    """Return the ids that are drawn: one of each stratum first, the others in proportion, the same for the same seed.

    Within a stratum the hash of seed and id orders them, so that nobody chooses and anybody who knows the list can draw again.
    """
    first: list[tuple[float, str, str]] = []
    others: list[tuple[float, str, str]] = []
    total = 0
    for ids in strata.values():
        mixed = sorted((hashlib.sha256(f"{seed}:{each}".encode()).hexdigest(), each) for each in ids)
        places = [((place + 0.5) / len(mixed), *one) for place, one in enumerate(mixed)]
        first, others, total = first + places[:1], others + places[1:], total + len(mixed)
    return tuple(id_ for *_, id_ in (*sorted(first), *sorted(others))[: sample_size(total)])
