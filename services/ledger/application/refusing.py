"""The ledger's refusals as errors: each code of the chain a class of its own, with its sentences."""

from typing import Final

from services.ledger.domain.lines import Answer
from services.ledger.domain.refusals import SENTENCES, Reason
from shared.kernel.errors import Conflict, RuleBroken

CONFLICTS: Final = frozenset(
    {
        Reason.CONFLICT,
        Reason.RECORD_CONFLICT,
        Reason.CLOSED,
        Reason.NOT_EMPTY,
        Reason.HOLD_RESOLVED,
        Reason.HOLD_EXPIRED,
        Reason.ALREADY_REVERSED,
        Reason.BALANCE_DIFFERS,
        Reason.NOTHING_EXPIRED,
    }
)
"""Refused for the present state of things, not for what was asked."""


def _class_of(reason: Reason) -> type[RuleBroken]:
    words = SENTENCES[reason]
    told = {
        "__doc__": f"The ledger refused: {words.en}.",
        "code": reason.value,
        "zh": words.zh,
        "en": words.en,
    }
    return type("Refused", (Conflict if reason in CONFLICTS else RuleBroken,), told)


REFUSED: Final = {reason: _class_of(reason) for reason in Reason}
"""By reason, what is raised."""


def check_answer(answer: Answer) -> None:
    """Pass if the ledger did what it was asked.

    Raises:
        RuleBroken: The class of the reason, with where in the chain it stands.
    """
    if answer.refused:
        raise REFUSED[Reason(answer.refused)](
            location=f"/api/ledger/v1/commands/{answer.id}",
            ledger_sequence=sequence_of(answer.shard, answer.seq),
        )


def sequence_of(shard: int, seq: int) -> str:
    """Return the place of a block as the API says it: ``07:42``."""
    return f"{shard:02d}:{seq}"
