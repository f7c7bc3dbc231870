"""What time causes in stock: a reservation that came to nothing goes back."""

from datetime import datetime, timedelta

from services.matching.application.context import Matching
from services.matching.application.giving.settling import settle_reservation
from services.matching.domain.giving.reservation import ReservationState
from shared.kernel.clock import unix_millis
from shared.storage.aggregates import retrying

ORPHANED_AFTER = timedelta(seconds=60)
MOST_AT_ONCE = 500


def release_orphaned_stock(m: Matching, now: datetime) -> int:
    """Settle reservations older than a minute: held where the part was taken, else back in stock. Return how many offers."""
    until = unix_millis(now - ORPHANED_AFTER)
    due = m.offers.where({"reserved_millis": {"$gte": 0, "$lte": until}}, limit=MOST_AT_ONCE)
    for offer in due:
        retrying(lambda offer_id=offer.id: settle_stock(m, offer_id, now))  # type: ignore[misc]  # -- bound now
    return len(due)


def settle_stock(m: Matching, offer_id: str, now: datetime) -> None:
    """Settle the old reservations of one offer."""
    for entry in m.offers.get(offer_id).reservations:
        if entry.state is ReservationState.RESERVED and entry.reserved_at <= now - ORPHANED_AFTER:
            settle_reservation(m, offer_id, entry.need_id, entry.part_id, entry.id)
