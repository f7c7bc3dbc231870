"""Who stands how to a party: its own people, staff of a community it serves, or neither."""

from services.matching.application.parties.acting import can_act_for
from services.matching.domain.parties.errors import OwnParty
from services.matching.domain.parties.party import Party, PartyState
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.errors import Forbidden, NotFound


def is_own(actor: Actor | None, party: Party) -> bool:
    """Tell whether someone acts for a party, or sent in its registration and is of its people."""
    return actor is not None and (actor.member_id in party.staff_ids or can_act_for(actor, party.id))


def can_review(actor: Actor | None, party: Party) -> bool:
    """Tell whether someone decides about a party: staff of a community it serves."""
    return actor is not None and any(
        actor.may(Permission.REVIEW_PARTY, code) for code in party.community_codes
    )


def check_can_review(actor: Actor, party: Party) -> None:
    """Pass if :func:`can_review`, and it is not the actor's own party.

    Raises:
        NotFound: If the actor may not know of it.
        Forbidden: If the actor reviews in none of its communities.
        OwnParty: If the actor acts for it.
    """
    if not can_review(actor, party):
        check_can_see(actor, party)
        raise Forbidden(permission=Permission.REVIEW_PARTY.value, place=party.community_code)
    if is_own(actor, party):
        raise OwnParty


def can_change(actor: Actor | None, party: Party) -> bool:
    """Tell whether someone changes what a party says of itself and who acts for it."""
    return is_own(actor, party) or can_review(actor, party)


def check_can_change(actor: Actor, party: Party) -> None:
    """Pass if :func:`can_change`.

    Raises:
        NotFound: If the actor may not know of it.
        Forbidden: Otherwise.
    """
    if not can_change(actor, party):
        check_can_see(actor, party)
        raise Forbidden


def check_can_see(actor: Actor | None, party: Party) -> None:
    """Pass if a party is public, or one's own, or one's to review.

    Raises:
        NotFound: Otherwise.
    """
    if party.state is not PartyState.APPROVED and not can_change(actor, party):
        raise NotFound(kind="Party", id=party.id)
