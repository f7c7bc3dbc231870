"""The API of ranking policies."""

from services.matching.application.context import Matching
from services.matching.application.weighing import weighing
from services.matching.application.weighing.commands import DraftRanking, RankingQuery, SwitchRanking
from services.matching.application.weighing.showing import RankingView, ranking_shown, ranking_view
from shared.identity.permissions import Permission
from shared.web.api import Api, Call

_REVIEW = Permission.REVIEW_NEED


def ranking_api(m: Matching) -> Api:
    """Return the routes of ranking policies."""
    api = Api("matching")

    @api.get(
        "/ranking",
        query=RankingQuery,
        gives=RankingView,
        may=Permission.SEE_DESK,
        says="What weighs in a community's proposals, its versions, and how evenly service falls on people",
    )
    def shown(call: Call[RankingQuery]) -> RankingView:
        return ranking_shown(m, call.actor, call.query.community_code or call.actor.community_code)

    @api.post(
        "/ranking/drafts",
        takes=DraftRanking,
        gives=RankingView,
        may=_REVIEW,
        status=201,
        says="Draft weights; the draft says what they would have changed last month",
    )
    def drafted(call: Call[DraftRanking]) -> RankingView:
        return ranking_view(m, weighing.draft_ranking(m, call.actor, call.body))

    @api.post(
        "/ranking/switch",
        takes=SwitchRanking,
        gives=RankingView,
        may=_REVIEW,
        says="Switch a drafted version on: proposals made from now on are weighed by it",
    )
    def switched(call: Call[SwitchRanking]) -> RankingView:
        return ranking_view(m, weighing.switch_ranking(m, call.actor, call.body))

    return api
