"""Where pairings are kept, and what they are found by."""

from collections.abc import Mapping

from services.matching.domain.pairing.pairing import Pairing, PairingState
from shared.kernel.clock import Clock, unix_millis
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_pairings(clock: Clock, ids: Ids) -> Aggregates[Pairing]:
    """Return the pairings on the connection ``matching``."""
    return Aggregates(
        Pairing,
        alias="matching",
        collection="pairings",
        clock=clock,
        ids=ids,
        lists=(("sides",),),
        unique=("live_key",),
        indexes=("paired_with", "told_next_millis"),
        also=_found_by,
    )


def _found_by(pairing: Pairing) -> Mapping[str, object]:
    agreed, told_next_at = pairing.state is PairingState.AGREED, pairing.told_next_at()
    return {
        "live_key": pairing.live_key,
        "sides": [
            f"member:{pairing.helper_id}",
            f"member:{pairing.resident_id}",
            f"resident:{pairing.resident_id}",
            f"community:{pairing.community_code}",
        ],
        "paired_with": pairing.resident_id if agreed else None,
        "told_next_millis": unix_millis(told_next_at) if told_next_at else None,
    }


def helpers_paired_with(pairings: Aggregates[Pairing], resident_id: str) -> frozenset[str]:
    """Return the helpers who are paired with a resident now."""
    return frozenset(each.helper_id for each in pairings.where({"paired_with": resident_id}, limit=20))
