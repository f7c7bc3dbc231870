"""One line of a stream that is played into an empty ledger: a record of service, or an instruction."""

from dataclasses import dataclass
from typing import Annotated

from services.ledger.domain.accounts import Unit
from services.ledger.domain.blocks import Refusal
from services.ledger.domain.drafting import Asked, Fact
from services.ledger.domain.instructions import Instruction, Step, Verb
from services.ledger.domain.marks import EVERY, marks_of
from services.ledger.domain.refusals import Reason
from services.ledger.domain.turns import hold_id, transfer_id
from shared.events.fields import Code, CommunityCode, Id, Minutes, Moment, SignedMinutes, Text
from shared.kernel.clock import unix_millis
from shared.kernel.ids import derived_id

Name = Annotated[str, Text(most=160, pattern=r"[A-Za-z0-9:._~@#-]*")]


Mark = Annotated[str, Text(most=20, pattern="|".join(EVERY))]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """A confirmed service; ``marks``: ``ORGANISER_ADDED``, ``GROUP`` or ``YOUNG``, where it is not the usual."""

    record_id: Id
    community_code: CommunityCode
    member_id: Id
    minutes: Minutes
    served_at: Moment
    recorded_as: Code = "VOLUNTEER"
    service_kind: Code = "any"
    assignment_id: Id | None = None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLine:
    """A service that a ledger refused before; of its body only the fingerprint is known."""

    record_id: Id
    community_code: CommunityCode
    member_id: Id
    fingerprint: Annotated[str, Text(least=32, most=32, pattern=r"[0-9a-f]+")]
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A step; ``about`` is ``<instruction>#<step>``, or ``record:<record>`` for the transfer of a record; ``about_id`` its id."""

    verb: Verb
    account: Name = ""
    other: Name = ""
    unit: Unit = Unit.CREDIT
    minutes: SignedMinutes = 0
    expires_at: Moment | None = None
    about: Name = ""
    about_id: Name = ""
    terms: Annotated[str, Text(most=4000)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionLine:
    """Steps that happen together or not at all."""

    instruction_id: Id
    community_code: CommunityCode
    steps: tuple[StepLine, ...]
    asked_by: Name = ""
    approved_by: Name = ""
    reason: Name = ""
    effective_at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedLine:
    """Time passes, and holds whose time is over end."""

    community_code: CommunityCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line: when the ledger hears of it, and what; without ``at`` a millisecond after the one before.

    Lines of a shard that are ``together`` with the one before are answered in one block; ``rules`` decide, if given.
    """

    at: Moment | None = None
    together: bool = False
    rules: Code | None = None
    record: RecordLine | None = None
    refused: RefusedLine | None = None
    instruction: InstructionLine | None = None
    passed: PassedLine | None = None

    @property
    def told(self) -> tuple[RecordLine | RefusedLine | InstructionLine | PassedLine, ...]:
        """Return what it is about; one, if the line makes sense."""
        every = (self.record, self.refused, self.instruction, self.passed)
        return tuple(each for each in every if each is not None)

    @property
    def community_code(self) -> str:
        """Return the book it is about."""
        return self.told[0].community_code


def fact_of(line: Line) -> tuple[Fact, ...]:
    """Return the line's record as the ledger hears it, if it is one."""
    record = line.record
    if record is None:
        return ()
    return (
        Fact(
            record_id=record.record_id,
            event_id=record.record_id,
            community_code=record.community_code,
            member_id=record.member_id,
            minutes=record.minutes,
            recorded_as=record.recorded_as,
            assignment_id=record.assignment_id or record.record_id,
            service_kind=record.service_kind,
            served_at_millis=unix_millis(record.served_at),
            topic="file",
            partition=0,
            position=0,
            marks=marks_of(record.marks),
        ),
    )


def refusals_of(line: Line) -> tuple[Refusal, ...]:
    """Return the line's refusal, if it is one."""
    told = line.refused
    if told is None:
        return ()
    refusal = Refusal(
        record_id=told.record_id,
        event_id=told.record_id,
        fingerprint=told.fingerprint,
        community_code=told.community_code,
        member_id=told.member_id,
        reason=told.reason.value,
    )
    return (refusal,)


def asked_of(line: Line) -> tuple[Asked, ...]:
    """Return the line's instruction as the ledger hears it, if it is one."""
    told = line.instruction
    if told is None:
        return ()
    instruction = Instruction(
        instruction_id=told.instruction_id,
        community_code=told.community_code,
        steps=tuple(_step(each) for each in told.steps),
        asked_by=told.asked_by,
        approved_by=told.approved_by,
        reason=told.reason,
        effective_at_millis=unix_millis(told.effective_at) if told.effective_at else 0,
    )
    asked = Asked(
        instruction=instruction, event_id=told.instruction_id, topic="file", partition=0, position=0
    )
    return (asked,)


def _step(step: StepLine) -> Step:
    return Step(
        verb=step.verb,
        account=step.account,
        other=step.other,
        unit=step.unit,
        minutes=step.minutes,
        expires_at_millis=unix_millis(step.expires_at) if step.expires_at else 0,
        about=step.about_id or _about(step),
        terms=step.terms,
    )


def _about(step: StepLine) -> str:
    kind, _, record = step.about.partition(":")
    if kind == "record":
        return derived_id("transfer", record)
    instruction, _, number = step.about.rpartition("#")
    named = hold_id if step.verb in {Verb.POST, Verb.VOID} else transfer_id
    return named(instruction, int(number)) if number.isdecimal() and len(number) < 4 else step.about
