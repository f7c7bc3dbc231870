"""The page of a community's ranking policy: what weighs, what a draft would change, how evenly service falls."""

from services.matching.application.context import Matching
from services.matching.application.weighing import weighing
from services.matching.application.weighing.commands import DraftRanking, SwitchRanking
from services.matching.application.weighing.showing import ranking_shown
from services.matching.domain.weighing.policy import MOST_WEIGHT, TERMS
from services.matching.entrypoints.duty_pages.typed import DutyPlaceQuery
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.web.pages import Pages, Shown, Visit

__all__ = ["pages_of_ranking"]


class RankingPage:
    """The policy, with what staff do."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show what weighs, the draft with its preview, and how evenly service falls on people."""
        actor, typed = visit.actor, visit.values
        code = str(typed.get("community") or typed.get("community_code") or actor.community_code)
        community = self.m.communities.known(code)
        ranking = ranking_shown(self.m, actor, community.code)
        return visit.show(
            "ranking/show.html",
            community=community,
            ranking=ranking,
            draft=next((each for each in ranking.versions if each.on_at is None), None),
            terms=[(term.value, words, ranking.weights.of(term)) for term, words in TERMS.items()],
            most=MOST_WEIGHT,
            staff=actor.may(Permission.REVIEW_NEED, community.code),
        )

    def draft(self, visit: Visit[DraftRanking]) -> Shown:
        """Draft weights; the page then shows what they would change."""
        weighing.draft_ranking(self.m, visit.actor, visit.body)
        said = Words(
            "已试算，请看下面的变化，再决定是否启用", "Worked out: see what would change, then decide"
        )
        return visit.go(f"/desk/ranking?community={visit.body.community_code}", said)

    def switch(self, visit: Visit[SwitchRanking]) -> Shown:
        """Switch the draft on."""
        weighing.switch_ranking(self.m, visit.actor, visit.body)
        said = Words("已启用，之后的推荐按新版排序", "On: proposals from now on are ranked by it")
        return visit.go(f"/desk/ranking?community={visit.body.community_code}", said)


def pages_of_ranking(m: Matching) -> tuple[Pages, ...]:
    """Return the page of ranking policies and what is sent from it."""
    pages, page = Pages("matching"), RankingPage(m)
    pages.get("/desk/ranking", may=Permission.SEE_DESK, query=DutyPlaceQuery)(page.show)
    pages.post("/desk/ranking", may=Permission.REVIEW_NEED, takes=DraftRanking, again=page.show)(page.draft)
    pages.post("/desk/ranking/switch", may=Permission.REVIEW_NEED, takes=SwitchRanking, again=page.show)(
        page.switch
    )
    return (pages,)
