"""Who stands how to a team: its leaders, the responsible body, the community's staff, its people, or none of them."""

from services.matching.application.parties.acting import can_act_for
from services.matching.domain.teams.errors import OnlyLeaders, OnlyTheBody
from services.matching.domain.teams.team import Standing, Team, TeamState
from shared.identity.actor import Actor
from shared.identity.permissions import Permission
from shared.kernel.errors import NotFound


def can_answer_for(actor: Actor | None, team: Team) -> bool:
    """Tell whether someone answers for a team: staff of the responsible body or of the community."""
    return actor is not None and (
        can_act_for(actor, team.party_id) or actor.may(Permission.REVIEW_PARTY, team.community_code)
    )


def check_can_answer_for(actor: Actor, team: Team) -> None:
    """Pass if :func:`can_answer_for`.

    Raises:
        OnlyTheBody: Otherwise.
    """
    if not can_answer_for(actor, team):
        raise OnlyTheBody


def can_run(actor: Actor | None, team: Team) -> bool:
    """Tell whether someone leads a team or answers for it."""
    return actor is not None and (actor.member_id in team.leader_ids or can_answer_for(actor, team))


def check_can_run(actor: Actor, team: Team) -> None:
    """Pass if :func:`can_run`.

    Raises:
        NotFound: If the actor may not know of it.
        OnlyLeaders: Otherwise.
    """
    if not can_run(actor, team):
        check_can_see(actor, team)
        raise OnlyLeaders


def is_in(actor: Actor | None, team: Team) -> bool:
    """Tell whether someone is in a team."""
    place = team.find(actor.member_id) if actor else None
    return place is not None and place.standing is Standing.MEMBER


def check_can_see(actor: Actor | None, team: Team) -> None:
    """Pass if a team is there for everyone, or was one's own.

    Raises:
        NotFound: Otherwise.
    """
    if team.state is not TeamState.ACTIVE and not (can_run(actor, team) or is_in(actor, team)):
        raise NotFound(kind="Team", id=team.id)
