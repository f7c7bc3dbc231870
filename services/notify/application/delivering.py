"""From a notice to its way: by what each person is reached, in their own order and not in their quiet hours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.notify.application.context import Notify
from services.notify.domain.channels import Channel, topic_of, urgency_of
from services.notify.domain.deliveries import Delivery, delivery_id
from services.notify.domain.ladder import (
    ABOVE_TOPICS,
    TOLD_IN_PERSON,
    TOLD_TO_DESK,
    daily_rungs,
    pointless_at,
    rungs,
)
from services.notify.domain.notices import Facts, NoticeKind, Subject, SubjectType, notice_id
from services.notify.domain.preferences import Preferences
from services.notify.domain.stopping import stop_keys
from services.notify.domain.telling import Telling
from shared.identity.people import Person
from shared.identity.permissions import Permission, grants_with
from shared.kernel.ids import derived_id

DESK = "desk"
"""The receiver of what a work group hears."""
_BY_PHONE = frozenset({Channel.WECHAT, Channel.SMS, Channel.VOICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What makes this service tell something.

    Attributes:
        id: Of the event, or of the reminder.
        at: When it happened, by the event.
        correlation_id: Of the event; None leaves what the present work belongs to.
    """

    id: str
    at: datetime
    correlation_id: str | None = None


def chosen_by(notify: Notify, member_ids: Iterable[str]) -> Mapping[str, Preferences]:
    """Return what members chose, of those who did; nothing is looked up where there is the inbox alone."""
    if not notify.reach.channels:
        return {}
    return {each.id: each for each in notify.preferences.get_many(member_ids)}


def deliveries(
    notify: Notify,
    cause: Cause,
    told: Mapping[str, Telling],
    people: Mapping[str, Person],
    chosen: Mapping[str, Preferences],
) -> Iterable[Delivery | None]:
    """Give what goes out of what was told to persons with an account, as each chose."""
    if notify.reach.channels:
        for id_, telling in told.items():
            preferences = chosen.get(id_) or Preferences(id=id_)
            yield _first(notify, cause, telling, people[id_], preferences)
            yield _summary(notify, cause, telling, people[id_], preferences)


def _summary(
    notify: Notify, _: Cause, telling: Telling, person: Person, preferences: Preferences
) -> Delivery | None:
    """Return the daily summary a notice belongs to: one for all of a day, told of when it is due."""
    channels = daily_rungs(telling.kind, preferences, open_to(notify, person, preferences))
    due_at = preferences.next_digest_at(notify.clock.now())
    summary = Telling(
        member_id=person.id,
        kind=NoticeKind.DIGEST,
        subject=Subject(type=SubjectType.MEMBER, id=person.id),
        facts=Facts(),
    )
    day = Cause(id=derived_id("digest", due_at.isoformat()), at=due_at)
    return _made(day, summary, person.id, channels, due_at)


def _first(
    notify: Notify, cause: Cause, telling: Telling, person: Person, preferences: Preferences
) -> Delivery | None:
    channels = rungs(telling.kind, preferences, open_to(notify, person, preferences))
    due_at = preferences.may_ring_at(notify.clock.now(), urgency_of(telling.kind))
    at_last = (Channel.VISIT,) if channels and _is_visited(telling, person) else ()
    return _made(cause, telling, person.id, (*channels, *at_last), due_at)


def _is_visited(telling: Telling, person: Person) -> bool:
    """Tell whether somebody goes to tell it where nothing else helps: to the receiving side, if nobody is told beside them.

    Nobody goes to who works at a desk themselves, and asked in its name.
    """
    receives = telling.delegates_too and telling.member_id == person.id
    is_staff = bool(grants_with(person.grants, Permission.SEE_DESK))
    return receives and telling.kind in TOLD_IN_PERSON and not person.delegates and not is_staff


def open_to(notify: Notify, person: Person, preferences: Preferences) -> frozenset[Channel]:
    """Return the channels that are set up and by which a person can be reached."""
    shut = frozenset() if person.has_phone else _BY_PHONE
    if preferences.email is None:
        shut |= {Channel.EMAIL}
    if not preferences.devices:
        shut |= {Channel.PUSH}
    return notify.reach.channels - shut


def _made(
    cause: Cause, telling: Telling, member_id: str, channels: tuple[Channel, ...], due_at: datetime
) -> Delivery | None:
    if not channels:
        return None
    told = notice_id(cause.id, member_id)
    return Delivery(
        id=delivery_id(told, channels[0]),
        notice_id=told,
        member_id=member_id,
        channel=channels[0],
        rest=channels[1:],
        kind=telling.kind,
        subject=telling.subject,
        facts=telling.facts,
        community_code=telling.community_code,
        stop_keys=stop_keys(telling),
        said_at=cause.at,
        due_at=due_at,
        expires_at=pointless_at(telling.kind, telling.facts, cause.at),
    )


def to_unconnected(
    notify: Notify, cause: Cause, told: Iterable[tuple[Telling, Person]]
) -> Iterable[Delivery | None]:
    """Give what tells who has no account and nobody acting for them: by a spoken call where one is set up, else by a grid worker."""
    for telling, person in told:
        if telling.kind in TOLD_IN_PERSON:
            calls = person.has_phone and Channel.VOICE in notify.reach.channels
            channels = (Channel.VOICE, Channel.VISIT) if calls else (Channel.VISIT,)
            due_at = Preferences(id=person.id).may_ring_at(notify.clock.now(), urgency_of(telling.kind))
            yield _made(cause, telling, person.id, channels, due_at)


def to_desks(notify: Notify, cause: Cause, tellings: Iterable[Telling]) -> Iterable[Delivery | None]:
    """Give what the robots of work groups say of what a community must hear, where it has one."""
    now = notify.clock.now()
    for telling in tellings:
        if telling.kind in TOLD_TO_DESK and telling.community_code in notify.reach.robots:
            yield _made(cause, telling, DESK, (Channel.ROBOT,), now)


def keep(notify: Notify, deliveries: Iterable[Delivery | None]) -> None:
    """Keep the deliveries that are not there yet."""
    notify.deliveries.add_missing((each, None) for each in deliveries if each is not None)


def is_muted(preferences: Preferences, delivery: Delivery) -> bool:
    """Tell whether a person has since chosen to keep such notices in the inbox."""
    return delivery.kind not in ABOVE_TOPICS and topic_of(delivery.kind) in preferences.inbox_only
