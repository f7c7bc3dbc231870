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
from services.matching.domain.weighing.policy import AS_IT_COMES as AS_IT_WEIGHS
from services.matching.domain.weighing.policy import Term, TermWeights
from shared.kernel.geography import walking_minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingPolicy:
    """How one ranking is done.

    Attributes:
        most: How many to return.
        excluded: Members not to be asked: asked before, on it, or gone from it.
        gates: What the city set of the gates.
        weights: Most points of each soft term.
        version: Number of the policy's version, 0 where a community set nothing.
        familiar: Members who have served the resident before.
        regulars: Those of them who served the care plan that a visit belongs to; beside them others have half.
    """

    most: int = 10
    excluded: frozenset[str] = frozenset()
    gates: Policy = AS_IT_COMES
    weights: TermWeights = AS_IT_WEIGHS
    version: int = 0
    familiar: frozenset[str] = frozenset()
    regulars: frozenset[str] = frozenset()

    def familiarity(self, member_id: str) -> float:
        """Return how well a member is known to the resident, 0 to 1."""
        if member_id not in self.familiar:
            return 0.0
        return 0.5 if self.regulars and member_id not in self.regulars else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A candidate in their place.

    Attributes:
        distance_metres: As the crow flies; None when one of the two places is not known.
        score: Sums the points of the terms.
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
            reasons=_reasons(kind, candidate, metres, policy),
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


def worth_of(
    kind: ServiceKind, candidate: Candidate, metres: int | None, policy: RankingPolicy
) -> dict[Term, float]:
    """Return the points of each term, unrounded; for who wishes so, nearness stands for all of them."""
    near, weights = 0.5 if metres is None else 1 - metres / max(candidate.radius_metres, 1), policy.weights
    if candidate.plainly:
        return dict.fromkeys(Term, 0.0) | {Term.DISTANCE: weights.total * near}
    return {
        Term.DISTANCE: weights.distance * near,
        Term.SKILL: weights.skill * float(_fits(kind, candidate)),
        Term.LOAD: weights.load / (1 + candidate.recent_services),
        Term.CONTINUITY: weights.continuity * policy.familiarity(candidate.member_id),
    }


def _score(kind: ServiceKind, candidate: Candidate, metres: int | None, policy: RankingPolicy) -> int:
    return round(sum(worth_of(kind, candidate, metres, policy).values()))


def _reasons(
    kind: ServiceKind, candidate: Candidate, metres: int | None, policy: RankingPolicy
) -> tuple[Reason, ...]:
    told = [_distance_reason(metres), _times_reason(candidate)]
    if candidate.plainly:
        return (*told, PLAINLY)
    if candidate.member_id in policy.regulars:
        told.append(
            Reason(code="continuity", zh="您来做过这份关爱计划", en="You have served this care plan before")
        )
    elif candidate.member_id in policy.familiar:
        told.append(
            Reason(code="continuity", zh="您服务过这位居民", en="You have served this resident before")
        )
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


PLAINLY = Reason(
    code="plainly",
    zh="按您的选择，只看远近和时间",
    en="As you wish, by distance and time alone",
)


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
