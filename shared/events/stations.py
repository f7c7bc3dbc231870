"""What matching says of stations."""

from dataclasses import dataclass

from shared.events.contract import event
from shared.events.fields import Code, CommunityCode, Id
from shared.events.topics import MATCHING


@event("matching.station-changed.v1", topic=MATCHING, key="station_id")
@dataclass(frozen=True, slots=True, kw_only=True)
class StationChanged:
    """A station was set up, closed or opened again: ``state`` says how it stands since."""

    station_id: Id
    station_kind: Code
    party_id: Id
    community_code: CommunityCode
    state: Code
    by: Id
