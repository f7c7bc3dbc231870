"""Looking through a community's log of deliveries: by person, topic, channel and day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.notify.application.context import Notify
from services.notify.application.desk import Shelf, deliveries_at
from services.notify.application.sifting import midnight, place_after, sifted
from services.notify.domain.channels import Channel, Topic, topic_of
from services.notify.domain.deliveries import Delivery
from shared.identity.actor import Actor
from shared.storage.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which deliveries; what is left out does not matter.

    Attributes:
        who: Part of the receiver's name.
        topic: What they are about.
        channel: By what they went.
        from_on: First day, China time.
        until_on: Last day, China time.
    """

    who: str = ""
    topic: Topic | None = None
    channel: Channel | None = None
    from_on: date | None = None
    until_on: date | None = None

    @property
    def narrows(self) -> bool:
        """Tell whether anything is looked for at all."""
        return self != Sought()


def deliveries_sought(
    notify: Notify,
    actor: Actor,
    community_code: str,
    shelf: Shelf,
    sought: Sought,
    *,
    limit: int = 50,
    after: str | None = None,
) -> Page[Delivery]:
    """Return a page of a community's deliveries that are sought, newest first; a short one may have more behind it.

    Raises:
        Forbidden: If the actor does not work at its desk.
    """
    since = midnight(sought.from_on)

    def look(most: int, place: str | None) -> Page[Delivery]:
        return deliveries_at(notify, actor, community_code, shelf, limit=most, after=place)

    return sifted(
        look,
        lambda page: _fitting(notify, sought, page),
        lambda last: since is not None and last.said_at < since,
        limit=limit,
        after=after or place_after(sought.until_on),
    )


def _fitting(notify: Notify, sought: Sought, page: Iterable[Delivery]) -> list[Delivery]:
    since = midnight(sought.from_on)
    found = [
        each
        for each in page
        if sought.channel in (None, each.channel)
        and sought.topic in (None, topic_of(each.kind))
        and (since is None or each.said_at >= since)
    ]
    if not sought.who:
        return found
    names, who = notify.people.names(each.member_id for each in found), sought.who.casefold()
    return [each for each in found if who in names.get(each.member_id, "").casefold()]
