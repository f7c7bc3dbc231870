"""Agreeing to the minutes of a shift, thirty people on one screen, from where the ledger credits them."""

from dataclasses import replace

from services.matching.application.context import Matching
from services.matching.application.crediting import minors
from services.matching.application.projects.commands import AgreeLine, Settle
from services.matching.application.projects.facts import shift_confirmed
from services.matching.application.projects.who import check_runs
from services.matching.domain.need import RecordedAs
from services.matching.domain.projects.presence import Agreed, AgreedAs, Attendee
from services.matching.domain.projects.rules import check_can_agree
from services.matching.domain.projects.shift import Shift
from shared.identity.actor import Actor
from shared.kernel.ids import derived_id


def settle(m: Matching, actor: Actor, shift_id: str, command: Settle) -> Shift:
    """Agree to the minutes of the people named, all of them or none; what stands with the same minutes stays.

    Raises:
        Forbidden: If the actor runs the shift in no role.
        OwnMinutes: If one of the lines is the actor's own.
        LateForOrganiser: If a team leader agrees to somebody entered late.
        LinliError: If minutes, reason or state of a line are against a rule.
    """
    shift = m.shifts.get(shift_id)
    role = check_runs(actor, shift)
    agreed = tuple(_agreed(m, actor, shift, role, line) for line in command.lines if not _stands(shift, line))
    if not agreed:
        return shift
    settled = shift.with_attendees({each.id: each for each in agreed})
    young = minors(m, (str(each.member_id) for each in agreed), shift.starts_at)
    return m.shifts.save(settled, *shift_confirmed(settled, agreed, role, young))


def _stands(shift: Shift, line: AgreeLine) -> bool:
    known = shift.attendee(line.attendee_id).agreed
    return known is not None and known.minutes == line.minutes


def _agreed(m: Matching, actor: Actor, shift: Shift, role: AgreedAs, line: AgreeLine) -> Attendee:
    attendee = shift.attendee(line.attendee_id)
    check_can_agree(
        attendee,
        actor.member_id,
        role,
        minutes=line.minutes,
        expected_minutes=shift.expected_minutes,
        reason=line.reason,
    )
    return replace(
        attendee,
        agreed=Agreed(
            record_id=derived_id("record", shift.id, attendee.id),
            minutes=line.minutes,
            recorded_as=RecordedAs(line.recorded_as.value),
            reason=line.reason,
            by=actor.member_id,
            as_role=role,
            at=m.clock.now(),
        ),
    )
