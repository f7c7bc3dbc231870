"""Who is asked first for a need: hard rules, then honest terms, each told in words and numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest

from services.matching.domain.candidate import Candidate
from services.matching.domain.gate_shapes import AS_IT_COMES, Policy
from services.matching.domain.hard_rules import Sieve
from services.matching.domain.kind_shapes import ServiceKind
from services.matching.domain.need import Need
from services.matching.domain.proposal import Reason
from services.matching.domain.service_kinds import kind_of
from services.matching.domain.terms import wanted_of
from shared.kernel.geography import walking_minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingPolicy:
    """How one ranking is done.

    Attributes:
        most: How many to return.
        excluded: Members not to be asked: asked before, on it, or gone from it.
        gates: What the city set of the gates.
        weight_distance: Most points for nearness.
        weight_skill: Points for a skill or recommended certificate that fits.
        weight_load: Most points for having served little lately.
    """

    most: int = 10
    excluded: frozenset[str] = frozenset()
    gates: Policy = AS_IT_COMES
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
    wanted = wanted_of(need, policy.gates, policy.excluded)
    sieve = Sieve(wanted)
    best: dict[str, _Place] = {}
    for candidate in candidates:
        if not sieve.lets_through(candidate):
            continue
        metres = wanted.metres_to(candidate)
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
