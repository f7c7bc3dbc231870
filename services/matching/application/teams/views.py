"""How a team is shown."""

from dataclasses import dataclass
from datetime import datetime

from services.matching.application.projects.views import ShiftView
from services.matching.domain.teams.team import Standing, TeamState
from shared.kernel.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPersonView:
    """Somebody on a team's list."""

    member_id: str
    name: str
    standing: Standing
    lets_sign_up: bool
    leads: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamView:
    """A team as the reader may see it.

    Attributes:
        leader_name: As residents know them; None while nobody leads.
        members: How many are in it.
        people: Who is on its list; those in it see each other, who runs it sees who waits, others nobody.
        mine: How the reader stands to it; None for a stranger.
        lets_sign_up: Whether its leader may sign the reader up.
        can: What the reader may do now: ``ask, accept, leave, let, run, lead, disband``.
    """

    id: str
    party_id: str
    party_name: str
    community_code: str
    name: str
    about: str
    state: TeamState
    state_name: Words
    reason: str
    leader_name: str | None
    leader_id: str | None
    deputy_id: str | None
    members: int
    people: tuple[TeamPersonView, ...]
    mine: Standing | None
    lets_sign_up: bool
    can: tuple[str, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLineView:
    """Somebody of a team and a shift.

    Attributes:
        at: ``NONE, SEATED, WAITING, HERE`` or ``GONE``.
    """

    member_id: str
    name: str
    lets_sign_up: bool
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamShiftView:
    """A team at a shift, for who runs the team.

    Attributes:
        left_out: Whom it was just not possible to sign up.
    """

    team_id: str
    team_name: str
    shift: ShiftView
    lines: tuple[TeamLineView, ...]
    left_out: tuple[str, ...] = ()
