"""One twinning: what was agreed, the visits, and what the two sides do with it."""

from services.matching.application.context import Matching
from services.matching.application.twinning import agreeing
from services.matching.application.twinning.commands import AnswerTwinning, EndTwinning, TellVisit
from services.matching.application.twinning.showing import twinning_shown
from services.matching.entrypoints.twinning_pages.typed import TwinningReasonForm, VisitForm
from shared.identity.member import day_in_china
from shared.kernel.words import Words
from shared.web.api import PUBLIC, SIGNED_IN
from shared.web.pages import Pages, Shown, Visit


class TwinningPage:
    """The page of a twinning."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show it as far as it concerns the reader."""
        twinning = twinning_shown(self.m, visit.somebody, visit.path["id"])
        today = day_in_china(self.m.clock.now()).isoformat()
        return visit.show("twinning/twinning.html", twinning=twinning, can=twinning.can, today=today)

    def agree(self, visit: Visit[object]) -> Shown:
        """Agree to what the other side proposed."""
        agreed = agreeing.answer_twinning(self.m, visit.actor, visit.path["id"], AnswerTwinning(agree=True))
        return visit.go(f"/twinnings/{agreed.id}", Words("已同意，结对生效", "Agreed; the two are twinned"))

    def refuse(self, visit: Visit[TwinningReasonForm]) -> Shown:
        """Say no with a reason."""
        answer = AnswerTwinning(agree=False, reason=visit.body.reason)
        refused = agreeing.answer_twinning(self.m, visit.actor, visit.path["id"], answer)
        return visit.go(f"/twinnings/{refused.id}", Words("已答复，对方会看到原因", "Answered; they see why"))

    def end(self, visit: Visit[TwinningReasonForm]) -> Shown:
        """End it with a reason."""
        asked = EndTwinning(reason=visit.body.reason)
        ended = agreeing.end_twinning(self.m, visit.actor, visit.path["id"], asked)
        return visit.go(f"/twinnings/{ended.id}", Words("结对已结束", "The twinning has ended"))

    def tell(self, visit: Visit[VisitForm]) -> Shown:
        """Record a visit."""
        asked = TellVisit(on=visit.body.on, what=visit.body.what)
        told = agreeing.tell_visit(self.m, visit.actor, visit.path["id"], asked)
        return visit.go(f"/twinnings/{told.id}", Words("已记录", "Recorded"))


def twinning_pages(m: Matching) -> Pages:
    """Return the page of a twinning and what is sent from it."""
    pages, page = Pages("matching"), TwinningPage(m)
    pages.get("/twinnings/<id>", may=PUBLIC)(page.show)
    pages.post("/twinnings/<id>/agree", may=SIGNED_IN, again=page.show)(page.agree)
    pages.post("/twinnings/<id>/refuse", may=SIGNED_IN, takes=TwinningReasonForm, again=page.show)(
        page.refuse
    )
    pages.post("/twinnings/<id>/end", may=SIGNED_IN, takes=TwinningReasonForm, again=page.show)(page.end)
    pages.post("/twinnings/<id>/visits", may=SIGNED_IN, takes=VisitForm, again=page.show)(page.tell)
    return pages
