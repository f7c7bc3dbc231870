"""What a member likes to do, kept as their one open offer of service."""

from services.matching.application.commands import AmendOffer, MakeOffer
from services.matching.application.context import Matching
from services.matching.application.offers import amend_offer, make_offer
from services.matching.domain.offer import Offer, OfferKind, OfferState
from shared.identity.actor import Actor


def wishes_of(matching: Matching, member_id: str) -> tuple[str, ...]:
    """Return the kinds of service a member offers now."""
    offer = _standing(matching, member_id)
    return offer.service_kinds if offer and offer.state is OfferState.OPEN else ()


def keep_wishes(matching: Matching, actor: Actor, kinds: tuple[str, ...], *, id_: str) -> None:
    """Offer exactly these kinds of service; none means to be asked for nothing, for now.

    Args:
        matching: Where offers are kept.
        actor: Who offers.
        kinds: Codes of kinds of service.
        id_: Of the offer, if one has to be made.
    """
    offer = _standing(matching, actor.member_id)
    if offer is None:
        if kinds:
            make_offer(matching, actor, MakeOffer(service_kinds=kinds), id_)
    elif kinds:
        amend_offer(matching, actor, offer.id, AmendOffer(service_kinds=kinds, state=OfferState.OPEN))
    elif offer.state is OfferState.OPEN:
        amend_offer(matching, actor, offer.id, AmendOffer(state=OfferState.PAUSED))


def _standing(matching: Matching, member_id: str) -> Offer | None:
    """Return the newest offer of service that is not withdrawn."""
    found = matching.offers.page({"member_id": member_id}, limit=50).items
    return next(
        (each for each in found if each.kind is OfferKind.SERVICE and each.state is not OfferState.WITHDRAWN),
        None,
    )
