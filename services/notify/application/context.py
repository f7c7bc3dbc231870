"""What the service's handlers work with."""

from dataclasses import dataclass

from services.notify.adapters.documents import open_notices, open_preferences
from services.notify.domain.notices import Notice
from services.notify.domain.preferences import Preferences
from services.notify.domain.sentences import ServiceName
from shared.identity.people import People
from shared.kernel.clock import Clock
from shared.kernel.ids import Ids
from shared.storage.aggregates import Aggregates


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify:
    """The service, opened.

    Attributes:
        clock: Tells when a notice is kept and read.
        people: Says who can read notices, and who acts for whom.
        notices: What members are told.
        preferences: How members want to be told, of those who chose.
        service_name: Gives the name of a kind of service by its code.
    """

    clock: Clock
    people: People
    notices: Aggregates[Notice]
    preferences: Aggregates[Preferences]
    service_name: ServiceName


def open_notify(clock: Clock, ids: Ids, people: People, *, service_name: ServiceName) -> Notify:
    """Return the service on its database, its indexes made."""
    notices, preferences = open_notices(clock, ids), open_preferences(clock, ids)
    for kept in (notices, preferences):
        kept.make_indexes()
    return Notify(
        clock=clock, people=people, notices=notices, preferences=preferences, service_name=service_name
    )
