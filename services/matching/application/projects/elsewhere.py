"""Whether somebody who walks in to a shift is bound to another service at that time."""

from collections.abc import Iterable

from services.matching.application.context import Matching
from services.matching.domain.diary import Entry
from services.matching.domain.projects.errors import BoundElsewhere
from services.matching.domain.projects.presence import Attendee, span_at
from services.matching.domain.projects.shift import Shift
from shared.kernel.clock import CHINA


def check_not_elsewhere(m: Matching, shift: Shift, come: Iterable[Attendee], reason: str) -> None:
    """Pass if a reason is given, or nobody without a place is bound to another service while they are here.

    Who holds a place has this very time in the diary, so that nothing else can stand there.

    Raises:
        BoundElsewhere: With the names, and when each is bound; for what stays theirs to tell.
    """
    walked_in = {
        each.member_id: each for each in come if each.member_id and not shift.seat_of(each.member_id)
    }
    if reason or not walked_in:
        return
    diaries = {each.id: each.entries for each in m.diaries.get_many(each for each in walked_in if each)}
    bound = [
        f"{each.name} ({_when(entry)})"
        for member_id, each in walked_in.items()
        for entry in diaries.get(member_id or "", ())
        if entry.need_id != shift.id and entry.overlaps(*span_at(shift.ends_at, each.in_at))
    ]
    if bound:
        raise BoundElsewhere(bound=", ".join(bound))


def _when(entry: Entry) -> str:
    """Return when an entry is, in the same signs for both languages."""
    first, last = entry.starts_at.astimezone(CHINA), entry.ends_at.astimezone(CHINA)
    return f"{first:%m-%d %H:%M}–{last:%H:%M}"
