"""Which lists may be asked for, and the limits of what is asked."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from services.matching.domain.assignment import AssignmentState
from services.matching.domain.need import NeedState
from services.matching.domain.offer import OfferKind
from shared.events.fields import CommunityCode, Id, Text

DistrictCode = Annotated[str, Text(least=6, most=6, pattern=r"[0-9]{6}")]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsQuery:
    """Which needs to list, newest first.

    Attributes:
        state: For staff any; for others ``OPEN``, but of their own needs any.
        community_code: Of one community; for staff at its desk in any state.
        district_code: The open needs of a district.
        resident_id: Those for one resident: oneself, or whom one is a delegate of; or any, for staff.
        mine: Those one posted.
        asks: Those of the district with an open part of this kind.
        answered_by: Those with a part that a party, whose staff one is, answers; or ``me``.
    """

    state: NeedState | None = None
    community_code: CommunityCode | None = None
    district_code: DistrictCode | None = None
    resident_id: Id | None = None
    mine: bool = False
    asks: OfferKind | None = None
    answered_by: Id | None = None


class Side(StrEnum):
    """On which side of an assignment one looks."""

    VOLUNTEER = "volunteer"
    RECEIVER = "receiver"
    ORGANISER = "organiser"
    ANYONE = "anyone"
    COMMUNITY = "community"


class Awaiting(StrEnum):
    """What an assignment waits for; ``staff`` is a confirmation that only staff can give, or should by now."""

    CHECK_IN = "check-in"
    CHECK_OUT = "check-out"
    CONFIRMATION = "confirmation"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentsQuery:
    """Which assignments to list, newest first.

    Attributes:
        side: None is ``community`` for staff at a desk, else ``anyone``: those one serves in, receives or posted.
        community_code: Which desk; none is one's own community.
        resident_id: Those for a resident one is a delegate of.
    """

    state: AssignmentState | None = None
    awaiting: Awaiting | None = None
    side: Side | None = None
    community_code: CommunityCode | None = None
    resident_id: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersQuery:
    """Which offers to list, newest first: one's own, those of one's party, or for staff the open ones of a community."""

    community_code: CommunityCode | None = None
    party_id: Id | None = None
