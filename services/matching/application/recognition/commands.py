"""What may be asked of awards, with the limits of every field."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.domain.recognition.award import AwardKind, AwardState
from shared.events.fields import CommunityCode, Id, Text, Whole

Said = Annotated[str, Text(least=2, most=300)]
Years = Annotated[int, Whole(least=0, most=10, unit=(" 年", "years"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForAward:
    """Ask for the next star or medal; name and hours are published for a term then.

    Attributes:
        on_board: Whether one wants to stand on the honour board afterwards.
    """

    kind: AwardKind
    on_board: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOnBoard:
    """Stand on the honour board, or no longer."""

    on_board: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """Say what one has against an award while it is published; staff alone read it."""

    words: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerObjection:
    """Answer an objection, as staff."""

    objection_id: Id
    answer: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseAward:
    """Do not give an award; the person reads why."""

    reason: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawAward:
    """Take an award back because of false hours, with a ban as long as the community's rules say."""

    reason: Said
    ban_years: Years


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardsQuery:
    """Awards of a community for its staff, by state, newest first."""

    community_code: CommunityCode | None = None
    state: AwardState = AwardState.APPLIED


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardQuery:
    """Whose honour board, or whose publicity: a community's."""

    community_code: CommunityCode
