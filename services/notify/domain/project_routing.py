"""Who is told what of projects and shifts."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from services.notify.domain.notices import NoticeKind, Subject, SubjectType
from services.notify.domain.telling import Telling, Tellings, facts_of
from shared.events.projects import (
    ProjectEnded,
    ProjectPublished,
    ProjectSubmitted,
    ShiftAmended,
    ShiftAttended,
    ShiftCancelled,
    ShiftJoined,
    ShiftLeft,
    ShiftPosted,
    ShiftWaitlistMoved,
)

PROJECT_SILENT: Final[Mapping[type, str]] = {
    ProjectSubmitted: "Who submits knows; the desk gets a signal, for a notice to each of its staff would be noise.",
    ShiftAttended: "Who signs in knows; it ends their reminders.",
    ShiftPosted: "Shifts are found where one looks for them; nobody is bound by one yet.",
}

ENDED_AS: Final[Mapping[str, NoticeKind]] = {
    "REFUSED": NoticeKind.PROJECT_REFUSED,
    "CLOSED": NoticeKind.PROJECT_CLOSED,
}
"""What an ended project is told as; who withdraws one knows."""


def _project(fact: ProjectPublished | ProjectEnded, kind: NoticeKind, by: str) -> Tellings:
    told = Telling(
        member_id=fact.submitted_by,
        kind=kind,
        subject=Subject(type=SubjectType.PROJECT, id=fact.project_id),
        facts=facts_of(fact),
        community_code=fact.community_code,
        done_by=by,
    )
    return (told,)


def _project_published(fact: ProjectPublished) -> Tellings:
    return _project(fact, NoticeKind.PROJECT_PUBLISHED, fact.reviewed_by)


def _project_ended(fact: ProjectEnded) -> Tellings:
    kind = ENDED_AS.get(fact.state)
    return () if kind is None else _project(fact, kind, fact.by)


def _shift(
    fact: ShiftAmended | ShiftCancelled | ShiftJoined | ShiftLeft | ShiftWaitlistMoved,
    kind: NoticeKind,
    member_ids: Iterable[str],
    by: str | None,
) -> Tellings:
    return tuple(
        Telling(
            member_id=member_id,
            kind=kind,
            subject=Subject(type=SubjectType.SHIFT, id=fact.shift_id),
            facts=facts_of(fact),
            community_code=fact.community_code,
            done_by=by,
        )
        for member_id in member_ids
    )


def _shift_amended(fact: ShiftAmended) -> Tellings:
    return _shift(fact, NoticeKind.SHIFT_CHANGED, fact.member_ids, fact.amended_by)


def _shift_cancelled(fact: ShiftCancelled) -> Tellings:
    return _shift(fact, NoticeKind.SHIFT_CANCELLED, fact.member_ids, fact.by)


def _shift_joined(fact: ShiftJoined) -> Tellings:
    """Tell whom the leader of their team signed up; who signs up alone sees it at once."""
    kind = NoticeKind.SIGNED_UP_BY_LEADER
    return _shift(fact, kind, (fact.member_id,), fact.by) if fact.by else ()


def _shift_left(fact: ShiftLeft) -> Tellings:
    """Tell whom somebody else took off the list; who leaves knows."""
    return _shift(fact, NoticeKind.SHIFT_PLACE_LOST, (fact.member_id,), fact.by)


def _waitlist_moved(fact: ShiftWaitlistMoved) -> Tellings:
    return _shift(fact, NoticeKind.SHIFT_PLACE, (fact.member_id,), None)


PROJECT_ROUTES: Final[Mapping[type, Callable[..., Tellings]]] = {
    ProjectPublished: _project_published,
    ProjectEnded: _project_ended,
    ShiftAmended: _shift_amended,
    ShiftCancelled: _shift_cancelled,
    ShiftJoined: _shift_joined,
    ShiftLeft: _shift_left,
    ShiftWaitlistMoved: _waitlist_moved,
}
