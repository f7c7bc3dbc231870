"""What may be asked of teams, with the limits of every field."""

from dataclasses import dataclass

from services.matching.application.parties.commands import About, PartyName, Reason
from services.matching.application.register.commands import Phone
from shared.events.fields import CommunityCode, Id


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTeam:
    """Form a team under a responsible body.

    Attributes:
        community_code: Where it serves; None is the body's first community.
        leader_phone: Whose account leads it; None is one's own.
    """

    party_id: Id
    name: PartyName
    about: About = ""
    community_code: CommunityCode | None = None
    leader_phone: Phone | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendTeam:
    """Change what a team says of itself."""

    name: PartyName | None = None
    about: About | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskToJoin:
    """Ask to join a team; who is invited joins at once.

    Attributes:
        lets_sign_up: Whether the leader may sign one up for shifts.
    """

    lets_sign_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteToTeam:
    """Invite whoever signs in with this phone; who asked to join is in at once."""

    phone: Phone


@dataclass(frozen=True, slots=True, kw_only=True)
class LetSignUp:
    """Say whether the leader may sign one up for shifts."""

    lets_sign_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadTeam:
    """Name who leads a team, both from among its members."""

    leader_id: Id
    deputy_id: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisbandTeam:
    """End a team for good."""

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPeople:
    """Those of a team it is about, up to a hundred."""

    member_ids: tuple[Id, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsQuery:
    """Which teams to list, newest first.

    Attributes:
        community_code: Those that serve there; none is one's own community.
        party_id: Those of a body, disbanded ones, too, in place of a community's.
        mine: Those one is in, asked to join or is invited to, in place of all others.
    """

    community_code: CommunityCode | None = None
    party_id: Id | None = None
    mine: bool = False
