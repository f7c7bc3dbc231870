"""The facts told of teams."""

from services.matching.domain.teams.team import Team
from shared.events import teams as told

GONE = "GONE"


def team_led(team: Team, by: str) -> told.TeamLed:
    """Return who leads a team since."""
    return told.TeamLed(
        team_id=team.id,
        party_id=team.party_id,
        community_code=team.community_code,
        leader_ids=team.leader_ids,
        by=by,
    )


def team_list_changed(team: Team, member_id: str, by: str) -> told.TeamListChanged:
    """Return how a person stands to a team since."""
    place = team.find(member_id)
    return told.TeamListChanged(
        team_id=team.id,
        party_id=team.party_id,
        community_code=team.community_code,
        member_id=member_id,
        standing=place.standing if place else GONE,
        leader_ids=team.leader_ids,
        by=by,
    )


def team_disbanded(team: Team, by: str) -> told.TeamDisbanded:
    """Return that a team is no more."""
    return told.TeamDisbanded(
        team_id=team.id,
        party_id=team.party_id,
        community_code=team.community_code,
        member_ids=team.member_ids,
        by=by,
    )
