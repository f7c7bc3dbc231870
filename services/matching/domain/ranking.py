"""Who is asked first for a need: hard rules, then honest terms, each told in words and numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from heapq import nsmallest

from services.matching.domain.kind_shapes import ADULT_AGE, ServiceKind, age_on
from services.matching.domain.need import Need, RecordedAs
from services.matching.domain.proposal import Reason
from services.matching.domain.service_kinds import kind_of
from services.matching.domain.week import Spans, covers, minutes_of_week
from shared.identity.attestations import Attestation, Attested, holds_on
from shared.kernel.clock import CHINA
from shared.kernel.geography import Point, distance_metres, walking_minutes

DEGREE_METRES = 110_000
"""A degree of latitude is a little longer, so that a box of degrees never leaves out what a circle of metres holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A member with an open offer of service, as ranking sees them.

    Attributes:
        spans: Weekly availability; empty when the member has not set it.
        certificates: Codes of those that staff have seen.
        attestations: Training and insurance that staff recorded.
        busy: Bound intervals, UTC.
        recent_services: Services of the last month and those to come.
        radius_metres: How far the member goes from ``point``.
    """

    member_id: str
    offer_id: str
    community_code: str
    service_kinds: frozenset[str]
    skills: frozenset[str] = frozenset()
    certificates: frozenset[str] = frozenset()
    attestations: tuple[Attestation, ...] = ()
    spans: Spans = ()
    birth_date: date | None = None
    guardian_consented: bool = False
    identity_level: int = 0
    point: Point | None = None
    radius_metres: int = 1500
    busy: tuple[tuple[datetime, datetime], ...] = ()
    recent_services: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingPolicy:
    """How one ranking is done.

    Attributes:
        most: How many to return.
        excluded: Members not to be asked: asked before, disputed with, or parties to the need.
        home_gate_level: Identity level that entering a home asks for; up to 1 it is asked when accepting.
        binds_training: Whether recommended training must be on record.
        binds_insurance: Whether recommended insurance must be on record.
        weight_distance: Most points for nearness.
        weight_skill: Points for a skill or recommended certificate that fits.
        weight_load: Most points for having served little lately.
    """

    most: int = 10
    excluded: frozenset[str] = frozenset()
    home_gate_level: int = 1
    binds_training: bool = False
    binds_insurance: bool = False
    weight_distance: int = 50
    weight_skill: int = 25
    weight_load: int = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A candidate in their place.

    Attributes:
        distance_metres: As the crow flies; None when one of the two places is not known.
        score: 0 to 100, sums the points of the terms.
    """

    candidate: Candidate
    distance_metres: int | None
    score: int
    reasons: tuple[Reason, ...]


def rank(need: Need, candidates: Iterable[Candidate], policy: RankingPolicy) -> tuple[Ranked, ...]:
    """Return the best candidates who keep every hard rule, best first.

    Members who have not set their weekly times come after all who have. Ties fall to the id, so that the same question
    has the same answer.
    """
    kind = kind_of(need.service_kind)
    rules = HardRules(need, kind, policy)
    best: dict[str, _Place] = {}
    for candidate in candidates:
        if not rules.keeps_cheap_rules(candidate):
            continue
        metres = _metres(need, candidate)
        if not _within_reach(need, candidate, metres):
            continue
        score = _score(kind, candidate, metres, policy)
        place = (not candidate.spans, -score, candidate.member_id, candidate.offer_id, metres, candidate)
        known = best.get(candidate.member_id)
        if known is None or place[:4] < known[:4]:
            best[candidate.member_id] = place
    return tuple(
        Ranked(
            candidate=candidate,
            distance_metres=metres,
            score=-minus,
            reasons=_reasons(kind, candidate, metres),
        )
        for _, minus, _, _, metres, candidate in nsmallest(policy.most, best.values(), key=_key)
    )


_Place = tuple[bool, int, str, str, int | None, Candidate]


def _key(place: _Place) -> tuple[bool, int, str, str]:
    return place[:4]


class HardRules:
    """The hard rules of one need, worked out once, then asked of each candidate."""

    def __init__(self, need: Need, kind: ServiceKind, policy: RankingPolicy) -> None:
        """Work out what is asked of every candidate."""
        self.need, self.kind, self.policy = need, kind, policy
        self.start, self.end = minutes_of_week(need.starts_at, need.ends_at)
        self.day = need.starts_at.astimezone(CHINA).date()
        self.excluded = policy.excluded | {need.resident_id, need.posted_by}
        self.certificates = (
            frozenset(kind.certificate.any_of)
            if kind.asks_certificate(certificate_needed=need.certificate_needed)
            else None
        )
        self.training = kind.asks_training(bound=policy.binds_training)
        self.insurance = need.recorded_as is not RecordedAs.DUTY and kind.asks_insurance(
            certificate_needed=need.certificate_needed, bound=policy.binds_insurance
        )
        self.adult_there = any(place.adult for place in need.places)
        self.home_level = policy.home_gate_level if kind.enters_home and policy.home_gate_level > 1 else 0

    def keeps_cheap_rules(self, candidate: Candidate) -> bool:
        """Tell whether the candidate keeps every rule but that of distance."""
        return (
            self.kind.code in candidate.service_kinds
            and candidate.member_id not in self.excluded
            and self._in_box(candidate)
            and (not candidate.spans or covers(candidate.spans, self.start, self.end))
            and (self.certificates is None or not self.certificates.isdisjoint(candidate.certificates))
            and candidate.identity_level >= self.home_level
            and self._attested(candidate)
            and self._of_age(candidate)
            and self._free(candidate)
        )

    def _in_box(self, candidate: Candidate) -> bool:
        if self.need.point is None or candidate.point is None:
            return True
        apart = abs(candidate.point.latitude - self.need.point.latitude)
        return apart * DEGREE_METRES <= candidate.radius_metres

    def _attested(self, candidate: Candidate) -> bool:
        known, day = candidate.attestations, self.day
        return (not self.training or holds_on(known, day, Attested.TRAINING, self.kind.code)) and (
            not self.insurance or holds_on(known, day, Attested.INSURANCE)
        )

    def _of_age(self, candidate: Candidate) -> bool:
        if candidate.birth_date is None:
            return True
        age = age_on(candidate.birth_date, self.day)
        return age >= ADULT_AGE or (
            age >= self.kind.least_age and candidate.guardian_consented and self.adult_there
        )

    def _free(self, candidate: Candidate) -> bool:
        starts_at, ends_at = self.need.starts_at, self.need.ends_at
        return not any(start < ends_at and starts_at < end for start, end in candidate.busy)


def _metres(need: Need, candidate: Candidate) -> int | None:
    if need.point is None or candidate.point is None:
        return None
    return distance_metres(need.point, candidate.point)


def _within_reach(need: Need, candidate: Candidate, metres: int | None) -> bool:
    if metres is None:
        return candidate.community_code == need.community_code
    return metres <= candidate.radius_metres


def _fits(kind: ServiceKind, candidate: Candidate) -> bool:
    return not candidate.skills.isdisjoint(kind.skills) or not candidate.certificates.isdisjoint(
        kind.certificate.any_of
    )


def _score(kind: ServiceKind, candidate: Candidate, metres: int | None, policy: RankingPolicy) -> int:
    near = 0.5 if metres is None else 1 - metres / max(candidate.radius_metres, 1)
    fits = policy.weight_skill if _fits(kind, candidate) else 0
    return round(policy.weight_distance * near + fits + policy.weight_load / (1 + candidate.recent_services))


def _reasons(kind: ServiceKind, candidate: Candidate, metres: int | None) -> tuple[Reason, ...]:
    told = [_distance_reason(metres), _times_reason(candidate)]
    if _fits(kind, candidate):
        told.append(
            Reason(
                code="skill",
                zh=f"您的技能或证书适合“{kind.name.zh}”",
                en=f"Your skills or certificates suit “{kind.name.en}”",
            )
        )
    told.append(_load_reason(candidate.recent_services))
    return tuple(told)


def _distance_reason(metres: int | None) -> Reason:
    if metres is None:
        return Reason(code="same-community", zh="就在您的社区", en="In your community")
    minutes = walking_minutes(metres)
    return Reason(
        code="distance",
        zh=f"步行约 {minutes} 分钟，{metres} 米",
        en=f"About {minutes} minutes on foot, {metres} m",
        value=metres,
        unit="metres",
    )


def _times_reason(candidate: Candidate) -> Reason:
    if candidate.spans:
        return Reason(code="times", zh="在您填写的空闲时间内", en="Within the times you set")
    return Reason(
        code="times-not-set",
        zh="您还没有填写空闲时间，排在已填写的人之后",
        en="You have not set your times, so those who have are asked before you",
    )


def _load_reason(services: int) -> Reason:
    if services == 0:
        return Reason(
            code="load",
            zh="您近 30 天没有服务安排",
            en="You have had no service in the last 30 days",
            unit="services",
        )
    return Reason(
        code="load",
        zh=f"您近 30 天及之后有 {services} 次服务",
        en=f"You have {services} services in the last 30 days and to come",
        value=services,
        unit="services",
    )
