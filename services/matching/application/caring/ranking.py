"""Continuity of the person: the circle of a care plan is asked first for its visits, and for a while alone."""

from dataclasses import replace
from datetime import datetime, timedelta

from services.matching.application.context import Matching
from services.matching.domain.need import Need
from services.matching.domain.proposal import ProposalSet, Reason
from services.matching.domain.ranking import Ranked, RankingPolicy

KEPT_FOR_CIRCLE = timedelta(days=7)
"""So long before a visit others are asked, too."""
MOST_SERVED = 60
COMPANION = Reason(
    code="companion", zh="您是这份关爱计划的固定志愿者", en="You are a companion of this care plan"
)


def circle_first(
    m: Matching, need: Need, asked: ProposalSet, policy: RankingPolicy, ranked: tuple[Ranked, ...]
) -> tuple[Ranked, ...]:
    """Return the ranking with the plan's circle in front; earlier than a week before, the circle alone while one may say yes.

    Who breaks a hard rule stays out.

    Args:
        m: Coordination.
        need: What is asked; unless it is a visit of a plan, the ranking stays as it is.
        asked: Who was asked for it already.
        policy: How the ranking was done.
        ranked: The best without regard to the circle, at most ``policy.most``.
    """
    circle = circle_of(m, need)
    if not circle:
        return ranked
    first = [_told(each) for each in m.candidates.suiting(need, policy, circle - policy.excluded)]
    alone = others_from(m, need, asked, policy) is not None
    others = [] if alone else [each for each in ranked if each.candidate.member_id not in circle]
    return tuple([*first, *others][: policy.most])


def circle_of(m: Matching, need: Need) -> frozenset[str]:
    """Return who agreed to come again and again, if a need is a visit of a plan; else nobody."""
    plan = m.care_plans.find(need.visit.plan_id) if need.visit is not None else None
    return frozenset(plan.circle) if plan is not None else frozenset()


def others_from(m: Matching, need: Need, asked: ProposalSet, policy: RankingPolicy) -> datetime | None:
    """Return from when on others than the circle are asked, while one of the circle may still say yes; None if they are already."""
    circle, begins = circle_of(m, need), need.starts_at - KEPT_FOR_CIRCLE
    if not circle or m.clock.now() >= begins:
        return None
    waits = any(each.member_id in circle for each in asked.waiting)
    return begins if waits or m.candidates.suiting(need, policy, circle - policy.excluded) else None


def _told(ranked: Ranked) -> Ranked:
    return replace(ranked, reasons=(COMPANION, *ranked.reasons))


def who_served_plan(m: Matching, need: Need) -> frozenset[str]:
    """Return whose minutes stand for a visit of the plan that a need belongs to; nobody if it belongs to none."""
    if need.visit is None:
        return frozenset()
    served = m.needs.where({"served_plan": need.visit.plan_id}, limit=MOST_SERVED)
    return frozenset(place.member_id for each in served for place in each.places if place.confirmed)
