"""A candidate: a member with an open offer of service, as the hard rules and the ranking see them."""

from dataclasses import dataclass
from datetime import date, datetime

from services.matching.domain.week import Spans
from shared.identity.attestations import Attestation, Attested, holds_on
from shared.kernel.geography import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A member with an open offer of service.

    Attributes:
        spans: Weekly availability; empty when the member has not set it.
        away: First and last days of times away, China time.
        extra: Single times besides those of every week, UTC.
        certificates: Codes of those that staff have seen.
        attestations: Training and insurance that staff recorded.
        busy: Bound intervals, UTC.
        most_a_day: Services that begin on one day at most, China time; 0 for no limit.
        most_a_week: Likewise from Monday to Sunday.
        recent_services: Services of the last month and those to come.
        radius_metres: How far the member goes from ``point``.
        plainly: Whether the member wishes to be ranked by distance and time alone.
    """

    member_id: str
    offer_id: str
    community_code: str
    service_kinds: frozenset[str]
    skills: frozenset[str] = frozenset()
    certificates: frozenset[str] = frozenset()
    attestations: tuple[Attestation, ...] = ()
    spans: Spans = ()
    away: tuple[tuple[date, date], ...] = ()
    extra: tuple[tuple[datetime, datetime], ...] = ()
    birth_date: date | None = None
    guardian_consented: bool = False
    identity_level: int = 0
    point: Point | None = None
    radius_metres: int = 1500
    busy: tuple[tuple[datetime, datetime], ...] = ()
    most_a_day: int = 0
    most_a_week: int = 0
    recent_services: int = 0
    plainly: bool = False

    def holds_certificate(self, code: str) -> bool:
        """Tell whether staff saw this certificate."""
        return code in self.certificates

    def trained_for(self, service_kind: str, day: date) -> bool:
        """Tell whether staff recorded training for this kind of service that is valid on a day."""
        return holds_on(self.attestations, day, Attested.TRAINING, service_kind)

    def insured_on(self, day: date) -> bool:
        """Tell whether staff recorded accident insurance that is in force on a day."""
        return holds_on(self.attestations, day, Attested.INSURANCE)
