"""Answering, ending and moving the records of relatives."""

from services.matching.application.kinship.commands import AnswerKinship, EndKinship
from services.matching.application.kinship.recording import told
from services.matching.domain.errors import ReasonRequired
from services.matching.domain.register.kinship_errors import KinshipOver
from shared.identity.actor import Actor
from shared.identity.kinship import (
    MOST_RELATIVES,
    ConsentManner,
    KinConsent,
    Kinship,
    KinshipState,
)
from shared.identity.opening import Identity
from shared.identity.permissions import Permission
from shared.kernel.errors import NotFound


def answer_kinship(identity: Identity, actor: Actor, kinship_id: str, asked: AnswerKinship) -> Kinship:
    """Return the record as the actor answered it; the same answer again changes nothing.

    Raises:
        NotFound: If the actor is no side of it.
        KinshipOver: If it is refused or ended.
    """
    kinship = own_kinship(identity, actor, kinship_id)
    if actor.member_id not in kinship.missing:
        return kinship
    if not kinship.is_live:
        if asked.agree:
            raise KinshipOver
        return kinship
    now = identity.clock.now()
    if not asked.agree:
        refused = kinship.over(KinshipState.REFUSED, by=actor.member_id, at=now)
        return _saved(identity, actor, refused)
    consent = KinConsent(
        member_id=actor.member_id, manner=ConsentManner.ONESELF, recorded_by=actor.member_id, at=now
    )
    return _saved(identity, actor, kinship.agreed(consent))


def end_kinship(identity: Identity, actor: Actor, kinship_id: str, asked: EndKinship) -> Kinship:
    """Return the record ended, by a side at any time, or by staff of a side's community with a reason.

    Raises:
        NotFound: If the actor is neither.
        ReasonRequired: If staff give none.
    """
    kinship = identity.kinships.get(kinship_id)
    if actor.member_id not in kinship.sides:
        check_can_see_as_staff(identity, actor, kinship)
        if not asked.reason:
            raise ReasonRequired
    if not kinship.is_live:
        return kinship
    now = identity.clock.now()
    over = kinship.over(KinshipState.ENDED, by=actor.member_id, at=now, reason=asked.reason)
    return _saved(identity, actor, over)


def _saved(identity: Identity, actor: Actor, after: Kinship) -> Kinship:
    facts = told(after, actor.member_id) if after.state is not KinshipState.AWAITING_CONSENT else ()
    return identity.kinships.save(after, *facts)


def own_kinship(identity: Identity, actor: Actor, kinship_id: str) -> Kinship:
    """Return a record the actor is a side of.

    Raises:
        NotFound: To everyone else.
    """
    kinship = identity.kinships.get(kinship_id)
    if actor.member_id not in kinship.sides:
        raise NotFound(kind="Kinship", id=kinship_id)
    return kinship


def can_see_as_staff(identity: Identity, actor: Actor, kinship: Kinship) -> bool:
    """Tell whether someone sees a record as staff who record residents where a side lives."""
    people = identity.people.get_many(kinship.sides).values()
    return any(actor.may(Permission.RECORD_RESIDENT, each.community_code) for each in people)


def check_can_see_as_staff(identity: Identity, actor: Actor, kinship: Kinship) -> None:
    """Pass if :func:`can_see_as_staff`.

    Raises:
        NotFound: Otherwise.
    """
    if not can_see_as_staff(identity, actor, kinship):
        raise NotFound(kind="Kinship", id=kinship.id)


def end_all_kinships(identity: Identity, member_id: str) -> None:
    """End every record of somebody whose file is closed."""
    for each in _live(identity, member_id):
        over = each.over(KinshipState.ENDED, by=member_id, at=identity.clock.now())
        identity.kinships.save(over, *told(over, member_id))


def move_kinships(identity: Identity, from_id: str, to_id: str) -> None:
    """Let the records of a file be the account's it was joined to; one the account has already ends."""
    known = {each.other(to_id) for each in _live(identity, to_id)}
    for each in _live(identity, from_id):
        if each.other(from_id) in {*known, to_id}:
            over = each.over(KinshipState.ENDED, by=to_id, at=identity.clock.now())
            identity.kinships.save(over)
        else:
            identity.kinships.save(each.moved(from_id, to_id))


def _live(identity: Identity, member_id: str) -> list[Kinship]:
    return identity.kinships.where({"sides": member_id}, limit=2 * MOST_RELATIVES)
