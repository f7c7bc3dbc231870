"""One pairing: who keeps to whom, the contacts, and what the reader may do with it."""

from services.matching.application.context import Matching
from services.matching.application.pairing import agreeing
from services.matching.application.pairing.commands import AnswerPairing, EndPairing, TellContact
from services.matching.application.pairing.showing import pairing_shown, resident_to_reach
from services.matching.domain.pairing.words import ContactFound, ContactWay, PairingEnd
from services.matching.entrypoints.pairing_pages.typed import AgreeForm, ContactForm, EndForm, RefuseForm
from shared.identity.member import day_in_china
from shared.identity.phones import spoken_phone
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit


class PairingPage:
    """The page of a pairing."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show it as far as it concerns the reader; a helper reads how to reach the resident, which is logged."""
        pairing = pairing_shown(self.m, visit.actor, visit.path["id"])
        reach = resident_to_reach(self.m, visit.actor, pairing.id)
        return visit.show(
            "pairing/pairing.html",
            pairing=pairing,
            can=pairing.can,
            reach=reach,
            phone=spoken_phone(reach.phone) if reach and reach.phone else "",
            ways=[{"value": each.value, "words": each.words.say(visit.language)} for each in ContactWay],
            founds=[{"value": each.value, "words": each.words.say(visit.language)} for each in ContactFound],
            ends=[(each.value, each.words.say(visit.language)) for each in PairingEnd],
            today=day_in_china(self.m.clock.now()).isoformat(),
        )

    def agree(self, visit: Visit[AgreeForm]) -> Shown:
        """Say yes."""
        asked = AnswerPairing(agree=True, spoken_consent=bool(visit.body.spoken_consent))
        agreed = agreeing.answer_pairing(self.m, visit.actor, visit.path["id"], asked)
        return visit.go(f"/pairings/{agreed.id}", Words("已同意", "Agreed"))

    def refuse(self, visit: Visit[RefuseForm]) -> Shown:
        """Say no."""
        form = visit.body
        asked = AnswerPairing(agree=False, reason=form.reason, spoken_consent=bool(form.spoken_consent))
        refused = agreeing.answer_pairing(self.m, visit.actor, visit.path["id"], asked)
        return visit.go(f"/pairings/{refused.id}", Words("已答复，谢谢您说明", "Answered, thank you"))

    def end(self, visit: Visit[EndForm]) -> Shown:
        """End it."""
        asked = EndPairing(reason=visit.body.reason)
        ended = agreeing.end_pairing(self.m, visit.actor, visit.path["id"], asked)
        return visit.go(f"/pairings/{ended.id}", Words("结对已结束", "The pairing has ended"))

    def tell(self, visit: Visit[ContactForm]) -> Shown:
        """Record a contact."""
        form = visit.body
        asked = TellContact(on=form.on, way=form.way, found=form.found)
        told = agreeing.tell_contact(self.m, visit.actor, visit.path["id"], asked)
        return visit.go(f"/pairings/{told.id}", Words("已记录，谢谢您", "Recorded, thank you"))


def pairing_pages(m: Matching) -> Pages:
    """Return the page of a pairing and what is sent from it."""
    pages, page = Pages("matching"), PairingPage(m)
    pages.get("/pairings/<id>", may=SIGNED_IN)(page.show)
    pages.post("/pairings/<id>/agree", may=SIGNED_IN, takes=AgreeForm, again=page.show)(page.agree)
    pages.post("/pairings/<id>/refuse", may=SIGNED_IN, takes=RefuseForm, again=page.show)(page.refuse)
    pages.post("/pairings/<id>/end", may=SIGNED_IN, takes=EndForm, again=page.show)(page.end)
    pages.post("/pairings/<id>/contacts", may=SIGNED_IN, takes=ContactForm, again=page.show)(page.tell)
    return pages
