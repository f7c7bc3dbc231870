"""What may be asked of enrolments, with the limits of every field."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.parties.commands import OptionalReason
from services.matching.domain.enrolling.enrolment import EnrolmentKind, EnrolmentState
from shared.events.fields import CommunityCode, Id, Text

BodyName = Annotated[str, Text(most=60)]
Listed = Annotated[str, Text(most=500, lines=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrol:
    """Report to a community, oneself or for a body.

    Attributes:
        body_name: Required of a body that is not registered; empty for a person.
        party_id: The registered party that the body is; its name counts then. For its staff.
        offers: What the body is ready to give.
        wishes: What the body hopes for.
    """

    kind: EnrolmentKind
    community_code: CommunityCode
    body_name: BodyName = ""
    party_id: Id | None = None
    offers: Listed = ""
    wishes: Listed = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideEnrolment:
    """Confirm an enrolment, or refuse it with a reason."""

    confirm: bool
    reason: OptionalReason = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndEnrolment:
    """End an enrolment, one's own, or as staff with a reason."""

    reason: OptionalReason = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentsQuery:
    """Which enrolments to list, newest first; without a community one's own.

    Attributes:
        community_code: Those of a community, for its staff.
        state: None is those that wait.
    """

    community_code: CommunityCode | None = None
    state: EnrolmentState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountQuery:
    """Of which community."""

    community_code: CommunityCode
