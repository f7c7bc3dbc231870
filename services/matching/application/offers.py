"""What can be done with an offer: make, amend, pause, open again, withdraw."""

from dataclasses import replace
from datetime import datetime

from services.matching.application.commands import AmendOffer, MakeOffer
from services.matching.application.context import Matching
from services.matching.application.keeping import added_once
from services.matching.domain.errors import IllegalStep, OfferKindNotYet, ServiceKindsRequired, TooManyOffers
from services.matching.domain.offer import Offer, OfferKind, OfferState
from services.matching.domain.service_kinds import kind_of
from shared.events.matching import OfferMade
from shared.identity.actor import Actor
from shared.kernel.errors import NotFound

MOST_OPEN_OFFERS = 20


def make_offer(m: Matching, actor: Actor, command: MakeOffer, offer_id: str) -> Offer:
    """Say what one is ready to give; making it again under the same id returns what stands.

    Raises:
        OfferKindNotYet: For goods, funds and venues.
        TooManyOffers: If one has as many open offers as are allowed.
        RuleBroken: If no kind of service is named, or one that is not known.
    """
    if command.kind is not OfferKind.SERVICE:
        raise OfferKindNotYet
    if m.offers.count({"member_id": actor.member_id, "state": OfferState.OPEN.value}) >= MOST_OPEN_OFFERS:
        raise TooManyOffers(most=MOST_OPEN_OFFERS)
    offer = _offer_of(actor, command, offer_id, m.clock.now())
    return added_once(m.offers, offer, _made(offer))


def _offer_of(actor: Actor, command: MakeOffer, offer_id: str, now: datetime) -> Offer:
    return Offer(
        id=offer_id,
        member_id=actor.member_id,
        community_code=actor.community_code,
        service_kinds=_known_kinds(command.service_kinds),
        radius_metres=command.radius_metres,
        point=command.point.point() if command.point else None,
        note=command.note,
        created_at=now,
        changed_at=now,
    )


def amend_offer(m: Matching, actor: Actor, offer_id: str, command: AmendOffer) -> Offer:
    """Change one's offer, or pause, open or withdraw it.

    Raises:
        NotFound: If it is not one's own.
        IllegalStep: If it is withdrawn.
    """
    offer = own_offer(m, actor, offer_id)
    changed = _amended(offer, command)
    if changed == offer:
        return offer
    changed = replace(changed, changed_at=m.clock.now())
    return m.offers.save(changed, _made(changed))


def own_offer(m: Matching, actor: Actor, offer_id: str) -> Offer:
    """Return an offer of the actor's.

    Raises:
        NotFound: If there is none, or it is another's.
    """
    offer = m.offers.get(offer_id)
    if offer.member_id != actor.member_id:
        raise NotFound(kind="Offer", id=offer_id)
    return offer


def _amended(offer: Offer, command: AmendOffer) -> Offer:
    kinds = offer.service_kinds
    if command.service_kinds is not None:
        kinds = _known_kinds(command.service_kinds)
    changed = replace(
        offer,
        service_kinds=kinds,
        radius_metres=offer.radius_metres if command.radius_metres is None else command.radius_metres,
        point=offer.point if command.point is None else command.point.point(),
        note=offer.note if command.note is None else command.note,
    )
    if offer.state is OfferState.WITHDRAWN and changed != offer:
        raise IllegalStep(here=offer.state, there=OfferState.OPEN)
    return changed.step(command.state or offer.state)


def _known_kinds(codes: tuple[str, ...]) -> tuple[str, ...]:
    kinds = tuple(kind_of(code).code for code in dict.fromkeys(codes))
    if not kinds:
        raise ServiceKindsRequired
    return kinds


def _made(offer: Offer) -> OfferMade:
    return OfferMade(
        offer_id=offer.id,
        community_code=offer.community_code,
        member_id=offer.member_id,
        offer_kind=offer.kind,
        state=offer.state,
    )
