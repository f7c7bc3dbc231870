"""Questions that no longer suit whom they were asked, because the person changed something: taken back, and the next are asked."""

from dataclasses import dataclass
from datetime import datetime

from services.matching.application.context import Matching
from services.matching.application.explaining import suiting_best
from services.matching.application.facts import proposals_closed
from services.matching.application.letting_go import when_member_changed_let_go
from services.matching.application.proposing import not_on, propose
from services.matching.domain.hard_rules import GATES, WISHES, Sieve, gates_before_asking
from services.matching.domain.need import Need, NeedState
from services.matching.domain.proposal import WAITING, Proposal, ProposalSet, ProposalState
from services.matching.domain.terms import wanted_of
from shared.events.identity import MemberChanged
from shared.events.matching import OfferMade
from shared.identity.actor import Actor
from shared.identity.member import MemberStatus
from shared.identity.people import Person
from shared.kernel.words import Words

MOST = 1000
"""Nobody has so many questions at a time."""
MOST_SHOWN = 20
_RULES = {rule.code: rule.asks for rule in WISHES} | {rule.code: rule.asks for rule in GATES}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBackView:
    """A question that was taken back from somebody, as they read it.

    Attributes:
        not_kept: What it asks and what they say now rules out.
    """

    need_id: str
    title: str
    starts_at: datetime
    ends_at: datetime
    not_kept: tuple[Words, ...]


def taken_back_from(m: Matching, actor: Actor) -> tuple[TakenBackView, ...]:
    """Return the questions that were taken back from the actor while somebody is still looked for, the soonest first."""
    sets = m.proposals.page({"taken_back_from": actor.member_id}, limit=MOST_SHOWN).items
    mine = {each.id: proposal for each in sets if (proposal := each.of_member(actor.member_id))}
    needs = (each for each in m.needs.get_many(mine) if each.state is NeedState.OPEN)
    to_come = sorted(
        (each for each in needs if each.starts_at > m.clock.now()), key=lambda each: each.starts_at
    )
    return tuple(_view(need, mine[need.id]) for need in to_come)


def _view(need: Need, mine: Proposal) -> TakenBackView:
    return TakenBackView(
        need_id=need.id,
        title=need.title,
        starts_at=need.starts_at,
        ends_at=need.ends_at,
        not_kept=tuple(_RULES[code] for code in mine.taken_back if code in _RULES),
    )


def when_member_changed_take_back(m: Matching, fact: MemberChanged) -> None:
    """Let go of who cannot serve any more; of all others take back the questions that what they state now rules out."""
    when_member_changed_let_go(m, fact)
    _take_back(m, fact.member_id)


def when_offer_changed_take_back(m: Matching, fact: OfferMade) -> None:
    """Take back the questions that rested on an offer that was changed, paused or withdrawn."""
    _take_back(m, fact.member_id)


def _take_back(m: Matching, member_id: str) -> None:
    """Close what a member is asked against a hard rule as things stand now; done before, it changes nothing."""
    person = m.people.find(member_id)
    if person is None or person.status is not MemberStatus.ACTIVE:
        return
    waiting = {each.id: each for each in m.proposals.where({"asked": member_id}, limit=MOST)}
    for need in m.needs.get_many(waiting):
        asked = waiting[need.id]
        mine = asked.of_member(member_id)
        broken = _broken(m, need, person, mine) if mine is not None else ()
        if mine is not None and broken:
            _close(m, asked, mine.taken_back_for(broken))


def _broken(m: Matching, need: Need, person: Person, mine: Proposal) -> tuple[str, ...]:
    """Return the rules that keep a question from standing: of who was invited by staff, whom wishes do not keep out, gates alone."""
    if need.state is not NeedState.OPEN or mine.state not in WAITING:
        return ()
    candidate, wanted = suiting_best(m, person, wanted_of(need, m.policy, not_on(need, frozenset())))
    if mine.state is ProposalState.INVITED:
        return tuple(rule.code for rule in gates_before_asking(wanted) if rule.broken(wanted, candidate))
    return Sieve(wanted).broken(candidate)


def _close(m: Matching, asked: ProposalSet, mine: Proposal) -> None:
    closed = asked.with_proposals([mine])
    m.proposals.save(closed, proposals_closed(closed, (mine,)))
    propose(m, asked.id)
