"""A shift's way: posted, repeated, changed, cancelled."""

from dataclasses import replace
from datetime import timedelta

from services.matching.application.context import Matching
from services.matching.application.keeping import added_once
from services.matching.application.parties.acting import approved_party, check_acts_for
from services.matching.application.projects.commands import AmendShift, CancelShift, PostShift
from services.matching.application.projects.facts import shift_amended, shift_cancelled, shift_posted
from services.matching.application.projects.who import check_manages
from services.matching.domain.policies import check_can_ask_for
from services.matching.domain.projects.errors import NotPublished
from services.matching.domain.projects.project import Project, ProjectState
from services.matching.domain.projects.roles import checked_roles
from services.matching.domain.projects.rules import check_can_cancel_shift, check_can_change
from services.matching.domain.projects.shift import Shift, ShiftState
from shared.identity.actor import Actor
from shared.kernel.errors import Forbidden
from shared.kernel.ids import derived_id, nonce

MOST_MINUTES = 1440
SOFT = frozenset({"title", "address", "note"})
"""What may change although people have signed up; more places of the same roles may, too."""


def post_shift(
    m: Matching, actor: Actor, project_id: str, command: PostShift, shift_id: str
) -> tuple[Shift, ...]:
    """Post a shift of a published project, or several some days apart; the same id again posts nothing new.

    Raises:
        Forbidden: If the actor does not work for the organisation.
        NotPublished: If the project is not published, or closed.
        LinliError: If a time or the roles are against a rule.
    """
    project = m.projects.get(project_id)
    check_acts_for(actor, project.party_id)
    approved_party(m, project.party_id)
    if project.state is not ProjectState.PUBLISHED:
        raise NotPublished
    first = _shift(m, actor, project, command, shift_id)
    made = [_repeated(m, first, command, number) for number in range(command.times)]
    return tuple(added_once(m.shifts, each, shift_posted(each)) for each in made)


def _repeated(m: Matching, first: Shift, command: PostShift, number: int) -> Shift:
    """Return the shift some days later, with an id that follows from the first's and a key of its own."""
    later = timedelta(days=command.days_apart * number)
    starts_at, ends_at = first.starts_at + later, first.ends_at + later
    check_can_ask_for(starts_at, ends_at, first.expected_minutes, m.clock.now())
    id_ = derived_id("shift", first.id, str(number)) if number else first.id
    return replace(first, id=id_, starts_at=starts_at, ends_at=ends_at, key=nonce().hex())


def _shift(m: Matching, actor: Actor, project: Project, command: PostShift, shift_id: str) -> Shift:
    length = (command.ends_at - command.starts_at) // timedelta(minutes=1)
    return Shift(
        id=shift_id,
        project_id=project.id,
        party_id=project.party_id,
        community_code=_community(project, command),
        service_kind=project.service_kind,
        title=command.title or project.title,
        starts_at=command.starts_at,
        ends_at=command.ends_at,
        expected_minutes=command.expected_minutes or max(1, min(length, MOST_MINUTES)),
        address=command.address,
        point=command.point.point() if command.point else None,
        roles=checked_roles(tuple(each.role() for each in command.roles)),
        least_age=command.least_age,
        certificate_needed=project.certificate_needed,
        note=command.note,
        key="",
        posted_by=actor.member_id,
        created_at=m.clock.now(),
    )


def _community(project: Project, command: PostShift) -> str:
    code = command.community_code or project.community_code
    if code not in project.community_codes:
        raise Forbidden
    return code


def amend_shift(m: Matching, actor: Actor, shift_id: str, command: AmendShift) -> Shift:
    """Change a shift; those who signed up are told.

    Raises:
        Forbidden: If the actor is neither of the organisation nor of the community's staff.
        SeatsTaken: If somebody signed up and more would change than place, note and more places.
    """
    shift = m.shifts.get(shift_id)
    check_manages(actor, shift)
    changes = _changes(shift, command)
    if not changes:
        return shift
    check_can_change(shift, only_softly=_is_soft(shift, changes))
    amended = replace(shift, **changes)  # type: ignore[arg-type]  # -- the names are the command's own
    if {"starts_at", "ends_at", "expected_minutes"} & set(changes):
        check_can_ask_for(amended.starts_at, amended.ends_at, amended.expected_minutes, m.clock.now())
    return m.shifts.save(amended, shift_amended(amended, actor.member_id))


def _changes(shift: Shift, command: AmendShift) -> dict[str, object]:
    roles = command.roles
    stated = {
        "title": command.title,
        "starts_at": command.starts_at,
        "ends_at": command.ends_at,
        "expected_minutes": command.expected_minutes,
        "address": command.address,
        "roles": checked_roles(tuple(each.role() for each in roles)) if roles is not None else None,
        "least_age": command.least_age,
        "note": command.note,
    }
    return {
        name: value for name, value in stated.items() if value is not None and value != getattr(shift, name)
    }


def _is_soft(shift: Shift, changes: dict[str, object]) -> bool:
    if not set(changes) <= SOFT | {"roles"}:
        return False
    after = replace(shift, **changes)  # type: ignore[arg-type]  # -- the names are the command's own
    return all(
        any(each.code == role.code and each.places >= role.places for each in after.roles)
        for role in shift.roles
    )


def cancel_shift(m: Matching, actor: Actor, shift_id: str, command: CancelShift) -> Shift:
    """Cancel a shift nobody has come to; who held or waited for a place is told. Cancelling again changes nothing.

    Raises:
        Forbidden: If the actor is neither of the organisation nor of the community's staff.
        ShiftBegun: If somebody came, or it is over.
    """
    shift = m.shifts.get(shift_id)
    check_manages(actor, shift)
    if shift.state is ShiftState.CANCELLED:
        return shift
    check_can_cancel_shift(shift, command.reason, m.clock.now())
    cancelled = shift.cancelled(command.reason)
    return m.shifts.save(cancelled, shift_cancelled(cancelled, actor.member_id))


def cancel_shifts_of(m: Matching, project_id: str, by: str) -> None:
    """Cancel the shifts of a closed project that nobody has come to yet; done before, it changes nothing."""
    for shift in m.shifts.where({"project_id": project_id, "state": ShiftState.OPEN.value}):
        if not shift.attendees and m.clock.now() < shift.starts_at:
            cancelled = shift.cancelled("")
            m.shifts.save(cancelled, shift_cancelled(cancelled, by))
