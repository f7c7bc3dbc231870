"""What the forms of teams send, as it is typed."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.parties.commands import About, PartyName, Reason
from services.matching.application.register.commands import Phone
from shared.events.fields import Id, Text

Tick = Annotated[str, Text(most=5)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamForm:
    """A new team."""

    party_id: Id
    name: PartyName
    about: About = ""
    leader_phone: Annotated[str, Text(most=30)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamChangesForm:
    """What a team says of itself."""

    name: PartyName
    about: About = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetForm:
    """Whether the leader may sign one up."""

    lets_sign_up: Tick = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteForm:
    """Whoever has this phone."""

    phone: Phone


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonForm:
    """One person on the list."""

    member_id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadersForm:
    """Who leads."""

    leader_id: Id
    deputy_id: Annotated[str, Text(most=120)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndForm:
    """Why a team is disbanded."""

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleForm:
    """Those of the team who are ticked."""

    member_id: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPlaceQuery:
    """Which community's teams; nothing is one's own."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyQuery:
    """Which body a new team belongs to."""

    party: Annotated[str, Text(most=120)] = ""
