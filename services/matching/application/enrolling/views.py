"""How an enrolment is shown, to who enrolled and to the community's staff alone."""

from dataclasses import dataclass
from datetime import datetime

from services.matching.domain.enrolling.enrolment import EnrolmentKind, EnrolmentState
from shared.kernel.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentView:
    """One enrolment.

    Attributes:
        who: The person's name, or the body's with whom to ask for.
        party_id: The registered party that the body is, if it is one.
        can: What the reader may do now: ``decide, end``.
    """

    id: str
    kind: EnrolmentKind
    kind_name: Words
    who: str
    body_name: str
    party_id: str | None
    community_code: str
    community_name: str
    offers: str
    wishes: str
    state: EnrolmentState
    state_name: Words
    reason: str
    can: tuple[str, ...]
    created_at: datetime
    decided_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentCounts:
    """How many are enrolled in a community.

    Attributes:
        persons: None between one and nine.
    """

    persons: int | None
    bodies: int
