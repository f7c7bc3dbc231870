"""How long one waits: for the answer to a hold, and until a confirmed service is seen in the balance."""

from collections import deque
from pathlib import Path

from services.bench.figures import Figures, quantile
from services.bench.ledger_facts import BOOK, batches, facts, hold, services
from services.bench.ledger_sizes import LedgerSizes
from services.bench.ledger_speed import reader_of
from services.bench.own_ledger import OwnLedger, own_ledger
from services.ledger.application.context import Ledger
from services.ledger.domain.accounts import shard_of
from services.ledger.domain.drafting import Asked, draft
from services.ledger.domain.encoding import seal
from services.ledger.domain.showing import shown_of
from services.ledger.domain.state import ShardState
from shared.events.topics import LEDGER_COMMANDS, SERVICE
from shared.kernel.clock import monotonic_seconds, unix_millis
from shared.kernel.ids import nonce

_MEMBERS = 100
_HOUR_MILLIS = 3_600_000
_STEP_SECONDS = 0.01


def delay_figures(sizes: LedgerSizes, folder: Path) -> Figures:
    """Return the 99th of 100 delays of holds and of services, in milliseconds."""
    with own_ledger(folder) as own:
        held = _hold_delays(own.ledger, sizes)
        seen = _visible_delays(own, sizes)
    return {
        "hold_p99_ms": round(quantile(held, 0.99) * 1000, 1),
        "visible_p99_ms": round(quantile(seen, 0.99) * 1000, 1),
    }


def _hold_delays(ledger: Ledger, sizes: LedgerSizes) -> list[float]:
    """Return how long after it was due each hold had its answer, in a block that readers see."""
    state = ShardState(shard_of(BOOK))
    _written(ledger, state, heard=True)
    count, began = sizes.holds_each_second * sizes.seconds, monotonic_seconds()
    waiting = deque(range(count))
    delays: list[float] = []
    while waiting:
        elapsed = monotonic_seconds() - began
        due = []
        while waiting and waiting[0] / sizes.holds_each_second <= elapsed:
            due.append(waiting.popleft())
        if not due:
            continue
        _written(ledger, state, asked=due)
        answered = monotonic_seconds() - began
        delays += (answered - number / sizes.holds_each_second for number in due)
    return delays


def _written(
    ledger: Ledger, state: ShardState, *, heard: bool = False, asked: list[int] | None = None
) -> None:
    now_millis = unix_millis(ledger.clock.now())
    told = [
        Asked(
            instruction=hold(number, _MEMBERS, now_millis + _HOUR_MILLIS),
            event_id=str(number),
            topic=LEDGER_COMMANDS,
            partition=0,
            position=number,
        )
        for number in asked or ()
    ]
    block = draft(
        state,
        facts(_MEMBERS, _MEMBERS) if heard else (),
        asked=told,
        now_millis=now_millis,
        nonce=nonce().hex(),
    )
    assert block is not None
    sealed = seal(block)
    ledger.journal.append(sealed, outbox=(), unsent_at=now_millis)
    state.apply(sealed)
    ledger.projections.show(shown_of(state, sealed))


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
