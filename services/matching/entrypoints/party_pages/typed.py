"""What the forms of parties send, as it is typed."""

from dataclasses import dataclass
from typing import Annotated

from services.matching.application.parties.commands import About, ContactName, PartyName, Reason
from services.matching.application.register.commands import Phone
from services.matching.domain.parties.party import Incubation, PartyKind
from shared.events.fields import Code, Id, Text

Tick = Annotated[str, Text(most=5)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyForm:
    """A registration; one of the three grounds is filled in.

    Attributes:
        community_code: Chosen, or one's own.
        community_code_words: The community's name as typed, where nothing was chosen.
    """

    kind: PartyKind
    name: PartyName
    credit_code: Annotated[str, Text(most=40)] = ""
    filing_number: Annotated[str, Text(most=40)] = ""
    responsible_party_id: Annotated[str, Text(most=120)] = ""
    community_code: Annotated[str, Text(most=12)] = ""
    community_code_words: Annotated[str, Text(most=120)] = ""
    class_code: Code | None = None
    about: About = ""
    contact_name: ContactName
    contact_phone: Phone
    raises_funds: Tick = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyChangesForm:
    """What a party says of itself."""

    name: PartyName | None = None
    about: About = ""
    contact_name: ContactName
    contact_phone: Phone
    class_code: Code | None = None
    incubation: Incubation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneForm:
    """Whoever has this phone."""

    phone: Phone
    in_my_place: Tick = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberForm:
    """One of a party's people."""

    member_id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyReasonForm:
    """Why a party is refused or suspended."""

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceQuery:
    """Which community's parties, of which kind or state; nothing is one's own."""

    community: Annotated[str, Text(most=12, pattern=r"[0-9]*")] = ""
    community_words: Annotated[str, Text(most=60)] = ""
    kind: PartyKind | None = None
    show: Code = "waiting"
