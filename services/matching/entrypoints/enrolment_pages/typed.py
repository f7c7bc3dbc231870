"""What the forms of enrolment send, as it is typed."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.enrolling.commands import BodyName, Listed
from services.matching.application.parties.commands import OptionalReason, Reason
from services.matching.domain.enrolling.enrolment import EnrolmentKind
from shared.events.fields import Code, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolForm:
    """Where one reports, and for a body what it brings."""

    kind: EnrolmentKind
    community_code: Annotated[str, Text(most=12)] = ""
    community_code_words: Annotated[str, Text(most=120)] = ""
    body_name: BodyName = ""
    party_id: Annotated[str, Text(most=64)] = ""
    offers: Listed = ""
    wishes: Listed = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalForm:
    """Why an enrolment is refused or ended by staff."""

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEndForm:
    """Why one ends one's own."""

    reason: OptionalReason = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentDeskQuery:
    """Which community's enrolments, in which state."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""
    show: Code = "waiting"
