"""What the forms of recognition send, as it is typed."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.recognition.commands import Said, Years
from services.matching.domain.recognition.award import AwardKind
from shared.events.fields import Id, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForm:
    """The next star or medal."""

    kind: AwardKind
    on_board: Annotated[str, Text(most=2)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardForm:
    """Whether the honour board shows it."""

    show: Annotated[str, Text(most=3)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceQuery:
    """Of which community; nothing is one's own."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionForm:
    """What one has against an award."""

    words: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForm:
    """The answer to an objection."""

    objection_id: Id
    answer: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonForm:
    """Why it is not given."""

    reason: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawForm:
    """Why it is taken back, and for how long the person is kept out."""

    because: Said
    ban_years: Years
