"""Where commands are kept: each one document, whose outbox carries the instruction to the log."""

from collections.abc import Mapping

from services.ledger.domain.commands import Command
from services.ledger.domain.instructions import Verb
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def command_store(clock: Clock, ids: Ids) -> Aggregates[Command]:
    """Return the store of commands on the database connection ``ledger``."""
    return Aggregates(
        Command,
        alias="ledger",
        collection="commands",
        clock=clock,
        ids=ids,
        lists=(("adjusts",),),
        also=_adjusts,
    )


def _adjusts(command: Command) -> Mapping[str, object]:
    """Return the book that a correction is about: those are listed."""
    adjusts = any(step.verb is Verb.ADJUST for step in command.instruction.steps)
    return {"adjusts": command.community_code} if adjusts else {}
