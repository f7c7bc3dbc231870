"""What the state of a shift allows: each rule a pair, one that raises its reason and one that only tells."""

import hashlib
import hmac
from datetime import datetime, timedelta

from services.matching.domain.errors import MinutesOutOfRange, ReasonRequired, TooEarly
from services.matching.domain.gate_shapes import Helper, Policy, telling
from services.matching.domain.gates import check_can_serve
from services.matching.domain.kind_shapes import ServiceKind, age_on
from services.matching.domain.policies import check_can_tell
from services.matching.domain.projects.errors import (
    LateForOrganiser,
    MinutesStand,
    NotYetOut,
    OwnMinutes,
    SeatsTaken,
    ShiftBegun,
    ShiftNotBegun,
    ShiftNotOpen,
    TooYoung,
    UnknownPerson,
    WrongCode,
)
from services.matching.domain.projects.presence import AgreedAs, Attendee, is_late
from services.matching.domain.projects.shift import Shift, ShiftState
from shared.kernel.clock import CHINA, unix_millis

EARLY_MINUTES = 60
CODE_SECONDS = 30
CODE_DIGITS = 6
STEPS_BACK = 2
"""A code holds for the step it was shown in and two more: people type slowly."""


def check_can_sign_up(shift: Shift, kind: ServiceKind, helper: Helper, policy: Policy, now: datetime) -> None:
    """Pass if this person may hold a place of the shift.

    Raises:
        ShiftNotOpen: If it was cancelled or settled.
        ShiftBegun: If it has begun.
        TooYoung: If the shift asks for more years.
        LinliError: As a gate of the kind of service says.
    """
    if shift.state is not ShiftState.OPEN:
        raise ShiftNotOpen
    if now >= shift.starts_at:
        raise ShiftBegun
    check_can_serve(shift, kind, helper, policy)
    if shift.least_age and helper.birth_date is not None:
        day = shift.starts_at.astimezone(CHINA).date()
        if age_on(helper.birth_date, day) < shift.least_age:
            raise TooYoung(age=shift.least_age)


def check_can_leave(shift: Shift, now: datetime, reason: str, *, as_staff: bool) -> None:
    """Pass if a place may be given back: by its holder before the start, by staff with a reason until the end.

    Raises:
        ShiftBegun: If it is too late for that.
        ReasonRequired: If staff give none.
    """
    if shift.state is not ShiftState.OPEN or now >= (shift.ends_at if as_staff else shift.starts_at):
        raise ShiftBegun
    if as_staff and not reason:
        raise ReasonRequired


def check_can_change(shift: Shift, *, only_softly: bool) -> None:
    """Pass if a shift may be changed; once somebody signed up, only place, note and more places may.

    Raises:
        ShiftNotOpen: If it was cancelled or settled.
        SeatsTaken: If somebody signed up and more would change.
    """
    if shift.state is not ShiftState.OPEN:
        raise ShiftNotOpen
    if (shift.seats or shift.waiting) and not only_softly:
        raise SeatsTaken


def check_can_attend(shift: Shift, at: datetime, now: datetime, reason: str) -> None:
    """Pass if presence at an instant may be told now.

    Raises:
        ShiftNotOpen: If the shift was cancelled.
        ShiftNotBegun: If the instant lies more than an hour before the start.
        InTheFuture: If it has not been yet.
        TooLate: If it was more than ten working days ago. Source: 民政部令67号 11.
        ReasonRequired: If it is told more than an hour late without a reason.
    """
    if shift.state is ShiftState.CANCELLED:
        raise ShiftNotOpen
    if at < shift.starts_at - timedelta(minutes=EARLY_MINUTES):
        raise ShiftNotBegun
    check_can_tell(at, now)
    if is_late(at, now) and not reason:
        raise ReasonRequired


def check_can_agree(
    attendee: Attendee, by: str, role: AgreedAs, *, minutes: int, expected_minutes: int, reason: str
) -> None:
    """Pass if these minutes of one person may be agreed to by this member in this role.

    Raises:
        OwnMinutes: If they are the member's own.
        UnknownPerson: If the person is not a member yet.
        NotYetOut: Before check-out.
        LateForOrganiser: If the person was entered late and the team leader would agree.
        MinutesStand: If other minutes stand.
        MinutesOutOfRange: If they are not 1 to what the shift expects.
        ReasonRequired: If they differ from what the times say and no reason is given.
    """
    if attendee.member_id == by:
        raise OwnMinutes
    if attendee.agreed is not None:
        raise MinutesStand(name=attendee.name, minutes=attendee.agreed.minutes)
    if attendee.member_id is None:
        raise UnknownPerson(name=attendee.name)
    if attendee.out_at is None:
        raise NotYetOut(name=attendee.name)
    if attendee.late and role is AgreedAs.LEADER:
        raise LateForOrganiser(name=attendee.name)
    if not 1 <= minutes <= expected_minutes:
        raise MinutesOutOfRange(expected_minutes=expected_minutes)
    if minutes != attendee.suggested_minutes(expected_minutes) and not reason:
        raise ReasonRequired


def check_can_cancel_shift(shift: Shift, reason: str, now: datetime) -> None:
    """Pass if a shift may be cancelled: before it ends, while nobody has come.

    Raises:
        ShiftBegun: If somebody came, or it is over.
        ReasonRequired: If no reason is given.
    """
    if shift.attendees or now >= shift.ends_at:
        raise ShiftBegun
    if not reason:
        raise ReasonRequired


def code_at(shift: Shift, now: datetime, *, back: int = 0) -> str:
    """Return the six digits on the presence screen, which change every half minute. After the scheme of RFC 6238."""
    step = unix_millis(now) // 1000 // CODE_SECONDS - back
    digest = hmac.new(bytes.fromhex(shift.key), f"{shift.id}:{step}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def check_code(shift: Shift, typed: str, now: datetime) -> None:
    """Pass if somebody typed the code that is shown, or was a moment ago.

    Raises:
        TooEarly: If presence cannot be told yet.
        WrongCode: If it is another.
    """
    if now < shift.starts_at - timedelta(minutes=EARLY_MINUTES):
        raise TooEarly
    shown = [code_at(shift, now, back=back) for back in range(STEPS_BACK + 1)]
    if not any(hmac.compare_digest(each, typed) for each in shown):
        raise WrongCode


can_sign_up = telling(check_can_sign_up)
can_leave = telling(check_can_leave)
can_change = telling(check_can_change)
can_attend = telling(check_can_attend)
can_agree = telling(check_can_agree)
can_cancel_shift = telling(check_can_cancel_shift)
