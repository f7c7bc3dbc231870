"""What may be asked of service records, with the limits of every field."""

from dataclasses import dataclass
from typing import Annotated

from shared.events.fields import CommunityCode, Id, Minutes, Text

What = Annotated[str, Text(least=2, most=300)]
Phrase = Annotated[str, Text(least=2, most=200)]
Because = Annotated[str, Text(least=2, most=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsQuery:
    """Whose records to list, the one entered last first; none is one's own."""

    member_id: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsDeskQuery:
    """Of which community; none is one's own."""

    community_code: CommunityCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRecordCorrection:
    """Say what is wrong with the record of one's own service."""

    what: What


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCorrection:
    """Correct a record, or say why not; what is left out stays as it is.

    Attributes:
        correct: Whether anything was wrong.
        answer: Why it is corrected or not; the volunteer reads it.
    """

    correct: bool
    answer: Because
    activity: Phrase | None = None
    place: Phrase | None = None
    content: Phrase | None = None
    minutes: Minutes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawRecord:
    """Take back the record of a service that was none, or not volunteering."""

    reason: Because
