"""What a need or a shift asks of whoever serves, worked out once and then held against many."""

from dataclasses import dataclass
from datetime import date, datetime

from services.matching.domain.candidate import Candidate
from services.matching.domain.gate_shapes import Asked, Policy
from services.matching.domain.kind_shapes import ServiceKind
from services.matching.domain.need import Need, RecordedAs
from services.matching.domain.service_kinds import kind_of
from services.matching.domain.week import minutes_of_week
from shared.kernel.clock import CHINA
from shared.kernel.geography import distance_metres

UNSEEN_LEVEL = 1
"""Up to this identity level a document is asked for when somebody first says yes, not before they are asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the kind of service asks on a day.

    Attributes:
        certificates: Codes, one of which will do; none if none is asked for.
        training: Whether training for the kind must be on record.
        insurance: Whether accident insurance must be in force; who is on paid duty is insured by the employer.
            Source: 志愿服务条例 17.
        adult_there: Whether an adult has taken a place.
        home_level: Identity level asked for because a home is entered, 0 to 3.
    """

    kind: ServiceKind
    day: date
    certificates: frozenset[str]
    training: bool
    insurance: bool
    adult_there: bool
    identity_level: int
    home_level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted(Terms):
    """What a need asks, beside its kind of service.

    Attributes:
        start: When it begins, in minutes of the week in China.
        end: When it ends, likewise; it may lie in the following week.
        excluded: Members not to be asked: asked before, on it or gone from it.
        parties: Whose need it is, and who posted it.
    """

    need: Need
    start: int
    end: int
    excluded: frozenset[str]
    parties: frozenset[str]

    def metres_to(self, candidate: Candidate) -> int | None:
        """Return how far a candidate lives, as the crow flies; None when one of the two places is not known."""
        if self.need.point is None or candidate.point is None:
            return None
        return distance_metres(self.need.point, candidate.point)


def terms_of(asked: Asked, kind: ServiceKind, policy: Policy) -> Terms:
    """Return what a kind of service asks of whoever does it there."""
    return Terms(**_terms(asked, kind, policy))  # type: ignore[arg-type]  # -- the names are the fields' own


def _terms(asked: Asked, kind: ServiceKind, policy: Policy) -> dict[str, object]:
    needs_certificate = kind.asks_certificate(certificate_needed=asked.certificate_needed)
    dangerous = kind.asks_insurance(certificate_needed=asked.certificate_needed, bound=policy.binds_insurance)
    return {
        "kind": kind,
        "day": day_of(asked.starts_at),
        "certificates": frozenset(kind.certificate.any_of) if needs_certificate else frozenset(),
        "training": kind.asks_training(bound=policy.binds_training),
        "insurance": dangerous and asked.recorded_as is not RecordedAs.DUTY,
        "adult_there": any(place.adult for place in asked.places),
        "identity_level": policy.identity_level,
        "home_level": policy.home_gate_level if kind.enters_home else 0,
    }


def wanted_of(need: Need, policy: Policy, excluded: frozenset[str] = frozenset()) -> Wanted:
    """Return what a need asks of its helpers."""
    start, end = minutes_of_week(need.starts_at, need.ends_at)
    return Wanted(
        need=need,
        start=start,
        end=end,
        excluded=excluded,
        parties=frozenset({need.resident_id, need.posted_by}),
        **_terms(need, kind_of(need.service_kind), policy),  # type: ignore[arg-type]  # -- as above
    )


def day_of(instant: datetime) -> date:
    """Return the day of an instant in China."""
    return instant.astimezone(CHINA).date()
