"""Where what was imported is kept, and what it is listed by."""

from services.matching.domain.importing.earlier_service import EarlierService
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_earlier_services(clock: Clock, ids: Ids) -> Aggregates[EarlierService]:
    """Return the service that other systems recorded."""
    return Aggregates(
        EarlierService,
        alias="matching",
        collection="earlier_services",
        clock=clock,
        ids=ids,
        lists=(("member_id",), ("community_code",)),
    )
