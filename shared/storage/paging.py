"""Pages of a list, newest first, that read only as much as they show.

The embedded store sorts what a filter matches in memory, so a page asks for one span of time after the other, short
ones first, each served by an index of the list's fields and ``listed``; on MongoDB the same queries are index walks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from pymongo.collection import Collection

from shared.kernel.clock import unix_millis
from shared.kernel.errors import BadInput, FieldFault

Shown_co = TypeVar("Shown_co", covariant=True)

MOST_ON_A_PAGE = 200
_MINUTE = 60_000
_DOUBLED = 10
_SPANS_MILLIS = tuple(
    10 * _MINUTE * 2 ** min(step, _DOUBLED) * 4 ** max(0, step - _DOUBLED) for step in range(18)
)
"""Ten minutes, twenty, forty … to ten days, then four times as long each: seventeen looks, of a millisecond each, at an empty
list. A span after a gap holds little more than would fit into the gap; everything in it is read, whatever the limit."""

Document = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Shown_co]):
    """Some entries of a list.

    Attributes:
        items: In the list's order.
        next: Where the following page begins, to be given as ``after``; None on the last page.
    """

    items: tuple[Shown_co, ...]
    next: str | None = None


def listed_key(instant: datetime, id_: str) -> str:
    """Return the key a list is ordered by: the instant in hexadecimal milliseconds, then the id."""
    return f"{unix_millis(instant):012x}-{id_}"


def newest_first(
    collection: Collection[Document],
    equals: Mapping[str, object],
    *,
    now: datetime,
    limit: int,
    after: str | None,
) -> tuple[list[Document], str | None]:
    """Return the documents of one page and the key of the next.

    Args:
        collection: Documents with a ``listed`` key, indexed behind the fields of ``equals``.
        equals: What the entries have in common.
        now: The newest an entry can be is an hour after this (clocks differ).
        limit: Most entries wanted, 1 to 200.
        after: The key a page before ended with, or None for the first.

    Raises:
        BadInput: If ``after`` is no key of a list.
    """
    limit = max(1, min(limit, MOST_ON_A_PAGE))
    found: list[Document] = []
    for upper, lower in _spans(now, after):
        query = {**equals, "listed": {"$gte": lower, "$lt": upper}}
        found.extend(collection.find(query).sort("listed", -1).limit(limit + 1 - len(found)))
        if len(found) > limit:
            return found[:limit], str(found[limit - 1]["listed"])
    return found, None


def _spans(now: datetime, after: str | None) -> Iterator[tuple[str, str]]:
    start = _millis(after) if after else unix_millis(now) + 60 * _MINUTE
    upper = after or f"{start:012x}-"
    for span in _SPANS_MILLIS:
        start = max(0, start - span)
        lower = f"{start:012x}-"
        yield upper, lower
        if start == 0:
            return
        upper = lower


def _millis(after: str) -> int:
    head, dash, _ = after.partition("-")
    try:
        if dash and len(head) == 12:
            return int(head, 16)
    except ValueError:
        pass
    raise no_place_in_list()


def part_of(whole: Mapping[str, Shown_co], *, limit: int, after: str | None) -> Page[Shown_co]:
    """Return a page of a short list that stands in memory, in its order.

    Args:
        whole: The entries by what names them.
        limit: Most entries wanted.
        after: The name the page before ended with, or None for the first.

    Raises:
        BadInput: If ``after`` names no entry.
    """
    names = list(whole)
    if after is not None and after not in whole:
        raise no_place_in_list()
    start = 0 if after is None else names.index(after) + 1
    chosen = names[start : start + limit]
    more = start + limit < len(names)
    return Page(items=tuple(whole[name] for name in chosen), next=chosen[-1] if more else None)


def no_place_in_list() -> BadInput:
    """Return the fault of a page asked for after nothing that is in the list."""
    fault = FieldFault(
        field="after",
        code="invalid",
        zh="翻页位置无效，请从第一页开始",
        en="This is no place in the list; please start from the first page",
    )
    return BadInput(faults=(fault,))
