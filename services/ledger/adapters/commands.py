"""Where commands are kept: each one document, whose outbox carries the instruction to the log."""

from collections.abc import Mapping

from services.ledger.domain.closing import Inheritance
from services.ledger.domain.commands import Command
from services.ledger.domain.ending import EndingTold
from services.ledger.domain.giving import sides_of
from services.ledger.domain.instructions import Verb
from services.ledger.domain.waiting_lines import LongDaysTold
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def ending_store(clock: Clock, ids: Ids) -> Aggregates[EndingTold]:
    """Return the store of what members were told of credits about to end."""
    return Aggregates(EndingTold, alias="ledger", collection="endings", clock=clock, ids=ids)


def long_days_store(clock: Clock, ids: Ids) -> Aggregates[LongDaysTold]:
    """Return the store of what those were told who agree to hours of long days."""
    return Aggregates(LongDaysTold, alias="ledger", collection="long_days_told", clock=clock, ids=ids)


def inheritance_store(clock: Clock, ids: Ids) -> Aggregates[Inheritance]:
    """Return the store of who was shown to be an heir."""
    return Aggregates(Inheritance, alias="ledger", collection="inheritances", clock=clock, ids=ids)


def command_store(clock: Clock, ids: Ids) -> Aggregates[Command]:
    """Return the store of commands on the database connection ``ledger``."""
    return Aggregates(
        Command,
        alias="ledger",
        collection="commands",
        clock=clock,
        ids=ids,
        lists=(("adjusts",), ("adjusts", "state"), ("chooses",), ("gives",), ("chooses_above",)),
        also=_listed,
        hands=True,
    )


def _listed(command: Command) -> Mapping[str, object]:
    """Return what a command is listed by: the book of a correction or a choice of rules, who gives or receives, whose cap it is about."""
    names = {Verb.ADJUST: "adjusts", Verb.CHOOSE_RULES: "chooses"}
    verbs = {step.verb for step in command.instruction.steps}
    books = {name: command.community_code for verb, name in names.items() if verb in verbs}
    accounts = [step.account for step in command.instruction.steps if step.verb is Verb.SET_ABOVE]
    return {
        **books,
        "gives": list(sides_of(command.instruction)) or None,
        "chooses_above": accounts[0] if accounts else None,
    }
