"""Notices as documents."""

from collections.abc import Mapping
from datetime import date

from services.notify.domain.notices import Notice
from services.notify.domain.preferences import Preferences
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates

DATABASE = "notify"
"""Alias of the service's database."""


def open_notices(clock: Clock, ids: Ids) -> Aggregates[Notice]:
    """Return where notices are kept, listed by member, and by member and state."""
    return Aggregates(
        Notice,
        alias=DATABASE,
        collection="notices",
        clock=clock,
        ids=ids,
        lists=(("member_id",), ("member_id", "state")),
        indexes=("read_day",),
        also=_read_day,
    )


def open_preferences(clock: Clock, ids: Ids) -> Aggregates[Preferences]:
    """Return where it is kept how members want to be told."""
    return Aggregates(Preferences, alias=DATABASE, collection="preferences", clock=clock, ids=ids)


def _read_day(notice: Notice) -> Mapping[str, object]:
    """Return the day of reading, an equality to forget by: ranges scan in the embedded store."""
    return {} if notice.read_at is None else {"read_day": notice.read_at.date().isoformat()}


def forget_read_on(kept: Aggregates[Notice], day: date) -> int:
    """Remove the notices that were read on a day, UTC, and have nothing left to say; return how many."""
    gone = kept.collection.delete_many({"read_day": day.isoformat(), "outbox": []})
    return gone.deleted_count
