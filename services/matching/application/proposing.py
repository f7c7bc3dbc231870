"""Asking those who suit a need best, a few at a time."""

from dataclasses import replace
from typing import TypeVar

from services.matching.application.batch.unanswered import full_with_questions
from services.matching.application.caring.ranking import circle_first, who_served_plan
from services.matching.application.context import Matching
from services.matching.application.facts import nobody_found, proposals_closed, proposed
from services.matching.application.pairing.ranking import paired_first
from services.matching.domain.assignment import AssignmentState
from services.matching.domain.need import Need, NeedState
from services.matching.domain.proposal import Proposal, ProposalSet, ProposalState, proposal_id
from services.matching.domain.ranking import Ranked, RankingPolicy
from services.matching.domain.weighing.policy import RankingBook
from shared.kernel.errors import AlreadyThere, StaleWrite
from shared.storage.aggregates import Aggregates, Versioned

MOST_SERVED = 100
Kept = TypeVar("Kept", bound=Versioned)


def proposals_of_need(m: Matching, need: Need) -> ProposalSet:
    """Return the proposals of a need, none yet perhaps."""
    return m.proposals.find(need.id) or ProposalSet(id=need.id, community_code=need.community_code)


def keep_proposals(m: Matching, asked: ProposalSet, *facts: object) -> ProposalSet:
    """Write the proposals of a need, the first time or again.

    Raises:
        StaleWrite: If somebody else wrote them in between.
    """
    return keep_first(m.proposals, asked, *facts)


def keep_first(store: Aggregates[Kept], thing: Kept, *facts: object) -> Kept:
    """Write what may not have been kept yet, under an id that somebody else may take meanwhile.

    Raises:
        StaleWrite: If somebody else wrote it in between.
    """
    if thing.version:
        return store.save(thing, *facts)
    try:
        return store.add(thing, *facts)
    except AlreadyThere as cause:
        raise StaleWrite(kind=type(thing).__name__, id=thing.id) from cause


def propose(m: Matching, need_id: str) -> None:
    """Ask the best of those who were not asked yet, as many as are missing; tell staff once when nobody is left.

    Asked again with nothing changed, it does nothing.
    """
    need = m.needs.find(need_id)
    if need is None or need.state is not NeedState.OPEN or m.clock.now() >= need.ends_at:
        return
    asked = proposals_of_need(m, need)
    missing = asked.to_ask(need.places_left, in_surge=in_surge(m, need.community_code))
    if missing == 0:
        return
    policy = ranking_policy(m, need, missing + 1, not_on(need, asked.not_again()))
    ranked, policy = _with_room(m, need, asked, policy)
    if ranked:
        made = proposals_to(m, need, ranked, policy)
        keep_proposals(m, asked.with_proposals(made), proposed(need, made))
    elif not asked.waiting and not asked.nobody_found:
        keep_proposals(m, replace(asked, nobody_found=True), nobody_found(need))


def _with_room(
    m: Matching, need: Need, asked: ProposalSet, policy: RankingPolicy
) -> tuple[tuple[Ranked, ...], RankingPolicy]:
    """Return who is to be asked, best first, without those whose unanswered questions are as much as they take on."""
    while True:
        ranked = asked_first(m, need, asked, policy)
        full = full_with_questions(m, need, (each.candidate for each in ranked))
        if not full:
            return ranked, policy
        policy = replace(policy, excluded=policy.excluded | full)


def asked_first(m: Matching, need: Need, asked: ProposalSet, policy: RankingPolicy) -> tuple[Ranked, ...]:
    """Return who is to be asked for a need, best first: whoever is bound to the resident before all others."""
    ranked = paired_first(m, need, policy, m.candidates.best(need, policy))
    return circle_first(m, need, asked, policy, ranked)


def in_surge(m: Matching, community_code: str) -> bool:
    """Tell whether everybody suitable is asked at once in a community now."""
    surge = m.surges.find(community_code)
    return surge is not None and surge.holds_at(m.clock.now())


def best_for(m: Matching, need: Need, most: int, not_again: frozenset[str]) -> tuple[Ranked, ...]:
    """Return the best candidates for a need who are neither on it, nor left it, nor are not to be asked again."""
    return m.candidates.best(need, ranking_policy(m, need, most, not_on(need, not_again)))


def not_on(need: Need, more: frozenset[str]) -> frozenset[str]:
    """Return who is not to be proposed for a need: who is on it or left it, and more."""
    return more | {place.member_id for place in need.places} | frozenset(need.left_by)


def ranking_policy(m: Matching, need: Need, most: int, excluded: frozenset[str]) -> RankingPolicy:
    """Return how helpers of a need are ranked: by what its community switched on, knowing who served the resident."""
    book = m.ranking_books.find(need.community_code) or RankingBook(id=need.community_code)
    regulars = who_served_plan(m, need) if book.weights.continuity else frozenset()
    return RankingPolicy(
        most=most,
        excluded=excluded,
        gates=m.policy,
        weights=book.weights,
        version=book.number,
        familiar=regulars | _familiar(m, need.resident_id) if book.weights.continuity else frozenset(),
        regulars=regulars,
    )


def _familiar(m: Matching, resident_id: str) -> frozenset[str]:
    """Return who has served a resident: of the newest hundred services those whose minutes stand."""
    served = {"sides": f"receiver:{resident_id}", "state": AssignmentState.CONFIRMED.value}
    return frozenset(each.member_id for each in m.assignments.page(served, limit=MOST_SERVED).items)


def proposals_to(
    m: Matching, need: Need, ranked: tuple[Ranked, ...], policy: RankingPolicy
) -> tuple[Proposal, ...]:
    """Return the proposals to all but the last of as many as were wanted: that one would have been next."""
    most = policy.most - 1
    following = ranked[most].candidate.member_id if len(ranked) > most else None
    return tuple(
        Proposal(
            id=proposal_id(need.id, each.candidate.member_id),
            member_id=each.candidate.member_id,
            offer_id=each.candidate.offer_id,
            state=ProposalState.PROPOSED,
            reasons=each.reasons,
            score=each.score,
            policy_version=policy.version,
            next_best_id=following,
            next_best_score=ranked[most].score if following else 0,
            at=m.clock.now(),
        )
        for each in ranked[:most]
    )


def close_proposals(m: Matching, need_id: str) -> None:
    """Ask nobody for a need any more; done before, it changes nothing."""
    asked = m.proposals.find(need_id)
    if asked is not None and asked.waiting:
        m.proposals.save(asked.closed(), proposals_closed(asked, asked.waiting))


def refit_proposals(m: Matching, need_id: str) -> None:
    """Close the proposals that no longer suit what is asked, after it was amended; invitations by staff stay."""
    need, asked = m.needs.find(need_id), m.proposals.find(need_id)
    if need is None or asked is None:
        return
    known = [each.member_id for each in asked.proposals]
    policy = ranking_policy(m, need, len(known), not_on(need, frozenset()))
    suits = {each.candidate.member_id for each in m.candidates.suiting(need, policy, known)}
    gone = tuple(
        each
        for each in asked.proposals
        if each.state is ProposalState.PROPOSED
        and (need.state is not NeedState.OPEN or each.member_id not in suits)
    )
    if gone:
        closed = asked.with_proposals([each.step(ProposalState.CLOSED) for each in gone])
        m.proposals.save(closed, proposals_closed(closed, gone))
