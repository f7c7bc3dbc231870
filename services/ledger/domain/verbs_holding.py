"""Verbs that set credits aside, and use or release them: a hold is settled at most once."""

from services.ledger.domain.accounts import book_of, kind_of
from services.ledger.domain.books import Hold, HoldState
from services.ledger.domain.lots import parted
from services.ledger.domain.refusals import Reason
from services.ledger.domain.turns import SPENDS, Result, Turn, hold_id, is_absurd


def hold(turn: Turn) -> Result:
    """Set credits aside."""
    step, books = turn.step, turn.books
    if kind_of(step.account) not in SPENDS or kind_of(step.other) not in SPENDS:
        return Reason.WRONG_KIND
    if is_absurd(step.minutes):
        return Reason.MINUTES
    if step.expires_at_millis <= turn.now_millis:
        return Reason.EXPIRY_PAST
    if not books.can_spend(step.account, step.minutes):
        return Reason.OVERDRAFT
    hold = Hold(
        account=step.account,
        other=step.other,
        minutes=step.minutes,
        expires_at_millis=step.expires_at_millis,
        lots=books.take_lots(step.account, step.minutes),
    )
    books.hold(hold_id(turn.instruction.instruction_id, turn.number), hold)
    return ()


def _open_hold(turn: Turn) -> Hold | Reason:
    hold = turn.books.holds.get(turn.step.about, None)
    if hold is None:
        return Reason.HOLD_UNKNOWN
    if book_of(hold.account) != turn.instruction.community_code:
        return Reason.WRONG_BOOK
    if hold.state is HoldState.EXPIRED:
        return Reason.HOLD_EXPIRED
    return hold if hold.state is HoldState.OPEN else Reason.HOLD_RESOLVED


def post(turn: Turn) -> Result:
    """Move what is held, or a part of it."""
    hold, minutes = _open_hold(turn), turn.step.minutes
    if isinstance(hold, Reason):
        return hold
    if is_absurd(minutes):
        return Reason.MINUTES
    if minutes > hold.minutes:
        return Reason.HOLD_EXCEEDED
    if turn.books.is_closed(hold.other):
        return Reason.CLOSED
    used, rest = parted(hold.lots, minutes)
    turn.books.end_hold(turn.step.about, hold, HoldState.POSTED, rest)
    return (turn.move(hold.account, hold.other, minutes, lots=used),)


def void(turn: Turn) -> Result:
    """Let go what is held."""
    hold = _open_hold(turn)
    if isinstance(hold, Reason):
        return hold
    turn.books.end_hold(turn.step.about, hold, HoldState.VOID, hold.lots)
    return ()
