"""Who reads and keeps whose service records."""

from services.matching.application.context import Matching
from services.matching.domain.records.errors import OwnRecord
from shared.identity.actor import Actor
from shared.identity.people import Person
from shared.identity.permissions import Permission
from shared.identity.readings import ReadData
from shared.kernel.errors import Forbidden

WHY = "service-record"


def can_keep(actor: Actor, community_code: str) -> bool:
    """Tell whether somebody keeps the records of a community."""
    return actor.may(Permission.CONFIRM_AS_STAFF, community_code)


def check_can_keep(actor: Actor, community_code: str, member_id: str) -> None:
    """Pass if somebody decides about another's record.

    Raises:
        OwnRecord: If it is their own.
        Forbidden: If they are no staff there.
    """
    if actor.member_id == member_id:
        raise OwnRecord
    actor.check_may(Permission.CONFIRM_AS_STAFF, community_code)


def whose_service(m: Matching, actor: Actor, member_id: str | None) -> Person:
    """Return the person whose service is asked for: oneself, or for staff somebody of their community, who sees that.

    Raises:
        NotFound: If there is no such person.
        Forbidden: If the actor is neither.
    """
    person = m.people.get(member_id or actor.member_id)
    if person.id == actor.member_id:
        return person
    if not can_keep(actor, person.community_code):
        raise Forbidden
    m.identity.readings.log(actor.member_id, [person.id], ReadData.FILE, why=WHY)
    return person
