"""One step's turn: what it stands on, and how credits are moved."""

from dataclasses import dataclass
from typing import Final

from services.ledger.domain.accounts import AccountKind, Unit
from services.ledger.domain.blocks import Move
from services.ledger.domain.books import Books, Posted
from services.ledger.domain.instructions import MOST_MINUTES, Instruction, Step
from services.ledger.domain.lots import Lots
from services.ledger.domain.refusals import Reason
from services.ledger.domain.rules import RULES
from shared.kernel.ids import derived_id

SPENDS: Final = frozenset({AccountKind.MEMBER, AccountKind.POOL, AccountKind.PARTNER})
"""Kinds that may give and take credits by themselves."""


def transfer_id(instruction_id: str, step: int) -> str:
    """Return the id of what a step posts."""
    return derived_id("instruction-transfer", instruction_id, str(step))


def hold_id(instruction_id: str, step: int) -> str:
    """Return the id of the hold a step makes."""
    return derived_id("instruction-hold", instruction_id, str(step))


def is_absurd(minutes: int) -> bool:
    """Tell whether nobody can mean so many minutes."""
    return not 1 <= minutes <= MOST_MINUTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One step's turn: what it stands on.

    Attributes:
        books: To work on.
        instruction: Whose step it is.
        number: Which step, from 0.
        step: The step.
        now_millis: Log time of the block.
        rules: The rules that the block names.
    """

    books: Books
    instruction: Instruction
    number: int
    step: Step
    now_millis: int
    rules: str = RULES

    @property
    def transfer_id(self) -> str:
        """Return the id of what the step posts."""
        return transfer_id(self.instruction.instruction_id, self.number)

    def move(self, source: str, target: str, minutes: int, *, lots: Lots | None = None) -> Move:
        """Return the move of credits between two accounts; of these lots, else of those that end first."""
        books = self.books
        given = books.take_lots(source, minutes) if lots is None else lots
        books.give_lots(target, given)
        postings = (books.post(source, Unit.CREDIT, -minutes), books.post(target, Unit.CREDIT, minutes))
        moved = tuple((each.account, each.unit, each.minutes) for each in postings)
        books.posted.put(self.transfer_id, Posted(postings=moved, lots=given))
        return Move(transfer_id=self.transfer_id, step=self.number, postings=postings)


Result = Reason | tuple[Move, ...]
"""What a step moved, or why it did nothing."""
