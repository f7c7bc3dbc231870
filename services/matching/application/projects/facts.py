"""The facts that projects and shifts tell, made from their aggregates."""

from collections.abc import Iterable, Mapping

from services.matching.domain.minor import Minor
from services.matching.domain.need import RecordedAs
from services.matching.domain.projects.presence import AgreedAs, Attendee
from services.matching.domain.projects.project import Project
from services.matching.domain.projects.shift import Seat, Shift
from shared.events import projects as told
from shared.events.service import ShiftConfirmed, ShiftLine

MOST_LINES = 100
"""Lines of one packed confirmation: about 16 kB, far below what the log takes."""


def project_submitted(project: Project, by: str) -> told.ProjectSubmitted:
    """Return that the community is asked to look at a project."""
    return told.ProjectSubmitted(
        project_id=project.id,
        party_id=project.party_id,
        community_code=project.community_code,
        submitted_by=by,
    )


def project_published(project: Project, by: str) -> told.ProjectPublished:
    """Return that everyone may see a project."""
    return told.ProjectPublished(
        project_id=project.id,
        party_id=project.party_id,
        community_code=project.community_code,
        service_kind=project.service_kind,
        submitted_by=project.submitted_by or project.made_by,
        reviewed_by=by,
    )


def project_ended(project: Project, by: str) -> told.ProjectEnded:
    """Return that a project was refused, withdrawn or closed."""
    return told.ProjectEnded(
        project_id=project.id,
        party_id=project.party_id,
        community_code=project.community_code,
        submitted_by=project.submitted_by or project.made_by,
        by=by,
        state=project.state,
    )


def shift_posted(shift: Shift) -> told.ShiftPosted:
    """Return that a shift takes volunteers."""
    return told.ShiftPosted(
        shift_id=shift.id,
        project_id=shift.project_id,
        party_id=shift.party_id,
        community_code=shift.community_code,
        service_kind=shift.service_kind,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        places=sum(role.places for role in shift.roles),
    )


def shift_amended(shift: Shift, by: str) -> told.ShiftAmended:
    """Return that a shift changed."""
    return told.ShiftAmended(
        shift_id=shift.id,
        project_id=shift.project_id,
        community_code=shift.community_code,
        service_kind=shift.service_kind,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        amended_by=by,
        member_ids=tuple(each.member_id for each in (*shift.seats, *shift.waiting)),
    )


def shift_joined(shift: Shift, seat: Seat) -> told.ShiftJoined:
    """Return that a member took a place."""
    return told.ShiftJoined(
        shift_id=shift.id,
        project_id=shift.project_id,
        community_code=shift.community_code,
        seat_id=seat.seat_id,
        member_id=seat.member_id,
        service_kind=shift.service_kind,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        places_left=shift.places_left,
        by=seat.signed_up_by,
    )


def shift_left(shift: Shift, seat: Seat, by: str) -> told.ShiftLeft:
    """Return that a place was given back."""
    return told.ShiftLeft(
        shift_id=shift.id,
        project_id=shift.project_id,
        community_code=shift.community_code,
        seat_id=seat.seat_id,
        member_id=seat.member_id,
        by=by,
        service_kind=shift.service_kind,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
    )


def waitlist_moved(shift: Shift, seat: Seat) -> told.ShiftWaitlistMoved:
    """Return that the next in order got a place."""
    return told.ShiftWaitlistMoved(
        shift_id=shift.id,
        project_id=shift.project_id,
        community_code=shift.community_code,
        seat_id=seat.seat_id,
        member_id=seat.member_id,
        service_kind=shift.service_kind,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
    )


def shift_attended(shift: Shift, come: Iterable[Attendee]) -> told.ShiftAttended | None:
    """Return that these members came, or None if none of these people is one."""
    member_ids = tuple(each.member_id for each in come if each.member_id is not None)
    if not member_ids:
        return None
    return told.ShiftAttended(
        shift_id=shift.id,
        project_id=shift.project_id,
        community_code=shift.community_code,
        member_ids=member_ids,
        service_kind=shift.service_kind,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
    )


def shift_cancelled(shift: Shift, by: str) -> told.ShiftCancelled:
    """Return that a shift does not take place."""
    bound = (*shift.seats, *shift.waiting)
    return told.ShiftCancelled(
        shift_id=shift.id,
        project_id=shift.project_id,
        community_code=shift.community_code,
        service_kind=shift.service_kind,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        by=by,
        member_ids=tuple(each.member_id for each in bound),
        seat_ids=tuple(each.seat_id for each in bound),
    )


def shift_confirmed(
    shift: Shift, agreed: tuple[Attendee, ...], role: AgreedAs, minors: Mapping[str, Minor]
) -> list[ShiftConfirmed]:
    """Return that the minutes of these people stand, packed a hundred to an event; a record stands in one only."""
    lines = [_line(shift, each, minors) for each in agreed]
    return [
        ShiftConfirmed(
            shift_id=shift.id,
            project_id=shift.project_id,
            party_id=shift.party_id,
            community_code=shift.community_code,
            service_kind=shift.service_kind,
            served_at=shift.starts_at,
            confirmed_by=role,
            lines=tuple(lines[start : start + MOST_LINES]),
        )
        for start in range(0, len(lines), MOST_LINES)
    ]


def _line(shift: Shift, attendee: Attendee, minors: Mapping[str, Minor]) -> ShiftLine:
    assert attendee.agreed is not None
    assert attendee.member_id is not None
    recorded: RecordedAs = attendee.agreed.recorded_as
    seat, minor = shift.seat_of(attendee.member_id), minors[attendee.member_id]
    return ShiftLine(
        record_id=attendee.agreed.record_id,
        member_id=attendee.member_id,
        minutes=attendee.agreed.minutes,
        recorded_as=recorded,
        as_group=seat is not None and seat.team_id is not None,
        minor_age=minor.minor_age,
        guardian_agreed=minor.guardian_agreed,
    )
