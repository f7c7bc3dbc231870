"""What somebody asked of the ledger, from the moment it is kept until the writer takes it: its answer stands in the chain."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Final

from services.ledger.domain.errors import IllegalStep, OwnApproval
from services.ledger.domain.instructions import Instruction


class CommandState(Enum):
    """Where a command is before the chain has it; from there on its answer counts."""

    AWAITING = "AWAITING"
    """Waits for a second person; commands that need none are sent at once."""
    SENT = "SENT"
    """On its way to the writer."""
    DECLINED = "DECLINED"
    """The second person said no; the ledger never sees it."""


NEXT_COMMAND_STATES: Final[Mapping[CommandState, frozenset[CommandState]]] = {
    CommandState.AWAITING: frozenset({CommandState.SENT, CommandState.DECLINED}),
    CommandState.SENT: frozenset(),
    CommandState.DECLINED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """An instruction as it was asked for.

    Attributes:
        id: Of the instruction.
        instruction: What the ledger is to do, but for who approves it.
        request: Tells the same request from another under one id.
        state: Where it is.
        created_at: When it was asked for, UTC.
        decided_by: Who approved or declined it, where that is needed.
        decided_at: When.
        version: How often it was written.
    """

    id: str
    instruction: Instruction
    request: str
    state: CommandState
    created_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    version: int = 0

    @property
    def community_code(self) -> str:
        """Return the book it is about."""
        return self.instruction.community_code

    @property
    def told(self) -> Instruction:
        """Return the instruction as the ledger is told it."""
        return replace(self.instruction, approved_by=self.decided_by or "")

    def decided(self, there: CommandState, *, by: str, at: datetime) -> "Command":
        """Return it approved (``SENT``) or declined.

        Raises:
            IllegalStep: If it was decided before.
            OwnApproval: If who asked decides.
        """
        if there not in NEXT_COMMAND_STATES[self.state]:
            raise IllegalStep(id=self.id)
        if by == self.instruction.asked_by:
            raise OwnApproval(id=self.id)
        return replace(self, state=there, decided_by=by, decided_at=at)
