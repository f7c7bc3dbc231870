"""Verbs that move nothing: limits, opening and closing, and what must be so."""

from typing import Final

from services.ledger.domain.accounts import NAMED, AccountKind, Unit, kind_of
from services.ledger.domain.instructions import MOST_MINUTES
from services.ledger.domain.refusals import Reason
from services.ledger.domain.turns import SPENDS, Result, Turn
from shared.packs.earning import Above

_ABOVE: Final = frozenset(each.value for each in Above)


def set_limit(turn: Turn) -> Result:
    """Say how low an account may go: zero or below."""
    step = turn.step
    if kind_of(step.account) not in SPENDS:
        return Reason.WRONG_KIND
    if not -MOST_MINUTES <= step.minutes <= 0:
        return Reason.MINUTES
    if turn.books.free_minutes(step.account) < step.minutes:
        return Reason.OVERDRAFT
    turn.books.floors.put(step.account, step.minutes)
    return ()


def open_account(turn: Turn) -> Result:
    """Open an account; one that is open stays so."""
    if kind_of(turn.step.account) not in NAMED:
        return Reason.WRONG_KIND
    turn.books.opened.put(turn.step.account, True)
    return ()


def close_account(turn: Turn) -> Result:
    """Close an account without credits or holds."""
    account = turn.step.account
    if kind_of(account) not in NAMED:
        return Reason.WRONG_KIND
    if turn.books.standing(account, Unit.CREDIT).minutes or turn.books.held.get(account, 0):
        return Reason.NOT_EMPTY
    turn.books.opened.put(account, False)
    return ()


def set_above(turn: Turn) -> Result:
    """Say what becomes of a member's credits above the cap; what is above already stays where it went."""
    if kind_of(turn.step.account) is not AccountKind.MEMBER:
        return Reason.WRONG_KIND
    if turn.step.about not in _ABOVE:
        return Reason.TERMS
    turn.books.above_cap.put(turn.step.account, turn.step.about)
    return ()


def assert_balance(turn: Turn) -> Result:
    """Fail unless the account has exactly these minutes."""
    stands = turn.books.standing(turn.step.account, turn.step.unit).minutes
    return () if stands == turn.step.minutes else Reason.BALANCE_DIFFERS
