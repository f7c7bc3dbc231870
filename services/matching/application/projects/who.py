"""Who stands how to a project or a shift: the organisation's staff, the team leader, the community."""

from services.matching.application.parties.acting import can_act_for
from services.matching.domain.projects.presence import AgreedAs
from services.matching.domain.projects.project import Project
from services.matching.domain.projects.shift import Shift
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.errors import Forbidden, NotFound


def looks_after(actor: Actor, project: Project) -> bool:
    """Tell whether the actor is staff of a community the project is carried out in."""
    return any(actor.may(Permission.REVIEW_NEED, code) for code in project.community_codes)


def check_may_see(actor: Actor | None, project: Project) -> None:
    """Pass if the project is public, or the actor's organisation's, or of a community the actor works for.

    Raises:
        NotFound: If none of these.
    """
    if project.is_public:
        return
    if actor is None or not (can_act_for(actor, project.party_id) or looks_after(actor, project)):
        raise NotFound(kind="Project", id=project.id)


def runs(actor: Actor, shift: Shift) -> AgreedAs | None:
    """Return in which role the actor runs a shift, the strongest first; None if in none."""
    if actor.may(Permission.CONFIRM_AS_STAFF, shift.community_code):
        return AgreedAs.STAFF
    if can_act_for(actor, shift.party_id):
        return AgreedAs.ORGANISER
    return AgreedAs.LEADER if shift.is_led_by(actor.member_id) else None


def check_runs(actor: Actor, shift: Shift) -> AgreedAs:
    """Return in which role the actor runs a shift.

    Raises:
        Forbidden: If in none.
    """
    role = runs(actor, shift)
    if role is None:
        raise Forbidden
    return role


def check_manages(actor: Actor, shift: Shift) -> None:
    """Pass if the actor may change a shift or its places: the organisation's staff, or the community's.

    Raises:
        Forbidden: If neither; a team leader signs in and agrees, no more.
    """
    if check_runs(actor, shift) is AgreedAs.LEADER:
        raise Forbidden
