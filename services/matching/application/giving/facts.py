"""The facts that parts of needs tell."""

from services.matching.domain.giving.part import Answer, Part
from services.matching.domain.need import Need
from shared.events import giving as told


def part_asked(need: Need, part: Part, member_ids: tuple[str, ...]) -> told.PartAsked:
    """Return that a part is asked for, and which members could answer it by what they offer."""
    return told.PartAsked(
        need_id=need.id,
        community_code=need.community_code,
        resident_id=need.resident_id,
        posted_by=need.posted_by,
        part_id=part.id,
        offer_kind=part.asked.kind,
        professional=part.asked.professional,
        due_at=part.due_at,
        member_ids=member_ids,
    )


def part_reserved(need: Need, part: Part, answer: Answer) -> told.PartReserved:
    """Return that somebody answers a part."""
    return told.PartReserved(
        need_id=need.id,
        community_code=need.community_code,
        resident_id=need.resident_id,
        posted_by=need.posted_by,
        part_id=part.id,
        offer_kind=part.asked.kind,
        owner_id=answer.owner_id,
        reservation_id=answer.reservation_id,
        quantity=answer.quantity,
        by=answer.taken_by,
        party_id=answer.party_id,
        offer_id=answer.offer_id,
        due_at=part.due_at,
    )


def part_released(need: Need, part: Part, answer: Answer, by: str, reason: str | None) -> told.PartReleased:
    """Return that a part was given back; ``reason`` is a code."""
    return told.PartReleased(
        need_id=need.id,
        community_code=need.community_code,
        resident_id=need.resident_id,
        posted_by=need.posted_by,
        part_id=part.id,
        offer_kind=part.asked.kind,
        owner_id=answer.owner_id,
        reservation_id=answer.reservation_id,
        by=by,
        party_id=answer.party_id,
        offer_id=answer.offer_id,
        reason=reason,
    )


def part_handed_over(need: Need, part: Part, answer: Answer, by: str) -> told.PartHandedOver:
    """Return that what a part asks for was handed over."""
    return told.PartHandedOver(
        need_id=need.id,
        community_code=need.community_code,
        resident_id=need.resident_id,
        posted_by=need.posted_by,
        part_id=part.id,
        offer_kind=part.asked.kind,
        owner_id=answer.owner_id,
        reservation_id=answer.reservation_id,
        quantity=answer.quantity,
        by=by,
        party_id=answer.party_id,
        offer_id=answer.offer_id,
    )


def part_confirmed(need: Need, part: Part, answer: Answer, by: str) -> told.PartConfirmed:
    """Return that what a part asks for arrived."""
    return told.PartConfirmed(
        need_id=need.id,
        community_code=need.community_code,
        resident_id=need.resident_id,
        posted_by=need.posted_by,
        part_id=part.id,
        offer_kind=part.asked.kind,
        owner_id=answer.owner_id,
        reservation_id=answer.reservation_id,
        quantity=answer.quantity,
        by=by,
        party_id=answer.party_id,
        offer_id=answer.offer_id,
        confirmed_as=answer.confirmed_as,
    )
