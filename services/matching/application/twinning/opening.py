"""Where twinnings are kept, and what they are found by."""

from collections.abc import Mapping

from services.matching.domain.twinning.twinning import Twinning
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_twinnings(clock: Clock, ids: Ids) -> Aggregates[Twinning]:
    """Return the twinnings on the connection ``matching``."""
    return Aggregates(
        Twinning,
        alias="matching",
        collection="twinnings",
        clock=clock,
        ids=ids,
        lists=(("community_code",), ("community_code", "state"), ("party_id",), ("party_id", "state")),
        unique=("live_key",),
        also=_found_by,
    )


def _found_by(twinning: Twinning) -> Mapping[str, object]:
    return {"live_key": twinning.live_key}
