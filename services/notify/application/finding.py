"""Finding among one's own notices: by topic, by day, and by words they say."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from services.notify.application.context import Notify
from services.notify.application.notices import notice_said, notices_of
from services.notify.domain.channels import Topic, topic_of
from services.notify.domain.notices import Notice
from shared.identity.actor import Actor
from shared.kernel.clock import CHINA
from shared.storage.paging import Page, listed_key

MOST_LOOKS: Final = 20
"""So many times the store is asked for one page; what is found until then is shown, and where to look on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of one's notices; what is left out does not matter.

    Attributes:
        unread: Only those not yet read.
        topic: What they are about.
        from_on: First day, China time.
        until_on: Last day, China time.
        words: What they say, in either language.
    """

    unread: bool = False
    topic: Topic | None = None
    from_on: date | None = None
    until_on: date | None = None
    words: str = ""

    @property
    def looks_inside(self) -> bool:
        """Tell whether notices must be looked at one by one."""
        return bool(self.topic or self.from_on or self.words)


def notices_found(
    notify: Notify, actor: Actor, wanted: Wanted, *, limit: int = 50, after: str | None = None
) -> Page[Notice]:
    """Return a page of the actor's notices that are wanted, newest first; a short one may have more behind it."""
    after = after or _first_place(wanted)
    if not wanted.looks_inside:
        return notices_of(notify, actor, unread_only=wanted.unread, limit=limit, after=after)
    since, fits = _midnight(wanted.from_on), _fits(notify, wanted)
    found: list[Notice] = []
    for _ in range(MOST_LOOKS):
        page = notices_of(notify, actor, unread_only=wanted.unread, limit=limit - len(found), after=after)
        found += [each for each in page.items if fits(each)]
        after = None if since and page.items and page.items[-1].created_at < since else page.next
        if after is None or len(found) == limit:
            break
    return Page(items=tuple(found), next=after)


def _fits(notify: Notify, wanted: Wanted) -> Callable[[Notice], bool]:
    since, words = _midnight(wanted.from_on), wanted.words.casefold()

    def fits(notice: Notice) -> bool:
        if wanted.topic is not None and topic_of(notice.kind) is not wanted.topic:
            return False
        if since is not None and notice.created_at < since:
            return False
        says = notice_said(notify, notice).says
        return words in f"{says.zh}\n{says.en}".casefold()

    return fits


def _first_place(wanted: Wanted) -> str | None:
    """Return the place in the list at which the last wanted day ends."""
    if wanted.until_on is None:
        return None
    end = _midnight(wanted.until_on + timedelta(days=1))
    assert end is not None
    return listed_key(end, "")


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), CHINA)
