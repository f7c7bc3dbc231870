"""What may be asked of stations, with the limits of every field."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.commands import Address
from services.matching.application.parties.commands import About, PartyName, Reason
from services.matching.domain.giving.kinds import OpenHours
from services.matching.domain.stations.station import StationKind
from shared.events.fields import CommunityCode, Id, Text

StationPhone = Annotated[str, Text(most=30, pattern=r"[0-9 +()-]*")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpStation:
    """Set up a station that a body runs.

    Attributes:
        community_code: Where it is; None is the body's first community.
        hours: When it is open; up to fourteen entries.
    """

    kind: StationKind
    party_id: Id
    name: PartyName
    address: Address
    community_code: CommunityCode | None = None
    phone: StationPhone = ""
    offers: About = ""
    hours: tuple[OpenHours, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendStation:
    """Change what a station says of itself; what is left out stays."""

    name: PartyName | None = None
    address: Address | None = None
    phone: StationPhone | None = None
    offers: About | None = None
    hours: tuple[OpenHours, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseStation:
    """Close a station with a reason that everyone reads."""

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class StationsQuery:
    """Which stations to list, newest first: of a community, none is one's own, or of a body."""

    community_code: CommunityCode | None = None
    party_id: Id | None = None
