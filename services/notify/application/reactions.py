"""What an event makes this service do: keep a notice for each person it concerns."""

from collections.abc import Iterable, Mapping

from services.notify.application.context import Notify
from services.notify.domain.notices import Notice, notice_id
from services.notify.domain.routing import routes
from services.notify.domain.telling import Telling, Tellings
from shared.events.contract import Event
from shared.events.notify import NoticeKept
from shared.identity.people import Person


def when_told_keep(notify: Notify, event: Event) -> None:
    """Keep a notice for each person an event is told to; a redelivered event changes nothing.

    Only who has an account can read a notice; those who act for a receiver are told beside them, or instead.
    """
    told = _receivers(notify, routes(event.data)).items()
    notices = [_notice(notify, event, member_id, telling) for member_id, telling in told]
    notify.notices.add_missing((each, _kept(each)) for each in notices)


def _kept(notice: Notice) -> NoticeKept:
    return NoticeKept(notice_id=notice.id, member_id=notice.member_id, kind=notice.kind.value)


def _receivers(notify: Notify, tellings: Tellings) -> Mapping[str, Telling]:
    """Return by member what they are told; the first telling of a member holds."""
    if not tellings:
        return {}
    known = notify.people.get_many({telling.member_id for telling in tellings})
    wanted = [(member_id, telling) for telling in tellings for member_id in _told(telling, known)]
    able = _with_account(notify, known, {member_id for member_id, _ in wanted})
    told: dict[str, Telling] = {}
    for member_id, telling in wanted:
        if member_id in able and member_id != telling.done_by:
            told.setdefault(member_id, telling)
    return told


def _told(telling: Telling, known: Mapping[str, Person]) -> Iterable[str]:
    yield telling.member_id
    if telling.delegates_too and telling.member_id in known:
        yield from (delegate.member_id for delegate in known[telling.member_id].delegates)


def _with_account(notify: Notify, known: Mapping[str, Person], wanted: set[str]) -> frozenset[str]:
    unknown = wanted - known.keys()
    everyone = {**known, **(notify.people.get_many(unknown) if unknown else {})}
    return frozenset(id_ for id_, person in everyone.items() if person.has_account)


def _notice(notify: Notify, event: Event, member_id: str, telling: Telling) -> Notice:
    return Notice(
        id=notice_id(event.id, member_id),
        member_id=member_id,
        kind=telling.kind,
        subject=telling.subject,
        facts=telling.facts,
        community_code=telling.community_code,
        created_at=notify.clock.now(),
    )
