"""What the ledger makes of an event it hears: a fact for each person's service, in the order of the event, or an instruction."""

from collections.abc import Sequence
from dataclasses import replace

from services.ledger.domain.accounts import Unit, member_account
from services.ledger.domain.drafting import Asked, Fact
from services.ledger.domain.instructions import Instruction, Step, Verb
from services.ledger.domain.marks import GROUP, marks_of
from shared.events.contract import Event, Malformed
from shared.events.ledger import Instructed, StepAsked
from shared.events.records import RecordCorrected
from shared.events.service import ServiceConfirmed, ShiftConfirmed
from shared.kernel.clock import unix_millis
from shared.kernel.ids import derived_id
from shared.messaging.log import Record


def facts_of(event: Event, record: Record) -> Sequence[Fact | Asked]:
    """Return what an event asks of the ledger: one service, a shift's many, an instruction, or nothing.

    Raises:
        Malformed: If an instruction names a verb or unit that there is not.
    """
    if isinstance(event.data, ServiceConfirmed):
        return (_fact(event, event.data, record),)
    if isinstance(event.data, ShiftConfirmed):
        return _facts_of_shift(event, event.data, record)
    if isinstance(event.data, Instructed):
        return (_asked(event, event.data, record),)
    if isinstance(event.data, RecordCorrected):
        return (_of_correction(event, event.data, record),)
    return ()


def _asked(event: Event, told: Instructed, record: Record) -> Asked:
    try:
        steps = tuple(_step(each, told.terms) for each in told.steps)
    except ValueError as cause:
        raise Malformed(why=str(cause)) from cause
    instruction = Instruction(
        instruction_id=told.instruction_id,
        community_code=told.community_code,
        steps=steps,
        asked_by=told.asked_by,
        approved_by=told.approved_by,
        reason=told.reason,
        effective_at_millis=unix_millis(told.effective_at) if told.effective_at else 0,
    )
    return _at(event, instruction, record)


def _of_correction(event: Event, told: RecordCorrected, record: Record) -> Asked:
    """Return how what was credited for a record is put right, by the rules of the day of the service."""
    transfer, account = (
        derived_id("transfer", told.record_id),
        member_account(told.community_code, told.member_id),
    )
    more = told.minutes - told.minutes_before
    steps: tuple[Step, ...] = (
        Step(verb=Verb.CORRECT, account=account, about=transfer, minutes=more, terms=told.service_kind or ""),
    )
    if told.served_at is None:
        adjust = Step(verb=Verb.ADJUST, account=account, unit=Unit.SERVICE, minutes=more)
        reverse = Step(verb=Verb.REVERSE, about=transfer)
        steps = (adjust, replace(adjust, unit=Unit.CREDIT)) if told.minutes else (reverse,)
    instruction = Instruction(
        instruction_id=derived_id("record-corrected", event.id),
        community_code=told.community_code,
        steps=steps,
        asked_by=told.asked_by,
        approved_by=told.approved_by,
        reason="record-corrected",
        effective_at_millis=unix_millis(told.served_at) if told.served_at else 0,
    )
    return _at(event, instruction, record)


def _at(event: Event, instruction: Instruction, record: Record) -> Asked:
    return Asked(
        instruction=instruction,
        event_id=event.id,
        topic=record.topic,
        partition=record.partition,
        position=record.position,
    )


def _step(step: StepAsked, terms: str) -> Step:
    return Step(
        verb=Verb(step.verb),
        account=step.account,
        other=step.other,
        unit=Unit(step.unit),
        minutes=step.minutes,
        expires_at_millis=unix_millis(step.expires_at) if step.expires_at else 0,
        about=step.about,
        terms=terms if step.verb == Verb.CHOOSE_RULES.value else "",
    )


def _fact(event: Event, confirmed: ServiceConfirmed, record: Record) -> Fact:
    return Fact(
        record_id=confirmed.record_id,
        event_id=event.id,
        community_code=confirmed.community_code,
        member_id=confirmed.member_id,
        minutes=confirmed.minutes,
        recorded_as=confirmed.recorded_as,
        assignment_id=confirmed.assignment_id,
        service_kind=confirmed.service_kind,
        served_at_millis=unix_millis(confirmed.served_at),
        topic=record.topic,
        partition=record.partition,
        position=record.position,
        marks=marks_of((confirmed.confirmed_by,)),
        minor_age=confirmed.minor_age,
        guardian_agreed=confirmed.guardian_agreed,
    )


def _facts_of_shift(event: Event, confirmed: ShiftConfirmed, record: Record) -> tuple[Fact, ...]:
    """Return a fact a line; the shift stands where one volunteer's assignment would."""
    return tuple(
        Fact(
            record_id=line.record_id,
            event_id=event.id,
            community_code=confirmed.community_code,
            member_id=line.member_id,
            minutes=line.minutes,
            recorded_as=line.recorded_as,
            assignment_id=confirmed.shift_id,
            service_kind=confirmed.service_kind,
            served_at_millis=unix_millis(confirmed.served_at),
            topic=record.topic,
            partition=record.partition,
            position=record.position,
            marks=marks_of((GROUP,) if line.as_group else ()),
            minor_age=line.minor_age,
            guardian_agreed=line.guardian_agreed,
        )
        for line in confirmed.lines
    )
