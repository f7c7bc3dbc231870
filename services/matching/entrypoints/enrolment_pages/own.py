"""One's own enrolments, and the form of a new one."""

from services.matching.application.context import Matching
from services.matching.application.enrolling.commands import EndEnrolment, Enrol, EnrolmentsQuery
from services.matching.application.enrolling.enrolling import end_enrolment, enrol
from services.matching.application.enrolling.showing import enrolments_listed
from services.matching.application.parties.showing import own_parties
from services.matching.domain.enrolling.enrolment import EnrolmentKind
from services.matching.domain.parties.party import PartyState
from services.matching.entrypoints.enrolment_pages.typed import EnrolForm, OwnEndForm
from services.matching.entrypoints.register_pages.places import community_meant, suggested
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 30
ICONS = {EnrolmentKind.PERSON: "user-round", EnrolmentKind.BODY: "building-2"}


class OwnEnrolments:
    """The page of one's own enrolments."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show where one is enrolled, then the form."""
        typed = str(visit.values.get("community_code_words", ""))
        code = str(visit.values.get("community_code", "") or ("" if typed else visit.actor.community_code))
        community = self.m.communities.find(code)
        page = enrolments_listed(self.m, visit.actor, EnrolmentsQuery(), limit=ON_A_PAGE, after=visit.after)
        kinds = [
            {"value": kind.value, "words": kind.words.say(visit.language), "icon": ICONS[kind]}
            for kind in EnrolmentKind
        ]
        return visit.show(
            "enrolling/own.html",
            enrolments=page.items,
            kinds=kinds,
            icons=ICONS,
            parties=[each for each in own_parties(self.m, visit.actor) if each.state is PartyState.APPROVED],
            community=community,
            suggestions=[] if community else suggested(self.m.communities, typed),
            next=f"/enrolment?after={page.next}" if page.next else None,
        )

    def enrol(self, visit: Visit[EnrolForm]) -> Shown:
        """Report to the community."""
        form = visit.body
        community = community_meant(self.m.communities, form.community_code, form.community_code_words)
        asked = Enrol(
            kind=form.kind,
            community_code=community.code,
            body_name="" if form.party_id else form.body_name,
            party_id=form.party_id or None,
            offers=form.offers,
            wishes=form.wishes,
        )
        enrol(self.m, visit.actor, asked, visit.new_id())
        return visit.go(
            "/enrolment",
            Words("已报到，社区确认后通知您", "Sent in; you are told once the community confirms"),
        )

    def end(self, visit: Visit[OwnEndForm]) -> Shown:
        """End one's own enrolment."""
        end_enrolment(self.m, visit.actor, visit.path["id"], EndEnrolment(reason=visit.body.reason))
        return visit.go("/enrolment", Words("报到已结束，谢谢您", "Your enrolment has ended, thank you"))


def own_enrolment_pages(m: Matching) -> Pages:
    """Return the page of one's own enrolments and what is sent from it."""
    pages, page = Pages("matching"), OwnEnrolments(m)
    pages.get("/enrolment", may=SIGNED_IN)(page.show)
    pages.post("/enrolment", may=SIGNED_IN, takes=EnrolForm, again=page.show)(page.enrol)
    pages.post("/enrolment/<id>/end", may=SIGNED_IN, takes=OwnEndForm, again=page.show)(page.end)
    return pages
