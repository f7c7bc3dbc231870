"""Asking the ledger for something: kept once under its id, carried to the log by the relay, answered by the chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.ledger.application.context import Ledger
from services.ledger.application.refusing import REFUSED
from services.ledger.domain.commands import Command, CommandState
from services.ledger.domain.instructions import Instruction, Step
from services.ledger.domain.lines import Answer
from services.ledger.domain.refusals import Reason
from shared.events.ledger import Instructed, StepAsked
from shared.kernel.clock import from_unix_millis
from shared.kernel.errors import AlreadyThere
from shared.storage.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A command, and its answer once the chain has it."""

    command: Command
    answer: Answer | None = None


def ask(
    ledger: Ledger, instruction: Instruction, *, waits_for_second: bool = False, seen: bool = True
) -> Outcome:
    """Ask the ledger and wait a little for the answer; asked again it is asked once.

    Args:
        ledger: The ledger.
        instruction: With an id that follows from its cause.
        waits_for_second: Whether a second person must approve it first.
        seen: Whether the answer waits until readers see what was done, or only until it stands in the chain.

    Raises:
        Conflict: If the id was used for another request.
    """
    state = CommandState.AWAITING if waits_for_second else CommandState.SENT
    command = Command(
        id=instruction.instruction_id,
        instruction=instruction,
        request=instruction.fingerprint,
        state=state,
        created_at=ledger.clock.now(),
    )
    told = () if waits_for_second else (instructed(command.told),)
    with ledger.waiting.expecting(command.id):
        kept, is_new = _kept(ledger, command, told)
        return outcome_of(ledger, kept, is_new=is_new, seen=seen)


def _kept(ledger: Ledger, command: Command, told: Sequence[Instructed]) -> tuple[Command, bool]:
    """Return the command as it is kept, by this call or an earlier one, and whether by this one."""
    try:
        return ledger.commands.add(command, *told), True
    except AlreadyThere:
        before = ledger.commands.get(command.id)
        if before.request != command.request:
            raise REFUSED[Reason.CONFLICT](id=command.id) from None
        return before, False


def sent_by_itself(instruction: Instruction, now: datetime) -> tuple[Command, Instructed]:
    """Return the command of an instruction that time causes, sent at once, with what the ledger is told."""
    command = Command(
        id=instruction.instruction_id,
        instruction=instruction,
        request=instruction.fingerprint,
        state=CommandState.SENT,
        created_at=now,
    )
    return command, instructed(command.told)


def outcome_of(ledger: Ledger, command: Command, *, is_new: bool = False, seen: bool = True) -> Outcome:
    """Return a command with its answer, waiting a little for it where there will be one."""
    if command.state is not CommandState.SENT:
        return Outcome(command=command)
    answer = ledger.waiting.wait(
        command.id,
        lambda: ledger.projections.answer(command.id),
        ledger.answer_seconds,
        is_new=is_new,
        seen=seen,
    )
    return Outcome(command=command, answer=answer)


def look_up(ledger: Ledger, command_id: str) -> Outcome:
    """Return a command and what is known of it now.

    Raises:
        NotFound: If nobody asked for it.
    """
    command = ledger.commands.get(command_id)
    return Outcome(command=command, answer=ledger.projections.answer(command_id))


def approve(ledger: Ledger, command_id: str, *, by: str, at: datetime) -> Outcome:
    """Send a correction to the ledger as its second person; approved again by the same person it is approved once.

    Raises:
        NotFound: If there is no such correction.
        IllegalStep: If it was decided before.
        OwnApproval: If who asked approves.
    """
    command = ledger.commands.get(command_id)
    if command.state is not CommandState.SENT or command.decided_by != by:
        approved = command.decided(CommandState.SENT, by=by, at=at)
        command = ledger.commands.save(approved, instructed(approved.told))
    return outcome_of(ledger, command)


def decline(ledger: Ledger, command_id: str, *, by: str, at: datetime) -> Outcome:
    """Say no to a correction; the ledger never sees it.

    Raises:
        NotFound: If there is no such correction.
        IllegalStep: If it was decided before.
        OwnApproval: If who asked declines.
    """
    command = ledger.commands.get(command_id)
    return Outcome(command=ledger.commands.save(command.decided(CommandState.DECLINED, by=by, at=at)))


def corrections(
    ledger: Ledger,
    community_code: str,
    *,
    state: CommandState | None = None,
    limit: int = 50,
    after: str | None = None,
) -> Page[Outcome]:
    """Return a page of the corrections asked for in a book, of one state or of all, newest first, each with its answer.

    Raises:
        BadInput: If ``after`` is no place in the list.
    """
    wanted = {"adjusts": community_code, **({"state": state.value} if state else {})}
    page = ledger.commands.page(wanted, limit=limit, after=after)
    answers = ledger.projections.answers_of(each.id for each in page.items)
    return Page(
        items=tuple(Outcome(command=each, answer=answers.get(each.id)) for each in page.items), next=page.next
    )


def instructed(instruction: Instruction) -> Instructed:
    """Return the event that brings an instruction to the writer."""
    millis = instruction.effective_at_millis
    return Instructed(
        instruction_id=instruction.instruction_id,
        community_code=instruction.community_code,
        steps=tuple(_step(each) for each in instruction.steps),
        asked_by=instruction.asked_by,
        approved_by=instruction.approved_by,
        reason=instruction.reason,
        effective_at=from_unix_millis(millis) if millis else None,
        terms=next((each.terms for each in instruction.steps if each.terms), ""),
    )


def _step(step: Step) -> StepAsked:
    return StepAsked(
        verb=step.verb.value,
        account=step.account,
        other=step.other,
        unit=step.unit.value,
        minutes=step.minutes,
        expires_at=from_unix_millis(step.expires_at_millis) if step.expires_at_millis else None,
        about=step.about,
    )
