"""The pages of what one gives, or one's party: what is asked for now, the offers with their stock, each with its account."""

from services.matching.application.commands import AmendOffer, MakeOffer
from services.matching.application.context import Matching
from services.matching.application.giving.queries import account_of
from services.matching.application.giving.showing import KIND_NAMES
from services.matching.application.lists import NeedsQuery, OffersQuery
from services.matching.application.offers import amend_offer, make_offer, own_offer
from services.matching.application.parties.acting import parties_acted_for
from services.matching.application.queries import needs_listed, offers_listed
from services.matching.application.views import NeedView, OfferView
from services.matching.domain.giving.kinds import GoodsCategory, Venue
from services.matching.domain.offer import Offer, OfferKind, OfferState
from services.matching.domain.parties.party import Party, PartyKind
from services.matching.entrypoints.giving_pages.typed import (
    OfferForm,
    form_values,
    funds_in,
    goods_in,
    spoken_span,
    told_at_fields,
    venue_in,
)
from services.matching.entrypoints.register_pages.day_parts import WEEKDAYS
from shared.identity.actor import Actor
from shared.identity.member import day_in_china
from shared.kernel.errors import BadInput
from shared.kernel.words import Words
from shared.web.api import PUBLIC, SIGNED_IN, Nothing
from shared.web.pages import Pages, Shown, Visit

STEPS = {"pause": OfferState.PAUSED, "open": OfferState.OPEN, "withdraw": OfferState.WITHDRAWN}
GIVABLE = (OfferKind.GOODS, OfferKind.FUNDS, OfferKind.VENUE)
MOST_SHOWN = 20


class Giving:
    """The pages of offers that are not service."""

    def __init__(self, m: Matching) -> None:
        """Bind coordination."""
        self.m = m

    def show_all(self, visit: Visit[object]) -> Shown:
        """Show what is asked for in the district that this visitor could give, and what they give."""
        parties = self._parties(visit.actor)
        givable = _givable(parties)
        return visit.show(
            "giving/overview.html",
            asked=self._asked(visit.actor, givable),
            answered=self._answered(visit.actor, parties),
            offers=self._offers(visit.actor, parties),
            parties=parties,
            givable=[(kind.value, KIND_NAMES[kind].say(visit.language)) for kind in givable],
        )

    def _parties(self, actor: Actor) -> list[Party]:
        return sorted(self.m.parties.get_many(parties_acted_for(actor)), key=lambda party: party.id)

    def _asked(self, actor: Actor, givable: tuple[OfferKind, ...]) -> list[NeedView]:
        pages = (needs_listed(self.m, actor, NeedsQuery(asks=kind), limit=MOST_SHOWN) for kind in givable)
        found = {need.id: need for page in pages for need in page.items}
        return sorted(found.values(), key=lambda need: min(part.due_at for part in need.parts))[:MOST_SHOWN]

    def _answered(self, actor: Actor, parties: list[Party]) -> list[NeedView]:
        givers = ("me", *(party.id for party in parties))
        pages = (
            needs_listed(self.m, actor, NeedsQuery(answered_by=giver), limit=MOST_SHOWN) for giver in givers
        )
        found = {need.id: need for page in pages for need in page.items}
        return list(found.values())[:MOST_SHOWN]

    def _offers(self, actor: Actor, parties: list[Party]) -> list[OfferView]:
        queries = (OffersQuery(), *(OffersQuery(party_id=party.id) for party in parties))
        pages = (offers_listed(self.m, actor, query, limit=100) for query in queries)
        found = {offer.id: offer for page in pages for offer in page.items}
        return [each for each in found.values() if each.kind is not OfferKind.SERVICE]

    def show_new(self, visit: Visit[object]) -> Shown:
        """Show the empty form for goods, a fund or a venue."""
        kind = _kind(visit.values.get("kind"))
        return self._form(visit, kind, None)

    def _form(self, visit: Visit[object], kind: OfferKind, offer: Offer | None) -> Shown:
        language = visit.language
        known = form_values(offer) if offer else {}
        parties = [] if offer else self._parties(visit.actor)
        named = [(party.id, party.name) for party in parties if kind in _givable([party])]
        visit.values = {**known, **visit.values} if visit.error else known
        return visit.show(
            "giving/offer_form.html",
            kind=kind.value,
            kind_name=KIND_NAMES[kind].say(language),
            offer=offer,
            parties=[("", Words("我自己", "Myself").say(language)), *named]
            if kind is OfferKind.GOODS
            else named,
            categories=[(each.value, each.words.say(language)) for each in GoodsCategory],
            weekdays=[{"value": day, "words": words.say(language)} for day, words in WEEKDAYS],
        )

    def keep_new(self, visit: Visit[OfferForm]) -> Shown:
        """Keep a new offer."""
        form = visit.body
        try:
            made = make_offer(self.m, visit.actor, _making(form), visit.new_id())
        except BadInput as refused:
            raise told_at_fields(refused) from refused
        return visit.go(f"/giving/{made.id}", Words("已登记，谢谢", "Entered. Thank you"))

    def show_one(self, visit: Visit[object]) -> Shown:
        """Show an offer of one's own with its account and its form."""
        offer = own_offer(self.m, visit.actor, visit.path["offer"])
        account = account_of(self.m, visit.actor, offer.id)
        return visit.show(
            "giving/offer.html", offer=offer, account=account, public=False, **self._days(offer.venue)
        )

    def _days(self, venue: Venue | None) -> dict[str, object]:
        """Return the single days of a venue as the page shows them, hours as times of day."""
        today = day_in_china(self.m.clock.now())
        days = venue.days_from(today) if venue else ()
        hours = [spoken_span(each.from_minute, each.to_minute) for each in days]
        return {"days": list(zip(days, hours, strict=True)), "today": today.isoformat()}

    def show_edit(self, visit: Visit[object]) -> Shown:
        """Show the form of an offer that stands."""
        offer = own_offer(self.m, visit.actor, visit.path["offer"])
        return self._form(visit, offer.kind, offer)

    def keep_edit(self, visit: Visit[OfferForm]) -> Shown:
        """Keep what was changed."""
        offer, form = own_offer(self.m, visit.actor, visit.path["offer"]), visit.body
        asked = AmendOffer(
            note=form.note, goods=goods_in(form), funds=funds_in(form), venue=venue_in(form, offer)
        )
        try:
            amend_offer(self.m, visit.actor, offer.id, asked)
        except BadInput as refused:
            raise told_at_fields(refused) from refused
        return visit.go(f"/giving/{offer.id}", Words("已保存", "Saved"))

    def step(self, visit: Visit[Nothing], state: OfferState) -> Shown:
        """Pause, open or withdraw an offer."""
        amend_offer(self.m, visit.actor, visit.path["offer"], AmendOffer(state=state))
        return visit.go(f"/giving/{visit.path['offer']}", Words("已保存", "Saved"))

    def show_public(self, visit: Visit[object]) -> Shown:
        """Show where a party's offer went, to everyone."""
        account = account_of(self.m, visit.somebody, visit.path["offer"])
        return visit.show(
            "giving/offer.html", offer=None, account=account, public=True, **self._days(account.venue)
        )


def _making(form: OfferForm) -> MakeOffer:
    return MakeOffer(
        kind=form.kind,
        party_id=form.party_id or None,
        note=form.note,
        goods=goods_in(form),
        funds=funds_in(form),
        venue=venue_in(form),
    )


def _kind(given: object) -> OfferKind:
    return next((kind for kind in GIVABLE if kind.value == given), OfferKind.GOODS)


def _givable(parties: list[Party]) -> tuple[OfferKind, ...]:
    """Return what may be given in the name of these parties, or for oneself: goods always."""
    charity = any(party.kind is PartyKind.CHARITY for party in parties)
    may = {OfferKind.GOODS: True, OfferKind.FUNDS: charity, OfferKind.VENUE: bool(parties)}
    return tuple(kind for kind in GIVABLE if may[kind])


def offer_pages(m: Matching) -> Pages:
    """Return the pages of what one gives."""
    pages, page = Pages("matching"), Giving(m)
    pages.get("/giving", may=SIGNED_IN)(page.show_all)
    pages.get("/giving/new", may=SIGNED_IN)(page.show_new)
    pages.post("/giving/new", may=SIGNED_IN, takes=OfferForm, again=page.show_new)(page.keep_new)
    pages.get("/giving/<offer>", may=SIGNED_IN)(page.show_one)
    pages.get("/giving/<offer>/edit", may=SIGNED_IN)(page.show_edit)
    pages.post("/giving/<offer>/edit", may=SIGNED_IN, takes=OfferForm, again=page.show_edit)(page.keep_edit)
    for name, state in STEPS.items():
        pages.post(f"/giving/<offer>/{name}", may=SIGNED_IN)(
            lambda visit, state=state: page.step(visit, state)  # type: ignore[misc]  # -- bound now
        )
    pages.get("/offers/<offer>", may=PUBLIC)(page.show_public)
    return pages
