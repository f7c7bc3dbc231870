"""Where named duties are kept, and what they are found by."""

from collections.abc import Mapping

from services.matching.domain.duties.duty import Duty
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_duties(clock: Clock, ids: Ids) -> Aggregates[Duty]:
    """Return the named duties on the connection ``matching``."""
    return Aggregates(
        Duty,
        alias="matching",
        collection="duties",
        clock=clock,
        ids=ids,
        lists=(("community_code",), ("community_code", "vacant")),
        unique=("named_key",),
        indexes=("holder_id",),
        also=_found_by,
    )


def _found_by(duty: Duty) -> Mapping[str, object]:
    return {
        "named_key": duty.named_key,
        "vacant": duty.holder is None,
        "holder_id": duty.holder.member_id if duty.holder else None,
    }
