"""What can be done with an offer: make, amend, pause, open again, withdraw."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from services.matching.application.commands import AmendOffer, MakeOffer
from services.matching.application.context import Matching
from services.matching.application.giving.owners import acts_for, owner_for
from services.matching.application.keeping import added_once
from services.matching.domain.errors import IllegalStep, ServiceKindsRequired, TooManyOffers
from services.matching.domain.giving.describing import check_describes
from services.matching.domain.giving.stock import check_can_become
from services.matching.domain.offer import Offer, OfferKind, OfferState
from services.matching.domain.service_kinds import kind_of
from shared.events.matching import OfferMade
from shared.identity.actor import Actor
from shared.identity.member import day_in_china
from shared.kernel.errors import NotFound
from shared.kernel.geography import Point

MOST_OPEN_OFFERS = 20
_LOOKED_UP_AT_ONCE = 100


def make_offer(m: Matching, actor: Actor, command: MakeOffer, offer_id: str) -> Offer:
    """Say what one is ready to give; making it again under the same id returns what stands.

    Raises:
        TooManyOffers: If one has as many open offers as are allowed.
        RuleBroken: If no kind of service is named, or one that is not known; or if funds or a venue are in no party's name.
        BadInput: If it does not say what its kind asks for.
    """
    if m.offers.count({"member_id": actor.member_id, "state": OfferState.OPEN.value}) >= MOST_OPEN_OFFERS:
        raise TooManyOffers(most=MOST_OPEN_OFFERS)
    check_describes(command.kind, (command.goods, command.funds, command.venue), day_in_china(m.clock.now()))
    offer = _offer_of(m, actor, command, offer_id)
    return added_once(m.offers, offer, _made(offer))


def _offer_of(m: Matching, actor: Actor, command: MakeOffer, offer_id: str) -> Offer:
    owner, now = owner_for(m, actor, command.kind, command.party_id), m.clock.now()
    return Offer(
        id=offer_id,
        member_id=actor.member_id,
        community_code=actor.community_code,
        party_id=owner.party_id,
        party_name=owner.party_name,
        kind=command.kind,
        service_kinds=_kinds_for(command.kind, command.service_kinds),
        radius_metres=command.radius_metres,
        point=command.point.point() if command.point else _usual_point(m, actor, command.kind),
        note=command.note,
        goods=command.goods,
        funds=command.funds,
        venue=command.venue,
        created_at=now,
        changed_at=now,
    )


def amend_offer(m: Matching, actor: Actor, offer_id: str, command: AmendOffer) -> Offer:
    """Change one's offer, or one's party's; or pause, open or withdraw it.

    Raises:
        NotFound: If it is not one's own.
        IllegalStep: If it is withdrawn.
        BelowReserved: If less would be left than is reserved or given.
        BadInput: If it would not say what its kind asks for.
    """
    offer = own_offer(m, actor, offer_id)
    changed = _amended(offer, command)
    if changed == offer:
        return offer
    stated_at = m.clock.now() if command.goods else offer.created_at
    check_describes(offer.kind, (changed.goods, changed.funds, changed.venue), day_in_china(stated_at))
    check_can_become(offer, changed)
    changed = replace(changed, changed_at=m.clock.now())
    return m.offers.save(changed, _made(changed))


def own_offer(m: Matching, actor: Actor, offer_id: str) -> Offer:
    """Return an offer of the actor's, or of a party they are staff of.

    Raises:
        NotFound: If there is none, or it is another's.
    """
    offer = m.offers.get(offer_id)
    if not acts_for(actor, offer):
        raise NotFound(kind="Offer", id=offer_id)
    return offer


def _amended(offer: Offer, command: AmendOffer) -> Offer:
    kinds = offer.service_kinds
    if command.service_kinds is not None:
        kinds = _kinds_for(offer.kind, command.service_kinds)
    changed = replace(
        offer,
        service_kinds=kinds,
        radius_metres=offer.radius_metres if command.radius_metres is None else command.radius_metres,
        point=offer.point if command.point is None else command.point.point(),
        note=offer.note if command.note is None else command.note,
        goods=command.goods or offer.goods,
        funds=command.funds or offer.funds,
        venue=command.venue or offer.venue,
    )
    if offer.state is OfferState.WITHDRAWN and changed != offer:
        raise IllegalStep(here=offer.state, there=OfferState.OPEN)
    return changed.step(command.state or offer.state)


def kinds_offered(m: Matching, member_ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
    """Return, by member, the kinds of service that they offer now, as themselves; who offers none is left out."""
    found: dict[str, frozenset[str]] = {}
    for first in range(0, len(member_ids), _LOOKED_UP_AT_ONCE):
        some = list(member_ids[first : first + _LOOKED_UP_AT_ONCE])
        for offer in m.offers.where({"member_id": {"$in": some}}, limit=MOST_OPEN_OFFERS * len(some)):
            if offer.state is OfferState.OPEN and offer.kind is OfferKind.SERVICE and not offer.party_id:
                found[offer.member_id] = found.get(offer.member_id, frozenset()) | set(offer.service_kinds)
    return found


def _kinds_for(kind: OfferKind, codes: tuple[str, ...]) -> tuple[str, ...]:
    kinds = tuple(kind_of(code).code for code in dict.fromkeys(codes))
    if kind is OfferKind.SERVICE and not kinds:
        raise ServiceKindsRequired
    return kinds if kind is OfferKind.SERVICE else ()


def _usual_point(m: Matching, actor: Actor, kind: OfferKind) -> Point | None:
    """Return where things are if nobody says: in the community, never at somebody's home."""
    community = m.communities.find(actor.community_code)
    return community.point if community and kind is not OfferKind.SERVICE else None


def _made(offer: Offer) -> OfferMade:
    return OfferMade(
        offer_id=offer.id,
        community_code=offer.community_code,
        member_id=offer.member_id,
        offer_kind=offer.kind,
        state=offer.state,
    )
