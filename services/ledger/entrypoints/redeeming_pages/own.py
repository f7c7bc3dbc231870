"""Redeeming by a member: the catalogue, one service with its price, one's redemptions, and the printed slip."""

from datetime import datetime

from flask import Response

from services.ledger.application.accounts import totals_of
from services.ledger.application.redeeming.catalogue import entries_of
from services.ledger.application.redeeming.chances import chance_of
from services.ledger.application.redeeming.context import Redeeming
from services.ledger.application.redeeming.ordering import OrderRedemption, free_here, order, withdraw
from services.ledger.application.redeeming.showing import (
    entry_view,
    redemption_view,
    redemptions_of,
    seen,
)
from services.ledger.domain.redeeming.redemption import Redemption
from services.ledger.domain.redeeming.rules import first_start
from services.ledger.entrypoints.redeeming_pages.spoken import (
    CONSENT_WORDS,
    ENDING_WORDS,
    SEEN_WORDS,
    state_chip,
    steps_of,
)
from services.ledger.entrypoints.redeeming_pages.typed import RedeemForm
from shared.identity.actor import Actor
from shared.kernel.clock import CHINA
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN, Nothing
from shared.web.pages import Pages, Shown, Visit

ON_A_PAGE = 20


class OwnRedeeming:
    """What a member does with their credits."""

    def __init__(self, r: Redeeming) -> None:
        """Bind redeeming."""
        self.r = r

    def show_catalogue(self, visit: Visit[Nothing]) -> Response:
        """Show what can be redeemed at home, with what is free and how likely it is to be drawn soon."""
        code = visit.actor.community_code
        entries = entries_of(self.r, code)
        return visit.show(
            "redeeming/catalogue.html",
            community=self.r.ledger.identity.communities.get(code),
            free=free_minutes(self.r, visit.actor.member_id, code),
            rows=[(entry_view(self.r, each), chance_of(self.r, code, each.service_kind)) for each in entries],
        )

    def show_entry(self, visit: Visit[object]) -> Shown:
        """Show one service: price, balance afterwards, chance, and the form."""
        entry = self.r.catalogue.get(visit.path["entry_id"])
        free = free_minutes(self.r, visit.actor.member_id, entry.community_code)
        relatives = self.r.ledger.identity.relatives.of(visit.actor.member_id)
        names = self.r.ledger.identity.people.shown_names(each.member_id for each in relatives)
        return visit.show(
            "redeeming/entry.html",
            entry=entry_view(self.r, entry),
            chance=chance_of(self.r, entry.community_code, entry.service_kind),
            free=free,
            after=free - entry.terms.minutes,
            relatives=[(each.member_id, each.kin.words.say(visit.language), names) for each in relatives],
            suggested=suggested_start(self.r, entry.terms.lead_hours),
        )

    def redeem(self, visit: Visit[RedeemForm]) -> Shown:
        """Order it and show how it stands."""
        form = visit.body
        command = OrderRedemption(
            entry_id=visit.path["entry_id"], starts_at=form.starts_at, resident_id=form.resident_id
        )
        made = order(self.r, visit.actor, command, visit.new_id())
        return visit.go(f"/redemptions/{made.id}", Words("已提交兑换", "Your redemption is on its way"))

    def show_list(self, visit: Visit[Nothing]) -> Response:
        """Show one's redemptions."""
        page = redemptions_of(self.r, visit.actor, visit.actor.member_id, limit=ON_A_PAGE, after=visit.after)
        return visit.show(
            "redeeming/list.html",
            rows=[row_of(self.r, visit.actor, visit.language, each) for each in page.items],
            next=f"/redemptions?after={page.next}" if page.next else None,
        )

    def show_one(self, visit: Visit[Nothing]) -> Response:
        """Show how a redemption stands."""
        found = seen(self.r, visit.actor, visit.path["redemption_id"])
        why = ENDING_WORDS.get(found.reason)
        return visit.show(
            "redeeming/redemption.html",
            **row_of(self.r, visit.actor, visit.language, found),
            steps=steps_of(found, visit.language),
            why=why.say(visit.language) if why and found.is_over else None,
            is_staff=visit.actor.member_id not in (found.member_id, found.resident_id),
        )

    def take_back(self, visit: Visit[Nothing]) -> Shown:
        """Withdraw a redemption."""
        found = withdraw(self.r, visit.actor, visit.path["redemption_id"])
        return visit.go(
            f"/redemptions/{found.id}",
            Words("正在撤回，时间会退回", "Being withdrawn; the credits come back"),
        )

    def show_slip(self, visit: Visit[Nothing]) -> Response:
        """Show the slip to print."""
        found = seen(self.r, visit.actor, visit.path["redemption_id"])
        people, facts = self.r.ledger.identity.people, found.at_counter
        community = self.r.ledger.identity.communities.find(found.community_code)
        return visit.show(
            "redeeming/slip.html",
            **row_of(self.r, visit.actor, visit.language, found),
            holder=people.get(found.resident_id).name,
            community=community.name if community else found.community_code,
            left=totals_of(self.r.ledger, found.member_id) if found.member_id else None,
            seen=SEEN_WORDS[facts.seen].say(visit.language) if facts else None,
            consent=CONSENT_WORDS[facts.consent].say(visit.language) if facts else None,
        )


def row_of(r: Redeeming, actor: Actor, language: str, redemption: Redemption) -> dict[str, object]:
    """Return what a page shows of a redemption."""
    return {
        "redemption": redemption_view(r, actor, redemption),
        "chip": state_chip(redemption, language),
    }


def free_minutes(r: Redeeming, member_id: str, community_code: str) -> int:
    """Return the most a member may spend in a community out of one book."""
    return max(0, *free_here(r, member_id, community_code).values(), 0)


def suggested_start(r: Redeeming, lead_hours: int) -> datetime:
    """Return, on China's clock, the day and time that a form begins with."""
    return first_start(r.ledger.clock.now(), lead_hours).astimezone(CHINA)


def own_pages(r: Redeeming) -> Pages:
    """Return the pages of a member who redeems."""
    pages, own = Pages("ledger"), OwnRedeeming(r)
    pages.get("/redeem", may=SIGNED_IN)(own.show_catalogue)
    pages.get("/redeem/<entry_id>", may=SIGNED_IN)(own.show_entry)
    pages.post("/redeem/<entry_id>", may=SIGNED_IN, takes=RedeemForm, again=own.show_entry)(own.redeem)
    pages.get("/redemptions", may=SIGNED_IN)(own.show_list)
    pages.get("/redemptions/<redemption_id>", may=SIGNED_IN)(own.show_one)
    pages.post("/redemptions/<redemption_id>/withdraw", may=SIGNED_IN)(own.take_back)
    pages.get("/redemptions/<redemption_id>/slip", may=SIGNED_IN)(own.show_slip)
    return pages
