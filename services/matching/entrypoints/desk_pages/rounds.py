"""The first pages of those who go to people: the cases of a social worker, the round of a grid worker."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from services.matching.application.context import Matching
from services.matching.application.rounds import Case, cases_in, round_in
from services.matching.application.views import NeedView
from services.matching.entrypoints.desk_pages.overview import desk_meant
from services.matching.entrypoints.desk_pages.spoken import time_left
from services.matching.entrypoints.register_pages.places import own_communities
from shared.events.fields import Text
from shared.identity.communities import Community
from shared.identity.opening import Identity
from shared.identity.permissions import Permission
from shared.web.pages import Pages, Shown, Visit

ToTell = Callable[[str], int]
"""Gives how many notices of a community somebody must still tell in their own voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhereQuery:
    """In which community; nothing is one's own."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""


class Rounds:
    """Both pages."""

    def __init__(self, m: Matching, identity: Identity, to_tell: ToTell) -> None:
        """Bind coordination, the communities, and what counts the notices to be told in person."""
        self.m, self.communities, self.to_tell = m, identity.communities, to_tell

    def cases(self, visit: Visit[WhereQuery]) -> Shown:
        """Show what a social worker has taken, what nobody has taken, and who is still without help."""
        community = self._community(visit)
        cases = cases_in(self.m, visit.actor, community.code)
        return visit.show(
            "desk/cases.html",
            **self._around(visit, community, "/cases"),
            mine=[self._case(each) for each in cases.mine],
            waiting=[self._case(each) for each in cases.waiting],
            alone=[self._need(visit, each) for each in cases.alone],
        )

    def round(self, visit: Visit[WhereQuery]) -> Shown:
        """Show whom to tell, who is still without help, and who comes to whom today."""
        community = self._community(visit)
        today = round_in(self.m, visit.actor, community.code)
        return visit.show(
            "desk/round.html",
            **self._around(visit, community, "/round"),
            to_tell=self.to_tell(community.code),
            alone=[self._need(visit, each) for each in today.alone],
            coming=today.coming,
            there=today.there,
        )

    def _community(self, visit: Visit[WhereQuery]) -> Community:
        return desk_meant(self.communities, visit.actor, visit.query.community, "")

    def _around(self, visit: Visit[WhereQuery], community: Community, path: str) -> dict[str, object]:
        mine = own_communities(self.communities, visit.actor, Permission.SEE_DESK)
        others = mine if community in mine else [community, *mine]
        chips = [
            {"url": f"{path}?community={each.code}", "words": each.name, "current": each == community}
            for each in others
        ]
        return {"community": community, "chips": chips if len(chips) > 1 else []}

    def _case(self, case: Case) -> dict[str, object]:
        part = next(each for each in case.need.parts if each.id == case.part_id)
        return {"need": case.need, "part": part}

    def _need(self, visit: Visit[WhereQuery], need: NeedView) -> dict[str, object]:
        return {"need": need, "clock": time_left(need, self.m.clock.now(), visit.language)}


def rounds_pages(m: Matching, identity: Identity, to_tell: ToTell) -> Pages:
    """Return the two first pages."""
    pages, rounds = Pages("matching"), Rounds(m, identity, to_tell)
    pages.get("/cases", may=Permission.TAKE_PROFESSIONAL_NEED, query=WhereQuery)(rounds.cases)
    pages.get("/round", may=Permission.SEE_DESK, query=WhereQuery)(rounds.round)
    return pages
