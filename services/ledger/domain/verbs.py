"""What an instruction does to the books, or why it does not: no clock, no chance, no settings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from services.ledger.domain import verbs_correcting as correcting
from services.ledger.domain import verbs_holding as holding
from services.ledger.domain import verbs_keeping as keeping
from services.ledger.domain import verbs_moving as moving
from services.ledger.domain import verbs_ruling as ruling
from services.ledger.domain.accounts import Unit, book_of, kind_of
from services.ledger.domain.blocks import Act, Move
from services.ledger.domain.books import Books
from services.ledger.domain.instructions import MOST_STEPS, Instruction, Verb
from services.ledger.domain.refusals import Reason
from services.ledger.domain.rules import RULES
from services.ledger.domain.turns import Result, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an instruction: all of its moves, or none and the reason."""

    moves: tuple[Move, ...] = ()
    reason: Reason | None = None
    at_step: int = 0


def carry_out(books: Books, instruction: Instruction, now_millis: int, rules: str = RULES) -> Outcome:
    """Return what comes of an instruction; the books are changed by all of its steps or by none."""
    if not 1 <= len(instruction.steps) <= MOST_STEPS:
        return Outcome(reason=Reason.STEPS)
    trial = books.above()
    moves: list[Move] = []
    for number, step in enumerate(instruction.steps):
        turn = Turn(
            books=trial,
            instruction=instruction,
            number=number,
            step=step,
            now_millis=now_millis,
            rules=rules,
        )
        result = _misnamed(turn) or _VERBS[step.verb](turn)
        if isinstance(result, Reason):
            return Outcome(reason=result, at_step=number)
        moves += result
    trial.settle()
    return Outcome(moves=tuple(moves))


_WITH_OTHER: Final = {Verb.TRANSFER, Verb.GIFT, Verb.HOLD}
_ABOUT: Final = {
    Verb.POST,
    Verb.VOID,
    Verb.REVERSE,
    Verb.CORRECT,
    Verb.CHOOSE_RULES,
    Verb.RELEASE,
    Verb.RETURN,
}
_ANY_UNIT: Final = {Verb.ASSERT_BALANCE, Verb.ADJUST}


def _misnamed(turn: Turn) -> Reason | None:
    """Return what is wrong with the names a step uses, before what it does is looked at."""
    step = turn.step
    if step.unit is not Unit.CREDIT and step.verb not in _ANY_UNIT:
        return Reason.WRONG_UNIT
    if step.verb in _ABOUT:
        return None
    names = (step.account, step.other) if step.verb in _WITH_OTHER else (step.account,)
    for name in names:
        if reason := _unusable(turn, name):
            return reason
    return Reason.SAME_ACCOUNT if len(set(names)) < len(names) else None


def _unusable(turn: Turn, account: str) -> Reason | None:
    if kind_of(account) is None:
        return Reason.UNKNOWN_ACCOUNT
    if book_of(account) != turn.instruction.community_code:
        return Reason.WRONG_BOOK
    if turn.books.is_closed(account):
        return Reason.CLOSED
    if turn.step.verb is not Verb.OPEN and not turn.books.is_known(account):
        return Reason.UNKNOWN_ACCOUNT
    return None


_VERBS: Final[dict[Verb, Callable[[Turn], Result]]] = {
    Verb.TRANSFER: moving.transfer,
    Verb.GIFT: moving.gift,
    Verb.DONATE: moving.donate,
    Verb.HOLD: holding.hold,
    Verb.POST: holding.post,
    Verb.VOID: holding.void,
    Verb.REVERSE: moving.reverse,
    Verb.EXPIRE_LOTS: moving.expire_lots,
    Verb.SET_LIMIT: keeping.set_limit,
    Verb.OPEN: keeping.open_account,
    Verb.CLOSE: keeping.close_account,
    Verb.SET_ABOVE: keeping.set_above,
    Verb.ASSERT_BALANCE: keeping.assert_balance,
    Verb.ADJUST: moving.adjust,
    Verb.CORRECT: correcting.correct,
    Verb.CHOOSE_RULES: ruling.choose_rules,
    Verb.RELEASE: ruling.release,
    Verb.RETURN: ruling.take_back,
}


def answer_key(instruction_id: str) -> str:
    """Return the key of an instruction's answer; records and instructions never meet."""
    return f"instruction:{instruction_id}"


def answer(books: Books, instruction: Instruction, now_millis: int, rules: str = RULES) -> Act:
    """Return an instruction with its answer, and remember it; the same id with another body is refused.

    Ask only for what has no answer yet.
    """
    key = answer_key(instruction.instruction_id)
    taken = bool(books.answers(key))
    outcome = Outcome(reason=Reason.CONFLICT) if taken else carry_out(books, instruction, now_millis, rules)
    books.answered(key, instruction.fingerprint)
    return Act(
        instruction=instruction,
        moves=outcome.moves,
        refused=outcome.reason.value if outcome.reason else "",
        at_step=outcome.at_step,
    )
