"""A correction: what the volunteer says is wrong with a record, and what staff answered. Source: 民政部令67号 13."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from shared.kernel.words import Words


class CorrectionState(StrEnum):
    """Where a correction stands."""

    ASKED = "ASKED"
    CORRECTED = "CORRECTED"
    REFUSED = "REFUSED"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _WORDS[self]


_WORDS = {
    CorrectionState.ASKED: Words("等社区答复", "Awaits an answer"),
    CorrectionState.CORRECTED: Words("已更正", "Corrected"),
    CorrectionState.REFUSED: Words("未更正", "Not corrected"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One request and its answer.

    Attributes:
        id: Follows from the request, so that it is made once.
        what: What is wrong, in the volunteer's words.
        answer: Why it was corrected or not, in words.
        before: What the corrected fields said before, by name.
    """

    id: str
    what: str
    asked_by: str
    asked_at: datetime
    state: CorrectionState = CorrectionState.ASKED
    answered_by: str | None = None
    answered_at: datetime | None = None
    answer: str = ""
    before: Mapping[str, str] = field(default_factory=dict)

    def answered(
        self, there: CorrectionState, *, by: str, now: datetime, answer: str, before: Mapping[str, str]
    ) -> "Correction":
        """Return it answered."""
        return replace(self, state=there, answered_by=by, answered_at=now, answer=answer, before=before)
