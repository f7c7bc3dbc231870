"""What the forms of twinning send, as it is typed."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.parties.commands import Reason
from services.matching.application.twinning.commands import Purpose, VisitsAYear, What
from shared.events.days import OnDay
from shared.events.fields import Id, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinningForm:
    """A proposal to the other side."""

    party_id: Id
    community_code: Annotated[str, Text(most=12)] = ""
    community_code_words: Annotated[str, Text(most=120)] = ""
    purpose: Purpose
    visits_a_year: VisitsAYear
    from_on: OnDay
    until_on: OnDay


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinningReasonForm:
    """Why it is refused or ended."""

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitForm:
    """A day on which the two met."""

    on: OnDay
    what: What


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinningPlaceQuery:
    """Which community's twinnings, or which body's; nothing is one's own community."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""
    party: Annotated[str, Text(most=120)] = ""
