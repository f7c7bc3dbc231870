"""What a reader may do with what is shown now; the buttons of pages and ``can`` of the API come from here."""

from datetime import timedelta

from services.matching.application.context import Matching
from services.matching.domain import policies
from services.matching.domain.assignment import NEXT_STATES, Assignment, AssignmentState
from services.matching.domain.kind_shapes import ConfirmedBy
from services.matching.domain.need import NEXT_STATES as NEED_STATES
from services.matching.domain.need import Need, NeedState
from services.matching.domain.service_kinds import kind_of
from shared.identity.actor import Actor
from shared.identity.permissions import Permission


def need_can(m: Matching, actor: Actor, need: Need, *, manages: bool) -> tuple[str, ...]:
    """Return what the actor may do with a need, as far as the need itself says.

    Args:
        m: Coordination.
        actor: Who looks.
        need: The need.
        manages: Whether the actor is one of its parties, or staff who review in the community.
    """
    now, code = m.clock.now(), need.community_code
    allowed = {
        "accept": need.place_of(actor.member_id) is None and policies.can_join(need, actor.member_id, now),
        "amend": manages and policies.can_amend(need, only_details=True),
        "withdraw": manages and NeedState.WITHDRAWN in NEED_STATES[need.state],
        "review": need.state is NeedState.AWAITING_REVIEW and actor.may(Permission.REVIEW_NEED, code),
        "dispatch": policies.can_join(need, "", now) and actor.may(Permission.DISPATCH, code),
    }
    return tuple(name for name, may in allowed.items() if may)


def assignment_can(
    m: Matching, actor: Actor, assignment: Assignment, represented: frozenset[str]
) -> tuple[str, ...]:
    """Return what the actor may do with an assignment, as far as its state and the clock say.

    Args:
        m: Coordination.
        actor: Who looks.
        assignment: The assignment.
        represented: Residents the actor is a delegate of.
    """
    staff = actor.may(Permission.CONFIRM_AS_STAFF, assignment.community_code)
    if actor.member_id == assignment.member_id:
        return _serving_can(m, assignment)
    return _others_can(m, assignment, staff=staff, receives=_receives(actor, assignment, represented))


def _others_can(m: Matching, assignment: Assignment, *, staff: bool, receives: bool) -> tuple[str, ...]:
    """Return what the receiving side and staff may do."""
    state = assignment.state
    allowed = {
        "check-in": staff and _can_begin(m, assignment),
        "check-out": staff and state is AssignmentState.CHECKED_IN,
        "confirm": state is AssignmentState.CHECKED_OUT and (staff or (receives and not assignment.is_late)),
        "cancel": staff and AssignmentState.CANCELLED in NEXT_STATES[state],
        "no-show": (staff or receives)
        and AssignmentState.NO_SHOW in NEXT_STATES[state]
        and policies.can_miss(assignment, m.clock.now()),
        "rate": receives and assignment.rating is None and policies.can_rate(assignment),
    }
    return tuple(name for name, may in allowed.items() if may)


def _serving_can(m: Matching, assignment: Assignment) -> tuple[str, ...]:
    """Return what who serves may do."""
    allowed = {
        "check-in": _can_begin(m, assignment),
        "check-out": assignment.state is AssignmentState.CHECKED_IN,
        "cancel": policies.can_cancel(assignment, "", m.clock.now(), as_staff=False),
    }
    return tuple(name for name, may in allowed.items() if may)


def _can_begin(m: Matching, assignment: Assignment) -> bool:
    opens_at = assignment.starts_at - timedelta(minutes=m.policy.check_in_early_minutes)
    return assignment.state is AssignmentState.ACCEPTED and m.clock.now() >= opens_at


def _receives(actor: Actor, assignment: Assignment, represented: frozenset[str]) -> bool:
    organises = kind_of(assignment.service_kind).confirmed_by is ConfirmedBy.ORGANISER
    return (
        actor.member_id == assignment.resident_id
        or assignment.resident_id in represented
        or (organises and actor.member_id == assignment.posted_by)
    )
