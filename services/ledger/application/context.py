"""What every use case of the ledger needs, bound once."""

from dataclasses import dataclass

from pymongo.collection import Collection

from services.ledger.adapters.checkpoints import Checkpoints
from services.ledger.adapters.commands import command_store, ending_store, inheritance_store, long_days_store
from services.ledger.adapters.journal import Journal
from services.ledger.adapters.projections import Projections
from services.ledger.adapters.snapshots import Snapshots
from services.ledger.application.signer import Signer, unkept_signer
from services.ledger.application.waiting import Waiting
from services.ledger.domain.closing import Inheritance
from services.ledger.domain.commands import Command
from services.ledger.domain.ending import EndingTold
from services.ledger.domain.waiting_lines import LongDaysTold
from shared.identity.opening import Identity
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates
from shared.storage.paging import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The time bank of all communities.

    Attributes:
        clock: Tells the time.
        ids: Gives the ids of outgoing events.
        identity: Tells who is who, and keeps who read whose statement.
        journal: The truth: blocks.
        projections: What readers see of it.
        checkpoints: How far the chains were verified.
        signer: Signs what was verified.
        snapshots: Where a start may begin.
        commands: What was asked, until the chain has the answer and afterwards.
        endings: What members were told of credits about to end.
        long_days_told: What those were told who agree to hours of long days.
        inheritances: Who was shown to be an heir of somebody's credits.
        waiting: Those of this process who wait for an answer.
        answer_seconds: How long a request waits for its answer.
    """

    clock: Clock
    ids: Ids
    identity: Identity
    journal: Journal
    projections: Projections
    checkpoints: Checkpoints
    signer: Signer
    snapshots: Snapshots
    commands: Aggregates[Command]
    endings: Aggregates[EndingTold]
    long_days_told: Aggregates[LongDaysTold]
    inheritances: Aggregates[Inheritance]
    waiting: Waiting
    answer_seconds: float = 2.0

    @property
    def outboxes(self) -> tuple[Collection[Document], ...]:
        """Return every collection of the ledger whose documents carry events to the log."""
        kept = (self.journal.collection, self.signer.kept.collection)
        return (
            *kept,
            self.commands.collection,
            *(each.collection for each in (self.endings, self.long_days_told, self.inheritances)),
        )


def open_ledger(clock: Clock, ids: Ids, identity: Identity, signer: Signer | None = None) -> Ledger:
    """Return the ledger on the database connection ``ledger``, its indexes in place.

    Args:
        clock: Tells the time.
        ids: Gives the ids of outgoing events.
        identity: Tells who is who.
        signer: Signs heads; left out, one whose key nobody keeps.
    """
    signer = signer or unkept_signer()
    ledger = Ledger(
        clock=clock,
        ids=ids,
        identity=identity,
        journal=Journal(),
        projections=Projections(clock),
        checkpoints=Checkpoints(),
        signer=signer,
        snapshots=Snapshots(signer.snapshots, signer.keys),
        commands=command_store(clock, ids),
        endings=ending_store(clock, ids),
        long_days_told=long_days_store(clock, ids),
        inheritances=inheritance_store(clock, ids),
        waiting=Waiting(),
    )
    ledger.journal.make_indexes()
    ledger.projections.make_indexes()
    ledger.signer.kept.make_indexes()
    ledger.commands.make_indexes()
    ledger.endings.make_indexes()
    ledger.long_days_told.make_indexes()
    ledger.inheritances.make_indexes()
    return ledger
