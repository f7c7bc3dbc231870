"""What coordination does when something happened; done twice, it is done once."""

from services.matching.application import diaries
from services.matching.application.caring.tending import when_visit_posted_check
from services.matching.application.context import Matching
from services.matching.application.facts import assignment_changed, need_closed
from services.matching.application.giving.reactions import settle_withdrawn
from services.matching.application.places import Yes, bind, is_active_still, leave_place
from services.matching.application.proposing import close_proposals, propose, refit_proposals
from services.matching.domain.assignment import Assignment, AssignmentState
from services.matching.domain.errors import DiaryOverlap
from services.matching.domain.need import Need, NeedState, Place
from services.matching.domain.proposal import ProposalState
from shared.events import matching as told

PLATFORM = "platform"
"""Who acts when nobody does: a consequence of something else."""
SUSPENDED = "member-suspended"
"""Why a service was cancelled, as a code: its volunteer's account cannot be used any more."""


def when_need_posted_propose(m: Matching, fact: told.NeedPosted) -> None:
    """Ask the first round of helpers, if the need is open; a visit that its care plan no longer holds is taken back."""
    when_visit_posted_check(m, fact)
    propose(m, fact.need_id)


def when_need_opened_propose(m: Matching, fact: told.NeedOpened) -> None:
    """Ask helpers for a need that was approved, or has a place again."""
    propose(m, fact.need_id)


def when_need_amended_refit(m: Matching, fact: told.NeedAmended) -> None:
    """Let go of whom it no longer suits and ask others."""
    refit_proposals(m, fact.need_id)
    propose(m, fact.need_id)


def when_declined_propose_next(m: Matching, fact: told.ProposalDeclined) -> None:
    """Ask the next best."""
    propose(m, fact.need_id)


def when_need_accepted_make_assignment(m: Matching, fact: told.NeedAccepted) -> None:
    """Finish what accepting began: the assignment stands, the time is held, the proposal is answered.

    If the time was given away meanwhile, the assignment is cancelled: nobody is bound twice.
    """
    need = m.needs.get(fact.need_id)
    place = need.place_of(fact.member_id)
    if place is not None and place.assignment_id == fact.assignment_id:
        assignment = bind(m, need, place, Yes(how=fact.how, by=fact.member_id))
        _hold_or_cancel(m, need, place, assignment)
    _answered(m, fact.need_id, fact.member_id)
    if need.state is not NeedState.OPEN:
        close_proposals(m, need.id)


def _hold_or_cancel(m: Matching, need: Need, place: Place, assignment: Assignment) -> None:
    if assignment.state is not AssignmentState.ACCEPTED:
        return
    if not is_active_still(m, assignment.member_id):
        cancel_in_consequence(m, assignment, SUSPENDED)
        return
    try:
        diaries.hold(m, need, place)
    except DiaryOverlap:
        cancel_in_consequence(m, assignment, "diary-overlap")


def _answered(m: Matching, need_id: str, member_id: str) -> None:
    asked = m.proposals.find(need_id)
    if asked is None or asked.of_member(member_id) is None:
        return
    answered = asked.answered(member_id, ProposalState.ACCEPTED)
    if answered is not asked:
        m.proposals.save(answered)


def when_need_closed_tidy(m: Matching, fact: told.NeedClosed) -> None:
    """Ask nobody any more; a withdrawn need's assignments that have not begun are cancelled."""
    close_proposals(m, fact.need_id)
    if fact.state != NeedState.WITHDRAWN:
        return
    for assignment in m.assignments.where({"need_id": fact.need_id}):
        if assignment.state is AssignmentState.ACCEPTED:
            cancel_in_consequence(m, assignment, "need-withdrawn")
    settle_withdrawn(m, m.needs.get(fact.need_id))


def cancel_in_consequence(m: Matching, assignment: Assignment, reason: str) -> None:
    """Cancel an assignment because of something else; ``reason`` is a code."""
    gone = assignment.ended_early(AssignmentState.CANCELLED, reason)
    m.assignments.save(gone, assignment_changed(gone, PLATFORM))
    leave_place(m, gone)


def when_assignment_changed_settle(m: Matching, fact: told.AssignmentChanged) -> None:
    """Free the place of who will not serve; count the minutes of who did, until the need is met."""
    if fact.state in (AssignmentState.CANCELLED, AssignmentState.NO_SHOW):
        leave_place(m, m.assignments.get(fact.assignment_id))
    elif fact.state == AssignmentState.CONFIRMED:
        _settle(m, fact)


def _settle(m: Matching, fact: told.AssignmentChanged) -> None:
    need = m.needs.get(fact.need_id)
    settled = need.with_confirmed(fact.assignment_id, m.clock.now())
    if settled == need:
        return
    facts = [need_closed(settled)] if settled.state is NeedState.MET else []
    m.needs.save(settled, *facts)
