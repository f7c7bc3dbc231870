"""Writing a broadcast, agreeing to it, and stopping it."""

from services.notify.application.broadcasting.audience import counted
from services.notify.application.broadcasting.commands import AnswerBroadcast, WriteBroadcast
from services.notify.application.context import Notify
from services.notify.application.delivering import Cause
from services.notify.application.reactions import tell
from services.notify.domain.broadcasts import (
    Broadcast,
    BroadcastState,
    BroadcastStep,
    SecondPersonNeeded,
)
from services.notify.domain.notices import NoticeKind
from services.notify.domain.stopping import Stop, broadcast
from shared.events.notify import BroadcastChanged
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.identity.roles import Role
from shared.kernel.errors import AlreadyThere, BadInput, FieldFault, NotFound
from shared.kernel.ids import derived_id
from shared.kernel.words import Words

_SAY_WHY = FieldFault(
    field="reason",
    code="missing",
    zh="请写明为什么不同意",
    en="Please say why you do not agree",
)


def check_can_broadcast(actor: Actor, community_code: str) -> None:
    """Pass if the actor may tell a community's people something.

    Raises:
        Forbidden: If not.
    """
    actor.check_may(Permission.BROADCAST, community_code)


def can_agree(actor: Actor, asked: Broadcast) -> bool:
    """Tell whether :func:`check_can_agree` passes and an answer is waited for."""
    return (
        asked.state is BroadcastState.WAITING
        and actor.member_id != asked.made_by
        and actor.may(Permission.BROADCAST, asked.community_code)
    )


def check_can_agree(actor: Actor, asked: Broadcast) -> None:
    """Pass if the actor may agree to a broadcast: staff of the community other than who wrote it.

    Raises:
        SecondPersonNeeded: If they wrote it.
    """
    if actor.member_id == asked.made_by:
        raise SecondPersonNeeded


def broadcast_of(notify: Notify, actor: Actor, broadcast_id: str) -> Broadcast:
    """Return a broadcast of a community the actor broadcasts in.

    Raises:
        NotFound: If there is none, or it is another community's.
    """
    found = notify.broadcasts.get(broadcast_id)
    if not actor.may(Permission.BROADCAST, found.community_code):
        raise NotFound(kind="Broadcast", id=broadcast_id)
    return found


def write_broadcast(notify: Notify, actor: Actor, asked: WriteBroadcast, broadcast_id: str) -> Broadcast:
    """Return the broadcast, waiting for a second person, who is told; written again under the same id, the one that stands.

    Raises:
        Forbidden: If the actor may not broadcast there.
    """
    check_can_broadcast(actor, asked.community_code)
    made = _kept(notify, actor, _written(notify, actor, asked, broadcast_id))
    _tell_staff(notify, made)
    return made


def _kept(notify: Notify, actor: Actor, made: Broadcast) -> Broadcast:
    try:
        return notify.broadcasts.add(made, _changed(made, actor.member_id))
    except AlreadyThere:
        return broadcast_of(notify, actor, made.id)


def _written(notify: Notify, actor: Actor, asked: WriteBroadcast, broadcast_id: str) -> Broadcast:
    now = notify.clock.now()
    return Broadcast(
        id=broadcast_id,
        community_code=asked.community_code,
        audience=asked.audience,
        says=Words(asked.zh, asked.en),
        steps=(BroadcastStep(state=BroadcastState.WAITING, by=actor.member_id, at=now),),
        expected=counted(notify, asked.community_code, asked.audience, danger=asked.danger).people,
        danger=asked.danger,
        created_at=now,
    )


def _tell_staff(notify: Notify, made: Broadcast) -> None:
    """Tell the others who may agree; told again, nobody is told twice."""
    staff = notify.people.on_duty(Role.COMMUNITY_STAFF, made.community_code)
    kind = NoticeKind.DANGER_WAITS if made.danger else NoticeKind.BROADCAST_WAITS
    waits = tuple(made.to_staff(kind, each.id, made.made_by) for each in staff)
    tell(notify, {Cause(id=derived_id("broadcast-waits", made.id), at=made.created_at): waits})


def answer_broadcast(notify: Notify, actor: Actor, broadcast_id: str, asked: AnswerBroadcast) -> Broadcast:
    """Return the broadcast, being sent, or refused; the same answer again changes nothing.

    Raises:
        NotFound: If it is none of the actor's communities'.
        SecondPersonNeeded: If the actor wrote it.
        BadInput: If it is refused without a reason.
        BroadcastOver: If it was answered otherwise, or stopped.
    """
    before = broadcast_of(notify, actor, broadcast_id)
    check_can_agree(actor, before)
    if not (asked.agree or asked.reason):
        raise BadInput(faults=(_SAY_WHY,))
    there = BroadcastState.SENDING if asked.agree else BroadcastState.REFUSED
    after = _moved(notify, actor, before, there, "" if asked.agree else asked.reason)
    _tell_writer(notify, actor, after)
    return after


def _tell_writer(notify: Notify, actor: Actor, answered: Broadcast) -> None:
    agreed = answered.state is not BroadcastState.REFUSED
    kind = NoticeKind.BROADCAST_AGREED if agreed else NoticeKind.BROADCAST_REFUSED
    told = answered.to_staff(kind, answered.made_by, actor.member_id)
    tell(notify, {Cause(id=derived_id("broadcast-answered", answered.id), at=answered.steps[1].at): (told,)})


def stop_broadcast(notify: Notify, actor: Actor, broadcast_id: str) -> Broadcast:
    """Return the broadcast, stopped: nobody more is told, and what is still on its way is not sent.

    Raises:
        NotFound: If it is none of the actor's communities'.
        BroadcastOver: If it was refused, or has reached everybody.
    """
    before = broadcast_of(notify, actor, broadcast_id)
    stopped = _moved(notify, actor, before, BroadcastState.STOPPED)
    notify.stops.add_missing([(Stop(id=broadcast(stopped.id), at=stopped.steps[-1].at), None)])
    return stopped


def _moved(
    notify: Notify, actor: Actor, before: Broadcast, there: BroadcastState, reason: str = ""
) -> Broadcast:
    after = before.step(there, actor.member_id, notify.clock.now(), reason)
    return before if after is before else notify.broadcasts.save(after, _changed(after, actor.member_id))


def _changed(broadcast: Broadcast, by: str) -> BroadcastChanged:
    return BroadcastChanged(
        broadcast_id=broadcast.id,
        community_code=broadcast.community_code,
        state=broadcast.state.value,
        by=by,
        told=broadcast.told,
    )
