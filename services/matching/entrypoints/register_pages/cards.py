"""Printed cards for those without phones: chosen, printed once on a sheet, and revoked when lost."""

from dataclasses import dataclass

from services.matching.adapters.qr import qr_picture
from services.matching.application.cards.issuing import MOST_ON_A_SHEET, issue_cards, revoke_card
from services.matching.application.context import Matching
from services.matching.entrypoints.register_pages.finding import people_listed
from services.matching.entrypoints.register_pages.places import own_communities
from shared.events.fields import Id
from shared.identity.member import Member, MemberStatus, day_in_china
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.web.pages import Pages, Shown, Visit

_COMPARE = Permission.CONFIRM_DOCUMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetForm:
    """Whose cards are printed."""

    member_id: tuple[Id, ...] = ()


class Cards:
    """What staff do with printed cards."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def choose(self, visit: Visit[object]) -> Shown:
        """Show the people of a community, to choose whose cards are printed."""
        mine = own_communities(self.m.communities, visit.actor, _COMPARE)
        code = str(visit.values.get("community", ""))[:12]
        community = self.m.communities.get(code) if code and visit.actor.may(_COMPARE, code) else mine[0]
        page = people_listed(self.m.identity, community.code, after=visit.after)
        people = [each for each in page.items if _may_have_one(each, visit.actor.member_id)]
        cards = {each.id: each for each in self.m.cards.get_many(each.id for each in people)}
        return visit.show(
            "register/cards.html",
            community=community,
            people=[(each, bool((card := cards.get(each.id)) and card.code_hash)) for each in people],
            most=MOST_ON_A_SHEET,
            after=visit.after,
            following=page.next,
        )

    def print(self, visit: Visit[SheetForm]) -> Shown:
        """Issue the cards and show the sheet, once; sent again, the same sheet comes out."""
        printed = issue_cards(self.m, visit.actor, visit.body.member_id, visit.new_id())
        today = day_in_china(self.m.clock.now())
        cards = [(each, qr_picture(each.code)) for each in printed]
        return visit.show("register/cards_printed.html", cards=cards, issued_on=today.isoformat())

    def revoke(self, visit: Visit[object]) -> Shown:
        """Revoke a lost card."""
        revoke_card(self.m, visit.actor, visit.path["id"])
        return visit.go(f"/people/{visit.path['id']}", Words("签到卡已作废", "The card is revoked"))


def _may_have_one(member: Member, actor_id: str) -> bool:
    return member.status is MemberStatus.ACTIVE and not member.joined_to and member.id != actor_id


def card_pages(m: Matching) -> Pages:
    """Return the pages of printed cards."""
    pages, cards = Pages("matching"), Cards(m)
    pages.get("/people/cards", may=_COMPARE)(cards.choose)
    pages.post("/people/cards", may=_COMPARE, takes=SheetForm, again=cards.choose)(cards.print)
    pages.post("/people/<id>/card/revoke", may=_COMPARE)(cards.revoke)
    return pages
