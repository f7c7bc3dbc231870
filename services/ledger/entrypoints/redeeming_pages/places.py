"""Which communities a member of staff redeems for."""

from services.ledger.application.redeeming.catalogue import check_can_keep_catalogue
from shared.identity.actor import Actor


def community_at_desk(actor: Actor, asked: str) -> str:
    """Return the community asked for, else the one a role of the actor lies in, else the home one.

    Raises:
        Forbidden: If the actor does not redeem for residents there.
    """
    own = (each.scope.community_code for each in actor.grants)
    code = asked or next((each for each in own if each), actor.community_code)
    check_can_keep_catalogue(actor, code)
    return code
