"""The page of a community's named duties."""

from services.matching.application.context import Matching
from services.matching.application.duties import appointing
from services.matching.application.duties.commands import Appoint, DutiesQuery, NameDuty
from services.matching.application.duties.showing import duties_listed
from services.matching.domain.duties.duty import DutyKind
from services.matching.entrypoints.duty_pages.typed import AppointForm, DutyForm, DutyPlaceQuery
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.web.api import PUBLIC, SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

__all__ = ["pages_of_duties"]

ON_A_PAGE = 60
_REVIEW = Permission.REVIEW_PARTY


class DutiesPage:
    """The list of duties, with what staff do."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show who looks after what, and what is vacant."""
        actor, typed = visit.somebody, visit.values
        code = str(typed.get("community") or typed.get("community_code") or "")
        if not code and actor is None:
            return visit.go("/parties")
        community = self.m.communities.known(code or visit.actor.community_code)
        vacant = typed.get("show") == "vacant"
        query = DutiesQuery(community_code=community.code, vacant=vacant)
        page = duties_listed(self.m, actor, query, limit=ON_A_PAGE, after=visit.after)
        here = f"/duties?community={community.code}"
        return visit.show(
            "duties/list.html",
            community=community,
            duties=page.items,
            kinds=[(kind.value, kind.words.say(visit.language)) for kind in DutyKind],
            staff=bool(actor and actor.may(_REVIEW, community.code)),
            vacant=vacant,
            here=here,
            next=f"{here}&after={page.next}" + ("&show=vacant" if vacant else "") if page.next else None,
        )

    def name(self, visit: Visit[DutyForm]) -> Shown:
        """Name a duty."""
        form = visit.body
        asked = NameDuty(kind=form.kind, community_code=form.community_code, area=form.area)
        appointing.name_duty(self.m, visit.actor, asked, visit.new_id())
        said = Words("职责已设立，请任命", "The duty is named; appoint somebody")
        return visit.go(f"/duties?community={form.community_code}", said)

    def appoint(self, visit: Visit[AppointForm]) -> Shown:
        """Appoint somebody."""
        asked = Appoint(phone=visit.body.phone, until_on=visit.body.until_on)
        duty = appointing.appoint(self.m, visit.actor, visit.path["id"], asked)
        return visit.go(
            f"/duties?community={duty.community_code}",
            Words("已任命，会通知本人", "Appointed; they are told"),
        )

    def vacate(self, visit: Visit[object]) -> Shown:
        """Leave the duty to be filled anew."""
        duty = appointing.vacate(self.m, visit.actor, visit.path["id"])
        return visit.go(f"/duties?community={duty.community_code}", Words("已卸任", "The duty is vacant now"))


def pages_of_duties(m: Matching) -> tuple[Pages, ...]:
    """Return the page of named duties and what is sent from it."""
    pages, page = Pages("matching"), DutiesPage(m)
    pages.get("/duties", may=PUBLIC, query=DutyPlaceQuery)(page.show)
    pages.post("/duties", may=_REVIEW, takes=DutyForm, again=page.show)(page.name)
    pages.post("/duties/<id>/appoint", may=_REVIEW, takes=AppointForm)(page.appoint)
    pages.post("/duties/<id>/vacate", may=SIGNED_IN)(page.vacate)
    return (pages,)
