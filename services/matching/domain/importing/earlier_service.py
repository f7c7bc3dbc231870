"""Service that another system recorded before: entered by an organiser's word, with who looked at it and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.matching.domain.need import RecordedAs


class Proof(StrEnum):
    """How a service is known to have been given."""

    ORGANISER_ADDED = "ORGANISER_ADDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierService:
    """A record of service taken over from another system; it never changes.

    Attributes:
        community_code: In whose book the minutes stand.
        member_id: Who served.
        served_at: When it began, UTC.
        minutes: Length, 1 to 1440.
        organisation: Who ran it, in words.
        reference: Number of the record in the other system.
        proof: How it is known; here always by an organiser's word.
        reviewed_by: Staff member who looked at it and entered it.
        reason: Why it is entered here, in words.
    """

    id: str
    version: int = 0
    community_code: str
    member_id: str
    service_kind: str
    served_at: datetime
    minutes: int
    recorded_as: RecordedAs
    organisation: str
    content: str = ""
    reference: str = ""
    proof: Proof = Proof.ORGANISER_ADDED
    reviewed_by: str
    reason: str
    created_at: datetime
