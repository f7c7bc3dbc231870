"""Whoever's account is suspended or closed is let go of what they promised: services, places of shifts, and what they were asked."""

from services.matching.application.context import Matching
from services.matching.application.facts import proposals_closed
from services.matching.application.projects.joining import drop_seat
from services.matching.application.proposing import propose
from services.matching.application.reactions import PLATFORM, SUSPENDED, cancel_in_consequence
from services.matching.domain.assignment import AssignmentState
from services.matching.domain.projects.shift import Shift, ShiftState
from services.matching.domain.proposal import WAITING, ProposalSet, ProposalState
from shared.events.identity import MemberChanged
from shared.identity.member import MemberStatus

MOST = 1000
"""Nobody is bound or asked so often at a time: proposals go to ten people a need, a diary holds no two things at once."""


def when_member_changed_let_go(m: Matching, fact: MemberChanged) -> None:
    """Free what is still to come of who cannot serve any more; everyone concerned is told by the events of that.

    Who signed in already stays, and so does what is over: staff settle that, for it was served, or somebody did not come.
    """
    if fact.what != "status":
        return
    person = m.people.find(fact.member_id)
    if person is None or person.status is MemberStatus.ACTIVE:
        return
    _let_go_of_services(m, person.id)
    _let_go_of_places(m, person.id)
    _let_go_of_proposals(m, person.id)


def _let_go_of_services(m: Matching, member_id: str) -> None:
    promised = {"sides": f"volunteer:{member_id}", "state": AssignmentState.ACCEPTED.value}
    for assignment in m.assignments.where(promised, limit=MOST):
        if assignment.ends_at > m.clock.now():
            cancel_in_consequence(m, assignment, SUSPENDED)


def _let_go_of_places(m: Matching, member_id: str) -> None:
    held = {"member_ids": member_id, "state": ShiftState.OPEN.value}
    for shift in m.shifts.where(held, limit=MOST):
        if shift.ends_at > m.clock.now() and shift.attendee_of(member_id) is None:
            _leave(m, shift, member_id)


def _leave(m: Matching, shift: Shift, member_id: str) -> None:
    seat = shift.seat_of(member_id) or shift.wait_of(member_id)
    if seat is not None:
        drop_seat(m, shift, seat, PLATFORM)


def _let_go_of_proposals(m: Matching, member_id: str) -> None:
    for asked in m.proposals.where({"asked": member_id}, limit=MOST):
        _close(m, asked, member_id)
        propose(m, asked.id)


def _close(m: Matching, asked: ProposalSet, member_id: str) -> None:
    """Ask a member no longer: without a no in their name, so that they may be asked again once restored."""
    mine = asked.of_member(member_id)
    if mine is not None and mine.state in WAITING:
        closed = asked.with_proposals([mine.step(ProposalState.CLOSED)])
        m.proposals.save(closed, proposals_closed(closed, (mine,)))
