"""What is needed nearby."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True, kw_only=True)
class FindQuery:
    """Where to look: the own community or the whole district; which kind."""

    where: Code = "district"
    kind: Code | None = None


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
        nearest = sorted(
            wanted, key=lambda each: each.distance_metres if each.distance_metres is not None else 10**9
        )
        kinds = {each.service_kind: each.service_name.say(visit.language) for each in page.items}
        return visit.show(
            "service/find.html",
            lines=[need_line(each, visit.language) for each in nearest],
            asked=asked,
            kinds=sorted(kinds.items(), key=lambda each: each[1]),
            is_first=visit.after is None,
            next=f"/find?where={asked.where}&after={page.next}{f'&kind={asked.kind}' if asked.kind else ''}"
            if page.next
            else None,
        )

    return made


def _query(community_code: str, where: str) -> NeedsQuery:
    if where == "community":
        return NeedsQuery(community_code=community_code, state=NeedState.OPEN)
    return NeedsQuery(district_code=community_code[:6], state=NeedState.OPEN)
