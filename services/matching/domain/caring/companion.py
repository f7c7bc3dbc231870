"""A companion of a plan: one of the few who come again and again, after their own yes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from services.matching.domain.errors import IllegalStep
from shared.kernel.words import Words


class CompanionState(StrEnum):
    """Where a companion stands."""

    ASKED = "ASKED"
    AGREED = "AGREED"
    DECLINED = "DECLINED"
    LEFT = "LEFT"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _WORDS[self]


_WORDS = {
    CompanionState.ASKED: Words("等答复", "Awaiting an answer"),
    CompanionState.AGREED: Words("固定志愿者", "Companion"),
    CompanionState.DECLINED: Words("这次不方便", "Not this time"),
    CompanionState.LEFT: Words("已退出", "Has left"),
}

NEXT_STATES: Mapping[CompanionState, frozenset[CompanionState]] = MappingProxyType(
    {
        CompanionState.ASKED: frozenset(
            {CompanionState.AGREED, CompanionState.DECLINED, CompanionState.LEFT}
        ),
        CompanionState.AGREED: frozenset({CompanionState.LEFT}),
        CompanionState.DECLINED: frozenset({CompanionState.ASKED}),
        CompanionState.LEFT: frozenset({CompanionState.ASKED}),
    }
)
STANDING = frozenset({CompanionState.ASKED, CompanionState.AGREED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """Somebody asked to come again and again.

    Attributes:
        at: When they came into this state, UTC.
    """

    member_id: str
    state: CompanionState = CompanionState.ASKED
    at: datetime

    def step(self, there: CompanionState, at: datetime) -> "Companion":
        """Return it in state ``there``; itself if it is there.

        Raises:
            IllegalStep: If NEXT_STATES has no such arrow.
        """
        if there is self.state:
            return self
        if there not in NEXT_STATES[self.state]:
            raise IllegalStep(here=self.state.words.zh, there=there.words.zh)
        return replace(self, state=there, at=at)
