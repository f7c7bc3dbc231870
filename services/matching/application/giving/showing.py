"""How the parts of a need and the account of an offer are shown: to whom, how much."""

from typing import Protocol

from services.matching.application.context import Matching
from services.matching.application.giving.owners import acts_for
from services.matching.application.giving.views import (
    AccountView,
    EntryView,
    PartView,
    SuggestionView,
    WhyView,
)
from services.matching.application.parties.acting import parties_acted_for
from services.matching.domain.gate_shapes import telling
from services.matching.domain.giving.answering import check_can_answer
from services.matching.domain.giving.part import NEXT_STATES, Answer, Part, PartState
from services.matching.domain.giving.reservation import Reservation, ReservationState, total
from services.matching.domain.giving.stock import left_of
from services.matching.domain.giving.suiting import Suggestion, span_of
from services.matching.domain.need import Need
from services.matching.domain.offer import Offer, OfferKind
from shared.identity.actor import Actor
from shared.identity.people import Person
from shared.identity.permissions import Permission
from shared.identity.roles import Role
from shared.kernel.words import Words

can_answer = telling(check_can_answer)
KIND_NAMES = {
    OfferKind.SERVICE: Words("服务", "Service"),
    OfferKind.GOODS: Words("物资", "Goods"),
    OfferKind.FUNDS: Words("资金", "Funds"),
    OfferKind.VENUE: Words("场地", "Venue"),
}
STATE_NAMES = {
    PartState.OPEN: Words("等人承接", "Waiting for an answer"),
    PartState.RESERVED: Words("已承接", "Answered"),
    PartState.HANDED_OVER: Words("已交付，待确认", "Handed over, to be confirmed"),
    PartState.CONFIRMED: Words("已收到", "Received"),
    PartState.EXPIRED: Words("已过期", "Expired"),
    PartState.WITHDRAWN: Words("已撤回", "Withdrawn"),
}
_GIVING = frozenset({PartState.RESERVED, PartState.HANDED_OVER})


class Looks(Protocol):
    """Who looks at a need, with the persons shown in it."""

    @property
    def actor(self) -> Actor:
        """Who looks."""

    @property
    def persons(self) -> dict[str, Person]:
        """Persons by id."""

    def is_party_of(self, resident_id: str, posted_by: str) -> bool:
        """Tell whether the reader is the receiving side, or posted it."""

    def is_staff_of(self, community_code: str) -> bool:
        """Tell whether the reader works at the desk of a community."""


def givers_of(need: Need) -> tuple[str, ...]:
    """Return the members whose names show who answers a need's parts."""
    return tuple(part.answer.owner_id for part in need.parts if part.answer and not part.answer.party_id)


def gives_to(actor: Actor, need: Need) -> bool:
    """Tell whether the actor answers a part that is under way, and so may know for whom and where."""
    return any(part.state in _GIVING and part.answer and acts_for(actor, part.answer) for part in need.parts)


def part_views(m: Matching, reader: Looks, need: Need) -> tuple[PartView, ...]:
    """Return the parts of a need as the reader sees them."""
    return tuple(_part_view(m, reader, need, part) for part in need.parts)


def _part_view(m: Matching, reader: Looks, need: Need, part: Part) -> PartView:
    asked, answer, now = part.asked, part.answer, m.clock.now()
    kind_name = Words("专业服务", "Professional help") if asked.professional else KIND_NAMES[asked.kind]
    starts_at, ends_at = span_of(need, part)
    counts = asked.kind is not OfferKind.FUNDS or _is_concerned(reader, need)
    return PartView(
        id=part.id,
        kind=asked.kind,
        kind_name=kind_name,
        title=asked.title,
        category=asked.category,
        quantity=asked.quantity if counts else None,
        professional=asked.professional,
        starts_at=starts_at,
        ends_at=ends_at,
        due_at=part.due_at,
        overdue=part.is_overdue(now),
        state=part.state,
        state_name=STATE_NAMES[part.state],
        owner_name=_owner_name(reader, part, answer) if answer else None,
        party_id=answer.party_id if answer else None,
        offer_id=answer.offer_id if answer else None,
        given=answer.quantity if answer and counts else None,
        reserved_at=answer.reserved_at if answer else None,
        handed_over_at=answer.handed_over_at if answer else None,
        confirmed_at=answer.confirmed_at if answer else None,
        confirmed_as=answer.confirmed_as if answer else None,
        can=_part_can(m, reader, need, part),
    )


def _is_concerned(reader: Looks, need: Need) -> bool:
    """Tell whether the reader may know how much money is asked for: both sides, staff, and charities that could give it."""
    return (
        reader.is_party_of(need.resident_id, need.posted_by)
        or reader.is_staff_of(need.community_code)
        or reader.actor.holds(Role.CHARITY_STAFF)
    )


def _owner_name(reader: Looks, part: Part, answer: Answer) -> str:
    """Return the party's name, or as a stranger may see it the person's: 王志愿者, 赵社工."""
    person = reader.persons.get(answer.owner_id)
    if answer.party_id or person is None:
        return answer.party_name or "–"
    return person.shown_name.replace("志愿者", "社工") if part.asked.professional else person.shown_name


def _part_can(m: Matching, reader: Looks, need: Need, part: Part) -> tuple[str, ...]:
    actor, code, answer = reader.actor, need.community_code, part.answer
    gives = bool(answer and acts_for(actor, answer))
    follow = NEXT_STATES[part.state]
    allowed = {
        "reserve": can_answer(need, part, m.clock.now()) and _may_answer(actor, need, part),
        "release": (gives or actor.may(Permission.DISPATCH, code)) and answer and PartState.OPEN in follow,
        "hand-over": (gives or actor.may(Permission.DISPATCH, code)) and PartState.HANDED_OVER in follow,
        "confirm": part.state in _GIVING and not gives and _receives(reader, need),
    }
    return tuple(name for name, may in allowed.items() if may)


def _may_answer(actor: Actor, need: Need, part: Part) -> bool:
    if part.asked.professional:
        return actor.may(Permission.TAKE_PROFESSIONAL_NEED, need.community_code)
    if part.asked.kind is OfferKind.SERVICE:
        return bool(parties_acted_for(actor))
    return bool(parties_acted_for(actor)) or actor.may(Permission.DISPATCH, need.community_code)


def _receives(reader: Looks, need: Need) -> bool:
    return reader.is_party_of(need.resident_id, need.resident_id) or reader.actor.may(
        Permission.CONFIRM_AS_STAFF, need.community_code
    )


def suggestion_views(m: Matching, found: tuple[Suggestion, ...]) -> tuple[SuggestionView, ...]:
    """Return offers that could answer a part, with who gives them."""
    names = m.people.shown_names(each.offer.member_id for each in found if not each.offer.party_id)
    return tuple(
        SuggestionView(
            offer_id=each.offer.id,
            kind=each.offer.kind,
            giver=each.offer.party_name or names.get(each.offer.member_id, "–"),
            title=title_of(each.offer),
            left=each.left,
            unit=unit_of(each.offer),
            hand_over=each.offer.goods.hand_over if each.offer.goods else None,
            reasons=tuple(
                WhyView(code=why.code, says=Words(why.zh, why.en), value=why.value, unit=why.unit)
                for why in each.reasons
            ),
        )
        for each in found
    )


def title_of(offer: Offer) -> str:
    """Return what an offer is called: the item, the purpose, the venue."""
    if offer.goods:
        return offer.goods.item
    if offer.funds:
        return offer.funds.purpose
    return offer.venue.name if offer.venue else ""


def unit_of(offer: Offer) -> str:
    """Return in what an offer is counted."""
    if offer.goods:
        return offer.goods.unit
    return "fen" if offer.funds else "people"


def account_view(m: Matching, offer: Offer) -> AccountView:
    """Return where an offer went, for everyone: counts and times, no names."""
    names = {} if offer.party_id else m.people.shown_names([offer.member_id])
    given = [each for each in offer.reservations if each.state is ReservationState.GIVEN]
    set_aside = [each for each in offer.reservations if each.state is not ReservationState.GIVEN]
    return AccountView(
        offer_id=offer.id,
        kind=offer.kind,
        giver=offer.party_name or names.get(offer.member_id, "–"),
        title=title_of(offer),
        unit=unit_of(offer),
        came_in=offer.quantity,
        set_aside=total(set_aside),
        given=total(given),
        left=max(0, left_of(offer)),
        goods=offer.goods,
        venue=offer.venue,
        entries=tuple(_entry_view(each) for each in reversed(offer.reservations)),
    )


def _entry_view(entry: Reservation) -> EntryView:
    return EntryView(
        at=entry.reserved_at,
        given=entry.state is ReservationState.GIVEN,
        quantity=entry.quantity,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
    )
