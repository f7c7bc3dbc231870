"""Which side of an agreement someone stands on."""

from services.matching.application.parties.acting import can_act_for
from services.matching.domain.twinning.errors import OtherSideAgrees
from services.matching.domain.twinning.twinning import Side, Twinning, TwinningState
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.errors import Forbidden, NotFound


def sides_of(actor: Actor | None, party_id: str, community_code: str) -> frozenset[Side]:
    """Return the sides someone acts for; both, if they are of the body and of the community."""
    if actor is None:
        return frozenset()
    acts = {Side.PARTY} if can_act_for(actor, party_id) else set()
    staff = {Side.COMMUNITY} if actor.may(Permission.REVIEW_PARTY, community_code) else set()
    return frozenset(acts | staff)


def check_acts_on_a_side(actor: Actor, twinning: Twinning) -> None:
    """Pass if someone acts for one of the two.

    Raises:
        NotFound: If the actor may not know of it.
        Forbidden: Otherwise.
    """
    if not sides_of(actor, twinning.party_id, twinning.community_code):
        check_can_see(actor, twinning)
        raise Forbidden


def can_answer(actor: Actor | None, twinning: Twinning) -> bool:
    """Tell whether someone answers a proposal: of the other side, and not of the one that proposed."""
    sides = sides_of(actor, twinning.party_id, twinning.community_code)
    return bool(sides) and twinning.proposed_by not in sides


def check_can_answer(actor: Actor, twinning: Twinning) -> None:
    """Pass if :func:`can_answer`.

    Raises:
        NotFound: If the actor may not know of it.
        OtherSideAgrees: If the actor is of the side that proposed.
    """
    check_acts_on_a_side(actor, twinning)
    if not can_answer(actor, twinning):
        raise OtherSideAgrees


def check_can_see(actor: Actor | None, twinning: Twinning) -> None:
    """Pass if an agreement stands, or the reader acts for one of the two.

    Raises:
        NotFound: Otherwise.
    """
    inside = sides_of(actor, twinning.party_id, twinning.community_code)
    if twinning.state is not TwinningState.AGREED and not inside:
        raise NotFound(kind="Twinning", id=twinning.id)
