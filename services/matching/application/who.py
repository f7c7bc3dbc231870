"""Who stands how to a need or an assignment, and which of them may do what."""

from services.matching.application.context import Matching
from services.matching.domain.assignment import Assignment, ConfirmedAs
from services.matching.domain.errors import LateForStaff
from services.matching.domain.kind_shapes import ConfirmedBy
from services.matching.domain.need import Need
from services.matching.domain.policies import check_is_not_volunteer
from services.matching.domain.service_kinds import kind_of
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.errors import Forbidden


def is_party(m: Matching, actor: Actor, need: Need) -> bool:
    """Tell whether the actor is the resident, who posted the need, or a delegate of the resident."""
    return actor.member_id in (need.resident_id, need.posted_by) or m.people.is_delegate(
        actor.member_id, need.resident_id
    )


def check_may_manage(m: Matching, actor: Actor, need: Need) -> None:
    """Pass if the actor may change or withdraw a need: its parties, and staff of the community.

    Raises:
        Forbidden: If neither.
    """
    if not actor.may(Permission.REVIEW_NEED, need.community_code) and not is_party(m, actor, need):
        raise Forbidden


def is_volunteer_or_staff(actor: Actor, assignment: Assignment) -> bool:
    """Tell whether the actor is who serves, or staff of the community."""
    return actor.member_id == assignment.member_id or actor.may(
        Permission.CONFIRM_AS_STAFF, assignment.community_code
    )


def check_may_tell(actor: Actor, assignment: Assignment) -> None:
    """Pass if the actor may check in or out: who serves, or staff on their behalf.

    Raises:
        Forbidden: If neither.
    """
    if not is_volunteer_or_staff(actor, assignment):
        raise Forbidden


def receiving_role(m: Matching, actor: Actor, assignment: Assignment) -> ConfirmedAs | None:
    """Return on which ground the actor speaks for the receiving side, staff apart; None if on none."""
    by_organiser = kind_of(assignment.service_kind).confirmed_by is ConfirmedBy.ORGANISER
    if by_organiser and actor.member_id == assignment.posted_by:
        return ConfirmedAs.ORGANISER
    if actor.member_id == assignment.resident_id:
        return ConfirmedAs.RECEIVER
    if m.people.is_delegate(actor.member_id, assignment.resident_id):
        return ConfirmedAs.DELEGATE
    return None


def confirming_role(m: Matching, actor: Actor, assignment: Assignment) -> ConfirmedAs:
    """Return in which role the actor may agree to the minutes.

    Raises:
        VolunteerCannotConfirm: If it is the volunteer, whatever else they are.
        LateForStaff: If the times were told late and the actor is not staff.
        Forbidden: If the actor is neither of the receiving side nor staff of the community.
    """
    check_is_not_volunteer(assignment, actor.member_id)
    role = receiving_role(m, actor, assignment)
    staff = actor.may(Permission.CONFIRM_AS_STAFF, assignment.community_code)
    if staff and (role is None or assignment.is_late):
        return ConfirmedAs.STAFF
    if role is None:
        raise Forbidden
    if assignment.is_late:
        raise LateForStaff
    return role
