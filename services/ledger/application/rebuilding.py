"""All that readers see, made again from the journal: for when it was damaged, and to show that it can be."""

from dataclasses import dataclass

from services.ledger.application.context import Ledger
from services.ledger.application.proof import verify_again
from services.ledger.domain.accounts import SHARDS
from services.ledger.domain.encoding import Sealed
from services.ledger.domain.showing import MOST_UNSHOWN, shown_of
from services.ledger.domain.state import ShardState


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What stands again.

    Attributes:
        blocks: That readers are shown.
        postings: In them.
    """

    blocks: int
    postings: int


def rebuild(ledger: Ledger) -> Rebuilt:
    """Drop what readers see and show them every block again; no writer may run meanwhile.

    The whole journal is verified first, so that nothing is dropped that could not be made again. Stopped half-way it is
    simply run again.

    Raises:
        BrokenChain: If a chain does not hold; nothing was changed.
        Unavailable: If the store does not answer.
    """
    for shard in range(SHARDS):
        _grown(ledger, ShardState(shard))
    ledger.projections.clear()
    states = [_grown(ledger, ShardState(shard), shows=True) for shard in range(SHARDS)]
    verify_again(ledger)
    return Rebuilt(
        blocks=sum(state.seq for state in states), postings=sum(state.postings_total for state in states)
    )


def _grown(ledger: Ledger, state: ShardState, *, shows: bool = False) -> ShardState:
    unshown: list[Sealed] = []
    for sealed in ledger.journal.after(state.shard, 0):
        state.apply(sealed)
        if shows:
            unshown.append(sealed)
        if len(unshown) == MOST_UNSHOWN:
            ledger.projections.show(shown_of(state, unshown))
            unshown.clear()
    if unshown:
        ledger.projections.show(shown_of(state, unshown))
    return state
