"""Builders for the tests of teams: a team under the organisation of the world of projects, with people in it."""

from services.matching.application.teams.commands import AskToJoin, FormTeam, TeamPeople
from services.matching.application.teams.forming import form_team
from services.matching.application.teams.joining import admit_to_team, ask_to_join
from services.matching.domain.teams.team import Team
from shared.identity.actor import Actor
from tests.application.project_world import PARTY, ProjectWorld


def a_team(world: ProjectWorld, leader: Actor | None = None, name: str = "银龄巡逻队") -> Team:
    """Return a team that the organiser formed, led by somebody or the organiser."""
    phone = world.world.identity.members.get(leader.member_id).phone if leader else None
    asked = FormTeam(party_id=PARTY, name=name, leader_phone=phone)
    return form_team(world.m, world.organiser, asked, world.m.ids.new())


def in_team(world: ProjectWorld, team: Team, *, lets: bool = True, **fields: object) -> Actor:
    """Return somebody who asked to join and was let in."""
    actor = world.world.member("吴队员", **fields)
    ask_to_join(world.m, actor, team.id, AskToJoin(lets_sign_up=lets))
    admit_to_team(world.m, world.organiser, team.id, actor.member_id)
    return actor


def people(*actors: Actor) -> TeamPeople:
    return TeamPeople(member_ids=tuple(each.member_id for each in actors))
