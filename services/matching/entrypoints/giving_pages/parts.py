"""What happens to a part of a need from its page: take it, hand over, confirm, give back."""

from services.matching.application.context import Matching
from services.matching.application.giving.commands import (
    ConfirmPart,
    HandOverPart,
    ReleasePart,
    ReservePart,
)
from services.matching.application.giving.queries import suggestions_for
from services.matching.application.giving.reserving import reserve_part
from services.matching.application.giving.settling import confirm_part, hand_over_part, release_part
from services.matching.application.parties.acting import parties_acted_for
from services.matching.application.queries import need_shown
from services.matching.application.views import NeedView
from services.matching.domain.giving.answering import part_of
from services.matching.domain.giving.errors import UnknownPart
from services.matching.entrypoints.giving_pages.typed import GivenForm, ReserveForm, given_in
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.pages import Pages, Shown, Visit


class Answering:
    """The page of one part, and what is sent from there and from the need's page."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show(self, visit: Visit[object]) -> Shown:
        """Show what a part asks for and what could answer it: for staff all offers, for who gives their own."""
        need = need_shown(self.m, visit.actor, visit.path["id"])
        part = next((each for each in need.parts if each.id == visit.path["part"]), None)
        if part is None:
            raise UnknownPart(id=visit.path["part"])
        mine = self.m.parties.get_many(parties_acted_for(visit.actor))
        return visit.show(
            "giving/part.html",
            need=need,
            part=part,
            suggested=suggestions_for(self.m, visit.actor, need.id, part.id),
            parties=sorted((each.id, each.name) for each in mine),
        )

    def reserve(self, visit: Visit[ReserveForm]) -> Shown:
        """Answer the part."""
        asked = ReservePart(offer_id=visit.body.offer_id or None, party_id=visit.body.party_id or None)
        reserve_part(self.m, visit.actor, visit.path["id"], visit.path["part"], asked)
        return self._back(visit, Words("已承接，谢谢", "Answered. Thank you"))

    def hand_over(self, visit: Visit[GivenForm]) -> Shown:
        """Say that it was handed over."""
        given = HandOverPart(quantity=self._given(visit))
        hand_over_part(self.m, visit.actor, visit.path["id"], visit.path["part"], given)
        return self._back(visit, Words("已记下交付，等对方确认", "Noted; the receiver confirms it"))

    def confirm(self, visit: Visit[GivenForm]) -> Shown:
        """Say that it arrived."""
        given = ConfirmPart(quantity=self._given(visit))
        confirm_part(self.m, visit.actor, visit.path["id"], visit.path["part"], given)
        return self._back(visit, Words("已确认收到", "Confirmed"))

    def release(self, visit: Visit[ReleasePart]) -> Shown:
        """Give it back."""
        release_part(self.m, visit.actor, visit.path["id"], visit.path["part"], visit.body)
        return self._back(visit, Words("已退回，库存已恢复", "Given back; it is in stock again"))

    def _given(self, visit: Visit[GivenForm]) -> int | None:
        need = self.m.needs.get(visit.path["id"])
        return given_in(visit.body, part_of(need, visit.path["part"]).asked.kind)

    def _back(
        self, visit: Visit[object] | Visit[ReserveForm] | Visit[GivenForm] | Visit[ReleasePart], says: Words
    ) -> Shown:
        return visit.back(f"/needs/{visit.path['id']}", says)


def parts_with_offers(m: Matching, visit: Visit[object], need: NeedView, most: int = 3) -> dict[str, object]:
    """Return by part what could answer it, for the parts that the visitor may take; a few of each."""
    return {
        part.id: suggestions_for(m, visit.actor, need.id, part.id)[:most]
        for part in need.parts
        if "reserve" in part.can
    }


def part_pages(m: Matching) -> Pages:
    """Return the page of a part, and where its forms go."""
    pages, page = Pages("matching"), Answering(m)
    path = "/needs/<id>/parts/<part>"
    pages.get(path, may=SIGNED_IN)(page.show)
    pages.post(f"{path}/reserve", may=SIGNED_IN, takes=ReserveForm)(page.reserve)
    pages.post(f"{path}/hand-over", may=SIGNED_IN, takes=GivenForm)(page.hand_over)
    pages.post(f"{path}/confirm", may=SIGNED_IN, takes=GivenForm)(page.confirm)
    pages.post(f"{path}/release", may=SIGNED_IN, takes=ReleasePart)(page.release)
    return pages
