"""Where care plans are found, and the form that asks for one or draws one up."""

from services.matching.application.caring.commands import CarePlansQuery, DrawUpCarePlan
from services.matching.application.caring.drawing import draw_up
from services.matching.application.caring.showing import plans_listed
from services.matching.application.context import Matching
from services.matching.application.pairing.showing import resident_of
from services.matching.domain.caring.plan import PlanState
from services.matching.domain.kind_shapes import ConfirmedBy
from services.matching.domain.service_kinds import SERVICE_KINDS
from services.matching.entrypoints.asking_pages.kinds import ASKED, title_for
from services.matching.entrypoints.care_pages.typed import CarePlaceQuery, CarePlanForm
from shared.identity.member import day_in_china
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 30
OVER = (PlanState.ENDED, PlanState.REFUSED)
DAYS_OF_WEEK = (
    Words("周一", "Monday"),
    Words("周二", "Tuesday"),
    Words("周三", "Wednesday"),
    Words("周四", "Thursday"),
    Words("周五", "Friday"),
    Words("周六", "Saturday"),
    Words("周日", "Sunday"),
)


class FindingPlans:
    """The list of plans, and the form of a new one."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[CarePlaceQuery]) -> Shown:
        """Show the plans one is the resident or a companion of, a resident's, or as staff a community's."""
        asked, actor = visit.query, visit.actor
        community = self.m.communities.known(asked.community) if asked.community else None
        query = CarePlansQuery(community_code=asked.community or None, resident_id=asked.resident or None)
        page = plans_listed(self.m, actor, query, limit=ON_A_PAGE, after=visit.after)
        home = asked.community or actor.community_code
        here = f"/care?community={asked.community}&resident={asked.resident}"
        return visit.show(
            "caring/list.html",
            community=community,
            live=[each for each in page.items if each.state not in OVER],
            over=[each for each in page.items if each.state in OVER],
            staff=actor.may(Permission.RECORD_RESIDENT, home),
            home=home,
            resident=asked.resident,
            chips=self._chips(visit),
            next=f"{here}&after={page.next}" if page.next else None,
        )

    def _chips(self, visit: Visit[CarePlaceQuery]) -> list[dict[str, object]]:
        """Return one choice for each person whose plans one may see; none if there is only oneself."""
        residents = self.m.people.residents_of(visit.actor.member_id)
        if visit.query.community or not residents:
            return []
        people = [("", Words("我自己", "Myself").say(visit.language))]
        people += [(each.id, each.name) for each in residents]
        return [
            {"url": f"/care?resident={id_}", "words": words, "current": id_ == visit.query.resident}
            for id_, words in people
        ]

    def show_form(self, visit: Visit[object]) -> Shown:
        """Show the form: what, when, and as staff the resident's spoken yes."""
        wanted = str(visit.values.get("resident_id") or visit.actor.member_id)
        resident = resident_of(self.m, visit.actor, wanted)
        return visit.show(
            "caring/new.html",
            resident=resident,
            own=resident.id == visit.actor.member_id,
            as_staff=not resident.speaks,
            kinds=[(code, ASKED[code].say(visit.language)) for code in kinds_of_plans()],
            days=days_of_week(visit.language),
            today=day_in_china(self.m.clock.now()).isoformat(),
        )

    def draw_up(self, visit: Visit[CarePlanForm]) -> Shown:
        """Ask for it, or draw it up."""
        form = visit.body
        asked = DrawUpCarePlan(
            resident_id=form.resident_id,
            service_kind=form.service_kind,
            title=title_for(form.service_kind, form.title, "zh"),
            details=form.details,
            visits=form.visits(),
            spoken_consent=bool(form.spoken_consent),
        )
        plan = draw_up(self.m, visit.actor, asked, visit.new_id())
        return visit.go(f"/care/{plan.id}", _DRAWN[plan.state])


_DRAWN = {
    PlanState.ASKED: Words("已提出，等社区安排", "Asked; the community will see to it"),
    PlanState.DRAWN_UP: Words("已拟好，等居民同意", "Drawn up; the resident is asked"),
    PlanState.AGREED: Words("已定下来", "Agreed"),
}


def kinds_of_plans() -> list[str]:
    """Return the kinds of service that one resident may have again and again."""
    return [code for code in ASKED if SERVICE_KINDS[code].confirmed_by is ConfirmedBy.RECEIVER]


def days_of_week(language: str) -> list[dict[str, object]]:
    """Return the days of the week as boxes to tick."""
    return [{"value": str(at), "words": day.say(language)} for at, day in enumerate(DAYS_OF_WEEK, 1)]


def finding_care_pages(m: Matching) -> Pages:
    """Return the list of plans and the form of a new one."""
    pages, finding = Pages("matching"), FindingPlans(m)
    pages.get("/care", may=SIGNED_IN, query=CarePlaceQuery)(finding.show)
    pages.get("/care/new", may=SIGNED_IN)(finding.show_form)
    pages.post("/care/new", may=SIGNED_IN, takes=CarePlanForm, again=finding.show_form)(finding.draw_up)
    return pages
