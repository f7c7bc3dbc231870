"""How evenly something is spread over people."""

import numpy as np

from services.matching.domain.solver.market import Whole


def gini(shares: Whole) -> float:
    """Return the Gini coefficient: 0 when all have the same, nearly 1 when one has everything; 0 when nobody has any."""
    total = int(shares.sum())
    if total == 0:
        return 0.0
    rising = np.sort(shares)
    ranks = np.arange(1, len(rising) + 1)
    return round(
        float(2 * (ranks * rising).sum() / (len(rising) * total) - (len(rising) + 1) / len(rising)), 4
    )
