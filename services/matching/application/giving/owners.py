"""In whose name something is offered or answered, and who acts for them."""

from dataclasses import dataclass

from services.matching.application.context import Matching
from services.matching.application.parties.acting import approved_party, can_act_for, check_acts_for
from services.matching.domain.giving.errors import CharityRequired, PartyRequired
from services.matching.domain.giving.part import Answer
from services.matching.domain.offer import Offer, OfferKind
from services.matching.domain.parties.party import PartyKind
from shared.identity.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who gives: a member, or a party through one of its staff."""

    member_id: str
    party_id: str | None = None
    party_name: str = ""


def acts_for(actor: Actor, owner: Offer | Answer) -> bool:
    """Tell whether the actor is who gives, or staff of the party that gives."""
    if owner.party_id is not None:
        return can_act_for(actor, owner.party_id)
    return actor.member_id == (owner.member_id if isinstance(owner, Offer) else owner.owner_id)


def owner_for(m: Matching, actor: Actor, kind: OfferKind, party_id: str | None) -> Owner:
    """Return in whose name the actor gives something of a kind.

    Raises:
        NotActingForParty: If the actor is not staff of the party.
        PartyNotApproved: If the community did not approve it, or suspended it.
        PartyRequired: If funds or a venue are offered in no party's name.
        CharityRequired: If funds are offered by a party that is no charity.
    """
    if party_id is None:
        if kind in (OfferKind.FUNDS, OfferKind.VENUE):
            raise PartyRequired
        return Owner(member_id=actor.member_id)
    check_acts_for(actor, party_id)
    party = approved_party(m, party_id)
    if kind is OfferKind.FUNDS and party.kind is not PartyKind.CHARITY:
        raise CharityRequired
    return Owner(member_id=actor.member_id, party_id=party.id, party_name=party.name)
