"""The page of rounds: whom the platform asked for all needs at once, how well, and what would help the rest."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.batch.month import month_shown
from services.matching.application.batch.showing import runs_shown
from services.matching.application.context import Matching
from shared.events.fields import Text
from shared.identity.permissions import Permission
from shared.web.pages import Pages, Shown, Visit

__all__ = ["pages_of_rounds"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsQuery:
    """Which community's city, and which run; nothing is one's own and the newest."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""
    run: Annotated[str, Text(most=64)] = ""


def pages_of_rounds(m: Matching) -> tuple[Pages, ...]:
    """Return the page of rounds."""
    pages = Pages("matching")

    @pages.get("/desk/matching", may=Permission.SEE_DESK, query=RunsQuery)
    def shown(visit: Visit[RunsQuery]) -> Shown:
        typed = visit.values
        community = m.communities.known(str(typed.get("community") or visit.actor.community_code))
        seen = runs_shown(m, visit.actor, community.code, str(typed.get("run") or ""))
        month = month_shown(m, visit.actor, community.code)
        return visit.show("batch/show.html", community=community, seen=seen, month=month)

    return (pages,)
