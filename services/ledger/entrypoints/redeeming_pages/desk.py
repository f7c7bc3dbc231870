"""The community's side of redeeming: what can be redeemed, on which terms, and every redemption with its state."""

from flask import Response

from services.ledger.application.redeeming.catalogue import (
    AmendEntry,
    ListService,
    amend_entry,
    entries_of,
    list_service,
)
from services.ledger.application.redeeming.context import Redeeming
from services.ledger.application.redeeming.ordering import pool_minutes
from services.ledger.application.redeeming.showing import entry_view, redemptions_in
from services.ledger.domain.redeeming.catalogue import CatalogueEntry, EntryState
from services.ledger.entrypoints.redeeming_pages.own import row_of
from services.ledger.entrypoints.redeeming_pages.places import community_at_desk
from services.ledger.entrypoints.redeeming_pages.spoken import STATE_WORDS
from services.ledger.entrypoints.redeeming_pages.typed import DeskQuery, EntryForm, TermsForm
from shared.identity.permissions import Permission
from shared.kernel.words import Words
from shared.web.api import Nothing
from shared.web.pages import Pages, Shown, Visit

MAY = Permission.REDEEM_FOR_RESIDENT
ON_A_PAGE = 30


class RedeemingDesk:
    """What staff see and change of redeeming in their community."""

    def __init__(self, r: Redeeming) -> None:
        """Bind redeeming."""
        self.r = r

    def show_catalogue(self, visit: Visit[object]) -> Shown:
        """Show the whole catalogue and the form of a new entry."""
        asked = visit.body.community if isinstance(visit.body, DeskQuery | EntryForm) else ""
        code = community_at_desk(visit.actor, asked)
        entries = entries_of(self.r, code, listed_only=False)
        return visit.show(
            "redeeming/desk_catalogue.html",
            community=self.r.ledger.identity.communities.get(code),
            rows=[(entry_view(self.r, each), each.changes[-1] if each.changes else None) for each in entries],
            kinds=[(kind, words.say(visit.language)) for kind, words in self.r.kinds.items()],
            pool=pool_minutes(self.r, code),
        )

    def add(self, visit: Visit[EntryForm]) -> Shown:
        """Put a service into the catalogue."""
        form = visit.body
        command = ListService(
            community_code=community_at_desk(visit.actor, form.community),
            service_kind=form.service_kind,
            minutes=form.minutes,
            monthly_quota=form.monthly_quota,
            lead_hours=form.lead_hours,
            least_age=form.least_age,
        )
        entry = list_service(self.r, visit.actor, command, visit.new_id())
        return visit.go(_catalogue_of(entry), Words("已列入目录", "It is in the catalogue"))

    def amend(self, visit: Visit[TermsForm]) -> Shown:
        """Change an entry's terms."""
        form = visit.body
        terms = AmendEntry(
            minutes=form.minutes,
            monthly_quota=form.monthly_quota,
            lead_hours=form.lead_hours,
            least_age=form.least_age,
        )
        entry = amend_entry(self.r, visit.actor, visit.path["entry_id"], terms)
        return visit.go(_catalogue_of(entry), Words("已修改", "Changed"))

    def withdraw(self, visit: Visit[Nothing]) -> Shown:
        """Take an entry out of the catalogue."""
        return self._step(
            visit, EntryState.WITHDRAWN, Words("已下架，可随时恢复", "Withdrawn; you can put it back")
        )

    def put_back(self, visit: Visit[Nothing]) -> Shown:
        """Put an entry back."""
        return self._step(visit, EntryState.LISTED, Words("已恢复", "It is back in the catalogue"))

    def _step(self, visit: Visit[Nothing], there: EntryState, say: Words) -> Shown:
        entry = amend_entry(self.r, visit.actor, visit.path["entry_id"], AmendEntry(state=there))
        return visit.go(_catalogue_of(entry), say)

    def show_all(self, visit: Visit[DeskQuery]) -> Response:
        """Show the community's redemptions, of one state or all."""
        code, state = community_at_desk(visit.actor, visit.query.community), visit.query.state
        page = redemptions_in(self.r, visit.actor, code, state, limit=ON_A_PAGE, after=visit.after)
        names = self.r.ledger.identity.people.shown_names(each.resident_id for each in page.items)
        here = f"/desk/redemptions?community={code}"
        chosen = f"&state={state.value}" if state else ""
        return visit.show(
            "redeeming/desk_list.html",
            community=self.r.ledger.identity.communities.get(code),
            rows=[row_of(self.r, visit.actor, visit.language, each) for each in page.items],
            names=names,
            chips=[{"url": here, "words": Words("全部", "All").say(visit.language), "current": state is None}]
            + [
                {
                    "url": f"{here}&state={each.value}",
                    "words": words.say(visit.language),
                    "current": each is state,
                }
                for each, words in STATE_WORDS.items()
            ],
            next=f"{here}{chosen}&after={page.next}" if page.next else None,
        )


def _catalogue_of(entry: CatalogueEntry) -> str:
    return f"/desk/catalogue?community={entry.community_code}"


def desk_pages(r: Redeeming) -> Pages:
    """Return the community's pages of redeeming."""
    pages, desk = Pages("ledger"), RedeemingDesk(r)
    pages.get("/desk/catalogue", may=MAY, query=DeskQuery)(desk.show_catalogue)
    pages.post("/desk/catalogue", may=MAY, takes=EntryForm, again=desk.show_catalogue)(desk.add)
    pages.post("/desk/catalogue/<entry_id>", may=MAY, takes=TermsForm)(desk.amend)
    pages.post("/desk/catalogue/<entry_id>/withdraw", may=MAY)(desk.withdraw)
    pages.post("/desk/catalogue/<entry_id>/restore", may=MAY)(desk.put_back)
    pages.get("/desk/redemptions", may=MAY, query=DeskQuery)(desk.show_all)
    return pages
