"""What can be done with an assignment: check in and out, confirm, cancel, record a no-show, rate."""

from dataclasses import replace

from services.matching.application.commands import Cancel, CheckIn, CheckOut, Confirm, NoShow, Rate
from services.matching.application.context import Matching
from services.matching.application.crediting import minors
from services.matching.application.facts import assignment_changed, service_confirmed, service_rated
from services.matching.application.needs import recorded
from services.matching.application.places import leave_place
from services.matching.application.who import check_may_tell, confirming_role, receiving_role
from services.matching.domain import policies
from services.matching.domain.assignment import (
    LATE_AFTER,
    Assignment,
    AssignmentState,
    Confirmation,
    ConfirmedAs,
    Mark,
    Rating,
)
from services.matching.domain.errors import AlreadyConfirmed, AlreadyRated
from services.matching.domain.need import Need, RecordedAs
from shared.identity.actor import Actor
from shared.kernel.errors import Forbidden
from shared.kernel.geography import distance_metres


def check_in(m: Matching, actor: Actor, assignment_id: str, command: CheckIn) -> Assignment:
    """Begin a service, by who serves or staff for them; told more than an hour late it is marked so.

    Raises:
        Forbidden: If the actor is neither.
        LinliError: If the instant is to come, too early, too late, or the service has begun at another.
    """
    assignment = m.assignments.get(assignment_id)
    check_may_tell(actor, assignment)
    need, known = m.needs.get(assignment.need_id), assignment.check_in
    if known and command.at in (None, known.at):
        return assignment
    mark = _mark(m, need, command)
    begun = assignment.checked_in(mark)
    policies.check_can_check_in(assignment, need, mark.at, m.policy)
    return m.assignments.save(begun, assignment_changed(begun, actor.member_id))


def check_out(m: Matching, actor: Actor, assignment_id: str, command: CheckOut) -> Assignment:
    """End a service; as :func:`check_in`."""
    assignment = m.assignments.get(assignment_id)
    check_may_tell(actor, assignment)
    known = assignment.check_out
    if known and command.at in (None, known.at):
        return assignment
    mark = _mark(m, m.needs.get(assignment.need_id), command)
    ended = assignment.checked_out(mark)
    policies.check_can_check_out(assignment, mark.at)
    return m.assignments.save(ended, assignment_changed(ended, actor.member_id))


def _mark(m: Matching, need: Need, command: CheckIn | CheckOut) -> Mark:
    now = m.clock.now()
    at = command.at or now
    policies.check_can_tell(at, now)
    point = command.point.point() if command.point else None
    return Mark(
        at=at,
        told_at=now,
        late=now - at > LATE_AFTER,
        point=point,
        distance_metres=distance_metres(point, need.point) if point and need.point else None,
    )


def confirm(m: Matching, actor: Actor, assignment_id: str, command: Confirm) -> Assignment:
    """Agree to the minutes of a service, from where they are credited; agreeing to the same again changes nothing.

    Raises:
        Forbidden: If the actor is neither of the receiving side nor staff, or is the volunteer.
        AlreadyConfirmed: If other minutes stand.
        LinliError: If the minutes, the reason or the state are against a rule.
    """
    assignment = m.assignments.get(assignment_id)
    role = confirming_role(m, actor, assignment)
    if known := assignment.confirmation:
        if known.minutes == command.minutes:
            return assignment
        raise AlreadyConfirmed(minutes=known.minutes)
    policies.check_can_confirm(assignment, actor.member_id, role, command.minutes, command.reason)
    confirmation = _confirmation(m, actor, role, command)
    stands = replace(
        assignment.confirmed(confirmation), recorded_as=_recorded(assignment, role, command.recorded_as)
    )
    served_at = stands.check_in.at if stands.check_in else stands.starts_at
    minor = minors(m, (stands.member_id,), served_at)[stands.member_id]
    fact = service_confirmed(stands, confirmation, minor)
    return m.assignments.save(stands, assignment_changed(stands, actor.member_id), fact)


def _recorded(assignment: Assignment, role: ConfirmedAs, stated: RecordedAs | None) -> RecordedAs:
    return recorded(assignment.recorded_as, stated, as_staff=role is ConfirmedAs.STAFF)


def _confirmation(m: Matching, actor: Actor, role: ConfirmedAs, command: Confirm) -> Confirmation:
    return Confirmation(
        minutes=command.minutes, by=actor.member_id, as_role=role, reason=command.reason, at=m.clock.now()
    )


def cancel(m: Matching, actor: Actor, assignment_id: str, command: Cancel) -> Assignment:
    """Give an assignment back, the place and the time with it; cancelling again changes nothing.

    Raises:
        Forbidden: If the actor is neither who would serve nor staff of the community.
        TooLate: If the volunteer asks after the start.
        ReasonRequired: If staff give no reason.
    """
    assignment = m.assignments.get(assignment_id)
    check_may_tell(actor, assignment)
    if assignment.state is not AssignmentState.CANCELLED:
        as_staff = actor.member_id != assignment.member_id
        policies.check_can_cancel(assignment, command.reason, m.clock.now(), as_staff=as_staff)
        gone = assignment.ended_early(AssignmentState.CANCELLED, command.reason)
        assignment = m.assignments.save(gone, assignment_changed(gone, actor.member_id))
    leave_place(m, assignment)
    return assignment


def no_show(m: Matching, actor: Actor, assignment_id: str, command: NoShow) -> Assignment:
    """Record that the volunteer did not come, by the receiving side or staff; recording it again changes nothing.

    Raises:
        Forbidden: If the actor is neither.
        TooEarly: Before the start.
    """
    assignment = m.assignments.get(assignment_id)
    confirming_role(m, actor, assignment)
    if assignment.state is not AssignmentState.NO_SHOW:
        policies.check_can_miss(assignment, m.clock.now())
        missed = assignment.ended_early(AssignmentState.NO_SHOW, command.reason)
        assignment = m.assignments.save(missed, assignment_changed(missed, actor.member_id))
    leave_place(m, assignment)
    return assignment


def rate(m: Matching, actor: Actor, assignment_id: str, command: Rate) -> Assignment:
    """Grade a service once, by the receiving side; the same grade again changes nothing.

    Raises:
        Forbidden: If the actor is not of the receiving side, or is the volunteer.
        NotConfirmed: If the minutes do not stand yet.
        AlreadyRated: If another grade stands.
    """
    assignment = m.assignments.get(assignment_id)
    policies.check_is_not_volunteer(assignment, actor.member_id)
    if receiving_role(m, actor, assignment) is None:
        raise Forbidden
    policies.check_can_rate(assignment)
    if known := assignment.rating:
        if (known.grade, known.words) == (command.grade, command.words):
            return assignment
        raise AlreadyRated
    rating = Rating(grade=command.grade, words=command.words, by=actor.member_id, at=m.clock.now())
    return m.assignments.save(replace(assignment, rating=rating), service_rated(assignment, command.grade))
