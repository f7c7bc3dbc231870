"""What can be asked of the ledger over HTTP, and what is answered; how many minutes make sense, the ledger itself says."""

from dataclasses import dataclass
from enum import Enum
from typing import Annotated

from services.ledger.application.asking import Outcome
from services.ledger.application.refusing import sequence_of
from services.ledger.domain.accounts import Unit
from services.ledger.domain.commands import CommandState
from services.ledger.domain.instructions import Step
from services.ledger.domain.lines import Answer, Moved
from services.ledger.domain.refusals import SENTENCES, Reason
from shared.events.fields import CommunityCode, Id, Moment, SignedMinutes, Text
from shared.kernel.words import Words

AccountId = Annotated[
    str,
    Text(
        least=1,
        most=160,
        pattern=r"book:[0-9]{12}:(pool|issue|expired|adjust|(member|partner):[A-Za-z0-9._~@-]{1,120})",
    ),
]


class TransferVerb(Enum):
    """What kind of transfer."""

    TRANSFER = "TRANSFER"
    GIFT = "GIFT"
    DONATE = "DONATE"


class CorrectionReason(Enum):
    """Why an account is corrected; a code, for nothing personal stands in the chain."""

    MISCOUNTED = "MISCOUNTED"
    WRONG_PERSON = "WRONG_PERSON"
    LOST_RECORD = "LOST_RECORD"
    NOT_SERVED = "NOT_SERVED"
    MOVED_FROM_ELSEWHERE = "MOVED_FROM_ELSEWHERE"

    @property
    def words(self) -> Words:
        """Return what people call it."""
        return _REASONS[self]


_REASONS = {
    CorrectionReason.MISCOUNTED: Words("分钟数记错", "Minutes were counted wrong"),
    CorrectionReason.WRONG_PERSON: Words("记到了别人名下", "Credited to the wrong person"),
    CorrectionReason.LOST_RECORD: Words("补记遗漏的服务", "A service was not recorded"),
    CorrectionReason.NOT_SERVED: Words("服务并未发生", "The service did not happen"),
    CorrectionReason.MOVED_FROM_ELSEWHERE: Words("从原系统转入", "Brought over from an earlier system"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeTransfer:
    """Credits go from one account to another of the same book; a donation goes to the pool."""

    verb: TransferVerb
    from_account: AccountId
    to_account: AccountId | None = None
    minutes: SignedMinutes


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeHold:
    """Credits are set aside for another account until an instant."""

    account: AccountId
    for_account: AccountId
    minutes: SignedMinutes
    expires_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class PostHold:
    """All or a part of what is held moves; the rest is free again."""

    community_code: CommunityCode
    minutes: SignedMinutes


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidHold:
    """What is held is free again."""

    community_code: CommunityCode


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseTransfer:
    """The exact opposite of a transfer is posted, once."""

    community_code: CommunityCode
    transfer_id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLimit:
    """How low what is free in an account may go: zero or below."""

    account: AccountId
    minutes: SignedMinutes


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCorrection:
    """An account is corrected once a second member of staff agrees."""

    account: AccountId
    unit: Unit = Unit.CREDIT
    minutes: SignedMinutes
    reason: CorrectionReason


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedView:
    """What a step moved."""

    transfer_id: str
    verb: str
    source: str
    target: str
    unit: Unit
    minutes: SignedMinutes


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalView:
    """Why the ledger did nothing, and at which step."""

    code: str
    at_step: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step as it was asked for."""

    verb: str
    account: str
    other: str
    unit: Unit
    minutes: SignedMinutes
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandView:
    """A command: PENDING until the chain answers, DONE or REFUSED then; a correction is AWAITING or DECLINED before."""

    id: str
    state: str
    community_code: CommunityCode
    asked_by: str
    asked_at: Moment
    reason: str
    decided_by: str | None
    steps: tuple[StepView, ...]
    sequence: str | None = None
    logged_at: Moment | None = None
    moved: tuple[MovedView, ...] = ()
    holds: tuple[str, ...] = ()
    refused: RefusalView | None = None


def command_view(outcome: Outcome) -> CommandView:
    """Return what is told of a command."""
    command, answer = outcome.command, outcome.answer
    asked = command.instruction
    return CommandView(
        id=command.id,
        state=state_of(outcome),
        community_code=asked.community_code,
        asked_by=asked.asked_by,
        asked_at=command.created_at,
        reason=asked.reason,
        decided_by=command.decided_by,
        steps=tuple(_step_view(each) for each in asked.steps),
        sequence=sequence_of(answer.shard, answer.seq) if answer else None,
        logged_at=answer.logged_at if answer else None,
        moved=tuple(_moved_view(each) for each in answer.moved) if answer else (),
        holds=answer.holds if answer else (),
        refused=_refusal_view(answer) if answer and answer.refused else None,
    )


def state_of(outcome: Outcome) -> str:
    """Return where a command is, its answer counted."""
    if outcome.answer is not None:
        return "REFUSED" if outcome.answer.refused else "DONE"
    return "PENDING" if outcome.command.state is CommandState.SENT else outcome.command.state.value


def _refusal_view(answer: Answer) -> RefusalView:
    words = SENTENCES[Reason(answer.refused)]
    return RefusalView(code=answer.refused, at_step=answer.at_step, zh=words.zh, en=words.en)


def _step_view(step: Step) -> StepView:
    return StepView(
        verb=step.verb.value,
        account=step.account,
        other=step.other,
        unit=step.unit,
        minutes=step.minutes,
        about=step.about,
    )


def _moved_view(moved: Moved) -> MovedView:
    return MovedView(
        transfer_id=moved.transfer_id,
        verb=moved.verb,
        source=moved.source,
        target=moved.target,
        unit=moved.unit,
        minutes=moved.minutes,
    )
