"""Finding among one's own notices: by topic, by day, and by words they say."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from services.notify.application.context import Notify
from services.notify.application.notices import notice_said, notices_of
from services.notify.application.sifting import midnight, place_after, sifted
from services.notify.domain.channels import Topic, topic_of
from services.notify.domain.notices import Notice
from shared.identity.actor import Actor
from shared.storage.paging import Page


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
    after = after or place_after(wanted.until_on)
    if not wanted.looks_inside:
        return notices_of(notify, actor, unread_only=wanted.unread, limit=limit, after=after)
    since, fits = midnight(wanted.from_on), _fits(notify, wanted)

    def look(most: int, place: str | None) -> Page[Notice]:
        return notices_of(notify, actor, unread_only=wanted.unread, limit=most, after=place)

    return sifted(
        look,
        lambda page: [each for each in page if fits(each)],
        lambda last: since is not None and last.created_at < since,
        limit=limit,
        after=after,
    )


def _fits(notify: Notify, wanted: Wanted) -> Callable[[Notice], bool]:
    since, words = midnight(wanted.from_on), wanted.words.casefold()

    def fits(notice: Notice) -> bool:
        if wanted.topic is not None and topic_of(notice.kind) is not wanted.topic:
            return False
        if since is not None and notice.created_at < since:
            return False
        says = notice_said(notify, notice).says
        return words in f"{says.zh}\n{says.en}".casefold()

    return fits
