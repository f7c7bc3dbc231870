"""Sending what is due: held by one sender at a time, looked at once more, handed to its provider, noted."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol, TypeVar

from services.notify.adapters.documents import due_key
from services.notify.application.context import Notify
from services.notify.application.delivering import DESK, keep
from services.notify.application.links import stop_link
from services.notify.application.living import Living
from services.notify.application.notices import unread_count
from services.notify.application.pointless import Known, looked_up, pointless
from services.notify.application.receipts import end_ladder
from services.notify.application.ringing import ring
from services.notify.domain.channels import Channel, Urgency, urgency_of
from services.notify.domain.deliveries import Delivery, DeliveryState, NotNow, Refused
from services.notify.domain.ladder import ABOVE_TOPICS, climbs_at
from services.notify.domain.messages import Message, message_of
from services.notify.domain.notices import NoticeKind
from services.notify.domain.preferences import Preferences
from shared.identity.people import Person

T = TypeVar("T")

AT_ONCE: Final = 8
"""Calls to one provider that are under way together."""


class Together(Protocol):
    """Does one thing with each, several at a time, and gives what came of it in their order: like ``map``."""

    def __call__(self, work: Callable[[Delivery], T], each: Iterable[Delivery], /) -> Iterable[T]:
        """Give what came of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What came of a call: how the delivery stands, and what is put on its way after it."""

    noted: Delivery
    following: Delivery | None = None


def due_for(notify: Notify, channel: Channel, now: datetime) -> list[Delivery]:
    """Return what is due on a channel, as much as is worth looking up at once: danger to life first, the rest in no order.

    So senders that look at the same time seldom want the same.
    """
    most = notify.reach.paces.of(channel, now).in_a_round
    pressing = _due(notify, channel, Urgency.LIFE, now, most)
    rest = _due(notify, channel, Urgency.ORDINARY, now, most)
    return [*pressing, *random.sample(rest, len(rest))][:most]


def _due(notify: Notify, channel: Channel, urgency: Urgency, now: datetime, most: int) -> list[Delivery]:
    until = {"$gte": due_key(channel, urgency, None), "$lte": due_key(channel, urgency, now)}
    return notify.deliveries.where({"due_key": until}, limit=most)


def send_some(
    notify: Notify, living: Living, channel: Channel, due: Sequence[Delivery], together: Together = map
) -> None:
    """Hold some of what is due on a channel, send it and note what came of it; what another sender holds is left alone.

    Args:
        notify: The service.
        living: Who sends; one that gave no sign of life does nothing.
        channel: The one channel of all of them.
        due: As it was found, at most as many as may be under way together.
        together: Makes the calls.
    """
    now = notify.clock.now()
    if not living.is_alive(now):
        return
    held = notify.deliveries.save_all([each.leased(now, living.id) for each in due])
    known = looked_up(notify, held)
    waiting = {each.id: _unsent(notify, each, known, now) for each in held}
    ready = [each for each in held if waiting[each.id] is None]
    turns = notify.reach.paces.take_turns(channel, now, len(ready))
    free_at = max(now, notify.reach.paces.of(channel, now).free_at)
    unsent = [each for each in waiting.values() if each is not None]
    outcomes = [
        _Outcome(noted=each) for each in (*unsent, *(each.put_off(free_at) for each in ready[turns:]))
    ]
    try:
        outcomes.extend(
            together(lambda each: _hand_over(notify, each, known.preferences_of(each), now), ready[:turns])
        )
    finally:
        keep(notify, [each.following for each in outcomes])
        noted = {each.id for each in notify.deliveries.save_all([each.noted for each in outcomes])}
        _end_answered(notify, [each.noted.id for each in outcomes if each.noted.id not in noted])


def _end_answered(notify: Notify, ids: Sequence[str]) -> None:
    """End the ladders of calls whose answer was reported before they were noted as made."""
    for each in notify.deliveries.get_many(ids):
        if each.state is DeliveryState.RECEIVED:
            end_ladder(notify, each)


def _unsent(notify: Notify, held: Delivery, known: Known, now: datetime) -> Delivery | None:
    """Return how a delivery stands that is not to be sent, or not now; nothing if it is."""
    state, reason = pointless(notify, held, known, now)
    if state is not None:
        return held.step(state, reason)
    if held.member_id == DESK or held.kind is NoticeKind.VERIFY_EMAIL:
        return None
    rings_at = known.preferences_of(held).may_ring_at(now, urgency_of(held.kind))
    return held.put_off(rings_at) if rings_at > now else None


def _hand_over(notify: Notify, held: Delivery, preferences: Preferences, now: datetime) -> _Outcome:
    paces = notify.reach.paces
    pace = paces.of(held.channel, now)
    if pace.rests_at(now):
        return _Outcome(noted=held.put_off(pace.free_at))
    try:
        receipt = _handed(notify, held.channel, _message(notify, held, preferences), preferences)
    except NotNow as fault:
        paces.note(held.channel, now, worked=False)
        late = held.missed(str(fault.facts["reason"]), notify.clock.now(), random.random())  # noqa: S311 -- spreads waits, guards nothing
        is_over = late.state is DeliveryState.FAILED
        return _Outcome(noted=late, following=held.next_rung(notify.clock.now()) if is_over else None)
    except Refused as fault:
        paces.note(held.channel, now, worked=True)
        failed = held.step(DeliveryState.FAILED, str(fault.facts["reason"]))
        return _Outcome(noted=failed, following=held.next_rung(notify.clock.now()))
    paces.note(held.channel, now, worked=True)
    climbs = climbs_at(held.kind, now, held.expires_at)
    following = None if climbs is None else held.next_rung(climbs)
    return _Outcome(noted=held.sent(receipt, notify.clock.now()), following=following)


def _handed(notify: Notify, channel: Channel, message: Message, preferences: Preferences) -> str:
    if channel is Channel.PUSH:
        return ring(notify, message, preferences)
    return notify.reach.providers[channel].send(message)


def _message(notify: Notify, held: Delivery, preferences: Preferences) -> Message:
    person = None if held.channel is Channel.ROBOT else notify.people.find(held.member_id)
    language, to = _where_to(notify, held, preferences, person)
    return message_of(
        _counted(notify, held),
        to=to,
        language=language,
        service_name=notify.service_name,
        site=notify.reach.site,
        is_brief=person is not None and person.elderly_mode,
        stop_url=stop_link(notify.reach, held)
        if held.channel is Channel.EMAIL and held.kind not in ABOVE_TOPICS
        else "",
    )


def _counted(notify: Notify, held: Delivery) -> Delivery:
    if held.kind is not NoticeKind.DIGEST:
        return held
    return replace(held, facts=replace(held.facts, count=unread_count(notify, held.member_id)))


def _where_to(
    notify: Notify, held: Delivery, preferences: Preferences, person: Person | None
) -> tuple[str, str]:
    """Return language and address of the receiver.

    Raises:
        Refused: If the person cannot be reached by this channel any more.
    """
    if held.channel is Channel.ROBOT:
        return "zh", _known(notify.reach.robots.get(held.community_code or ""))
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
