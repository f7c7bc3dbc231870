"""What staff see and do of deliveries: those that failed, and those a person must tell in their own voice."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from services.notify.application.context import Notify
from services.notify.domain.channels import Channel
from services.notify.domain.deliveries import Delivery, DeliveryState
from services.notify.domain.ladder import LASTS
from shared.identity.actor import Actor
from shared.identity.permissions import Permission, grants_with
from shared.kernel.errors import NotFound
from shared.storage.paging import Page


class Shelf(StrEnum):
    """Which deliveries to look at."""

    IN_PERSON = "IN_PERSON"
    FAILED = "FAILED"
    WAITING = "WAITING"
    SENT = "SENT"
    RECEIVED = "RECEIVED"
    STOPPED = "STOPPED"
    EXPIRED = "EXPIRED"


def check_can_see(actor: Actor, community_code: str | None) -> None:
    """Pass if the actor works at the desk of a community; what belongs to none only who works everywhere sees.

    Raises:
        Forbidden: If not.
    """
    actor.check_may(Permission.SEE_DESK, community_code or "")


def can_send_again(actor: Actor, community_code: str | None) -> bool:
    """Tell whether :func:`check_can_send_again` passes."""
    return actor.may(Permission.DISPATCH, community_code or "")


def check_can_send_again(actor: Actor, community_code: str | None) -> None:
    """Pass if the actor may send again what failed.

    Raises:
        Forbidden: If not.
    """
    actor.check_may(Permission.DISPATCH, community_code or "")


def desk_of(actor: Actor, asked: str) -> str:
    """Return the community whose deliveries are meant: the one asked for, one's own, or the first one works in."""
    if asked or actor.may(Permission.SEE_DESK, actor.community_code):
        return asked or actor.community_code
    scopes = (grant.scope.community_code for grant in grants_with(actor.grants, Permission.SEE_DESK))
    return next((code for code in scopes if code), actor.community_code)


def deliveries_at(
    notify: Notify,
    actor: Actor,
    community_code: str,
    shelf: Shelf,
    *,
    limit: int = 50,
    after: str | None = None,
) -> Page[Delivery]:
    """Return a page of a community's deliveries, newest first.

    Raises:
        Forbidden: If the actor does not work at its desk.
    """
    check_can_see(actor, community_code)
    if shelf is Shelf.IN_PERSON:
        found = notify.deliveries.page(_in_person(community_code), limit=limit, after=after)
        return replace(found, items=tuple(_due(found.items, notify.clock.now())))
    equals = {"community_code": community_code, "state": shelf.value}
    return notify.deliveries.page(equals, limit=limit, after=after)


def counts_at(notify: Notify, community_code: str) -> dict[Shelf, int]:
    """Return how many deliveries of a community lie on each shelf."""
    here = {"community_code": community_code}
    return {
        shelf: to_tell_in_person(notify, community_code)
        if shelf is Shelf.IN_PERSON
        else notify.deliveries.count({**here, "state": shelf.value})
        for shelf in Shelf
    }


def to_tell_in_person(notify: Notify, community_code: str) -> int:
    """Return how many notices of a community somebody must still tell in their own voice, up to a thousand."""
    waiting = notify.deliveries.where(_in_person(community_code))
    return len(_due(waiting, notify.clock.now()))


def _in_person(community_code: str) -> dict[str, object]:
    waits = DeliveryState.WAITING.value
    return {"community_code": community_code, "channel": Channel.VISIT.value, "state": waits}


def _due(waiting: Iterable[Delivery], now: datetime) -> list[Delivery]:
    """Return what is to be told by now: while another channel may still reach the person, nobody need go."""
    return [each for each in waiting if each.due_at <= now]


def send_again(notify: Notify, actor: Actor, delivery_id: str) -> Delivery:
    """Return a failed delivery, due once more.

    Raises:
        NotFound: If there is none, or the actor does not work at its desk.
        DeliveryOver: If it has not failed.
    """
    delivery = _of_desk(notify, actor, delivery_id)
    check_can_send_again(actor, delivery.community_code)
    now = notify.clock.now()
    return notify.deliveries.save(delivery.again(now, now + LASTS))


def tell_in_person(notify: Notify, actor: Actor, delivery_id: str) -> Delivery:
    """Return a delivery that the actor has told the person in their own voice; told twice, it is told once.

    Raises:
        NotFound: If there is none, or the actor does not work at its desk.
        DeliveryOver: If it is no longer to be told.
    """
    delivery = _of_desk(notify, actor, delivery_id)
    if delivery.channel is not Channel.VISIT:
        raise NotFound(kind="Delivery", id=delivery_id)
    if delivery.state is DeliveryState.RECEIVED:
        return delivery
    return notify.deliveries.save(delivery.told_by(actor.member_id, notify.clock.now()))


def _of_desk(notify: Notify, actor: Actor, delivery_id: str) -> Delivery:
    delivery = notify.deliveries.get(delivery_id)
    if not actor.may(Permission.SEE_DESK, delivery.community_code or ""):
        raise NotFound(kind="Delivery", id=delivery_id)
    return delivery
