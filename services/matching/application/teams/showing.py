"""Teams as they are read: one, a community's, a body's, one's own, and a team at a shift."""

from collections.abc import Mapping, Sequence

from services.matching.application.context import Matching
from services.matching.application.projects.showing import shift_view
from services.matching.application.teams.commands import TeamsQuery
from services.matching.application.teams.views import TeamLineView, TeamPersonView, TeamShiftView, TeamView
from services.matching.application.teams.who import (
    can_answer_for,
    can_run,
    check_can_run,
    check_can_see,
    is_in,
)
from services.matching.domain.projects.shift import Shift
from services.matching.domain.teams.team import Standing, Team, TeamPlace, TeamState
from shared.identity.actor import Actor
from shared.storage.paging import Page

MOST_OWN = 50


def team_shown(m: Matching, actor: Actor | None, team_id: str) -> TeamView:
    """Return a team as the reader may see it.

    Raises:
        NotFound: If it is disbanded and was not the reader's.
    """
    team = m.teams.get(team_id)
    check_can_see(actor, team)
    return team_view(m, actor, team)


def team_view(m: Matching, actor: Actor | None, team: Team) -> TeamView:
    """Return one team for a reader who may see it."""
    return _views(m, actor, (team,))[0]


def teams_listed(
    m: Matching, actor: Actor | None, asked: TeamsQuery, *, limit: int = 50, after: str | None = None
) -> Page[TeamView]:
    """Return a page of teams, newest first; disbanded ones are left out for those who have no part in them."""
    if asked.mine:
        return Page(items=own_teams(m, actor))
    code = asked.community_code or (actor.community_code if actor else "")
    wanted = (
        {"party_id": asked.party_id}
        if asked.party_id
        else {"community_code": code, "state": TeamState.ACTIVE.value}
    )
    page = m.teams.page(wanted, limit=limit, after=after)
    seen = [each for each in page.items if each.state is TeamState.ACTIVE or can_run(actor, each)]
    return Page(items=_views(m, actor, seen), next=page.next)


def own_teams(m: Matching, actor: Actor | None) -> tuple[TeamView, ...]:
    """Return the teams someone is in, asked to join or is invited to, newest first."""
    if actor is None:
        return ()
    found = m.teams.where({"people": actor.member_id}, limit=MOST_OWN)
    there = [each for each in found if each.state is TeamState.ACTIVE]
    return _views(m, actor, sorted(there, key=lambda team: team.created_at, reverse=True))


def _views(m: Matching, actor: Actor | None, teams: Sequence[Team]) -> tuple[TeamView, ...]:
    """Return several teams with as many questions to the store as one."""
    bodies = {each.id: each.name for each in m.parties.get_many(team.party_id for team in teams)}
    known = {each.member_id for team in teams for each in _listed(actor, team)}
    leaders = {team.leader_id for team in teams if team.leader_id}
    names = m.people.names(sorted(known)) if known else {}
    shown = m.people.shown_names(sorted(leaders)) if leaders else {}
    return tuple(_view(actor, team, bodies, {**shown, **names}) for team in teams)


def _listed(actor: Actor | None, team: Team) -> tuple[TeamPlace, ...]:
    if can_run(actor, team):
        return team.places
    inside = is_in(actor, team)
    return tuple(each for each in team.places if inside and each.standing is Standing.MEMBER)


def _view(actor: Actor | None, team: Team, bodies: Mapping[str, str], names: Mapping[str, str]) -> TeamView:
    mine = team.find(actor.member_id) if actor else None
    return TeamView(
        id=team.id,
        party_id=team.party_id,
        party_name=bodies.get(team.party_id, "–"),
        community_code=team.community_code,
        name=team.name,
        about=team.about,
        state=team.state,
        state_name=team.state.words,
        reason=team.reason,
        leader_name=names.get(team.leader_id) if team.leader_id else None,
        leader_id=team.leader_id if _listed(actor, team) else None,
        deputy_id=team.deputy_id if _listed(actor, team) else None,
        members=len(team.member_ids),
        people=tuple(_person(team, each, names) for each in _listed(actor, team)),
        mine=mine.standing if mine else None,
        lets_sign_up=bool(mine and mine.lets_sign_up),
        can=team_can(actor, team),
        created_at=team.created_at,
    )


def _person(team: Team, place: TeamPlace, names: Mapping[str, str]) -> TeamPersonView:
    return TeamPersonView(
        member_id=place.member_id,
        name=names.get(place.member_id, "–"),
        standing=place.standing,
        lets_sign_up=place.lets_sign_up,
        leads=place.member_id in team.leader_ids,
    )


def team_can(actor: Actor | None, team: Team) -> tuple[str, ...]:
    """Return what the reader may do with a team now."""
    if actor is None or team.state is not TeamState.ACTIVE:
        return ()
    mine, answers = team.find(actor.member_id), can_answer_for(actor, team)
    allowed = {
        "ask": mine is None,
        "accept": mine is not None and mine.standing is Standing.INVITED,
        "leave": mine is not None and actor.member_id != team.leader_id,
        "let": is_in(actor, team),
        "run": can_run(actor, team),
        "lead": answers or actor.member_id == team.leader_id,
        "disband": answers,
    }
    return tuple(name for name, may in allowed.items() if may)


def team_at_shift(
    m: Matching, actor: Actor, team_id: str, shift_id: str, left_out: tuple[str, ...] = ()
) -> TeamShiftView:
    """Return who of a team holds a place of a shift, waits, is here or gone, for who runs the team.

    Raises:
        OnlyLeaders: If the actor does not run it.
    """
    team, shift = m.teams.get(team_id), m.shifts.get(shift_id)
    check_can_run(actor, team)
    return TeamShiftView(
        team_id=team.id,
        team_name=team.name,
        shift=shift_view(m, shift, actor),
        lines=_lines(m, actor, team, shift),
        left_out=left_out,
    )


def _lines(m: Matching, actor: Actor, team: Team, shift: Shift) -> tuple[TeamLineView, ...]:
    names = m.people.names(team.member_ids)
    return tuple(
        TeamLineView(
            member_id=each.member_id,
            name=names.get(each.member_id, "–"),
            lets_sign_up=each.lets_sign_up or each.member_id == actor.member_id,
            at=_at(shift, each.member_id),
        )
        for each in team.places
        if each.standing is Standing.MEMBER
    )


def _at(shift: Shift, member_id: str) -> str:
    come = shift.attendee_of(member_id)
    if come is not None:
        return "HERE" if come.out_at is None else "GONE"
    if shift.seat_of(member_id):
        return "SEATED"
    return "WAITING" if shift.wait_of(member_id) else "NONE"
