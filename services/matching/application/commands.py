"""What may be asked of coordination: one frozen value for each command, with the limits of its fields."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from services.matching.domain.giving.kinds import Funds, Goods, Venue
from services.matching.domain.giving.part import AskedPart
from services.matching.domain.need import MOST_HELPERS, RecordedAs
from services.matching.domain.offer import OfferKind, OfferState
from shared.events.fields import Code, CommunityCode, Id, Latitude, Longitude, Minutes, Moment, Text, Whole
from shared.kernel.geography import Point

Title = Annotated[str, Text(least=2, most=60)]
Details = Annotated[str, Text(most=1000, lines=True)]
Address = Annotated[str, Text(most=120)]
Words500 = Annotated[str, Text(most=500, lines=True)]
Helpers = Annotated[int, Whole(least=1, most=MOST_HELPERS, unit=(" 人", "helpers"))]
HelpersOrNone = Annotated[int, Whole(least=0, most=MOST_HELPERS, unit=(" 人", "helpers"))]
Grade = Annotated[int, Whole(least=1, most=5)]
Radius = Annotated[int, Whole(least=0, most=50_000, unit=(" 米", "metres"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point as it is sent: degrees."""

    longitude: Longitude
    latitude: Latitude

    def point(self) -> Point:
        """Return it as the domain's point."""
        return Point(longitude=self.longitude, latitude=self.latitude)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostNeed:
    """Ask for service, for oneself, or for the resident named.

    Attributes:
        resident_id: For whom; none is oneself, or the community when its staff post a group's service.
        expected_minutes: None takes the kind's usual minutes, at most the window.
        point: Where to meet; none takes the resident's home.
        recorded_as: ``DUTY`` when staff say it is done as paid duty.
        certificate_needed: Whether the part of the work is asked for that the kind's certificate is about.
        helpers_wanted: 0 only if other parts are asked for.
        parts: What is asked for beside helpers.
    """

    service_kind: Code
    title: Title
    details: Details = ""
    starts_at: Moment
    ends_at: Moment
    expected_minutes: Minutes | None = None
    helpers_wanted: HelpersOrNone = 1
    resident_id: Id | None = None
    community_code: CommunityCode | None = None
    point: Place | None = None
    address: Address = ""
    recorded_as: RecordedAs | None = None
    certificate_needed: bool = False
    parts: tuple[AskedPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendNeed:
    """Change what was asked; fields left out stay as they are."""

    title: Title | None = None
    details: Details | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    expected_minutes: Minutes | None = None
    helpers_wanted: Helpers | None = None
    point: Place | None = None
    address: Address | None = None
    certificate_needed: bool | None = None


class Decision(StrEnum):
    """What staff decide on a need."""

    APPROVE = "APPROVE"
    REFUSE = "REFUSE"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewNeed:
    """Approve a need, or refuse it with a reason."""

    decision: Decision
    reason: Words500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawNeed:
    """Take a need back."""

    reason: Words500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchNeed:
    """Invite one person; with a spoken yes, noted, they are bound at once.

    Attributes:
        spoken_consent: Whether the person said yes to the staff member.
        note: When and how they said it; required with a spoken consent.
        because: Why they are invited although a wish of theirs (kind, time, distance) speaks against it; required then.
    """

    member_id: Id
    spoken_consent: bool = False
    note: Words500 = ""
    because: Words500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline:
    """Say that one cannot help this time; a reason may be given and has no consequence."""

    reason: Words500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeOffer:
    """Say what one is ready to give.

    Attributes:
        party_id: The party in whose name it is offered; needed for funds and venues.
        radius_metres: How far one goes for it; 0 takes the radius of one's file.
        point: From where; none takes one's home, and for what is not service the community.
        goods: For ``GOODS``.
        funds: For ``FUNDS``.
        venue: For ``VENUE``.
    """

    kind: OfferKind = OfferKind.SERVICE
    party_id: Id | None = None
    service_kinds: tuple[Code, ...] = ()
    radius_metres: Radius = 0
    point: Place | None = None
    note: Words500 = ""
    goods: Goods | None = None
    funds: Funds | None = None
    venue: Venue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendOffer:
    """Change an offer, pause it, open it again or withdraw it; fields left out stay."""

    service_kinds: tuple[Code, ...] | None = None
    radius_metres: Radius | None = None
    point: Place | None = None
    note: Words500 | None = None
    goods: Goods | None = None
    funds: Funds | None = None
    venue: Venue | None = None
    state: OfferState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """Say that the service begins.

    Attributes:
        at: When; none is now. Never to come, at most ten working days ago.
        point: Where one is.
    """

    at: Moment | None = None
    point: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOut:
    """Say that the service ends; as :class:`CheckIn`."""

    at: Moment | None = None
    point: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """Agree to the minutes.

    Attributes:
        minutes: Served, 1 to what was expected.
        reason: Required if they differ from what was expected.
        recorded_as: ``DUTY`` when staff say that it was paid duty.
    """

    minutes: Minutes
    reason: Words500 = ""
    recorded_as: RecordedAs | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """Give an assignment back."""

    reason: Words500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShow:
    """Record that the volunteer did not come."""

    reason: Words500 = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Grade a service, 1 to 5, with words if one likes."""

    grade: Grade
    words: Words500 = ""
