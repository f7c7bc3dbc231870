"""Forming a team, naming who leads it, changing what it says of itself, and ending it."""

from dataclasses import replace

from services.matching.application.context import Matching
from services.matching.application.keeping import added_once
from services.matching.application.parties.acting import approved_party
from services.matching.application.parties.staff import account_of_phone
from services.matching.application.teams.commands import AmendTeam, DisbandTeam, FormTeam, LeadTeam
from services.matching.application.teams.facts import team_disbanded, team_led
from services.matching.application.teams.who import can_answer_for, check_can_answer_for, check_can_run
from services.matching.domain.teams.errors import OnlyLeaders
from services.matching.domain.teams.team import Standing, Team, TeamPlace, TeamState
from shared.identity.actor import Actor


def form_team(m: Matching, actor: Actor, asked: FormTeam, team_id: str) -> Team:
    """Return the team, its leader in it; asked again under the same id, the one that stands.

    Raises:
        PartyNotApproved: If the responsible body may not act.
        OnlyTheBody: If the actor is staff of neither the body nor the community.
        NoAccountWithPhone: If nobody signs in with the leader's phone.
    """
    empty = _team_of(m, asked, team_id)
    check_can_answer_for(actor, empty)
    leader = _leader_of(m, actor, asked)
    own = leader == actor.member_id
    first = TeamPlace(member_id=leader, standing=Standing.MEMBER, since_at=empty.created_at, lets_sign_up=own)
    team = replace(empty, leader_id=leader, places=(first,))
    return added_once(m.teams, team, team_led(team, actor.member_id))


def _team_of(m: Matching, asked: FormTeam, team_id: str) -> Team:
    party, now = approved_party(m, asked.party_id), m.clock.now()
    return Team(
        id=team_id,
        party_id=party.id,
        community_code=m.communities.known(asked.community_code or party.community_code).code,
        name=asked.name,
        about=asked.about,
        leader_id=None,
        places=(),
        created_at=now,
        changed_at=now,
    )


def _leader_of(m: Matching, actor: Actor, asked: FormTeam) -> str:
    if not asked.leader_phone:
        return actor.member_id
    return account_of_phone(m, asked.leader_phone, field="leader_phone").id


def amend_team(m: Matching, actor: Actor, team_id: str, asked: AmendTeam) -> Team:
    """Return the team as it says of itself now.

    Raises:
        OnlyLeaders: If the actor does not run it.
        TeamIsDisbanded: If it is no more.
    """
    team = m.teams.get(team_id)
    check_can_run(actor, team)
    team.check_active()
    about = team.about if asked.about is None else asked.about
    changed = replace(team, name=asked.name or team.name, about=about)
    return team if changed == team else m.teams.save(replace(changed, changed_at=m.clock.now()))


def lead_team(m: Matching, actor: Actor, team_id: str, asked: LeadTeam) -> Team:
    """Return the team led by others: named by who answers for it, or handed over by the leader.

    Raises:
        OnlyLeaders: If the actor does neither.
        NotInTeam: If somebody named is not in it.
    """
    team = m.teams.get(team_id)
    check_can_run(actor, team)
    if actor.member_id != team.leader_id and not can_answer_for(actor, team):
        raise OnlyLeaders
    led = team.led_by(asked.leader_id, asked.deputy_id)
    if led == team:
        return team
    led = replace(led, changed_at=m.clock.now())
    return m.teams.save(led, team_led(led, actor.member_id))


def disband_team(m: Matching, actor: Actor, team_id: str, asked: DisbandTeam) -> Team:
    """Return the team disbanded; done before, nothing changes.

    Raises:
        OnlyTheBody: If the actor does not answer for it.
    """
    team = m.teams.get(team_id)
    check_can_run(actor, team)
    check_can_answer_for(actor, team)
    if team.state is TeamState.DISBANDED:
        return team
    ended = replace(team.disbanded(asked.reason), changed_at=m.clock.now())
    return m.teams.save(ended, team_disbanded(ended, actor.member_id))
