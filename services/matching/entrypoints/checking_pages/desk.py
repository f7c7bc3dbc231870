"""The staff's pages of spot checks: drawing, looking at each record, publishing."""

from services.matching.application.checking.commands import DrawSpotCheck, JudgeRecord, SpotChecksQuery
from services.matching.application.checking.looking import draw_spot_check, judge_record, publish_spot_check
from services.matching.application.checking.showing import spot_check_shown, spot_checks_for_desk
from services.matching.application.context import Matching
from services.matching.domain.checking.spot_check import Verdict
from services.matching.entrypoints.recognition_pages.typed import PlaceQuery
from shared.identity.member import day_in_china
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 12
_KEEP = Permission.CONFIRM_AS_STAFF


class CheckDesk:
    """What staff do with spot checks."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show_all(self, visit: Visit[PlaceQuery]) -> Shown:
        """Show a community's spot checks, and whether this month's is drawn."""
        community = self.m.communities.known(visit.query.community or visit.actor.community_code)
        asked = SpotChecksQuery(community_code=community.code)
        page = spot_checks_for_desk(self.m, visit.actor, asked, limit=ON_A_PAGE, after=visit.after)
        here = f"/desk/spot-checks?community={community.code}"
        month = f"{day_in_china(self.m.clock.now()):%Y-%m}"
        return visit.show(
            "checking/desk.html",
            community=community,
            checks=page.items,
            is_drawn=visit.after is not None or any(each.month == month for each in page.items),
            next=f"{here}&after={page.next}" if page.next else None,
        )

    def draw(self, visit: Visit[DrawSpotCheck]) -> Shown:
        """Draw this month's records."""
        check = draw_spot_check(self.m, visit.actor, visit.body)
        return visit.go(f"/desk/spot-checks/{check.id}", Words("已随机抽取", "Drawn by chance"))

    def show(self, visit: Visit[object]) -> Shown:
        """Show the records that were drawn."""
        shown = spot_check_shown(self.m, visit.actor, visit.path["id"])
        community = self.m.communities.known(shown.check.community_code)
        return visit.show(
            "checking/check.html",
            community=community,
            check=shown.check,
            drawn=shown.drawn,
            verdicts=[(each.value, each.words) for each in Verdict],
        )

    def judge(self, visit: Visit[JudgeRecord]) -> Shown:
        """Say what was found of a record."""
        check = judge_record(self.m, visit.actor, visit.path["id"], visit.body)
        return visit.go(f"/desk/spot-checks/{check.id}", Words("已记下结论", "Noted"))

    def publish(self, visit: Visit[object]) -> Shown:
        """Publish the results."""
        check = publish_spot_check(self.m, visit.actor, visit.path["id"])
        return visit.go(f"/spot-checks?community={check.community_code}", Words("已公布", "Published"))


def desk_check_pages(m: Matching) -> Pages:
    """Return the staff's pages of spot checks."""
    pages, desk = Pages("matching"), CheckDesk(m)
    pages.get("/desk/spot-checks", may=_KEEP, query=PlaceQuery)(desk.show_all)
    pages.post("/desk/spot-checks", may=_KEEP, takes=DrawSpotCheck)(desk.draw)
    pages.get("/desk/spot-checks/<id>", may=_KEEP)(desk.show)
    pages.post("/desk/spot-checks/<id>/judge", may=_KEEP, takes=JudgeRecord, again=desk.show)(desk.judge)
    pages.post("/desk/spot-checks/<id>/publish", may=_KEEP)(desk.publish)
    return pages
