"""Where service records are kept, and what they are found by."""

from collections.abc import Mapping

from services.matching.domain.records.record import RecordCredit, ServiceRecord
from shared.identity.member import day_in_china
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


def open_records(clock: Clock, ids: Ids) -> Aggregates[ServiceRecord]:
    """Return the service records on the connection ``matching``."""
    return Aggregates(
        ServiceRecord,
        alias="matching",
        collection="service_records",
        clock=clock,
        ids=ids,
        lists=(("member_id",), ("community_code",), ("corrections_asked",), ("entered_in",)),
        also=_found_by,
    )


def month_of(record: ServiceRecord) -> str:
    """Return the month in China in which a record was entered, ``2026-11``."""
    return f"{day_in_china(record.entered_at):%Y-%m}"


def _found_by(record: ServiceRecord) -> Mapping[str, object]:
    return {
        "entered_in": f"{record.community_code}:{month_of(record)}",
        "corrections_asked": record.community_code if record.waiting else None,
    }


def open_record_credits(clock: Clock, ids: Ids) -> Aggregates[RecordCredit]:
    """Return what the ledger credited, by record; a record and its credit arrive in any order."""
    return Aggregates(
        RecordCredit,
        alias="matching",
        collection="record_credits",
        clock=clock,
        ids=ids,
        indexes=("transfer_id",),
    )
