"""The counter: staff find the person before them, see what they have, and redeem in one form; the slip is printed next."""

from flask import Response

from services.ledger.application.accounts import totals_of
from services.ledger.application.readers import read_account
from services.ledger.application.redeeming.catalogue import check_can_keep_catalogue, entries_of
from services.ledger.application.redeeming.context import Redeeming
from services.ledger.application.redeeming.finding import found_at_counter
from services.ledger.application.redeeming.ordering import OrderRedemption, order, pool_minutes
from services.ledger.application.redeeming.showing import entry_view
from services.ledger.domain.redeeming.redemption import PaidBy
from services.ledger.entrypoints.redeeming_pages.own import free_minutes, suggested_start
from services.ledger.entrypoints.redeeming_pages.places import community_at_desk
from services.ledger.entrypoints.redeeming_pages.spoken import CONSENT_WORDS, SEEN_WORDS
from services.ledger.entrypoints.redeeming_pages.typed import CounterForm, CounterQuery
from shared.identity.permissions import Permission
from shared.kernel.clock import CHINA
from shared.kernel.words import Words
from shared.web.pages import Pages, Shown, Visit

MAY = Permission.REDEEM_FOR_RESIDENT


class Counter:
    """What staff do at the counter."""

    def __init__(self, r: Redeeming) -> None:
        """Bind redeeming."""
        self.r = r

    def show_finding(self, visit: Visit[CounterQuery]) -> Response:
        """Show the search, and whom it found."""
        code = community_at_desk(visit.actor, visit.query.community)
        found = found_at_counter(self.r, visit.actor, code, visit.query.q) if visit.query.q else ()
        return visit.show(
            "redeeming/counter.html",
            community=self.r.ledger.identity.communities.get(code),
            typed=visit.query.q,
            people=found,
        )

    def show_person(self, visit: Visit[object]) -> Shown:
        """Show a person's credits and the form to redeem for them."""
        ledger, actor = self.r.ledger, visit.actor
        person = ledger.identity.people.get(visit.path["member_id"])
        check_can_keep_catalogue(actor, person.community_code)
        read_account(ledger, actor, person.id)
        entries = [entry_view(self.r, each) for each in entries_of(self.r, person.community_code)]
        return visit.show(
            "redeeming/counter_person.html",
            person=person,
            age=person.age_on(ledger.clock.now().astimezone(CHINA).date()),
            totals=totals_of(ledger, person.id),
            free=free_minutes(self.r, person.id, person.community_code),
            pool=pool_minutes(self.r, person.community_code),
            entries=entries,
            suggested=suggested_start(self.r, min((each.lead_hours for each in entries), default=24)),
            seen=[(each.value, words.say(visit.language)) for each, words in SEEN_WORDS.items()],
            consents=[(each.value, words.say(visit.language)) for each, words in CONSENT_WORDS.items()],
        )

    def redeem(self, visit: Visit[CounterForm]) -> Shown:
        """Redeem for the person, and go on to the slip."""
        form, resident_id = visit.body, visit.path["member_id"]
        command = OrderRedemption(
            entry_id=form.entry_id,
            starts_at=form.starts_at,
            resident_id=resident_id,
            payer_id=resident_id if form.paid_by is PaidBy.MEMBER else None,
            paid_by=form.paid_by,
            seen=form.seen,
            consent=form.consent,
            hardship=form.hardship,
        )
        made = order(self.r, visit.actor, command, visit.new_id())
        return visit.go(
            f"/redemptions/{made.id}/slip", Words("已兑换，请打印小票", "Redeemed; please print the slip")
        )


def counter_pages(r: Redeeming) -> Pages:
    """Return the pages of the counter."""
    pages, counter = Pages("ledger"), Counter(r)
    pages.get("/counter", may=MAY, query=CounterQuery)(counter.show_finding)
    pages.get("/counter/<member_id>", may=MAY)(counter.show_person)
    pages.post("/counter/<member_id>", may=MAY, takes=CounterForm, again=counter.show_person)(counter.redeem)
    return pages
