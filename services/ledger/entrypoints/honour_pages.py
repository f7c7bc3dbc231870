"""The page of one's honour: how much, where it came from, and what becomes of credits above the cap."""

from dataclasses import dataclass

from services.ledger.application.context import Ledger
from services.ledger.application.honour import ChooseAbove, choose_above, honour_entries, honour_in
from services.ledger.entrypoints.account_pages import row_of
from services.ledger.entrypoints.giving_api import check_posted
from shared.events.fields import CommunityCode
from shared.kernel.words import Words
from shared.packs.earning import Above
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 20
ABOVE_WORDS = {
    Above.POOL: Words(
        "捐入社区互助池，帮助有困难的邻居", "Donated to the community's pool, for neighbours in need"
    ),
    Above.HONOUR: Words(
        "转为荣誉积分，只作表彰，不能兑换", "Turned to honour points: recognition, which buys nothing"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AboveForm:
    """What becomes of more than the cap, in which community's book."""

    community_code: CommunityCode
    above: Above


class HonourPage:
    """The page of honour."""

    def __init__(self, ledger: Ledger) -> None:
        """Bind the ledger."""
        self.ledger = ledger

    def show(self, visit: Visit[object]) -> Shown:
        """Show how much, and what it came of."""
        actor = visit.actor
        books = honour_in(self.ledger, actor.member_id, actor.community_code)
        page = honour_entries(self.ledger, actor.member_id, limit=ON_A_PAGE, after=visit.after)
        places = {each.community_code: self._place(each.community_code) for each in books}
        return visit.show(
            "ledger/honour.html",
            minutes=sum(each.minutes for each in books),
            books=[(places[each.community_code], each) for each in books],
            above_words=ABOVE_WORDS,
            rows=[row_of(self.ledger, each) for each in page.items],
            next=f"/hours/honour?after={page.next}" if page.next else None,
        )

    def _place(self, code: str) -> str:
        found = self.ledger.identity.communities.find(code)
        return found.full_name if found else code

    def choose(self, visit: Visit[AboveForm]) -> Shown:
        """Choose what becomes of more than the cap."""
        asked = ChooseAbove(community_code=visit.body.community_code, above=visit.body.above)
        posted = check_posted(choose_above(self.ledger, visit.actor, asked, visit.new_id()))
        said = Words("已选好，以后超出的按这个办", "Chosen; what is above the cap from now on goes there")
        later = Words("已提交，稍后生效", "Sent; it holds in a moment")
        return visit.go("/hours/honour", said if posted else later)


def honour_pages(ledger: Ledger) -> Pages:
    """Return the page of honour and what is sent from it."""
    pages, page = Pages("ledger"), HonourPage(ledger)
    pages.get("/hours/honour", may=SIGNED_IN)(page.show)
    pages.post("/hours/honour", may=SIGNED_IN, takes=AboveForm, again=page.show)(page.choose)
    return pages
