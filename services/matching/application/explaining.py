"""Why somebody is asked for a need, why not, and what would have to change: every rule and every term, one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from services.matching.application.batch.unanswered import full_with_questions
from services.matching.application.caring.ranking import COMPANION, circle_of, others_from
from services.matching.application.context import Matching
from services.matching.application.pairing.opening import helpers_paired_with
from services.matching.application.pairing.ranking import PAIRED
from services.matching.application.proposing import asked_first, not_on, proposals_of_need, ranking_policy
from services.matching.domain.candidate import Candidate
from services.matching.domain.hard_rules import GATES, WISHES, Sieve
from services.matching.domain.need import Need, NeedState
from services.matching.domain.proposal import Proposal, ProposalState
from services.matching.domain.ranking import RankingPolicy, worth_of
from services.matching.domain.terms import Wanted, wanted_of
from services.matching.domain.weighing.policy import ADDING, TERMS, Term
from shared.identity.actor import Actor
from shared.identity.people import Person
from shared.identity.permissions import Permission
from shared.kernel.errors import NotFound
from shared.kernel.words import Words

LOOKED_AT = 50
"""Whoever comes after so many is told that many come before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """One hard rule as it stands for somebody.

    Attributes:
        change: What would have to change, if it is not kept.
    """

    code: str
    asks: Words
    kept: bool
    change: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView:
    """One soft term: the points it gives somebody, of how many."""

    code: str
    name: Words
    worth: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FitView:
    """How somebody fits a need.

    Attributes:
        name: For staff the full name, for oneself one's own.
        suits: Whether every rule is kept that holds before anybody is asked.
        state: How they were asked, if they were.
        full_with_questions: Whether what waits for their answer is all they take on that day or week, so that they are not asked.
        place: Place among all who suit, from 1; None if they do not, or fifty come before.
        bond: Why they come before all whom nothing binds to the resident, if so.
        others_from: Until when a visit of a care plan is kept for its companions, if this person is none.
        policy_version: Version of the ranking policy that the terms are weighed by now.
        next_best_name: For staff, who would have been asked next when this person was.
        invited_against: For staff, the rules that an invitation set aside, and why.
    """

    need_id: str
    member_id: str
    name: str
    suits: bool
    state: ProposalState | None
    rules: tuple[RuleView, ...]
    terms: tuple[TermView, ...]
    full_with_questions: bool
    place: int | None
    bond: Words | None
    others_from: datetime | None
    policy_version: int
    next_best_name: str | None
    invited_against: tuple[Words, ...]
    invited_because: str | None


def fit_shown(m: Matching, actor: Actor, need_id: str, member_id: str) -> FitView:
    """Return how a member fits a need: oneself, or for staff one of their community or who was asked.

    Raises:
        NotFound: If there is no such need, or either is no concern of the actor's.
    """
    need = m.needs.get(need_id)
    asked = proposals_of_need(m, need).of_member(member_id)
    staff = actor.may(Permission.SEE_DESK, need.community_code)
    if actor.member_id != member_id and not staff:
        raise NotFound(kind="Need", id=need_id)
    if need.state is not NeedState.OPEN and asked is None and not staff:
        raise NotFound(kind="Need", id=need_id)
    person = m.people.get(member_id)
    if asked is None and actor.member_id != member_id and person.community_code != need.community_code:
        raise NotFound(kind="Member", id=member_id)
    return _fit(m, need, person, asked, staff=staff)


def _fit(m: Matching, need: Need, person: Person, asked: Proposal | None, *, staff: bool) -> FitView:
    policy = ranking_policy(m, need, LOOKED_AT, not_for(need, asked))
    candidate, wanted = suiting_best(m, person, wanted_of(need, policy.gates, policy.excluded))
    suits = Sieve(wanted).lets_through(candidate)
    following = asked.next_best_id if asked and staff else None
    against = asked.against if asked and staff else ()
    return FitView(
        need_id=need.id,
        member_id=person.id,
        name=person.name,
        suits=suits,
        state=asked.state if asked else None,
        rules=tuple(_rules(wanted, candidate)),
        terms=_terms(wanted, candidate, policy),
        full_with_questions=suits and bool(full_with_questions(m, need, [candidate])),
        place=_place(m, need, person.id, policy) if suits else None,
        bond=_bond(m, need, person.id),
        others_from=_others_from(m, need, person.id, policy),
        policy_version=policy.version,
        next_best_name=m.people.names([following]).get(following) if following else None,
        invited_against=tuple(rule.asks for rule in WISHES if rule.code in against),
        invited_because=(asked.because or None) if asked and staff else None,
    )


def not_for(need: Need, asked: Proposal | None) -> frozenset[str]:
    """Return who is not asked for a need (again): who is on it, left it, or said no."""
    said_no = {asked.member_id} if asked and asked.state is ProposalState.DECLINED else set()
    return not_on(need, frozenset(said_no))


def suiting_best(m: Matching, person: Person, wanted: Wanted) -> tuple[Candidate, Wanted]:
    """Return the offer of a person that breaks the fewest rules, as a candidate; with none, one that offers nothing."""
    sieve = Sieve(wanted)
    return min(m.candidates.of_member(person), key=lambda each: len(sieve.broken(each))), wanted


def _bond(m: Matching, need: Need, member_id: str) -> Words | None:
    """Return what binds somebody to the resident: being a companion of the plan, or paired with them."""
    if member_id in circle_of(m, need):
        return Words(COMPANION.zh, COMPANION.en)
    paired = member_id in helpers_paired_with(m.pairings, need.resident_id)
    return Words(PAIRED.zh, PAIRED.en) if paired else None


def _others_from(m: Matching, need: Need, member_id: str, policy: RankingPolicy) -> datetime | None:
    """Return from when on somebody outside the circle is asked, while it is asked alone."""
    if member_id in circle_of(m, need):
        return None
    return others_from(m, need, proposals_of_need(m, need), policy)


def _rules(wanted: Wanted, candidate: Candidate) -> Iterator[RuleView]:
    for wish in WISHES:
        broken = wish.broken(wanted, candidate)
        yield RuleView(
            code=wish.code, asks=wish.asks, kept=not broken, change=wish.change if broken else None
        )
    told = {"certificate": bool(wanted.certificates), "training": wanted.training}
    told |= {"insurance": wanted.insurance, "identity": True}
    for gate in GATES:
        broken = gate.broken(wanted, candidate)
        if broken or told.get(gate.code, False):
            yield RuleView(
                code=gate.code, asks=gate.asks, kept=not broken, change=gate.change if broken else None
            )


def _terms(wanted: Wanted, candidate: Candidate, policy: RankingPolicy) -> tuple[TermView, ...]:
    worth = worth_of(wanted.kind, candidate, wanted.metres_to(candidate), policy)
    plain = {Term.DISTANCE: policy.weights.total}
    most = plain if candidate.plainly else {term: policy.weights.of(term) for term in ADDING}
    return tuple(
        TermView(code=term.value, name=TERMS[term].name, worth=max(0, round(worth[term])), most=most[term])
        for term in most
    )


def _place(m: Matching, need: Need, member_id: str, policy: RankingPolicy) -> int | None:
    ranked = asked_first(m, need, proposals_of_need(m, need), replace(policy, most=LOOKED_AT))
    places = (at for at, each in enumerate(ranked, 1) if each.candidate.member_id == member_id)
    return next(places, None)
