"""Continuity: whoever is paired with a resident is asked first for what the resident needs."""

from dataclasses import replace

from services.matching.application.context import Matching
from services.matching.application.pairing.opening import helpers_paired_with
from services.matching.domain.need import Need
from services.matching.domain.proposal import Reason
from services.matching.domain.ranking import Ranked, RankingPolicy

PAIRED = Reason(code="paired", zh="您和这位居民结了对", en="You are paired with this resident")


def paired_first(
    m: Matching, need: Need, policy: RankingPolicy, ranked: tuple[Ranked, ...]
) -> tuple[Ranked, ...]:
    """Return the ranking with the paired helpers in front, each told so; who breaks a hard rule stays out.

    Args:
        m: Coordination.
        need: What is asked.
        policy: How the ranking was done.
        ranked: The best without regard to pairings, at most ``policy.most``.
    """
    paired = helpers_paired_with(m.pairings, need.resident_id) - policy.excluded
    if not paired:
        return ranked
    first = [_told(each) for each in m.candidates.suiting(need, policy, paired)]
    others = [each for each in ranked if each.candidate.member_id not in paired]
    return tuple([*first, *others][: policy.most])


def _told(ranked: Ranked) -> Ranked:
    return replace(ranked, reasons=(PAIRED, *ranked.reasons))
