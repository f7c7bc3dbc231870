"""How a party is shown."""

from dataclasses import dataclass
from datetime import datetime

from services.matching.domain.parties.party import Incubation, PartyKind, PartyState
from shared.kernel.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyStaffView:
    """Somebody who acts for a party."""

    member_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyView:
    """A party as the reader may see it.

    Attributes:
        ground: ``REGISTERED``, ``FILED`` or ``TEAM``.
        responsible_party_id: The body a team belongs to.
        contact_phone: Its own people and staff who review it see it; None for others.
        reason: Why it was refused or suspended; None for those whom it does not concern.
        staff: Who acts for it; empty for those whom it does not concern.
        can: What the reader may do now: ``amend, staff, review, suspend, restore``.
    """

    id: str
    kind: PartyKind
    kind_name: Words
    name: str
    state: PartyState
    state_name: Words
    ground: str
    credit_code: str | None
    filing_number: str | None
    responsible_party_id: str | None
    community_codes: tuple[str, ...]
    class_code: str
    class_name: Words | None
    incubation: Incubation
    incubation_name: Words
    about: str
    raises_funds: bool
    contact_name: str
    contact_phone: str | None
    reason: str | None
    staff: tuple[PartyStaffView, ...]
    can: tuple[str, ...]
    created_at: datetime
    changed_at: datetime
