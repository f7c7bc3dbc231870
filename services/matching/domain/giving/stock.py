"""What an offer still has: reserve, hold, give, release; never more than there is."""

from dataclasses import replace
from datetime import datetime

from services.matching.domain.giving import errors
from services.matching.domain.giving.part import Part, PartState
from services.matching.domain.giving.reservation import (
    NEXT_STATES,
    Reservation,
    ReservationState,
    most_at_once,
    total,
)
from services.matching.domain.offer import Offer, OfferKind, OfferState
from shared.kernel.clock import CHINA
from shared.kernel.ids import derived_id

MOST_ENTRIES = 500
"""Reservations and gifts one offer keeps; they are its account."""


def reservation_id(offer_id: str, part_id: str, attempt: int) -> str:
    """Return the id of what an offer sets aside for a part; the same until the part was given back."""
    return derived_id("reservation", offer_id, part_id, str(attempt))


def entry_of(offer: Offer, id_: str) -> Reservation | None:
    """Return the reservation of this id, or None."""
    return next((each for each in offer.reservations if each.id == id_), None)


def left_of(offer: Offer) -> int:
    """Return what may still be reserved, in units or fen; for a venue its capacity; for service nothing is counted."""
    if offer.kind in (OfferKind.GOODS, OfferKind.FUNDS):
        return offer.quantity - total(offer.reservations)
    return offer.quantity


def left_between(offer: Offer, starts_at: datetime, ends_at: datetime) -> int:
    """Return how many people a venue still takes at every moment of a span."""
    return offer.quantity - most_at_once(offer.reservations, starts_at, ends_at)


def with_reservation(offer: Offer, wanted: Reservation, now: datetime) -> Offer:
    """Return the offer with this set aside; itself if it is already.

    Raises:
        OfferClosed: If it is not open.
        OutOfStock: If less is left.
        MoreThanACase: If a fund gives less for one case.
        VenueClosed: If the venue is not open then.
        VenueTaken: If too many others are there then.
        PastBestBefore: If the goods are too old.
        OfferFull: If its account is full.
    """
    if entry_of(offer, wanted.id) is not None:
        return offer
    if offer.state is not OfferState.OPEN:
        raise errors.OfferClosed
    if len(offer.reservations) >= MOST_ENTRIES:
        raise errors.OfferFull(most=MOST_ENTRIES)
    check_has_room(offer, wanted.quantity, now, wanted.starts_at, wanted.ends_at)
    return replace(offer, reservations=(*offer.reservations, wanted))


def check_has_room(
    offer: Offer, quantity: int, now: datetime, starts_at: datetime | None, ends_at: datetime | None
) -> None:
    """Pass if so much can be set aside; raises as :func:`with_reservation`."""
    if offer.funds and quantity > offer.funds.most_per_case_fen:
        raise errors.MoreThanACase(most_fen=offer.funds.most_per_case_fen)
    if offer.venue and starts_at and ends_at:
        if not offer.venue.is_open(starts_at, ends_at):
            raise errors.VenueClosed
        if quantity > left_between(offer, starts_at, ends_at):
            raise errors.VenueTaken
        return
    spoils_on = offer.goods.best_before_on if offer.goods else None
    if spoils_on and now.astimezone(CHINA).date() > spoils_on:
        raise errors.PastBestBefore
    if quantity > left_of(offer):
        raise errors.OutOfStock(left=left_of(offer))


def with_held(offer: Offer, id_: str) -> Offer:
    """Return the offer with a reservation standing; itself if it stands, was given or is gone."""
    return _stepped(offer, id_, ReservationState.HELD)


def with_given(offer: Offer, id_: str, quantity: int) -> Offer:
    """Return the offer with a reservation given, the rest of it back in stock; itself if it was given or is gone."""
    return _stepped(offer, id_, ReservationState.GIVEN, quantity)


def without_reservation(offer: Offer, id_: str) -> Offer:
    """Return the offer with what was set aside back in stock, once; itself if it is gone or was given."""
    entry = entry_of(offer, id_)
    if entry is None or entry.state is ReservationState.GIVEN:
        return offer
    return replace(offer, reservations=tuple(each for each in offer.reservations if each.id != id_))


def _stepped(offer: Offer, id_: str, there: ReservationState, quantity: int | None = None) -> Offer:
    """Return the offer with a reservation a state further; itself if no arrow of NEXT_STATES leads there."""
    entry = entry_of(offer, id_)
    if entry is None or there not in NEXT_STATES[entry.state]:
        return offer
    changed = replace(entry, state=there, quantity=entry.quantity if quantity is None else quantity)
    entries = tuple(changed if each.id == id_ else each for each in offer.reservations)
    return replace(offer, reservations=entries)


def as_answered(offer: Offer, entry: Reservation, part: Part, now: datetime) -> Offer:
    """Return the offer as the part that a reservation answers, or answered, leaves it; itself if it is so already.

    Args:
        offer: The offer.
        entry: The reservation, as it was or would be made.
        part: The part with its answer.
        now: When.

    Raises:
        RuleBroken: If the reservation was released meanwhile and cannot be made again.
    """
    if part.state is PartState.WITHDRAWN:
        return without_reservation(offer, entry.id)
    standing = with_reservation(offer, entry, now)
    if part.state is PartState.CONFIRMED:
        return with_given(standing, entry.id, entry.quantity)
    return with_held(standing, entry.id)


def check_can_become(offer: Offer, changed: Offer) -> None:
    """Pass if an offer may be changed so: what is reserved or given still fits.

    Raises:
        BelowReserved: If it does not.
    """
    taken = total(offer.reservations) if offer.kind is not OfferKind.VENUE else busiest(offer)
    if changed.quantity < taken:
        raise errors.BelowReserved(taken=taken)


def busiest(offer: Offer) -> int:
    """Return the most people a venue ever has at one moment, by its bookings."""
    spans = [(each.starts_at, each.ends_at) for each in offer.reservations]
    return max(
        (most_at_once(offer.reservations, start, end) for start, end in spans if start and end), default=0
    )
