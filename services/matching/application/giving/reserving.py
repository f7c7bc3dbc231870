"""Answering a part of a need: what it takes is set aside in the offer, then the part is taken in the need."""

from datetime import datetime

from services.matching.application.context import Matching
from services.matching.application.giving.commands import ReservePart
from services.matching.application.giving.facts import part_reserved
from services.matching.application.giving.owners import acts_for, owner_for
from services.matching.application.giving.settling import reservation_for, settle_reservation
from services.matching.application.places import reaching
from services.matching.domain.errors import OwnNeed
from services.matching.domain.giving import errors
from services.matching.domain.giving.answering import answered_by, check_can_answer, part_of, with_answer
from services.matching.domain.giving.part import Answer, Part, PartState
from services.matching.domain.giving.stock import reservation_id, with_reservation
from services.matching.domain.giving.suiting import is_of_its_kind
from services.matching.domain.need import Need
from services.matching.domain.offer import Offer, OfferKind
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.errors import BadInput, FieldFault, Forbidden, StaleWrite
from shared.kernel.ids import derived_id


def reserve_part(m: Matching, actor: Actor, need_id: str, part_id: str, command: ReservePart) -> Need:
    """Answer a part, from an offer or as who serves; answering it again the same way changes nothing.

    Raises:
        OutOfStock: If others took what was left.
        PartTaken: If others answer the part.
        Forbidden: If the actor neither gives nor is staff of the community.
        LinliError: If a rule of the need, the part or the offer says no.
    """
    return reaching(lambda: _reserve_part(m, actor, need_id, part_id, command))


def _reserve_part(m: Matching, actor: Actor, need_id: str, part_id: str, command: ReservePart) -> Need:
    need = m.needs.get(need_id)
    part = part_of(need, part_id)
    if part.asked.kind is OfferKind.SERVICE:
        return _take(m, need, part, _service_answer(m, actor, need, part, command))
    return _take_from(m, actor, need, part, command)


def _take(m: Matching, need: Need, part: Part, answer: Answer) -> Need:
    """Take a part in the need; it is taken once."""
    if _answers_already(need, part, answer.reservation_id):
        return need
    answered = with_answer(need, part.id, answer, m.clock.now())
    return m.needs.save(answered, part_reserved(answered, part, answer))


def _answers_already(need: Need, part: Part, reservation: str) -> bool:
    return answered_by(need, part.id, reservation) is not None and part.state is not PartState.WITHDRAWN


def _service_answer(m: Matching, actor: Actor, need: Need, part: Part, command: ReservePart) -> Answer:
    """Return the actor's answer to a part of service: a social worker's own, or a party's.

    Raises:
        SocialWorkerRequired: If it is professional and the actor is no social worker of the community.
        PartyRequired: If it is not, and no party is named.
        NotActingForParty: If the actor is not staff of the party.
    """
    if part.asked.professional and not actor.may(Permission.TAKE_PROFESSIONAL_NEED, need.community_code):
        raise errors.SocialWorkerRequired
    party_id = None if part.asked.professional else command.party_id
    if not part.asked.professional and party_id is None:
        raise errors.PartyRequired
    if actor.member_id == need.resident_id:
        raise OwnNeed
    owner = owner_for(m, actor, part.asked.kind, party_id)
    return Answer(
        reservation_id=derived_id("answer", part.id, party_id or actor.member_id, str(part.attempts)),
        owner_id=actor.member_id,
        party_id=owner.party_id,
        party_name=owner.party_name,
        taken_by=actor.member_id,
        reserved_at=m.clock.now(),
    )


def _take_from(m: Matching, actor: Actor, need: Need, part: Part, command: ReservePart) -> Need:
    """Set aside in the offer, then take the part; whoever loses the part gets their stock back at once."""
    offer = _offer_for(m, actor, need, part, command)
    answer = _answer_from(actor, offer, part, command, m.clock.now())
    if _answers_already(need, part, answer.reservation_id):
        return need
    check_can_answer(need, part, m.clock.now())
    entry = reservation_for(need, part, answer)
    kept = with_reservation(offer, entry, m.clock.now())
    if kept is not offer:
        m.offers.save(kept)
    try:
        return _take(m, need, part, answer)
    except StaleWrite:
        settle_reservation(m, offer.id, need.id, part.id, entry.id)
        raise


def _offer_for(m: Matching, actor: Actor, need: Need, part: Part, command: ReservePart) -> Offer:
    if command.offer_id is None:
        fault = FieldFault(
            field="offer_id", code="required", zh="请选择一项资源", en="Please choose an offer"
        )
        raise BadInput(faults=(fault,))
    offer = m.offers.get(command.offer_id)
    if not acts_for(actor, offer) and not actor.may(Permission.DISPATCH, need.community_code):
        raise Forbidden
    if not is_of_its_kind(offer, need, part):
        raise errors.OfferDoesNotSuit
    if offer.party_id is None and offer.member_id == need.resident_id:
        raise OwnNeed
    return offer


def _answer_from(actor: Actor, offer: Offer, part: Part, command: ReservePart, now: datetime) -> Answer:
    quantity = part.asked.quantity if command.quantity is None else command.quantity
    if quantity > part.asked.quantity:
        raise errors.MoreThanAsked(asked=part.asked.quantity)
    return Answer(
        reservation_id=reservation_id(offer.id, part.id, part.attempts),
        owner_id=offer.member_id,
        party_id=offer.party_id,
        party_name=offer.party_name,
        offer_id=offer.id,
        quantity=quantity,
        taken_by=actor.member_id,
        reserved_at=now,
    )
