"""The inbox."""

from urllib.parse import urlencode

from flask import Response

from services.notify.application.context import Notify
from services.notify.application.finding import notices_found
from services.notify.application.notices import (
    mark_all_read,
    mark_read,
    notice_said,
    unread_count,
)
from services.notify.domain.channels import Topic
from services.notify.domain.notices import Notice, NoticeState
from services.notify.entrypoints.api import NoticesQuery
from services.notify.entrypoints.broadcasts_pages import broadcasts_pages
from services.notify.entrypoints.deliveries_pages import deliveries_pages
from services.notify.entrypoints.health_pages import health_pages
from services.notify.entrypoints.settings_pages import settings_pages
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN, Nothing
from shared.web.pages import Pages, Visit

ON_A_PAGE = 30


def pages(notify: Notify) -> tuple[Pages, ...]:
    """Return the pages of the service."""
    made = Pages("notify")

    @made.get("/notices", may=SIGNED_IN, query=NoticesQuery)
    def inbox(visit: Visit[NoticesQuery]) -> Response:
        wanted = visit.query.wanted
        page = notices_found(notify, visit.actor, wanted, limit=ON_A_PAGE, after=visit.after)
        asked = {name: value for name, value in visit.values.items() if value}
        return visit.show(
            "notify/inbox.html",
            items=[_shown(notify, each, visit.language) for each in page.items],
            unread=unread_count(notify, visit.actor.member_id),
            unread_only=wanted.unread,
            topics=[("", Words("全部", "Everything").say(visit.language)), *_topics(visit.language)],
            looks_inside=wanted.looks_inside or wanted.until_on is not None,
            is_first=visit.after is None,
            here=f"/notices?{urlencode(asked)}",
            next=f"/notices?{urlencode({**asked, 'after': page.next})}" if page.next else None,
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

    return (
        made,
        settings_pages(notify),
        deliveries_pages(notify),
        broadcasts_pages(notify),
        health_pages(notify),
    )


def _topics(language: str) -> list[tuple[str, str]]:
    return [(each.value, each.words.say(language)) for each in Topic]


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
