"""What community staff decide about parties: approved, refused, suspended, restored."""

from dataclasses import replace

from services.matching.application.context import Matching
from services.matching.application.parties.commands import ReviewParty, SuspendParty
from services.matching.application.parties.facts import party_reviewed
from services.matching.application.parties.who import check_can_review
from services.matching.domain.errors import IllegalStep, ReasonRequired
from services.matching.domain.parties.party import Party, PartyState
from shared.identity.actor import Actor


def review_party(m: Matching, actor: Actor, party_id: str, asked: ReviewParty) -> Party:
    """Return the party approved or refused; the same decision again changes nothing.

    Raises:
        ReasonRequired: If it is refused without a reason.
        IllegalStep: If it does not wait for review.
        OwnParty: If the actor acts for it.
        Forbidden: If the actor is not staff of a community it serves.
    """
    if not asked.approve and not asked.reason:
        raise ReasonRequired
    party = m.parties.get(party_id)
    check_can_review(actor, party)
    there = PartyState.APPROVED if asked.approve else PartyState.REFUSED
    if party.state is PartyState.SUSPENDED:
        raise IllegalStep(here=party.state.words.zh, there=there.words.zh)
    return _decided(m, actor, party, there, asked.reason)


def suspend_party(m: Matching, actor: Actor, party_id: str, asked: SuspendParty) -> Party:
    """Return the party suspended: its people still see it, and do nothing in its name.

    Raises:
        IllegalStep: If it is not approved.
    """
    party = m.parties.get(party_id)
    check_can_review(actor, party)
    return _decided(m, actor, party, PartyState.SUSPENDED, asked.reason)


def restore_party(m: Matching, actor: Actor, party_id: str) -> Party:
    """Return the party able to act again.

    Raises:
        IllegalStep: If it was not suspended.
    """
    party = m.parties.get(party_id)
    check_can_review(actor, party)
    if party.state is PartyState.AWAITING_REVIEW:
        raise IllegalStep(here=party.state.words.zh, there=PartyState.APPROVED.words.zh)
    return _decided(m, actor, party, PartyState.APPROVED, "")


def _decided(m: Matching, actor: Actor, party: Party, there: PartyState, reason: str) -> Party:
    decided = party.decided(there, by=actor.member_id, reason=reason)
    if decided is party:
        return party
    decided = replace(decided, changed_at=m.clock.now())
    return m.parties.save(decided, party_reviewed(decided, actor.member_id))
