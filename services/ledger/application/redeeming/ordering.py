"""Ordering a redemption and taking it back: the credits are set aside first, then a place of the month is taken."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from services.ledger.application.accounts import books_of
from services.ledger.application.asking import instructed
from services.ledger.application.redeeming.context import Redeeming
from services.ledger.application.redeeming.settling import settle
from services.ledger.application.redeeming.who import (
    check_can_withdraw,
    drawing_of,
    ordered_as,
)
from services.ledger.application.rules import pack_in_force
from services.ledger.domain.redeeming.catalogue import CatalogueEntry, month_of
from services.ledger.domain.redeeming.errors import InsufficientCredit, NotClearedHere
from services.ledger.domain.redeeming.redemption import (
    AtCounter,
    ConsentGiven,
    IdentitySeen,
    PaidBy,
    Redemption,
    RedemptionState,
)
from services.ledger.domain.redeeming.rules import (
    check_counter,
    check_covers,
    check_may_receive,
    check_window,
)
from shared.events.fields import Id, Moment
from shared.events.redeeming import RedemptionWithdrawn
from shared.identity.actor import Actor
from shared.kernel.clock import CHINA
from shared.kernel.errors import AlreadyThere
from shared.packs.pack import RulePack


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRedemption:
    """Redeem a service of the catalogue.

    Attributes:
        entry_id: What was chosen.
        starts_at: When it shall begin.
        ends_at: When it shall be over at the latest; none is as long as it lasts.
        resident_id: Who receives it; none is oneself.
        payer_id: Whose credits; none is oneself or, at the counter, who receives it.
        paid_by: A member's credits, or the community's pool.
        seen: At the counter: what staff looked at to know the person.
        consent: At the counter: how the person agreed.
        hardship: At the counter: whether staff verified hardship.
    """

    entry_id: Id
    starts_at: Moment
    ends_at: Moment | None = None
    resident_id: Id | None = None
    payer_id: Id | None = None
    paid_by: PaidBy = PaidBy.MEMBER
    seen: IdentitySeen | None = None
    consent: ConsentGiven | None = None
    hardship: bool = False

    @property
    def at_counter(self) -> AtCounter | None:
        """Return what staff recorded, if they recorded both."""
        if self.seen is None or self.consent is None:
            return None
        return AtCounter(seen=self.seen, consent=self.consent, hardship=self.hardship)


def order(r: Redeeming, actor: Actor, command: OrderRedemption, redemption_id: str) -> Redemption:
    """Set the price aside and, once the ledger has done so, let a helper be looked for; ordered again, it is ordered once.

    Returns:
        The redemption; still ``ORDERED`` if the ledger takes longer than a request waits.

    Raises:
        NotFound: If there is no such entry or person.
        Forbidden: If the actor may not order for them.
        InsufficientCredit: If too few credits are free.
        NotClearedHere: If enough are free elsewhere only.
        QuotaFull: If the month has no place left.
        RuleBroken: If the times or the community's rules say no.
    """
    known = r.redemptions.find(redemption_id)
    asked = known or _asked(r, actor, command, redemption_id)
    ledger, awaited = r.ledger, str(asked.awaits)
    with ledger.waiting.expecting(awaited):
        ordered = known or _kept(r, asked)
        if ordered.state is not RedemptionState.ORDERED:
            return _checked(ordered)
        answer = ledger.waiting.wait(
            awaited,
            lambda: ledger.projections.answer(awaited),
            ledger.answer_seconds,
            is_new=known is None,
        )
    return ordered if answer is None else _checked(settle(r, ordered.id, awaited, answer.refused))


def _kept(r: Redeeming, asked: Redemption) -> Redemption:
    try:
        return r.redemptions.add(asked, instructed(asked.asks()))
    except AlreadyThere:
        return r.redemptions.get(asked.id)


def _checked(redemption: Redemption) -> Redemption:
    """Return it unless it was refused.

    Raises:
        InsufficientCredit: If it was.
    """
    if redemption.state is RedemptionState.REFUSED:
        raise InsufficientCredit(minutes=redemption.minutes, free=0)
    return redemption


def _asked(r: Redeeming, actor: Actor, command: OrderRedemption, id_: str) -> Redemption:
    """Return what is ordered, every rule being kept."""
    now = r.ledger.clock.now()
    entry = r.catalogue.get(command.entry_id)
    ends_at = command.ends_at or command.starts_at + timedelta(minutes=entry.terms.minutes)
    payer_id = _payer(actor, command)
    resident_id = command.resident_id or command.payer_id or actor.member_id
    asked = Redemption(
        id=id_,
        community_code=entry.community_code,
        book=entry.community_code,
        entry_id=entry.id,
        service_kind=entry.service_kind,
        paid_by=command.paid_by,
        member_id=payer_id,
        resident_id=resident_id,
        ordered_by=actor.member_id,
        ordered_as=ordered_as(r, actor, payer_id, resident_id, entry.community_code),
        at_counter=command.at_counter,
        minutes=entry.terms.minutes,
        starts_at=command.starts_at,
        ends_at=ends_at,
        created_at=now,
    )
    check_window(entry.terms, asked.starts_at, asked.ends_at, now)
    entry.check_can_book(month_of(asked.starts_at))
    rules = pack_in_force(r.ledger, asked.community_code)
    _check_people(r, asked, entry, rules)
    return replace(asked, book=paying_book(r, asked, rules))


def _payer(actor: Actor, command: OrderRedemption) -> str | None:
    if command.paid_by is PaidBy.POOL:
        return None
    return command.payer_id or actor.member_id


def _check_people(r: Redeeming, asked: Redemption, entry: CatalogueEntry, rules: RulePack) -> None:
    check_counter(asked.ordered_as, asked.paid_by, asked.at_counter)
    check_may_receive(rules.redemption, entry.terms, drawing_of(r, asked))


def paying_book(r: Redeeming, asked: Redemption, rules: RulePack) -> str:
    """Return the book that pays: the community's own if it covers the price, else the fullest of those it takes credits from.

    Raises:
        InsufficientCredit: If none covers it.
        NotClearedHere: If only one does that the rules do not reach.
    """
    if asked.member_id is None:
        check_covers(pool_minutes(r, asked.community_code), asked.minutes)
        return asked.community_code
    everywhere = free_by_book(r, asked.member_id)
    free = _reached(r, everywhere, asked.community_code, rules)
    if free.get(asked.community_code, 0) >= asked.minutes:
        return asked.community_code
    fullest = max(free, key=lambda code: free[code], default=asked.community_code)
    here = max(0, free.get(fullest, 0))
    if here < asked.minutes <= max(everywhere.values(), default=0):
        raise NotClearedHere(minutes=asked.minutes, free=here)
    check_covers(here, asked.minutes)
    return fullest


def free_here(r: Redeeming, member_id: str, community_code: str) -> dict[str, int]:
    """Return of :func:`free_by_book` what can be drawn in a community today, by its rules."""
    rules = pack_in_force(r.ledger, community_code)
    return _reached(r, free_by_book(r, member_id), community_code, rules)


def _reached(r: Redeeming, free: Mapping[str, int], community_code: str, rules: RulePack) -> dict[str, int]:
    year = r.ledger.clock.now().astimezone(CHINA).year
    return {
        code: minutes for code, minutes in free.items() if rules.clearing.reaches(year, code, community_code)
    }


def free_by_book(r: Redeeming, member_id: str) -> dict[str, int]:
    """Return how many credits a member may spend in each open book."""
    return {
        each.community_code: each.credit_minutes - each.held_minutes - each.floor_minutes
        for each in books_of(r.ledger, member_id)
        if not each.closed
    }


def pool_minutes(r: Redeeming, community_code: str) -> int:
    """Return how many credits the pool of a community may spend."""
    account = f"book:{community_code}:pool"
    lines = r.ledger.projections.lines_of_book(community_code)
    return sum(each.minutes - each.held_minutes for each in lines if each.account == account)


def withdraw(r: Redeeming, actor: Actor, redemption_id: str) -> Redemption:
    """Take a redemption back; taken back before, it changes nothing.

    Raises:
        NotFound: If there is none.
        Forbidden: If the actor is neither concerned nor staff.
        StillOrdered: If the ledger has not answered yet.
        RedemptionOver: If it is over or being settled.
    """
    redemption = r.redemptions.get(redemption_id)
    check_can_withdraw(r, actor, redemption)
    redemption.check_can_withdraw()
    there = redemption.withdrawn()
    if there is redemption:
        return redemption
    fact = RedemptionWithdrawn(
        redemption_id=redemption.id,
        community_code=redemption.community_code,
        resident_id=redemption.resident_id,
        by=actor.member_id,
    )
    return r.redemptions.save(there, fact)
