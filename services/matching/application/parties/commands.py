"""What may be asked of parties, with the limits of every field."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.register.commands import Phone
from services.matching.domain.parties.party import Incubation, PartyKind, PartyState
from shared.events.fields import Code, CommunityCode, Id, Text

PartyName = Annotated[str, Text(least=2, most=60)]
CreditCode = Annotated[str, Text(least=18, most=18)]
FilingNumber = Annotated[str, Text(least=2, most=40)]
ContactName = Annotated[str, Text(least=1, most=40)]
About = Annotated[str, Text(least=0, most=1000, lines=True)]
Reason = Annotated[str, Text(least=1, most=200)]
OptionalReason = Annotated[str, Text(least=0, most=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterParty:
    """Register a body: give its credit code, its filing number, or the body it is a team of.

    Attributes:
        community_code: The community that reviews it, and is served first.
        class_code: Class of community social organisation; empty if it is none.
        raises_funds: Whether a charity may raise funds publicly.
    """

    kind: PartyKind
    name: PartyName
    credit_code: CreditCode | None = None
    filing_number: FilingNumber | None = None
    responsible_party_id: Id | None = None
    community_code: CommunityCode
    class_code: Code | None = None
    about: About = ""
    contact_name: ContactName
    contact_phone: Phone
    raises_funds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendParty:
    """Change what a party says of itself; a refused one waits for review again.

    Attributes:
        incubation: For staff of the community only.
    """

    name: PartyName | None = None
    about: About | None = None
    contact_name: ContactName | None = None
    contact_phone: Phone | None = None
    class_code: Code | None = None
    incubation: Incubation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewParty:
    """Approve a party, or refuse it with a reason."""

    approve: bool
    reason: OptionalReason = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendParty:
    """Let a party do nothing for now."""

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPartyStaff:
    """Let whoever has this phone act for a party.

    Attributes:
        in_my_place: Whether the one who asks no longer acts for it from then on.
    """

    phone: Phone
    in_my_place: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartiesQuery:
    """Which parties to list, newest first.

    Attributes:
        community_code: Those that serve it; none is one's own community.
        state: For those who review there any; for others ``APPROVED``.
        kind: Of one of the five kinds, together with a state.
        mine: Those one acts for or registered, in place of a community's.
    """

    community_code: CommunityCode | None = None
    state: PartyState | None = None
    kind: PartyKind | None = None
    mine: bool = False
