"""The ledger's commands over HTTP: each becomes an instruction, waits a little for the chain's answer, and says it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from services.ledger.application.asking import (
    Outcome,
    approve,
    ask,
    corrections,
    decline,
    look_up,
)
from services.ledger.application.context import Ledger
from services.ledger.application.giving import check_own_move
from services.ledger.application.movers import (
    check_can_hold,
    check_can_keep_book,
    check_can_move,
    check_can_see_command,
    check_can_see_corrections,
)
from services.ledger.application.refusing import check_answer, sequence_of
from services.ledger.domain.accounts import book_of, member_of
from services.ledger.domain.instructions import Instruction, Step, Verb
from services.ledger.entrypoints.command_schemas import (
    AskCorrection,
    CommandView,
    MakeHold,
    MakeTransfer,
    PostHold,
    ReverseTransfer,
    SetLimit,
    TransferVerb,
    VoidHold,
    command_view,
)
from shared.events.fields import CommunityCode
from shared.identity.permissions import Permission
from shared.kernel.clock import unix_millis
from shared.kernel.errors import BadInput, FieldFault
from shared.storage.paging import Page
from shared.web.api import SIGNED_IN, Answer, Api, Call, Nothing

T = TypeVar("T")
CREATED, NOT_YET = 201, 202


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsQuery:
    """Of which book."""

    community_code: CommunityCode


def commands_api(ledger: Ledger) -> Api:
    """Return the routes over transfers, limits, reversals and single commands, mounted at ``/api/ledger/v1``."""
    api = Api("ledger")

    @api.post(
        "/transfers",
        takes=MakeTransfer,
        gives=CommandView,
        may=SIGNED_IN,
        status=CREATED,
        says="Give, donate or move time credits; a member their own, staff those of their book",
    )
    def transfer(call: Call[MakeTransfer]) -> Answer:
        asked = call.body
        check_can_move(call.actor, asked.from_account)
        check_own_move(ledger, call.actor, asked.from_account, asked.to_account, asked.minutes)
        return _asked(ledger, call, book_of(call.body.from_account), *transfer_steps(ledger, call.body))

    @api.post(
        "/reversals",
        takes=ReverseTransfer,
        gives=CommandView,
        may=Permission.KEEP_BOOK,
        status=CREATED,
        says="Post the exact opposite of a transfer, at most once",
    )
    def reverse(call: Call[ReverseTransfer]) -> Answer:
        check_can_keep_book(call.actor, call.body.community_code)
        return _asked(
            ledger, call, call.body.community_code, Step(verb=Verb.REVERSE, about=call.body.transfer_id)
        )

    @api.post(
        "/limits",
        takes=SetLimit,
        gives=CommandView,
        may=Permission.KEEP_BOOK,
        status=CREATED,
        says="Say how low an account may go",
    )
    def limit(call: Call[SetLimit]) -> Answer:
        book = book_of(call.body.account)
        check_can_keep_book(call.actor, book)
        step = Step(verb=Verb.SET_LIMIT, account=call.body.account, minutes=call.body.minutes)
        return _asked(ledger, call, book, step)

    @api.get("/commands/<command_id>", gives=CommandView, may=SIGNED_IN, says="What became of a command")
    def command(call: Call[Nothing]) -> Answer:
        found = look_up(ledger, call.path["command_id"])
        asked = found.command.instruction
        check_can_see_command(call.actor, asked.asked_by, asked.community_code)
        return Answer(view=command_view(found), headers=_headers(found))

    return api


def holds_api(ledger: Ledger) -> Api:
    """Return the routes over holds."""
    api = Api("ledger")

    @api.post(
        "/holds",
        takes=MakeHold,
        gives=CommandView,
        may=Permission.REDEEM_FOR_RESIDENT,
        status=CREATED,
        says="Set credits aside for another account until an instant",
    )
    def hold(call: Call[MakeHold]) -> Answer:
        book = book_of(call.body.account)
        check_can_hold(call.actor, book)
        return _asked(ledger, call, book, hold_step(call.body), seen=False)

    @api.post(
        "/holds/<hold_id>/post",
        takes=PostHold,
        gives=CommandView,
        may=Permission.REDEEM_FOR_RESIDENT,
        status=CREATED,
        says="Move what is held, or a part; the rest is free again",
    )
    def post(call: Call[PostHold]) -> Answer:
        check_can_hold(call.actor, call.body.community_code)
        step = Step(verb=Verb.POST, about=call.path["hold_id"], minutes=call.body.minutes)
        return _asked(ledger, call, call.body.community_code, step, seen=False)

    @api.post(
        "/holds/<hold_id>/void",
        takes=VoidHold,
        gives=CommandView,
        may=Permission.REDEEM_FOR_RESIDENT,
        status=CREATED,
        says="Let go what is held",
    )
    def void(call: Call[VoidHold]) -> Answer:
        check_can_hold(call.actor, call.body.community_code)
        step = Step(verb=Verb.VOID, about=call.path["hold_id"])
        return _asked(ledger, call, call.body.community_code, step, seen=False)

    return api


def corrections_api(ledger: Ledger) -> Api:
    """Return the routes over corrections, which two members of staff make together."""
    api = Api("ledger")

    @api.post(
        "/adjustments",
        takes=AskCorrection,
        gives=CommandView,
        may=Permission.KEEP_BOOK,
        status=NOT_YET,
        says="Ask for a correction; it waits for a second member of staff",
    )
    def ask_correction(call: Call[AskCorrection]) -> Answer:
        check_can_keep_book(call.actor, book_of(call.body.account))
        outcome = ask(
            ledger, correction(call.body, call.new_id(), call.actor.member_id), waits_for_second=True
        )
        return answer_to(outcome)

    @api.get(
        "/adjustments",
        query=CorrectionsQuery,
        gives=CommandView,
        paged=True,
        may=SIGNED_IN,
        says="The corrections of a book, newest first",
    )
    def list_corrections(call: Call[CorrectionsQuery]) -> Page[CommandView]:
        check_can_see_corrections(call.actor, call.query.community_code)
        page = corrections(ledger, call.query.community_code, limit=call.limit, after=call.after)
        return Page(items=tuple(command_view(each) for each in page.items), next=page.next)

    @api.post(
        "/adjustments/<command_id>/approve",
        gives=CommandView,
        may=Permission.KEEP_BOOK,
        status=CREATED,
        says="Approve a correction that a colleague asked for",
    )
    def approve_correction(call: Call[Nothing]) -> Answer:
        by, at = _decider(ledger, call)
        return answer_to(approve(ledger, call.path["command_id"], by=by, at=at))

    @api.post(
        "/adjustments/<command_id>/refuse",
        gives=CommandView,
        may=Permission.KEEP_BOOK,
        says="Refuse a correction that a colleague asked for",
    )
    def decline_correction(call: Call[Nothing]) -> CommandView:
        by, at = _decider(ledger, call)
        return command_view(decline(ledger, call.path["command_id"], by=by, at=at))

    return api


def transfer_steps(ledger: Ledger, body: MakeTransfer) -> tuple[Step, ...]:
    """Return the steps of a transfer; the account of a member who never served is opened first.

    Raises:
        BadInput: If a transfer that needs another account names none, or a donation names one.
    """
    if (body.to_account is None) is not (body.verb is TransferVerb.DONATE):
        fault = FieldFault(
            field="to_account",
            code="invalid",
            zh="转赠须写明转入账户，捐赠则不写",
            en="Name the account for a gift or transfer; a donation names none",
        )
        raise BadInput(faults=(fault,))
    other = body.to_account or ""
    move = Step(verb=Verb(body.verb.value), account=body.from_account, other=other, minutes=body.minutes)
    receiver = member_of(other) if other else None
    if receiver is None or ledger.identity.people.find(receiver) is None:
        return (move,)
    return (Step(verb=Verb.OPEN, account=other), move)


def hold_step(body: MakeHold) -> Step:
    """Return the step that makes a hold."""
    return Step(
        verb=Verb.HOLD,
        account=body.account,
        other=body.for_account,
        minutes=body.minutes,
        expires_at_millis=unix_millis(body.expires_at),
    )


def correction(body: AskCorrection, id_: str, asked_by: str) -> Instruction:
    """Return the instruction of a correction, its second person still missing."""
    return Instruction(
        instruction_id=id_,
        community_code=book_of(body.account),
        steps=(Step(verb=Verb.ADJUST, account=body.account, unit=body.unit, minutes=body.minutes),),
        asked_by=asked_by,
        reason=body.reason.value,
    )


def _decider(ledger: Ledger, call: Call[Nothing]) -> tuple[str, datetime]:
    """Return who decides a correction, and when, once that is allowed."""
    command = ledger.commands.get(call.path["command_id"])
    check_can_keep_book(call.actor, command.community_code)
    return call.actor.member_id, ledger.clock.now()


def _asked(ledger: Ledger, call: Call[T], book: str, *steps: Step, seen: bool = True) -> Answer:
    instruction = Instruction(
        instruction_id=call.new_id(),
        community_code=book,
        steps=steps,
        asked_by=call.actor.member_id,
    )
    return answer_to(ask(ledger, instruction, seen=seen))


def answer_to(outcome: Outcome) -> Answer:
    """Return 201 with what was done, or 202 with where to look.

    Raises:
        RuleBroken: If the ledger refused; the class of the reason.
    """
    if outcome.answer is not None:
        check_answer(outcome.answer)
    status = CREATED if outcome.answer else NOT_YET
    return Answer(view=command_view(outcome), status=status, headers=_headers(outcome))


def _headers(outcome: Outcome) -> dict[str, str]:
    where = {"Location": f"/api/ledger/v1/commands/{outcome.command.id}"}
    answer = outcome.answer
    return where | ({"X-Ledger-Sequence": sequence_of(answer.shard, answer.seq)} if answer else {})
