"""Delegates: who may act for a resident, with the resident's consent."""

from services.matching.application.register.accounts import account_with
from services.matching.application.register.commands import AddDelegate
from services.matching.application.register.papers import changed
from services.matching.domain.register.errors import ConsentNeeded, NoSuchDelegate, TooManyDelegates
from shared.identity.actor import Actor
from shared.identity.member import Delegate, Member
from shared.identity.opening import Identity
from shared.identity.permissions import Permission
from shared.identity.phones import normal_phone
from shared.kernel.errors import FieldFault, NotFound

MOST_DELEGATES = 5


def add_delegate(identity: Identity, actor: Actor, asked: AddDelegate) -> Member:
    """Return the resident with the delegate; named again, the relation is renewed.

    Raises:
        ConsentNeeded: Without the resident's consent.
        NoSuchDelegate: If nobody signs in with the phone, or it is the resident's own.
        TooManyDelegates: Beyond five.
        NotFound: If the resident is not the actor's own to name delegates for.
    """
    if not asked.consent:
        raise ConsentNeeded
    resident = _resident(identity, actor, asked.resident_id or actor.member_id)
    account = account_with(identity, normal_phone(asked.phone))
    if account is None or account.id == resident.id:
        raise _no_such_delegate()
    now = identity.clock.now()
    fresh = Delegate(member_id=account.id, relation=asked.relation, since_at=now, recorded_by=actor.member_id)
    delegates = (*_others(resident, account.id), fresh)
    if len(delegates) > MOST_DELEGATES:
        raise TooManyDelegates(most=MOST_DELEGATES)
    return identity.members.save(resident.changed(now, delegates=delegates), changed(resident, "delegates"))


def _no_such_delegate() -> NoSuchDelegate:
    fault = FieldFault(field="phone", code=NoSuchDelegate.code, zh=NoSuchDelegate.zh, en=NoSuchDelegate.en)
    return NoSuchDelegate(faults=(fault,))


def remove_delegate(
    identity: Identity, actor: Actor, delegate_id: str, *, resident_id: str | None = None
) -> Member:
    """Return the resident without the delegate: asked by the resident, by staff, or by the delegate.

    Raises:
        NotFound: If there is no such delegate, or the resident is not the actor's own.
    """
    if delegate_id == actor.member_id and resident_id is not None:
        resident = identity.members.get(resident_id)
    else:
        resident = _resident(identity, actor, resident_id or actor.member_id)
    left = _others(resident, delegate_id)
    if left == resident.delegates:
        raise NotFound(kind="Delegate", id=delegate_id)
    after = resident.changed(identity.clock.now(), delegates=left)
    return identity.members.save(after, changed(resident, "delegates"))


def _others(resident: Member, delegate_id: str) -> tuple[Delegate, ...]:
    return tuple(each for each in resident.delegates if each.member_id != delegate_id)


def _resident(identity: Identity, actor: Actor, resident_id: str) -> Member:
    resident = identity.members.find(resident_id)
    if resident is None or (
        resident.id != actor.member_id and not actor.may(Permission.RECORD_RESIDENT, resident.community_code)
    ):
        raise NotFound(kind="Resident", id=resident_id)
    return resident
