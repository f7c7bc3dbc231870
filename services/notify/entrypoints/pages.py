"""The inbox."""

from dataclasses import dataclass

from flask import Response

from services.notify.application.context import Notify
from services.notify.application.notices import (
    mark_all_read,
    mark_read,
    notice_said,
    notices_of,
    unread_count,
)
from services.notify.domain.notices import Notice, NoticeState
from services.notify.entrypoints.broadcasts_pages import broadcasts_pages
from services.notify.entrypoints.deliveries_pages import deliveries_pages
from services.notify.entrypoints.settings_pages import settings_pages
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN, Nothing
from shared.web.pages import Pages, Visit

ON_A_PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxQuery:
    """Which notices to show."""

    unread: bool = False


def pages(notify: Notify) -> tuple[Pages, ...]:
    """Return the pages of the service."""
    made = Pages("notify")

    @made.get("/notices", may=SIGNED_IN, query=InboxQuery)
    def inbox(visit: Visit[InboxQuery]) -> Response:
        unread_only = visit.query.unread
        page = notices_of(notify, visit.actor, unread_only=unread_only, limit=ON_A_PAGE, after=visit.after)
        return visit.show(
            "notify/inbox.html",
            items=[_shown(notify, each, visit.language) for each in page.items],
            unread=unread_count(notify, visit.actor.member_id),
            unread_only=unread_only,
            is_first=visit.after is None,
            next=f"/notices?after={page.next}{'&unread=true' if unread_only else ''}" if page.next else None,
        )

    @made.post("/notices/<id>/read", may=SIGNED_IN)
    def read(visit: Visit[Nothing]) -> Response:
        mark_read(notify, visit.actor, visit.path["id"])
        return visit.back("/notices")

    @made.get("/notices/<id>/open", may=SIGNED_IN)
    def opened(visit: Visit[Nothing]) -> Response:
        """Lead on to what a notice is about; it counts as read then."""
        notice = mark_read(notify, visit.actor, visit.path["id"])
        return visit.go(notice_said(notify, notice).link)

    @made.post("/notices/read-all", may=SIGNED_IN)
    def read_all(visit: Visit[Nothing]) -> Response:
        count = mark_all_read(notify, visit.actor)
        return visit.back("/notices", Words(f"已将 {count} 条标为已读", f"{count} marked as read"))

    return (made, settings_pages(notify), deliveries_pages(notify), broadcasts_pages(notify))


def _shown(notify: Notify, notice: Notice, language: str) -> dict[str, object]:
    """Return a notice as the macro of the pages takes it."""
    said = notice_said(notify, notice)
    return {
        "id": notice.id,
        "title": said.says.say(language),
        "body": said.why.say(language),
        "url": f"/notices/{notice.id}/open",
        "at": notice.created_at,
        "unread": notice.state is NoticeState.UNREAD,
        "read_url": f"/notices/{notice.id}/read",
    }
