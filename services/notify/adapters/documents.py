"""Notices as documents."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from services.notify.domain.broadcasts import Broadcast
from services.notify.domain.channels import Channel, Urgency, urgency_of
from services.notify.domain.deliveries import Delivery, DeliveryState
from services.notify.domain.notices import Notice, NoticeKind
from services.notify.domain.preferences import Preferences
from services.notify.domain.reminders import Reminder, ReminderState
from services.notify.domain.senders import Sender
from services.notify.domain.stopping import Stop
from shared.kernel.clock import Clock, unix_millis
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


def open_stops(clock: Clock, ids: Ids) -> Aggregates[Stop]:
    """Return where it is kept what need not be sent any more."""
    return Aggregates(Stop, alias=DATABASE, collection="stops", clock=clock, ids=ids)


def open_reminders(clock: Clock, ids: Ids) -> Aggregates[Reminder]:
    """Return where reminders are kept until their hour."""
    return Aggregates(
        Reminder,
        alias=DATABASE,
        collection="reminders",
        clock=clock,
        ids=ids,
        indexes=("due_millis",),
        also=_planned,
    )


def _planned(reminder: Reminder) -> Mapping[str, object]:
    waits = reminder.state is ReminderState.PLANNED
    return {"due_millis": unix_millis(reminder.due_at) if waits else None}


def open_deliveries(clock: Clock, ids: Ids) -> Aggregates[Delivery]:
    """Return where deliveries are kept, listed by state, and by community, channel and state."""
    return Aggregates(
        Delivery,
        alias=DATABASE,
        collection="deliveries",
        clock=clock,
        ids=ids,
        lists=(("state",), ("community_code", "state"), ("community_code", "channel", "state")),
        indexes=("due_key", "held_by", "notice_id", "broadcast_id", "queued", "sent_hour"),
        also=_found_delivery,
    )


def _found_delivery(delivery: Delivery) -> Mapping[str, object]:
    """Return when a sender looks for it, which what people tell in their own voice is not, for which channel it waits, its broadcast, and in which hour it was sent."""
    waits = delivery.state is DeliveryState.WAITING
    is_sent = waits and delivery.channel is not Channel.VISIT
    of_broadcast = delivery.kind in (NoticeKind.BROADCAST, NoticeKind.DANGER)
    return {
        "due_key": due_key(delivery.channel, urgency_of(delivery.kind), delivery.due_at) if is_sent else None,
        "queued": delivery.channel.value if waits else None,
        "broadcast_id": delivery.subject.id if of_broadcast else None,
        "sent_hour": sent_hour(delivery.channel, delivery.sent_at) if delivery.sent_at else None,
    }


def due_key(channel: Channel, urgency: Urgency, due_at: datetime | None) -> str:
    """Return by what a sender of a channel finds what is due, danger to life apart; without an instant, where its keys begin."""
    millis = "" if due_at is None else f"{unix_millis(due_at):015}"
    return f"{channel.value}.{'life' if urgency is Urgency.LIFE else 'rest'}.{millis}"


def open_senders(clock: Clock, ids: Ids) -> Aggregates[Sender]:
    """Return where it is kept who sends, and lives."""
    return Aggregates(Sender, alias=DATABASE, collection="senders", clock=clock, ids=ids)


def forget_sender(kept: Aggregates[Sender], dead: Sender) -> None:
    """Remove a sender, unless it gave a sign of life meanwhile."""
    kept.collection.delete_one({"_id": dead.id, "version": dead.version})


def sent_hour(channel: Channel, instant: datetime) -> str:
    """Return the hour of a channel, UTC, an equality to count by: ranges scan in the embedded store."""
    return f"{channel.value}.{instant.astimezone(UTC):%Y-%m-%dT%H}"


def open_broadcasts(clock: Clock, ids: Ids) -> Aggregates[Broadcast]:
    """Return where broadcasts are kept, listed by community."""
    return Aggregates(
        Broadcast,
        alias=DATABASE,
        collection="broadcasts",
        clock=clock,
        ids=ids,
        lists=(("community_code",),),
        indexes=("state",),
    )


def _read_day(notice: Notice) -> Mapping[str, object]:
    """Return the day of reading, an equality to forget by: ranges scan in the embedded store."""
    return {} if notice.read_at is None else {"read_day": notice.read_at.date().isoformat()}


def forget_read_on(kept: Aggregates[Notice], day: date) -> int:
    """Remove the notices that were read on a day, UTC, and have nothing left to say; return how many."""
    gone = kept.collection.delete_many({"read_day": day.isoformat(), "outbox": []})
    return gone.deleted_count
