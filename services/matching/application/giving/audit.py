"""Recomputing stock: every offer against its reservations, every reservation against the need it was made for."""

from collections.abc import Iterator

from services.matching.application.context import Matching
from services.matching.domain.giving.answering import answered_by
from services.matching.domain.giving.part import ANSWERED, PartState
from services.matching.domain.giving.reservation import ReservationState, total
from services.matching.domain.giving.stock import busiest, entry_of
from services.matching.domain.need import Need
from services.matching.domain.offer import Offer, OfferKind, OfferState

EVERYTHING = 10_000_000


def first_wrong_in_stock(m: Matching) -> str | None:
    """Return in words the first thing that does not agree, or None. To be asked while nothing is under way."""
    return next(_wrongs(m), None)


def _wrongs(m: Matching) -> Iterator[str]:
    for state in OfferState:
        for offer in m.offers.where({"state": state.value}, limit=EVERYTHING):
            if offer.kind is not OfferKind.SERVICE:
                yield from _wrong_with(m, offer)


def _wrong_with(m: Matching, offer: Offer) -> Iterator[str]:
    taken = busiest(offer) if offer.kind is OfferKind.VENUE else total(offer.reservations)
    if taken > offer.quantity:
        yield f"offer {offer.id}: {taken} set aside or given of {offer.quantity}"
    needs = {each.id: each for each in m.needs.get_many(each.need_id for each in offer.reservations)}
    for entry in offer.reservations:
        part = answered_by(needs[entry.need_id], entry.part_id, entry.id) if entry.need_id in needs else None
        if part is None or part.answer is None or part.state not in ANSWERED:
            yield f"offer {offer.id}: reservation {entry.id} answers no part of need {entry.need_id}"
        elif (part.state is PartState.CONFIRMED) is not (entry.state is ReservationState.GIVEN):
            yield f"offer {offer.id}: reservation {entry.id} is {entry.state}, its part {part.state}"
        elif entry.quantity != part.answer.quantity and entry.state is ReservationState.GIVEN:
            yield f"offer {offer.id}: {entry.quantity} given by {entry.id}, its part says {part.answer.quantity}"
    for need in m.needs.where({"answered_from": offer.id}, limit=EVERYTHING):
        yield from _missing(offer, need)


def _missing(offer: Offer, need: Need) -> Iterator[str]:
    for part in need.parts:
        answer = part.answer
        if answer is None or answer.offer_id != offer.id or part.state not in ANSWERED:
            continue
        if entry_of(offer, answer.reservation_id) is None:
            yield f"need {need.id}: part {part.id} counts on {answer.reservation_id}, which offer {offer.id} lacks"
