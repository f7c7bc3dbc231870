"""What follows from an answered part: hand over, confirm, give back; and the offer kept in step with the need."""

from services.matching.application.context import Matching
from services.matching.application.facts import need_closed
from services.matching.application.giving.commands import ConfirmPart, HandOverPart, ReleasePart
from services.matching.application.giving.facts import part_confirmed, part_handed_over, part_released
from services.matching.application.giving.owners import acts_for
from services.matching.domain.giving import errors
from services.matching.domain.giving.answering import (
    answered_by,
    part_of,
    with_handed_over,
    with_receipt,
    without_answer,
)
from services.matching.domain.giving.part import Answer, Part, ReceivedAs
from services.matching.domain.giving.reservation import Reservation
from services.matching.domain.giving.stock import as_answered, without_reservation
from services.matching.domain.giving.suiting import span_of
from services.matching.domain.need import Need
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.errors import Forbidden


def reservation_for(need: Need, part: Part, answer: Answer) -> Reservation:
    """Return what an offer sets aside for an answer."""
    starts_at, ends_at = span_of(need, part)
    return Reservation(
        id=answer.reservation_id,
        need_id=need.id,
        part_id=part.id,
        quantity=answer.quantity,
        starts_at=starts_at,
        ends_at=ends_at,
        reserved_at=answer.reserved_at,
    )


def settle_reservation(m: Matching, offer_id: str, need_id: str, part_id: str, reservation_id: str) -> None:
    """Leave a reservation as its part says: standing, given, or back in stock. Done before, it changes nothing.

    Raises:
        RuleBroken: If the part counts on what was released meanwhile and cannot be set aside again.
    """
    offer, need = m.offers.get(offer_id), m.needs.find(need_id)
    part = answered_by(need, part_id, reservation_id) if need else None
    if need is None or part is None or part.answer is None:
        settled = without_reservation(offer, reservation_id)
    else:
        settled = as_answered(offer, reservation_for(need, part, part.answer), part, m.clock.now())
    if settled is not offer:
        m.offers.save(settled)


def release_part(m: Matching, actor: Actor, need_id: str, part_id: str, command: ReleasePart) -> Need:
    """Give a part back; what was set aside for it is back in stock, once.

    Raises:
        Forbidden: If the actor neither gives nor is staff of the community.
        IllegalStep: If it was confirmed.
    """
    need = m.needs.get(need_id)
    part = part_of(need, part_id)
    if part.answer is None:
        return need
    _check_may_give(actor, need, part.answer)
    return give_back(m, need, part, actor.member_id, "returned" if command.reason else None)


def give_back(m: Matching, need: Need, part: Part, by: str, reason: str | None) -> Need:
    """Open an answered part again and put back what was set aside for it; ``reason`` is a code."""
    released = without_answer(need, part.id, m.clock.now())
    if released is need or part.answer is None:
        return need
    facts: list[object] = [part_released(released, part, part.answer, by, reason)]
    saved = m.needs.save(released, *facts, *_closing(need, released))
    if part.answer.offer_id is not None:
        settle_reservation(m, part.answer.offer_id, need.id, part.id, part.answer.reservation_id)
    return saved


def hand_over_part(m: Matching, actor: Actor, need_id: str, part_id: str, command: HandOverPart) -> Need:
    """Say that it was handed over; told again, it changes nothing.

    Raises:
        PartNotAnswered: If nobody answers the part.
        Forbidden: If the actor neither gives nor is staff of the community.
        MoreThanReserved: If more is said than was set aside.
    """
    need = m.needs.get(need_id)
    answer = _answer_of(need, part_id)
    _check_may_give(actor, need, answer)
    handed = with_handed_over(need, part_id, command.quantity, actor.member_id, m.clock.now())
    if handed is need:
        return need
    part = part_of(handed, part_id)
    return m.needs.save(handed, part_handed_over(handed, part, _answer_of(handed, part_id), actor.member_id))


def confirm_part(m: Matching, actor: Actor, need_id: str, part_id: str, command: ConfirmPart) -> Need:
    """Say that it arrived, for the receiving side; the need is met once that settles everything.

    Raises:
        PartNotAnswered: If nobody answers the part.
        GiverCannotConfirm: If the actor is of the giving side.
        Forbidden: If the actor is neither of the receiving side nor staff of the community.
        MoreThanReserved: If more is said than was handed over.
    """
    need = m.needs.get(need_id)
    answer = _answer_of(need, part_id)
    role = _receiving_role(m, actor, need, answer)
    told = (actor.member_id, role)
    received = with_receipt(need, part_id, command.quantity, told, m.clock.now())
    if received is need:
        return need
    fact = part_confirmed(
        received, part_of(received, part_id), _answer_of(received, part_id), actor.member_id
    )
    return m.needs.save(received, fact, *_closing(need, received))


def _closing(before: Need, after: Need) -> tuple[object, ...]:
    return (need_closed(after),) if after.is_closed and not before.is_closed else ()


def _answer_of(need: Need, part_id: str) -> Answer:
    answer = part_of(need, part_id).answer
    if answer is None:
        raise errors.PartNotAnswered
    return answer


def _check_may_give(actor: Actor, need: Need, answer: Answer) -> None:
    if not acts_for(actor, answer) and not actor.may(Permission.DISPATCH, need.community_code):
        raise Forbidden


def _receiving_role(m: Matching, actor: Actor, need: Need, answer: Answer) -> ReceivedAs:
    if acts_for(actor, answer) or actor.member_id == answer.owner_id:
        raise errors.GiverCannotConfirm
    if actor.member_id == need.resident_id:
        return ReceivedAs.RECEIVER
    if m.people.is_delegate(actor.member_id, need.resident_id):
        return ReceivedAs.DELEGATE
    if not actor.may(Permission.CONFIRM_AS_STAFF, need.community_code):
        raise Forbidden
    return ReceivedAs.STAFF
