"""Looking through long lists for the few that fit: some pages at a time, from the newest on."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Final, TypeVar

from shared.kernel.clock import CHINA
from shared.storage.paging import Page, listed_key

T = TypeVar("T")
MOST_LOOKS: Final = 20
"""So many times the store is asked for one page; what is found until then is shown, and where to look on."""


def sifted(
    look: Callable[[int, str | None], Page[T]],
    fitting: Callable[[Iterable[T]], list[T]],
    is_past: Callable[[T], bool],
    *,
    limit: int,
    after: str | None,
) -> Page[T]:
    """Return a page of what fits, newest first; a short one may have more behind it.

    Args:
        look: Gives so many from a place on.
        fitting: Returns those of a page that fit.
        is_past: Tells whether this one, and with it all that come after, are too old.
        limit: Most entries.
        after: ``next`` of the page before.
    """
    found: list[T] = []
    for _ in range(MOST_LOOKS):
        page = look(limit - len(found), after)
        found += fitting(page.items)
        after = None if page.items and is_past(page.items[-1]) else page.next
        if after is None or len(found) == limit:
            break
    return Page(items=tuple(found), next=after)


def place_after(until_on: date | None) -> str | None:
    """Return the place in a list at which the last wanted day ends, China time."""
    end = midnight(until_on + timedelta(days=1)) if until_on else None
    return listed_key(end, "") if end else None


def midnight(day: date | None) -> datetime | None:
    """Return when a day begins, China time."""
    return None if day is None else datetime.combine(day, time(), CHINA)
