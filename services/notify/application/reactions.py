"""What events make this service do: keep a notice for each person they concern, and put it on its way."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext

from services.notify.application.context import Notify
from services.notify.application.delivering import (
    Cause,
    chosen_by,
    deliveries,
    keep,
    to_desks,
    to_unconnected,
)
from services.notify.application.planning import lapses_of, plan
from services.notify.application.stopping import keep_stops
from services.notify.domain.notices import Notice, notice_id
from services.notify.domain.planning import planned_by
from services.notify.domain.routing import routes
from services.notify.domain.telling import Telling, Tellings
from shared.events.cause import caused_by
from shared.events.contract import Event
from shared.events.notify import NoticeKept
from shared.identity.people import Person


def when_told_keep(notify: Notify, *events: Event) -> None:
    """Keep a notice for each person the events are told to; a redelivered event changes nothing.

    Only who has an account can read a notice; those who act for a receiver are told beside them, or instead. Many events are
    one write for each kind of document.
    """
    keep_stops(notify, ((event.data, event.recordedtime) for event in events))
    planned = (reminder for event in events for reminder in planned_by(event.data, event.recordedtime))
    plan(notify, (*planned, *lapses_of(notify, events)))
    tell(
        notify,
        {
            Cause(id=event.id, at=event.recordedtime, correlation_id=event.correlationid): routes(event.data)
            for event in events
        },
    )


def tell(notify: Notify, said: Mapping[Cause, Tellings]) -> None:
    """Keep the notices of some causes and put them on their way; done twice, it is done once."""
    everyone = _everyone(notify, [telling for tellings in said.values() for telling in tellings])
    told = {cause: _told(tellings, everyone) for cause, tellings in said.items() if tellings}
    chosen = chosen_by(notify, {member_id for each in told.values() for member_id in each})
    keep(
        notify,
        (
            delivery
            for cause, by_member in told.items()
            for made in (
                deliveries(notify, cause, by_member, everyone, chosen),
                to_desks(notify, cause, said[cause]),
                to_unconnected(notify, cause, _unconnected(said[cause], by_member, everyone)),
            )
            for delivery in made
        ),
    )
    notify.notices.add_missing(_notices(notify, told))


def _notices(
    notify: Notify, told: Mapping[Cause, Mapping[str, Telling]]
) -> Iterator[tuple[Notice, NoticeKept]]:
    """Give each notice with its fact while its own cause is the present one, for the fact to carry."""
    for cause, by_member in told.items():
        with _because_of(cause):
            for member_id, telling in by_member.items():
                notice = _notice(notify, cause, member_id, telling)
                yield notice, NoticeKept(notice_id=notice.id, member_id=member_id, kind=notice.kind.value)


def _because_of(cause: Cause) -> AbstractContextManager[None]:
    if cause.correlation_id is None:
        return nullcontext()
    return caused_by(correlation_id=cause.correlation_id, causation_id=cause.id)


def _everyone(notify: Notify, tellings: Sequence[Telling]) -> Mapping[str, Person]:
    """Return everybody concerned, by id: the receivers, and who acts for them."""
    known = notify.people.get_many({telling.member_id for telling in tellings}) if tellings else {}
    unknown = {id_ for telling in tellings for id_ in _receivers(telling, known)} - known.keys()
    return {**known, **(notify.people.get_many(unknown) if unknown else {})}


def _told(tellings: Tellings, everyone: Mapping[str, Person]) -> Mapping[str, Telling]:
    """Return by member what they are told; the first telling of a member holds."""
    told: dict[str, Telling] = {}
    for telling in tellings:
        for member_id in _receivers(telling, everyone):
            person = everyone.get(member_id)
            if person is not None and person.has_account and member_id != telling.done_by:
                told.setdefault(member_id, telling)
    return told


def _receivers(telling: Telling, known: Mapping[str, Person]) -> Iterable[str]:
    yield telling.member_id
    if telling.delegates_too and telling.member_id in known:
        yield from (delegate.member_id for delegate in known[telling.member_id].delegates)


def _unconnected(
    tellings: Tellings, told: Mapping[str, Telling], everyone: Mapping[str, Person]
) -> Iterable[tuple[Telling, Person]]:
    """Give the receivers who have no account, and nobody with one who acts for them."""
    for telling in tellings:
        person = everyone.get(telling.member_id)
        if person is None or person.has_account:
            continue
        if not (telling.delegates_too and any(each.member_id in told for each in person.delegates)):
            yield telling, person


def _notice(notify: Notify, cause: Cause, member_id: str, telling: Telling) -> Notice:
    return Notice(
        id=notice_id(cause.id, member_id),
        member_id=member_id,
        kind=telling.kind,
        subject=telling.subject,
        facts=telling.facts,
        community_code=telling.community_code,
        created_at=notify.clock.now(),
    )
