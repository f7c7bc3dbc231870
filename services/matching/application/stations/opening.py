"""Where stations are kept, and what they are listed by."""

from services.matching.domain.stations.station import Station
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_stations(clock: Clock, ids: Ids) -> Aggregates[Station]:
    """Return the stations on the connection ``matching``."""
    return Aggregates(
        Station,
        alias="matching",
        collection="stations",
        clock=clock,
        ids=ids,
        lists=(("community_code",), ("community_code", "state"), ("party_id",)),
    )
