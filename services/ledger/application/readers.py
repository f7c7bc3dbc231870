"""Who may read whose account; who read another's is written down."""

from services.ledger.application.context import Ledger
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.identity.readings import ReadData
from shared.kernel.errors import Forbidden


def can_read_account(ledger: Ledger, actor: Actor, member_id: str) -> bool:
    """Tell whether the actor is the member, acts for them, or holds a duty where they live."""
    if actor.member_id == member_id:
        return True
    person = ledger.identity.people.find(member_id)
    home = person.community_code if person else ""
    return (
        actor.may(Permission.SEE_PERSONAL_DATA, home)
        or actor.may(Permission.SEE_AUDIT, home)
        or ledger.identity.people.is_delegate(actor.member_id, member_id)
    )


def read_account(ledger: Ledger, actor: Actor, member_id: str) -> str:
    """Return the member's id once the reading is allowed and, of another's account, logged.

    Raises:
        Forbidden: If :func:`can_read_account` says no.
    """
    if not can_read_account(ledger, actor, member_id):
        raise Forbidden(account=member_id)
    ledger.identity.readings.log(actor.member_id, (member_id,), ReadData.FILE, why="time-bank")
    return member_id
