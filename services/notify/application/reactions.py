"""What an event makes this service do: keep a notice for each person it concerns, and put it on its way."""

from collections.abc import Iterable, Mapping

from services.notify.application.context import Notify
from services.notify.application.delivering import Cause, deliver, deliver_to_desks, deliver_to_unconnected
from services.notify.application.stopping import keep_stops
from services.notify.domain.notices import Notice, notice_id
from services.notify.domain.reminders import planned_by
from services.notify.domain.routing import routes
from services.notify.domain.telling import Telling, Tellings
from shared.events.contract import Event
from shared.events.notify import NoticeKept
from shared.identity.people import Person


def when_told_keep(notify: Notify, event: Event) -> None:
    """Keep a notice for each person an event is told to; a redelivered event changes nothing.

    Only who has an account can read a notice; those who act for a receiver are told beside them, or instead.
    """
    keep_stops(notify, event.data, event.recordedtime)
    notify.reminders.add_missing((each, None) for each in planned_by(event.data, event.recordedtime))
    tell(notify, Cause(id=event.id, at=event.recordedtime), routes(event.data))


def tell(notify: Notify, cause: Cause, tellings: Tellings) -> None:
    """Keep the notices of a cause and put them on their way; done twice, it is done once."""
    if not tellings:
        return
    everyone, told = _receivers(notify, tellings)
    notices = [_notice(notify, cause, member_id, telling) for member_id, telling in told.items()]
    deliver(notify, cause, told, everyone)
    deliver_to_desks(notify, cause, tellings)
    deliver_to_unconnected(notify, cause, _unconnected(tellings, told, everyone))
    notify.notices.add_missing((each, _kept(each)) for each in notices)


def _kept(notice: Notice) -> NoticeKept:
    return NoticeKept(notice_id=notice.id, member_id=notice.member_id, kind=notice.kind.value)


def _receivers(notify: Notify, tellings: Tellings) -> tuple[Mapping[str, Person], Mapping[str, Telling]]:
    """Return everybody concerned, and by member what they are told; the first telling of a member holds."""
    known = notify.people.get_many({telling.member_id for telling in tellings})
    wanted = [(member_id, telling) for telling in tellings for member_id in _told(telling, known)]
    unknown = {member_id for member_id, _ in wanted} - known.keys()
    everyone = {**known, **(notify.people.get_many(unknown) if unknown else {})}
    told: dict[str, Telling] = {}
    for member_id, telling in wanted:
        person = everyone.get(member_id)
        if person is not None and person.has_account and member_id != telling.done_by:
            told.setdefault(member_id, telling)
    return everyone, told


def _told(telling: Telling, known: Mapping[str, Person]) -> Iterable[str]:
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
