"""What is needed nearby."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol, TypeVar
from urllib.parse import urlencode

from flask import Response

from services.matching.application.context import Matching
from services.matching.application.lists import NeedsQuery
from services.matching.application.queries import needs_listed
from services.matching.domain.need import NeedState
from services.matching.entrypoints.service_pages.cards import need_line
from shared.events.fields import Code
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Visit

ON_A_PAGE = 30
_FAR: Final = 10**9


class Placed(Protocol):
    """What is needed somewhere, some time."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""

    @property
    def distance_metres(self) -> int | None:
        """How far from the reader, if that is known."""


N = TypeVar("N", bound=Placed)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindQuery:
    """Where to look: the own community or the whole district; which kind; in what order.

    Attributes:
        where: ``community`` or ``district``.
        kind: Only this kind of service.
        by: ``near`` is nearest first; ``time`` is soonest first, without a look at where the reader lives.
    """

    where: Code = "district"
    kind: Code | None = None
    by: Code = "near"

    def link(self, **other: str | None) -> str:
        """Return the page's address with something else asked for; what is None is not asked for."""
        asked = {"where": self.where, "kind": self.kind, "by": self.by, **other}
        return "/find?" + urlencode({name: value for name, value in asked.items() if value})


def finding_pages(m: Matching) -> Pages:
    """Return the list of open needs."""
    made = Pages("matching")

    @made.get("/find", may=SIGNED_IN, query=FindQuery)
    def find(visit: Visit[FindQuery]) -> Response:
        asked = visit.query
        query = _query(visit.actor.community_code, asked.where)
        page = needs_listed(
            m, visit.actor, query, limit=ON_A_PAGE * 3 if asked.kind else ON_A_PAGE, after=visit.after
        )
        wanted = [each for each in page.items if asked.kind in (None, each.service_kind)]
        is_by_time = asked.by == "time"
        kinds = {each.service_kind: each.service_name.say(visit.language) for each in page.items}
        return visit.show(
            "service/find.html",
            lines=[need_line(each, visit.language) for each in in_order(wanted, is_by_time=is_by_time)],
            is_by_time=is_by_time,
            asked=asked,
            kinds=sorted(kinds.items(), key=lambda each: each[1]),
            is_first=visit.after is None,
            next=asked.link(after=page.next) if page.next else None,
        )

    return made


def in_order(needs: Iterable[N], *, is_by_time: bool) -> list[N]:
    """Return soonest first, whoever looks; or nearest first, those at an unknown distance last."""
    if is_by_time:
        return sorted(needs, key=lambda each: each.starts_at)
    return sorted(needs, key=lambda each: _FAR if each.distance_metres is None else each.distance_metres)


def _query(community_code: str, where: str) -> NeedsQuery:
    if where == "community":
        return NeedsQuery(community_code=community_code, state=NeedState.OPEN)
    return NeedsQuery(district_code=community_code[:6], state=NeedState.OPEN)
