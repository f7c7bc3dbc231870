"""What a member does with notices, and sees of them: their own, nobody else's."""

from datetime import datetime, timedelta
from typing import Final

from services.notify.adapters.documents import forget_read_on
from services.notify.application.context import Notify
from services.notify.domain.notices import Notice, NoticeState
from services.notify.domain.sentences import Said, said
from shared.events.notify import NoticeRead
from shared.identity.actor import Actor
from shared.kernel.errors import NotFound
from shared.storage.paging import Page

KEPT_AFTER_READING: Final = timedelta(days=180)
FORGET_DAYS_BACK: Final = 31
"""So many days past their term are looked at, so that a month's pause of the schedule leaves nothing behind."""


def notices_of(
    notify: Notify, actor: Actor, *, unread_only: bool = False, limit: int = 50, after: str | None = None
) -> Page[Notice]:
    """Return a page of the actor's notices, newest first; with ``unread_only`` those not yet read."""
    equals: dict[str, object] = {"member_id": actor.member_id}
    if unread_only:
        equals["state"] = NoticeState.UNREAD.value
    return notify.notices.page(equals, limit=limit, after=after)


def unread_count(notify: Notify, member_id: str) -> int:
    """Return how many notices a member has not read."""
    return notify.notices.count({"member_id": member_id, "state": NoticeState.UNREAD.value})


def notice_said(notify: Notify, notice: Notice) -> Said:
    """Return a notice as it is shown."""
    return said(notice, notify.service_name)


def mark_read(notify: Notify, actor: Actor, notice_id: str) -> Notice:
    """Return the actor's notice, read; read again, it stays as it is.

    Raises:
        NotFound: If there is no such notice, or it is somebody else's.
    """
    notice = notify.notices.get(notice_id)
    if notice.member_id != actor.member_id:
        raise NotFound(kind="Notice", id=notice_id)
    return _read(notify, notice)


def mark_all_read(notify: Notify, actor: Actor) -> int:
    """Mark every notice of the actor as read, a thousand at most; return how many were not yet."""
    unread = notify.notices.where({"member_id": actor.member_id, "state": NoticeState.UNREAD.value})
    for notice in unread:
        _read(notify, notice)
    return len(unread)


def _read(notify: Notify, notice: Notice) -> Notice:
    read = notice.read(notify.clock.now())
    if read is notice:
        return notice
    return notify.notices.save(read, NoticeRead(notice_id=notice.id, member_id=notice.member_id))


def forget_read_notices(notify: Notify, now: datetime) -> int:
    """Remove the notices read longer ago than they are kept; return how many."""
    last = (now - KEPT_AFTER_READING).date()
    return sum(
        forget_read_on(notify.notices, last - timedelta(days=back)) for back in range(1, 1 + FORGET_DAYS_BACK)
    )
