"""Sending what is due: held by one sender at a time, looked at once more, handed to its provider, noted."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from services.notify.application.context import Notify
from services.notify.application.delivering import DESK, is_muted, keep
from services.notify.application.links import stop_link
from services.notify.application.notices import unread_count
from services.notify.application.preferences import preferences_of
from services.notify.application.ringing import ring
from services.notify.application.stopping import stopped
from services.notify.domain.channels import Channel, urgency_of
from services.notify.domain.deliveries import Delivery, DeliveryState, NotNow, Refused
from services.notify.domain.ladder import ABOVE_TOPICS, climbs_at
from services.notify.domain.messages import Message, message_of
from services.notify.domain.notices import NoticeKind, NoticeState
from services.notify.domain.preferences import Preferences
from shared.kernel.clock import unix_millis
from shared.kernel.errors import StaleWrite

MOST_AT_ONCE: Final = 200


def send_due(notify: Notify, now: datetime) -> int:
    """Send what is due; return how many deliveries were looked at. Several senders at once share the work."""
    due = {"due_millis": {"$gte": 0, "$lte": unix_millis(now)}}
    found = notify.deliveries.where(due, limit=MOST_AT_ONCE)
    return sum(_attempt(notify, each) for each in _shuffled(found))


def _shuffled(found: list[Delivery]) -> Iterable[Delivery]:
    """Return deliveries in no order, so that senders that look at once seldom want the same."""
    return random.sample(found, len(found))


def _attempt(notify: Notify, delivery: Delivery) -> bool:
    """Look at one delivery and send it; return whether it was this sender's and its provider was free."""
    now = notify.clock.now()
    if notify.reach.paces.of(delivery.channel, now).free_at > now:
        return False
    try:
        held = notify.deliveries.save(delivery.leased(now))
        _decide(notify, held, now)
    except StaleWrite:
        return False
    return True


def _decide(notify: Notify, held: Delivery, now: datetime) -> None:
    preferences = preferences_of(notify, held.member_id)
    state, reason = _pointless(notify, held, preferences, now)
    if state is not None:
        notify.deliveries.save(held.step(state, reason))
        return
    waits_for_it = held.member_id == DESK or held.kind is NoticeKind.VERIFY_EMAIL
    rings_at = now if waits_for_it else preferences.may_ring_at(now, urgency_of(held.kind))
    free_at = rings_at if rings_at > now else notify.reach.paces.take_turn(held.channel, now)
    if free_at is not None:
        notify.deliveries.save(held.put_off(free_at))
        return
    _hand_over(notify, held, preferences, now)


def _pointless(
    notify: Notify, held: Delivery, preferences: Preferences, now: datetime
) -> tuple[DeliveryState | None, str | None]:
    """Return the state, and why, of a delivery that need not be sent any more; nothing if it must."""
    if now >= held.expires_at:
        return DeliveryState.EXPIRED, "too-late"
    if is_muted(preferences, held):
        return DeliveryState.STOPPED, "unsubscribed"
    if held.kind is NoticeKind.DIGEST and unread_count(notify, held.member_id) == 0:
        return DeliveryState.STOPPED, "read"
    notice = notify.notices.find(held.notice_id)
    if notice is not None and notice.state is NoticeState.READ:
        return DeliveryState.STOPPED, "read"
    if stopped(notify, held.stop_keys, held.said_at):
        return DeliveryState.STOPPED, "settled"
    return None, None


def _hand_over(notify: Notify, held: Delivery, preferences: Preferences, now: datetime) -> None:
    paces = notify.reach.paces
    try:
        receipt = _handed(notify, held.channel, _message(notify, held, preferences), preferences)
    except NotNow as fault:
        paces.note(held.channel, now, worked=False)
        late = held.missed(str(fault.facts["reason"]), notify.clock.now(), random.random())  # noqa: S311 -- spreads waits, guards nothing
        if late.state is DeliveryState.FAILED:
            climb(notify, held, notify.clock.now())
        notify.deliveries.save(late)
    except Refused as fault:
        paces.note(held.channel, now, worked=True)
        climb(notify, held, notify.clock.now())
        notify.deliveries.save(held.step(DeliveryState.FAILED, str(fault.facts["reason"])))
    else:
        paces.note(held.channel, now, worked=True)
        climb(notify, held, climbs_at(held.kind, now, held.expires_at))
        notify.deliveries.save(held.sent(receipt, notify.clock.now()))


def _handed(notify: Notify, channel: Channel, message: Message, preferences: Preferences) -> str:
    if channel is Channel.PUSH:
        return ring(notify, message, preferences)
    return notify.reach.providers[channel].send(message)


def climb(notify: Notify, delivery: Delivery, due_at: datetime | None) -> None:
    """Put the next channel on its way, if there is one and an instant for it; done twice, it is done once."""
    if due_at is not None:
        keep(notify, [delivery.next_rung(due_at)])


def _message(notify: Notify, held: Delivery, preferences: Preferences) -> Message:
    language, to = _where_to(notify, held, preferences)
    return message_of(
        _counted(notify, held),
        to=to,
        language=language,
        service_name=notify.service_name,
        site=notify.reach.site,
        stop_url=stop_link(notify.reach, held)
        if held.channel is Channel.EMAIL and held.kind not in ABOVE_TOPICS
        else "",
    )


def _counted(notify: Notify, held: Delivery) -> Delivery:
    if held.kind is not NoticeKind.DIGEST:
        return held
    return replace(held, facts=replace(held.facts, count=unread_count(notify, held.member_id)))


def _where_to(notify: Notify, held: Delivery, preferences: Preferences) -> tuple[str, str]:
    """Return language and address of the receiver.

    Raises:
        Refused: If the person cannot be reached by this channel any more.
    """
    if held.channel is Channel.ROBOT:
        return "zh", _known(notify.reach.robots.get(held.community_code or ""))
    person = notify.people.find(held.member_id)
    language = preferences.language or (person.language if person else "zh")
    if held.channel is Channel.PUSH:
        return language, ""
    by_mail = held.channel is Channel.EMAIL
    return language, _known(
        _mail_address(held, preferences) if by_mail else notify.people.phone_for_notices(held.member_id)
    )


def _mail_address(held: Delivery, preferences: Preferences) -> str | None:
    return preferences.email_asked if held.kind is NoticeKind.VERIFY_EMAIL else preferences.email


def _known(address: str | None) -> str:
    if not address:
        raise Refused(reason="no-address")
    return address
