"""How projects and shifts are shown: to whom, how much, and what may be done with them now."""

from dataclasses import fields

from services.matching.application.context import Matching
from services.matching.application.parties.acting import can_act_for
from services.matching.application.projects.commands import NoticeText
from services.matching.application.projects.views import (
    AttendanceView,
    AttendeeView,
    ProjectView,
    SeatView,
    ShiftRoleView,
    ShiftView,
)
from services.matching.application.projects.who import looks_after, runs
from services.matching.domain.projects.presence import AgreedAs, Attendee
from services.matching.domain.projects.project import NEXT_STATES, Project, ProjectState
from services.matching.domain.projects.rules import can_agree, can_attend, can_cancel_shift
from services.matching.domain.projects.shift import Seat, Shift, ShiftState
from services.matching.domain.service_kinds import kind_of
from shared.identity.actor import Actor
from shared.identity.people import Person
from shared.identity.permissions import Permission

Persons = dict[str, Person]


def project_view(m: Matching, project: Project, actor: Actor | None) -> ProjectView:
    """Return a project as somebody sees it, signed in or not."""
    inside = actor is not None and (can_act_for(actor, project.party_id) or looks_after(actor, project))
    notice = project.notice
    return ProjectView(
        id=project.id,
        party_id=project.party_id,
        community_codes=project.community_codes,
        community_names=tuple(m.communities.area_name(code) for code in project.community_codes),
        title=project.title,
        purpose=project.purpose,
        service_kind=project.service_kind,
        service_name=kind_of(project.service_kind).name,
        certificate_needed=project.certificate_needed,
        notice=NoticeText(**{each.name: getattr(notice, each.name) for each in fields(notice)}),
        state=project.state,
        reason=project.reason if inside else None,
        created_at=project.created_at,
        published_at=project.published_at,
        can=project_can(actor, project) if actor else (),
    )


def project_can(actor: Actor, project: Project) -> tuple[str, ...]:
    """Return what the actor may do with a project now."""
    ours, following = can_act_for(actor, project.party_id), NEXT_STATES[project.state]
    reviews = actor.may(Permission.REVIEW_NEED, project.community_code)
    allowed = {
        "amend": ours and project.can_change,
        "submit": ours and ProjectState.AWAITING_REVIEW in following,
        "withdraw": ours and ProjectState.WITHDRAWN in following,
        "review": reviews and ProjectState.PUBLISHED in following,
        "close": (ours or reviews) and ProjectState.CLOSED in following,
        "post-shift": ours and project.state is ProjectState.PUBLISHED,
    }
    return tuple(name for name, may in allowed.items() if may)


def shift_view(m: Matching, shift: Shift, actor: Actor | None) -> ShiftView:
    """Return a shift as somebody sees it, signed in or not; nobody's name is in it."""
    mine = shift.seat_of(actor.member_id) if actor else None
    role = runs(actor, shift) if actor else None
    community = m.communities.find(shift.community_code)
    return ShiftView(
        id=shift.id,
        project_id=shift.project_id,
        party_id=shift.party_id,
        community_code=shift.community_code,
        community_name=community.name if community else shift.community_code,
        service_kind=shift.service_kind,
        service_name=kind_of(shift.service_kind).name,
        title=shift.title,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        expected_minutes=shift.expected_minutes,
        address=shift.address,
        note=shift.note,
        least_age=shift.least_age,
        roles=tuple(_role_view(shift, each.code) for each in shift.roles),
        places_left=shift.places_left,
        waiting=len(shift.waiting),
        state=shift.state,
        reason=shift.reason,
        my_role=mine.role if mine else None,
        my_turn=_turn(shift, actor),
        came=len(shift.attendees) if role else None,
        to_agree=sum(each.agreed is None for each in shift.attendees) if role else None,
        can=shift_can(m, shift, actor, role) if actor else (),
    )


def _role_view(shift: Shift, code: str) -> ShiftRoleView:
    role = shift.role(code)
    return ShiftRoleView(
        code=code, name=role.name, places=role.places, left=max(0, shift.left_in(code)), leads=role.leads
    )


def _turn(shift: Shift, actor: Actor | None) -> int | None:
    order = [each.member_id for each in shift.waiting]
    return order.index(actor.member_id) + 1 if actor and actor.member_id in order else None


def shift_can(m: Matching, shift: Shift, actor: Actor, role: AgreedAs | None) -> tuple[str, ...]:
    """Return what the actor may do with a shift now, as far as the shift itself says."""
    now = m.clock.now()
    seat, waits = shift.seat_of(actor.member_id), shift.wait_of(actor.member_id)
    coming = shift.state is ShiftState.OPEN and now < shift.starts_at
    manages = role in (AgreedAs.STAFF, AgreedAs.ORGANISER)
    line, here = shift.attendee_of(actor.member_id), can_attend(shift, now, now, "")
    allowed = {
        "sign-up": coming and seat is None and shift.places_left > 0,
        "wait": coming and seat is None and waits is None and shift.places_left <= 0,
        "leave": coming and (seat is not None or waits is not None),
        "amend": manages and shift.state is ShiftState.OPEN,
        "cancel": manages and can_cancel_shift(shift, "x", now) and shift.state is ShiftState.OPEN,
        "run": role is not None,
        "check-in": seat is not None and line is None and here and now < shift.ends_at,
        "check-out": line is not None and line.out_at is None and here,
    }
    return tuple(name for name, may in allowed.items() if may)


def attendance_view(m: Matching, shift: Shift, actor: Actor, role: AgreedAs) -> AttendanceView:
    """Return the roster of a shift with names, in one call to the register."""
    bound = (*shift.seats, *shift.waiting)
    ids = {each.member_id for each in bound} | {each.member_id for each in shift.attendees if each.member_id}
    persons = m.people.get_many(ids)
    return AttendanceView(
        shift=shift_view(m, shift, actor),
        role=role,
        seats=tuple(_seat_view(shift, each, persons) for each in shift.seats),
        waiting=tuple(_seat_view(shift, each, persons) for each in shift.waiting),
        attendees=tuple(_attendee_view(actor, shift, each, persons, role) for each in shift.attendees),
    )


def _seat_view(shift: Shift, seat: Seat, persons: Persons) -> SeatView:
    person = persons.get(seat.member_id)
    return SeatView(
        member_id=seat.member_id,
        name=person.name if person else "–",
        number=person.volunteer_number if person else None,
        role=seat.role,
        since_at=seat.taken_at,
        adult=seat.adult,
        here=shift.attendee_of(seat.member_id) is not None,
    )


def _attendee_view(
    actor: Actor, shift: Shift, each: Attendee, persons: Persons, role: AgreedAs
) -> AttendeeView:
    person, agreed = persons.get(each.member_id or ""), each.agreed
    suggested = each.suggested_minutes(shift.expected_minutes)
    return AttendeeView(
        id=each.id,
        member_id=each.member_id,
        name=person.name if person else each.name,
        number=person.volunteer_number if person else None,
        phone=each.phone,
        role=shift.role(each.role).name if each.role else "",
        in_at=each.in_at,
        out_at=each.out_at,
        late=each.late,
        reason=each.reason,
        how=each.how,
        suggested_minutes=suggested,
        minutes=agreed.minutes if agreed else None,
        recorded_as=agreed.recorded_as if agreed else None,
        agreed_as=agreed.as_role if agreed else None,
        agreed_by=agreed.by if agreed else None,
        agreed_reason=agreed.reason if agreed else "",
        record_id=agreed.record_id if agreed else None,
        can_agree=can_agree(
            each,
            actor.member_id,
            role,
            minutes=suggested,
            expected_minutes=shift.expected_minutes,
            reason="",
        ),
    )
