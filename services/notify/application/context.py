"""What the service's handlers work with."""

from dataclasses import dataclass

from services.notify.adapters.documents import open_notices
from services.notify.domain.notices import Notice
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
        service_name: Gives the name of a kind of service by its code.
    """

    clock: Clock
    people: People
    notices: Aggregates[Notice]
    service_name: ServiceName


def open_notify(clock: Clock, ids: Ids, people: People, *, service_name: ServiceName) -> Notify:
    """Return the service on its database, its indexes made."""
    notices = open_notices(clock, ids)
    notices.make_indexes()
    return Notify(clock=clock, people=people, notices=notices, service_name=service_name)
