"""What need not be told any more: it was read, it is settled, it comes too late, or nobody wants it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.notify.application.context import Notify
from services.notify.application.delivering import is_muted
from services.notify.application.notices import unread_count
from services.notify.domain.channels import Channel
from services.notify.domain.deliveries import Delivery, DeliveryState
from services.notify.domain.ladder import visit_pointless_at
from services.notify.domain.notices import Notice, NoticeKind, NoticeState
from services.notify.domain.preferences import Preferences
from services.notify.domain.stopping import Stop, is_stopped

_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of some deliveries at one moment."""

    preferences: Mapping[str, Preferences]
    notices: Mapping[str, Notice]
    stops: Mapping[str, Stop]

    def preferences_of(self, delivery: Delivery) -> Preferences:
        """Return how its receiver wants to be told."""
        return self.preferences.get(delivery.member_id) or Preferences(id=delivery.member_id)


def looked_up(notify: Notify, held: Sequence[Delivery]) -> Known:
    """Return what decides about deliveries, looked up for all at once."""
    keys = [key for each in held for key in each.stop_keys]
    return Known(
        preferences={each.id: each for each in notify.preferences.get_many(d.member_id for d in held)},
        notices={each.id: each for each in notify.notices.get_many(d.notice_id for d in held)},
        stops={each.id: each for each in notify.stops.get_many(keys)},
    )


def pointless(
    notify: Notify, held: Delivery, known: Known, now: datetime
) -> tuple[DeliveryState | None, str | None]:
    """Return the state, and why, of a delivery that need not be sent any more; nothing if it must."""
    if now >= _until(held):
        return DeliveryState.EXPIRED, "too-late"
    if is_muted(known.preferences_of(held), held):
        return DeliveryState.STOPPED, "unsubscribed"
    if held.kind is NoticeKind.DIGEST and unread_count(notify, held.member_id) == 0:
        return DeliveryState.STOPPED, "read"
    notice = known.notices.get(held.notice_id)
    if notice is not None and notice.state is NoticeState.READ:
        return DeliveryState.STOPPED, "read"
    if is_stopped(held.stop_keys, held.said_at, known.stops):
        return DeliveryState.STOPPED, "settled"
    return None, None


def _until(held: Delivery) -> datetime:
    if held.channel is Channel.VISIT:
        return visit_pointless_at(held.kind, held.facts, held.said_at)
    return held.expires_at


def clear_visits(notify: Notify, now: datetime) -> int:
    """Take off the lists of those who tell people in person what need not be told any more; return how much that was."""
    waiting = notify.deliveries.where({"queued": Channel.VISIT.value}, limit=_AT_ONCE)
    known = looked_up(notify, waiting)
    over = [(each, pointless(notify, each, known, now)) for each in waiting]
    return len(notify.deliveries.save_all([each.step(state, why) for each, (state, why) in over if state]))
