"""The API of notices, under ``/api/notify/v1``: each member's own."""

from dataclasses import dataclass
from typing import Annotated

from services.notify.application.context import Notify
from services.notify.application.finding import Wanted, notices_found
from services.notify.application.notices import (
    mark_all_read,
    mark_read,
    notice_said,
    unread_count,
)
from services.notify.domain.channels import Topic
from services.notify.domain.notices import Facts, Notice, NoticeKind, NoticeState, Subject
from services.notify.entrypoints.broadcasts_api import broadcasts_api
from services.notify.entrypoints.deliveries_api import deliveries_api
from services.notify.entrypoints.preferences_api import preferences_api
from shared.events.days import OnDay
from shared.events.fields import CommunityCode, Count, Id, Moment, Text
from shared.kernel.words import Words
from shared.storage.paging import Page
from shared.web.api import SIGNED_IN, Api, Call, Nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesQuery:
    """Which notices to list.

    Attributes:
        unread: Only those not yet read.
        topic: What they are about.
        from_on: First day, China time.
        until_on: Last day, China time.
        q: Words they say, in either language.
    """

    unread: bool = False
    topic: Topic | None = None
    from_on: OnDay | None = None
    until_on: OnDay | None = None
    q: Annotated[str, Text(most=60)] = ""

    @property
    def wanted(self) -> Wanted:
        """Return what is looked for."""
        return Wanted(
            unread=self.unread,
            topic=self.topic,
            from_on=self.from_on,
            until_on=self.until_on,
            words=self.q,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A notice as its receiver sees it.

    Attributes:
        id: Of the notice.
        kind: What it says; stable.
        state: Read or not.
        subject: What it is about.
        facts: What its sentence names.
        community_code: Where it happened.
        says: The sentence.
        why: Why the receiver gets it.
        link: Path of the page where one acts on it.
        created_at: When it was kept.
        read_at: When it was first read.
    """

    id: Id
    kind: NoticeKind
    state: NoticeState
    subject: Subject
    facts: Facts
    community_code: CommunityCode | None
    says: Words
    why: Words
    link: str
    created_at: Moment
    read_at: Moment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesCounted:
    """A number of notices."""

    count: Count


def apis(notify: Notify) -> tuple[Api, ...]:
    """Return the API of the service."""
    return (notices_api(notify), preferences_api(notify), deliveries_api(notify), broadcasts_api(notify))


def notices_api(notify: Notify) -> Api:
    """Return the routes of notices."""
    api = Api("notify")

    @api.get(
        "/notices",
        query=NoticesQuery,
        gives=NoticeView,
        paged=True,
        may=SIGNED_IN,
        says="Your notices, newest first; a page may be short although more follow",
    )
    def listed(call: Call[NoticesQuery]) -> Page[NoticeView]:
        page = notices_found(notify, call.actor, call.query.wanted, limit=call.limit, after=call.after)
        return Page(items=tuple(notice_view(notify, notice) for notice in page.items), next=page.next)

    @api.get(
        "/notices/unread-count",
        gives=NoticesCounted,
        may=SIGNED_IN,
        says="How many of your notices are unread",
    )
    def counted(call: Call[Nothing]) -> NoticesCounted:
        return NoticesCounted(count=unread_count(notify, call.actor.member_id))

    @api.post("/notices/<id>/read", gives=NoticeView, may=SIGNED_IN, says="Mark one of your notices as read")
    def read(call: Call[Nothing]) -> NoticeView:
        return notice_view(notify, mark_read(notify, call.actor, call.path["id"]))

    @api.post(
        "/notices/read-all",
        gives=NoticesCounted,
        may=SIGNED_IN,
        says="Mark all your notices as read; a thousand at a time",
    )
    def read_all(call: Call[Nothing]) -> NoticesCounted:
        return NoticesCounted(count=mark_all_read(notify, call.actor))

    return api


def notice_view(notify: Notify, notice: Notice) -> NoticeView:
    """Return a notice as its receiver sees it."""
    shown = notice_said(notify, notice)
    return NoticeView(
        id=notice.id,
        kind=notice.kind,
        state=notice.state,
        subject=notice.subject,
        facts=notice.facts,
        community_code=notice.community_code,
        says=shown.says,
        why=shown.why,
        link=shown.link,
        created_at=notice.created_at,
        read_at=notice.read_at,
    )
