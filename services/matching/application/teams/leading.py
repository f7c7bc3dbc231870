"""What a leader does for a team at a shift: signing its people up, in and out."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.matching.application.context import Matching
from services.matching.application.projects.arrivals import Found
from services.matching.application.projects.commands import JoinShift
from services.matching.application.projects.joining import Brought, sign_up_for
from services.matching.application.projects.presence import Told, write_in, write_out
from services.matching.application.teams.commands import TeamPeople
from services.matching.application.teams.who import check_can_run
from services.matching.domain.projects.errors import NotSignedUp, ShiftBegun, ShiftNotOpen
from services.matching.domain.projects.presence import ToldBy
from services.matching.domain.projects.rules import check_can_attend
from services.matching.domain.projects.shift import Shift, ShiftState
from services.matching.domain.teams.errors import NotInTeam, NotLetSignUp
from services.matching.domain.teams.team import Standing, Team
from shared.identity.actor import Actor
from shared.kernel.errors import Forbidden, RuleBroken


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedUp:
    """How it went with each of those a leader signed up.

    Attributes:
        left_out: Full, bound elsewhere, or against a rule: why is theirs to know, not the leader's.
    """

    seated: tuple[str, ...]
    waiting: tuple[str, ...]
    left_out: tuple[str, ...]


def sign_team_up(m: Matching, actor: Actor, team_id: str, shift_id: str, asked: TeamPeople) -> SignedUp:
    """Return who of these got a place, waits for one, or was left out; done twice, it is done once.

    Raises:
        OnlyLeaders: If the actor does not run the team.
        NotInTeam: If somebody is not in it.
        NotLetSignUp: If somebody did not agree to be signed up.
        ShiftNotOpen: If the shift takes nobody.
        ShiftBegun: If it has begun.
    """
    team, shift = _run_by(m, actor, team_id), m.shifts.get(shift_id)
    people = _of_team(team, asked)
    if not all(each == actor.member_id or team.place_of(each).lets_sign_up for each in people):
        raise NotLetSignUp
    if shift.state is not ShiftState.OPEN:
        raise ShiftNotOpen
    if m.clock.now() >= shift.starts_at:
        raise ShiftBegun
    brought = Brought(team_id=team.id, by=actor.member_id)
    return _sorted(_signed_up(m, each, shift_id, brought) for each in people)


def _signed_up(m: Matching, member_id: str, shift_id: str, brought: Brought) -> tuple[str, Shift | None]:
    """Return the shift after somebody was signed up, None if a rule says no: the others are not to suffer from it."""
    try:
        return member_id, sign_up_for(m, member_id, shift_id, JoinShift(wait=True), brought)
    except (RuleBroken, Forbidden):
        return member_id, None


def _sorted(went: Iterable[tuple[str, Shift | None]]) -> SignedUp:
    done = list(went)
    seated = tuple(each for each, shift in done if shift and shift.seat_of(each))
    waiting = tuple(each for each, shift in done if shift and shift.wait_of(each))
    left_out = tuple(each for each, shift in done if shift is None)
    return SignedUp(seated=seated, waiting=waiting, left_out=left_out)


def sign_team_in(m: Matching, actor: Actor, team_id: str, shift_id: str, asked: TeamPeople) -> Shift:
    """Return the shift with these people of the team here now; who is on the list stays as they were.

    Raises:
        OnlyLeaders: If the actor does not run the team.
        NotInTeam: If somebody is not in it.
        NotSignedUp: If somebody holds no place.
        LinliError: If now is against a rule of the shift.
    """
    team, shift, now = _run_by(m, actor, team_id), m.shifts.get(shift_id), m.clock.now()
    people = _of_team(team, asked)
    if not all(shift.seat_of(each) for each in people):
        raise NotSignedUp
    check_can_attend(shift, now, now, "")
    names = m.people.names(people)
    found = [Found(member_id=each, name=names[each], phone="") for each in people]
    return write_in(m, shift, found, Told(at=now, now=now, reason="", how=ToldBy.LEADER, by=actor.member_id))


def sign_team_out(m: Matching, actor: Actor, team_id: str, shift_id: str, asked: TeamPeople) -> Shift:
    """Return the shift with these people of the team gone; who is gone already stays so.

    Raises:
        OnlyLeaders: If the actor does not run the team.
        NotInTeam: If somebody is not in it, or did not come.
        LinliError: If now is against a rule of the shift.
    """
    team, shift, now = _run_by(m, actor, team_id), m.shifts.get(shift_id), m.clock.now()
    listed = [shift.attendee_of(each) for each in _of_team(team, asked)]
    if None in listed:
        raise NotInTeam
    check_can_attend(shift, now, now, "")
    return write_out(m, shift, [each for each in listed if each and each.out_at is None], now, "")


def _run_by(m: Matching, actor: Actor, team_id: str) -> Team:
    team = m.teams.get(team_id)
    check_can_run(actor, team)
    team.check_active()
    return team


def _of_team(team: Team, asked: TeamPeople) -> tuple[str, ...]:
    """Return those named, each once.

    Raises:
        NotInTeam: If one of them is not in the team.
    """
    people = tuple(dict.fromkeys(asked.member_ids))
    if not all(team.place_of(each).standing is Standing.MEMBER for each in people):
        raise NotInTeam
    return people
