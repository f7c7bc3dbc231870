"""A team of the town, and a good body for each command of teams."""

from services.matching.application.teams import commands
from services.matching.domain.teams.team import Standing, Team, TeamPlace
from tests.web.platform_app import HOME, Json, PlatformApp
from tests.web.project_bodies import PARTY

TEAM = "team-of-the-town"


def add_team(site: PlatformApp, leader_id: str) -> None:
    """Keep a team of the town's organisation."""
    now = site.platform.matching.clock.now()
    site.platform.matching.teams.add(
        Team(
            id=TEAM,
            party_id=PARTY,
            community_code=HOME,
            name="银龄巡逻队",
            leader_id=leader_id,
            places=(TeamPlace(member_id=leader_id, standing=Standing.MEMBER, since_at=now),),
            created_at=now,
            changed_at=now,
        )
    )


def team_bodies(phone: str, member_id: str) -> dict[str, Json]:
    """Return a body for each command of teams, by the command's name."""
    said: Json = {"name": "银龄巡逻队", "about": "夜里巡逻"}
    bodies: dict[type, Json] = {
        commands.FormTeam: {**said, "party_id": PARTY, "community_code": HOME, "leader_phone": phone},
        commands.AmendTeam: said,
        commands.AskToJoin: {"lets_sign_up": True},
        commands.InviteToTeam: {"phone": phone},
        commands.LetSignUp: {"lets_sign_up": False},
        commands.LeadTeam: {"leader_id": member_id, "deputy_id": None},
        commands.DisbandTeam: {"reason": "任务完成"},
        commands.TeamPeople: {"member_ids": [member_id]},
    }
    return {kind.__name__: body for kind, body in bodies.items()}
