"""Saying yes or no: accept a need, accept or decline a proposal, invite one person."""

from dataclasses import replace

from services.matching.application.commands import Decline, DispatchNeed
from services.matching.application.context import Matching
from services.matching.application.facts import declined, invited
from services.matching.application.places import Yes, check_is_active, take_place
from services.matching.application.proposing import keep_proposals, proposals_of_need
from services.matching.domain.assignment import Assignment
from services.matching.domain.errors import NotAsked, SpokenConsentRequired
from services.matching.domain.gate_errors import AgainstWishes
from services.matching.domain.gates import check_can_be_invited
from services.matching.domain.hard_rules import against_wishes
from services.matching.domain.need import Need
from services.matching.domain.policies import check_can_join
from services.matching.domain.proposal import Proposal, ProposalSet, ProposalState, ids_of, proposal_id
from services.matching.domain.terms import wanted_of
from shared.identity.actor import Actor
from shared.identity.people import Person
from shared.identity.permissions import Permission


def accept_need(m: Matching, actor: Actor, need_id: str) -> Assignment:
    """Take a place of an open need for oneself; accepting again returns the same assignment.

    Raises:
        NeedFull: If all places are taken.
        DiaryOverlap: If one is bound at that time.
        LinliError: If a rule of the need, the kind of service or the person says no.
    """
    return take_place(m, need_id, actor.member_id, Yes(how="DIRECT", by=actor.member_id))


def accept_proposal(m: Matching, actor: Actor, proposal: str) -> Assignment:
    """Say yes to a proposal; raises as :func:`accept_need`, and ``NotAsked`` if it was made to nobody, or to another."""
    asked = proposal_to(m, actor, proposal)
    return take_place(m, asked.id, actor.member_id, Yes(how="PROPOSAL", by=actor.member_id))


def decline_proposal(m: Matching, actor: Actor, proposal: str, command: Decline) -> ProposalSet:
    """Say no to a proposal, without consequence; saying it again changes nothing.

    Raises:
        NotAsked: If it was made to nobody, or to another.
    """
    asked = proposal_to(m, actor, proposal)
    answered = asked.answered(actor.member_id, ProposalState.DECLINED, command.reason)
    mine = answered.of_member(actor.member_id)
    if answered is asked or mine is None:
        return asked
    return m.proposals.save(answered, declined(answered, mine))


def proposal_to(m: Matching, actor: Actor, proposal: str) -> ProposalSet:
    """Return the proposals of the need that a proposal to the actor belongs to.

    Raises:
        NotAsked: If it was made to nobody, or to another.
    """
    need_id, member_id = ids_of(proposal)
    asked = m.proposals.find(need_id)
    if member_id != actor.member_id or asked is None or asked.of_member(member_id) is None:
        raise NotAsked
    return asked


def dispatch_need(m: Matching, actor: Actor, need_id: str, command: DispatchNeed) -> Assignment | None:
    """Invite one person to a need; with a spoken yes, noted, they are bound at once and the assignment is returned.

    Raises:
        Forbidden: If the actor may not invite in that community.
        SpokenConsentRequired: If a spoken yes comes without a note.
        LinliError: If a rule of the need, the kind of service or the person says no.
    """
    need = m.needs.get(need_id)
    actor.check_may(Permission.DISPATCH, need.community_code)
    if command.spoken_consent:
        if not command.note:
            raise SpokenConsentRequired
        yes = Yes(how="SPOKEN", by=actor.member_id, note=command.note)
        return take_place(m, need_id, command.member_id, yes)
    _invite(m, actor, need, command)
    return None


def _invite(m: Matching, actor: Actor, need: Need, command: DispatchNeed) -> None:
    """Ask one person, who answers themselves; asked already, it changes nothing."""
    check_can_join(need, command.member_id, m.clock.now())
    asked = proposals_of_need(m, need)
    person = _who_may_be_invited(m, need, command.member_id)
    before, against = asked.of_member(person.id), _wishes_set_aside(m, need, person, command)
    if before is None or before.state is not ProposalState.INVITED:
        made = replace(
            invitation(need.id, person.id, before, m),
            against=against,
            because=command.because if against else "",
            invited_by=actor.member_id,
        )
        keep_proposals(m, asked.with_proposals([made]), invited(need, made, actor.member_id))


def _who_may_be_invited(m: Matching, need: Need, member_id: str) -> Person:
    """Return somebody who may be asked for a need as far as the hard rules go.

    Raises:
        LinliError: If one of them says no.
    """
    person = m.people.get(member_id)
    check_is_active(person)
    check_can_be_invited(need, person, m.policy)
    return person


def _wishes_set_aside(m: Matching, need: Need, person: Person, command: DispatchNeed) -> tuple[str, ...]:
    """Return the codes of a person's wishes that inviting them sets aside.

    Raises:
        AgainstWishes: If there are some and no reason is given.
    """
    candidates = m.candidates.of_member(person)
    broken = [against_wishes(wanted_of(need, m.policy), each) for each in candidates]
    rules = min(broken, key=len)
    if rules and not command.because:
        told = [rule.asks for rule in rules]
        raise AgainstWishes(
            against_zh="、".join(each.zh for each in told), against_en=", ".join(each.en for each in told)
        )
    return tuple(rule.code for rule in rules)


def invitation(need_id: str, member_id: str, before: Proposal | None, m: Matching) -> Proposal:
    """Return an invitation of a member, keeping what an earlier proposal said."""
    fresh = Proposal(
        id=proposal_id(need_id, member_id),
        member_id=member_id,
        state=ProposalState.INVITED,
        at=m.clock.now(),
    )
    return replace(before, state=fresh.state, at=fresh.at, note="", taken_back=()) if before else fresh
