"""The facts that coordination tells, made from its aggregates."""

from services.matching.domain.assignment import Assignment, Confirmation, Reminder
from services.matching.domain.minor import Minor
from services.matching.domain.need import Need, Place
from services.matching.domain.proposal import Proposal, ProposalSet
from shared.events import matching as told
from shared.events.service import ServiceConfirmed
from shared.kernel.ids import derived_id


def need_posted(need: Need) -> told.NeedPosted:
    """Return that a need was written down."""
    return told.NeedPosted(
        need_id=need.id,
        community_code=need.community_code,
        resident_id=need.resident_id,
        posted_by=need.posted_by,
        service_kind=need.service_kind,
        expected_minutes=need.expected_minutes,
        helpers_wanted=need.helpers_wanted,
        starts_at=need.starts_at,
        ends_at=need.ends_at,
        state=need.state,
    )


def need_opened(need: Need) -> told.NeedOpened:
    """Return that a need may be matched."""
    return told.NeedOpened(
        need_id=need.id,
        community_code=need.community_code,
        resident_id=need.resident_id,
        posted_by=need.posted_by,
    )


def need_amended(need: Need, before: Need, by: str) -> told.NeedAmended:
    """Return that what was asked changed, when it is now if that did, and who is to serve."""
    bound = [place for place in need.places if not place.confirmed]
    return told.NeedAmended(
        need_id=need.id,
        community_code=need.community_code,
        resident_id=need.resident_id,
        amended_by=by,
        service_kind=need.service_kind,
        starts_at=need.starts_at if need.starts_at != before.starts_at else None,
        helper_ids=tuple(place.member_id for place in bound),
        assignment_ids=tuple(place.assignment_id for place in bound),
    )


def need_closed(need: Need, reason: str | None = None) -> told.NeedClosed:
    """Return that a need is matched no longer; ``reason`` is a code."""
    return told.NeedClosed(
        need_id=need.id,
        community_code=need.community_code,
        resident_id=need.resident_id,
        posted_by=need.posted_by,
        state=need.state,
        reason=reason,
        service_kind=need.service_kind,
        starts_at=need.starts_at,
        ends_at=need.ends_at,
    )


def need_accepted(need: Need, place: Place, how: str) -> told.NeedAccepted:
    """Return that a helper took a place."""
    return told.NeedAccepted(
        need_id=need.id,
        community_code=need.community_code,
        resident_id=need.resident_id,
        posted_by=need.posted_by,
        assignment_id=place.assignment_id,
        member_id=place.member_id,
        starts_at=need.starts_at,
        ends_at=need.ends_at,
        places_left=need.places_left,
        how=how,
        service_kind=need.service_kind,
    )


def place_released(need: Need, assignment: Assignment) -> told.NeedPlaceReleased:
    """Return that a helper's place is free again."""
    return told.NeedPlaceReleased(
        need_id=need.id,
        community_code=need.community_code,
        resident_id=need.resident_id,
        posted_by=need.posted_by,
        assignment_id=assignment.id,
        member_id=assignment.member_id,
        service_kind=need.service_kind,
        starts_at=need.starts_at,
        ends_at=need.ends_at,
    )


def proposed(need: Need, proposals: tuple[Proposal, ...]) -> told.Proposed:
    """Return that these members were asked."""
    return told.Proposed(
        need_id=need.id,
        community_code=need.community_code,
        member_ids=tuple(each.member_id for each in proposals),
        proposal_ids=tuple(each.id for each in proposals),
        service_kind=need.service_kind,
        starts_at=need.starts_at,
        ends_at=need.ends_at,
    )


def invited(need: Need, proposal: Proposal, by: str) -> told.MemberInvited:
    """Return that staff asked one person."""
    return told.MemberInvited(
        need_id=need.id,
        community_code=need.community_code,
        member_id=proposal.member_id,
        proposal_id=proposal.id,
        invited_by=by,
        service_kind=need.service_kind,
        starts_at=need.starts_at,
        ends_at=need.ends_at,
    )


def declined(asked: ProposalSet, proposal: Proposal) -> told.ProposalDeclined:
    """Return that a member cannot help this time."""
    return told.ProposalDeclined(
        need_id=asked.id,
        community_code=asked.community_code,
        proposal_id=proposal.id,
        member_id=proposal.member_id,
    )


def proposals_closed(asked: ProposalSet, proposals: tuple[Proposal, ...]) -> told.ProposalsClosed:
    """Return that these members are asked no longer."""
    return told.ProposalsClosed(
        need_id=asked.id,
        community_code=asked.community_code,
        member_ids=tuple(each.member_id for each in proposals),
    )


def nobody_found(need: Need) -> told.NobodyFound:
    """Return that nobody suitable is left to ask."""
    return told.NobodyFound(
        need_id=need.id,
        community_code=need.community_code,
        posted_by=need.posted_by,
        service_kind=need.service_kind,
        starts_at=need.starts_at,
        ends_at=need.ends_at,
    )


def assignment_changed(assignment: Assignment, by: str) -> told.AssignmentChanged:
    """Return in which state an assignment is now, and through whom."""
    latest = assignment.check_out or assignment.check_in
    return told.AssignmentChanged(
        assignment_id=assignment.id,
        need_id=assignment.need_id,
        community_code=assignment.community_code,
        member_id=assignment.member_id,
        resident_id=assignment.resident_id,
        state=assignment.state,
        by=by,
        late=assignment.is_late,
        minutes=assignment.confirmation.minutes if assignment.confirmation else None,
        distance_metres=latest.distance_metres if latest else None,
        service_kind=assignment.service_kind,
        starts_at=assignment.starts_at,
        ends_at=assignment.ends_at,
    )


def service_confirmed(assignment: Assignment, confirmation: Confirmation, minor: Minor) -> ServiceConfirmed:
    """Return that the minutes of a service stand."""
    assert assignment.check_in is not None, "what is confirmed was checked in"
    return ServiceConfirmed(
        record_id=derived_id("record", assignment.id),
        assignment_id=assignment.id,
        community_code=assignment.community_code,
        member_id=assignment.member_id,
        resident_id=assignment.resident_id,
        service_kind=assignment.service_kind,
        minutes=confirmation.minutes,
        recorded_as=assignment.recorded_as,
        served_at=assignment.check_in.at,
        confirmed_by=confirmation.as_role,
        minor_age=minor.minor_age,
        guardian_agreed=minor.guardian_agreed,
    )


def confirmation_due(assignment: Assignment, reminder: Reminder) -> told.ConfirmationDue:
    """Return that minutes still wait to be agreed to."""
    return told.ConfirmationDue(
        assignment_id=assignment.id,
        community_code=assignment.community_code,
        member_id=assignment.member_id,
        resident_id=assignment.resident_id,
        after_hours=reminder.after_hours,
        for_staff=reminder.for_staff,
        need_id=assignment.need_id,
        service_kind=assignment.service_kind,
        starts_at=assignment.starts_at,
        ends_at=assignment.ends_at,
    )


def service_rated(assignment: Assignment, grade: int) -> told.ServiceRated:
    """Return that the receiving side graded a service."""
    return told.ServiceRated(
        assignment_id=assignment.id,
        community_code=assignment.community_code,
        member_id=assignment.member_id,
        resident_id=assignment.resident_id,
        grade=grade,
        need_id=assignment.need_id,
        service_kind=assignment.service_kind,
    )
