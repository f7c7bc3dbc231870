"""How long it takes until a confirmed service is seen in the balance."""

from collections import deque
from pathlib import Path

from services.bench.figures import Figures, quantile
from services.bench.ledger_facts import batches, services
from services.bench.ledger_sizes import LedgerSizes
from services.bench.ledger_speed import reader_of
from services.bench.own_ledger import OwnLedger, own_ledger
from shared.events.topics import SERVICE
from shared.kernel.clock import monotonic_seconds

_STEP_SECONDS = 0.01


def delay_figures(sizes: LedgerSizes, folder: Path) -> Figures:
    """Return the 99th percentile from when a service was to be confirmed until readers see it, in milliseconds."""
    with own_ledger(folder) as own:
        return {"visible_p99_ms": round(quantile(_visible_delays(own, sizes), 0.99) * 1000, 1)}


def _visible_delays(own: OwnLedger, sizes: LedgerSizes) -> list[float]:
    """Return how long after it was to be confirmed each service was seen; who cannot keep up is late ever more."""
    a_step = round(sizes.visible_each_second * _STEP_SECONDS)
    count = sizes.visible_each_second * sizes.seconds
    coming = deque(batches(services("visible", count, 1), a_step))
    reader = reader_of(own)
    delays: list[float] = []
    appended, began = 0, monotonic_seconds()
    while len(delays) < count:
        while coming and appended / sizes.visible_each_second <= monotonic_seconds() - began:
            own.log.append(SERVICE, coming.popleft())
            appended += a_step
        seen = len(delays) + reader.step(_STEP_SECONDS)
        now = monotonic_seconds() - began
        delays += (now - number / sizes.visible_each_second for number in range(len(delays), seen))
    reader.close()
    return delays
