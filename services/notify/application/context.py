"""What the service's handlers work with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from services.notify.adapters.documents import (
    open_broadcasts,
    open_deliveries,
    open_notices,
    open_preferences,
    open_reminders,
    open_senders,
    open_stops,
)
from services.notify.application.reach import NOWHERE, Reach
from services.notify.domain.broadcasts import Broadcast
from services.notify.domain.deliveries import Delivery
from services.notify.domain.notices import Notice
from services.notify.domain.preferences import Preferences
from services.notify.domain.reminders import Reminder
from services.notify.domain.senders import Sender
from services.notify.domain.sentences import ServiceName
from services.notify.domain.stopping import Stop
from shared.identity.people import People
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.kernel.words import Words
from shared.storage.aggregates import Aggregates

KindsOffered = Callable[[Sequence[str]], Mapping[str, frozenset[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify:
    """The service, opened.

    Attributes:
        clock: Tells when a notice is kept and read.
        people: Says who can read notices, and who acts for whom.
        notices: What members are told.
        preferences: How members want to be told, of those who chose.
        deliveries: What is on its way beyond the inbox.
        reminders: What is told at an hour of its own.
        stops: What need not be sent any more.
        broadcasts: What staff tell many at once.
        senders: Who sends, and lives.
        reach: By what people are reached.
        service_names: What people call each kind of service, by its code.
        kinds_offered: Gives, by member, the kinds of service they offer.
    """

    clock: Clock
    people: People
    notices: Aggregates[Notice]
    preferences: Aggregates[Preferences]
    deliveries: Aggregates[Delivery]
    reminders: Aggregates[Reminder]
    stops: Aggregates[Stop]
    broadcasts: Aggregates[Broadcast]
    senders: Aggregates[Sender]
    reach: Reach
    service_names: Mapping[str, Words]
    kinds_offered: KindsOffered

    @property
    def service_name(self) -> ServiceName:
        """Return what gives the name of a kind of service by its code."""
        return self.service_names.get


def open_notify(
    clock: Clock,
    ids: Ids,
    people: People,
    *,
    service_names: Mapping[str, Words],
    kinds_offered: KindsOffered,
    reach: Reach = NOWHERE,
) -> Notify:
    """Return the service on its database, its indexes made."""
    opened = Notify(
        clock=clock,
        people=people,
        notices=open_notices(clock, ids),
        preferences=open_preferences(clock, ids),
        deliveries=open_deliveries(clock, ids),
        reminders=open_reminders(clock, ids),
        stops=open_stops(clock, ids),
        broadcasts=open_broadcasts(clock, ids),
        senders=open_senders(clock, ids),
        reach=reach,
        service_names=service_names,
        kinds_offered=kinds_offered,
    )
    opened.notices.make_indexes()
    opened.preferences.make_indexes()
    opened.deliveries.make_indexes()
    opened.reminders.make_indexes()
    opened.stops.make_indexes()
    opened.broadcasts.make_indexes()
    opened.senders.make_indexes()
    return opened
