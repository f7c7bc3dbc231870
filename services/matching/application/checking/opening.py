"""Where spot checks are kept, and what they are found by."""

from services.matching.domain.checking.spot_check import CheckState, SpotCheck
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_spot_checks(clock: Clock, ids: Ids) -> Aggregates[SpotCheck]:
    """Return the spot checks on the connection ``matching``."""
    return Aggregates(
        SpotCheck,
        alias="matching",
        collection="spot_checks",
        clock=clock,
        ids=ids,
        lists=(("community_code",), ("published",)),
        also=lambda check: {
            "published": check.community_code if check.state is CheckState.PUBLISHED else None
        },
    )
