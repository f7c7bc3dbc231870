"""Joining a team by asking or by invitation, and leaving it."""

from dataclasses import replace

from services.matching.application.context import Matching
from services.matching.application.parties.staff import account_of_phone
from services.matching.application.teams.commands import AskToJoin, InviteToTeam, LetSignUp
from services.matching.application.teams.facts import team_led, team_list_changed
from services.matching.application.teams.who import check_can_run, check_can_see
from services.matching.domain.errors import MemberInactive
from services.matching.domain.teams.errors import NotInTeam, TooManyTeams
from services.matching.domain.teams.team import MOST_TEAMS, Standing, Team, TeamPlace, TeamState
from shared.identity.actor import Actor
from shared.identity.member import MemberStatus

MOST_FOUND = 200


def ask_to_join(m: Matching, actor: Actor, team_id: str, asked: AskToJoin) -> Team:
    """Return the team with the actor waiting for its leader, or in it if they were invited.

    Raises:
        TooManyTeams: If the actor is in as many teams as one may be.
        TeamFull: If its list is as long as it may be.
        NotFound: If it is disbanded.
    """
    team = m.teams.get(team_id)
    check_can_see(actor, team)
    known = team.find(actor.member_id)
    if known is None:
        _check_teams(m, actor.member_id)
    if known is not None and known.standing is Standing.INVITED:
        return accept_invitation(m, actor, team_id, asked)
    place = _place(m, actor.member_id, Standing.ASKED, lets_sign_up=asked.lets_sign_up)
    return _kept(m, actor, team, team.with_place(place), actor.member_id)


def accept_invitation(m: Matching, actor: Actor, team_id: str, asked: AskToJoin) -> Team:
    """Return the team with the actor, who was invited, in it.

    Raises:
        NotInTeam: If the actor was not invited.
    """
    team = m.teams.get(team_id)
    if team.place_of(actor.member_id).standing is Standing.ASKED:
        raise NotInTeam
    joined = team.joined(actor.member_id, m.clock.now(), lets_sign_up=asked.lets_sign_up)
    return _kept(m, actor, team, joined, actor.member_id)


def invite_to_team(m: Matching, actor: Actor, team_id: str, asked: InviteToTeam) -> Team:
    """Return the team with whoever has the phone invited, or in it if they had asked.

    Raises:
        OnlyLeaders: If the actor does not run it.
        NoAccountWithPhone: If nobody signs in with the phone.
        TeamFull: If its list is as long as it may be.
    """
    team = m.teams.get(team_id)
    check_can_run(actor, team)
    person = account_of_phone(m, asked.phone)
    if person.status is not MemberStatus.ACTIVE:
        raise MemberInactive
    if team.find(person.id) is None:
        _check_teams(m, person.id)
    return _kept(m, actor, team, team.with_place(_place(m, person.id, Standing.INVITED)), person.id)


def admit_to_team(m: Matching, actor: Actor, team_id: str, member_id: str) -> Team:
    """Return the team with who asked to join in it.

    Raises:
        OnlyLeaders: If the actor does not run it.
        NotInTeam: If they did not ask.
    """
    team = m.teams.get(team_id)
    check_can_run(actor, team)
    place = team.place_of(member_id)
    if place.standing is Standing.INVITED:
        raise NotInTeam
    joined = team.joined(member_id, m.clock.now(), lets_sign_up=place.lets_sign_up)
    return _kept(m, actor, team, joined, member_id)


def take_off_list(m: Matching, actor: Actor, team_id: str, member_id: str) -> Team:
    """Return the team without a person: oneself, or as who runs it somebody else, in it or not yet.

    Raises:
        OnlyLeaders: If it is somebody else and the actor does not run it.
        NotInTeam: If they are not on the list.
        LeaderStays: If they lead it.
    """
    team = m.teams.get(team_id)
    if member_id != actor.member_id:
        check_can_run(actor, team)
    return _kept(m, actor, team, team.without(member_id), member_id)


def let_sign_up(m: Matching, actor: Actor, team_id: str, asked: LetSignUp) -> Team:
    """Return the team with whether its leader may sign the actor up.

    Raises:
        NotInTeam: If the actor is not on the list.
    """
    team = m.teams.get(team_id)
    changed = team.letting(actor.member_id, lets_sign_up=asked.lets_sign_up)
    return team if changed is team else m.teams.save(replace(changed, changed_at=m.clock.now()))


def leave_all_teams(m: Matching, member_id: str) -> None:
    """Take somebody who closes their account off every list; who led is followed by the deputy."""
    for team in m.teams.where({"people": member_id}, limit=MOST_FOUND):
        left = replace(team.bereft_of(member_id), changed_at=m.clock.now())
        facts = [team_list_changed(left, member_id, member_id)]
        led = [team_led(left, member_id)] if left.leader_ids != team.leader_ids else []
        m.teams.save(left, *facts, *led)


def _place(m: Matching, member_id: str, standing: Standing, *, lets_sign_up: bool = False) -> TeamPlace:
    return TeamPlace(
        member_id=member_id, standing=standing, since_at=m.clock.now(), lets_sign_up=lets_sign_up
    )


def _check_teams(m: Matching, member_id: str) -> None:
    found = m.teams.where({"people": member_id}, limit=MOST_FOUND)
    if sum(1 for each in found if each.state is TeamState.ACTIVE) >= MOST_TEAMS:
        raise TooManyTeams(most=MOST_TEAMS)


def _kept(m: Matching, actor: Actor, before: Team, after: Team, member_id: str) -> Team:
    if after is before:
        return before
    after = replace(after, changed_at=m.clock.now())
    return m.teams.save(after, team_list_changed(after, member_id, actor.member_id))
