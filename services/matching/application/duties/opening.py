"""Where named duties are kept, and what they are found by."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from services.matching.domain.duties.duty import Duty
from shared.kernel.clock import CHINA, Clock, unix_millis
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
        indexes=("holder_id", "ends_millis"),
        also=_found_by,
    )


def _found_by(duty: Duty) -> Mapping[str, object]:
    until_on = duty.holder.until_on if duty.holder else None
    return {
        "ends_millis": unix_millis(end_of_day(until_on)) if until_on else None,
        "named_key": duty.named_key,
        "vacant": duty.holder is None,
        "holder_id": duty.holder.member_id if duty.holder else None,
    }


def end_of_day(day: date) -> datetime:
    """Return the instant at which a day is over in China."""
    return datetime.combine(day + timedelta(days=1), time(), CHINA)
