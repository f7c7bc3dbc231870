"""The enrolments of a community, for its staff."""

from services.matching.application.context import Matching
from services.matching.application.enrolling.commands import DecideEnrolment, EndEnrolment, EnrolmentsQuery
from services.matching.application.enrolling.enrolling import decide_enrolment, end_enrolment
from services.matching.application.enrolling.showing import enrolments_listed, enrolments_waiting
from services.matching.domain.enrolling.enrolment import EnrolmentState
from services.matching.entrypoints.enrolment_pages.own import ICONS
from services.matching.entrypoints.enrolment_pages.typed import EnrolmentDeskQuery, RefusalForm
from services.matching.entrypoints.register_pages.places import own_communities
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 30
STATES = {
    "waiting": EnrolmentState.AWAITING_CONFIRMATION,
    "enrolled": EnrolmentState.CONFIRMED,
    "ended": EnrolmentState.ENDED,
    "refused": EnrolmentState.REFUSED,
}
"""Lists of a community's staff, by their names in addresses."""
_REVIEW = Permission.REVIEW_PARTY


class EnrolmentDesk:
    """The list of a community's enrolments."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[EnrolmentDeskQuery]) -> Shown:
        """Show those that wait first."""
        asked = visit.query
        show = asked.show if asked.show in STATES else "waiting"
        mine = own_communities(self.m.communities, visit.actor, _REVIEW)
        home = visit.actor.community_code
        code = asked.community or (home if visit.actor.may(_REVIEW, home) or not mine else mine[0].code)
        query = EnrolmentsQuery(community_code=code, state=STATES[show])
        page = enrolments_listed(self.m, visit.actor, query, limit=ON_A_PAGE, after=visit.after)
        here = f"/desk/enrolments?community={code}"
        return visit.show(
            "enrolling/desk.html",
            community=self.m.communities.known(code),
            mine=mine,
            enrolments=page.items,
            icons=ICONS,
            waiting=enrolments_waiting(self.m, code),
            shown=show,
            here=here,
            next=f"{here}&show={show}&after={page.next}" if page.next else None,
        )

    def confirm(self, visit: Visit[object]) -> Shown:
        """Confirm an enrolment."""
        decided = DecideEnrolment(confirm=True)
        decide_enrolment(self.m, visit.actor, visit.path["id"], decided)
        return visit.back("/desk/enrolments", Words("已确认", "Confirmed"))

    def refuse(self, visit: Visit[RefusalForm]) -> Shown:
        """Refuse an enrolment with a reason."""
        decided = DecideEnrolment(confirm=False, reason=visit.body.reason)
        decide_enrolment(self.m, visit.actor, visit.path["id"], decided)
        return visit.back("/desk/enrolments", Words("已退回，对方会看到原因", "Sent back; they see why"))

    def end(self, visit: Visit[RefusalForm]) -> Shown:
        """End an enrolment with a reason."""
        end_enrolment(self.m, visit.actor, visit.path["id"], EndEnrolment(reason=visit.body.reason))
        return visit.back("/desk/enrolments", Words("已结束", "Ended"))


def enrolment_desk_pages(m: Matching) -> Pages:
    """Return the list of a community's enrolments and what is sent from it."""
    pages, desk = Pages("matching"), EnrolmentDesk(m)
    pages.get("/desk/enrolments", may=_REVIEW, query=EnrolmentDeskQuery)(desk.show)
    pages.post("/desk/enrolments/<id>/confirm", may=_REVIEW)(desk.confirm)
    pages.post("/desk/enrolments/<id>/refuse", may=_REVIEW, takes=RefusalForm)(desk.refuse)
    pages.post("/desk/enrolments/<id>/end", may=_REVIEW, takes=RefusalForm)(desk.end)
    return pages
