"""The page on which staff ask everybody at once for some hours, and see until when."""

from services.matching.application.context import Matching
from services.matching.application.surging import (
    DeclareSurge,
    EndSurge,
    SurgeQuery,
    declare_surge,
    end_surge,
    surge_shown,
)
from services.matching.domain.surge import MOST_HOURS
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.web.pages import Pages, Shown, Visit

__all__ = ["pages_of_surges"]

PATH = "/desk/surge"
_BEGUN = Words("已开始，合适的人会马上都收到", "Begun: everybody suitable is asked at once")
_ENDED = Words("已结束，恢复为一次问几个人", "Ended: a few at a time are asked again")


def pages_of_surges(m: Matching) -> tuple[Pages, ...]:
    """Return the page and what is sent from it."""
    pages = Pages("matching")

    def show(visit: Visit[object]) -> Shown:
        asked = visit.values.get("community") or visit.values.get("community_code")
        community = m.communities.known(str(asked or visit.actor.community_code))
        return visit.show(
            "surge/show.html",
            community=community,
            surge=surge_shown(m, visit.actor, community.code),
            most=MOST_HOURS,
            staff=visit.actor.may(Permission.REVIEW_NEED, community.code),
        )

    pages.get(PATH, may=Permission.SEE_DESK, query=SurgeQuery)(show)

    @pages.post(PATH, may=Permission.REVIEW_NEED, takes=DeclareSurge, again=show)
    def declare(visit: Visit[DeclareSurge]) -> Shown:
        declare_surge(m, visit.actor, visit.body)
        return visit.go(f"{PATH}?community={visit.body.community_code}", _BEGUN)

    @pages.post(f"{PATH}/end", may=Permission.REVIEW_NEED, takes=EndSurge, again=show)
    def end(visit: Visit[EndSurge]) -> Shown:
        end_surge(m, visit.actor, visit.body)
        return visit.go(f"{PATH}?community={visit.body.community_code}", _ENDED)

    return (pages,)
