"""Verbs that move minutes: to others, back, to what has expired, and by correction."""

from dataclasses import replace
from typing import Final

from services.ledger.domain.accounts import AccountKind, Unit, book_account, book_of, kind_of
from services.ledger.domain.blocks import Move
from services.ledger.domain.books import Posted
from services.ledger.domain.lots import ended
from services.ledger.domain.refusals import Reason
from services.ledger.domain.turns import SPENDS, Result, Turn, is_absurd
from services.ledger.domain.verbs_ruling import may_be_reversed, unsettle

_MEMBER: Final = frozenset({AccountKind.MEMBER})


def _given(turn: Turn, target: str, giver: frozenset[AccountKind], taker: frozenset[AccountKind]) -> Result:
    step = turn.step
    if kind_of(step.account) not in giver or kind_of(target) not in taker:
        return Reason.WRONG_KIND
    if is_absurd(step.minutes):
        return Reason.MINUTES
    if not turn.books.can_spend(step.account, step.minutes):
        return Reason.OVERDRAFT
    return (turn.move(step.account, target, step.minutes),)


def transfer(turn: Turn) -> Result:
    """Move credits between members, the pool and partners."""
    return _given(turn, turn.step.other, SPENDS, SPENDS)


def gift(turn: Turn) -> Result:
    """Move credits from a member to a member."""
    return _given(turn, turn.step.other, _MEMBER, _MEMBER)


def donate(turn: Turn) -> Result:
    """Move credits from a member to the pool."""
    pool = book_account(turn.instruction.community_code, AccountKind.POOL.value)
    return _given(turn, pool, _MEMBER, frozenset({AccountKind.POOL}))


def reverse(turn: Turn) -> Result:
    """Post the exact opposite of a transfer."""
    books, about = turn.books, turn.step.about
    posted = books.posted.get(about, None)
    if reason := _irreversible(turn, posted):
        return reason
    assert posted is not None
    postings = []
    for account, unit, minutes in posted.postings:
        if unit is Unit.CREDIT and minutes > 0:
            books.take_lots(account, minutes)
        elif unit is Unit.CREDIT:
            books.give_lots(account, posted.lots)
        postings.append(books.post(account, unit, -minutes))
    books.posted.put(about, replace(posted, reversed=True))
    unsettle(books, about)
    mirror = tuple((account, unit, -minutes) for account, unit, minutes in posted.postings)
    books.posted.put(turn.transfer_id, Posted(postings=mirror, is_reversal=True))
    return (Move(transfer_id=turn.transfer_id, step=turn.number, postings=tuple(postings)),)


def _irreversible(turn: Turn, posted: Posted | None) -> Reason | None:
    if posted is None:
        return Reason.TRANSFER_UNKNOWN
    accounts = [account for account, _, _ in posted.postings]
    if book_of(accounts[0]) != turn.instruction.community_code:
        return Reason.WRONG_BOOK
    if posted.is_reversal:
        return Reason.IS_REVERSAL
    if posted.reversed or not may_be_reversed(turn.books, turn.step.about):
        return Reason.ALREADY_REVERSED
    if any(turn.books.is_closed(account) for account in accounts):
        return Reason.CLOSED
    received = [(account, minutes) for account, unit, minutes in posted.postings if unit is Unit.CREDIT]
    fits = all(turn.books.can_spend(account, minutes) for account, minutes in received if minutes > 0)
    return None if fits else Reason.OVERDRAFT


def expire_lots(turn: Turn) -> Result:
    """Move the credits whose time is over."""
    account = turn.step.account
    minutes = ended(turn.books.lots.get(account, ()), turn.now_millis)
    if not minutes:
        return Reason.NOTHING_EXPIRED
    expired = book_account(turn.instruction.community_code, AccountKind.EXPIRED.value)
    return (turn.move(account, expired, minutes),)


def adjust(turn: Turn) -> Result:
    """Correct an account, for a reason and with a second person."""
    step = turn.step
    if reason := _uncorrectable(turn):
        return reason
    correction = book_account(turn.instruction.community_code, AccountKind.ADJUST.value)
    if step.unit is Unit.SERVICE:
        return (_service_correction(turn, correction),)
    if step.minutes > 0:
        return (turn.move(correction, step.account, step.minutes),)
    return (turn.move(step.account, correction, -step.minutes),)


def _uncorrectable(turn: Turn) -> Reason | None:
    step, asked = turn.step, turn.instruction
    spends = step.unit is Unit.CREDIT and step.minutes < 0
    checks = (
        (kind_of(step.account) in SPENDS, Reason.WRONG_KIND),
        (not is_absurd(abs(step.minutes)), Reason.MINUTES),
        (bool(asked.reason), Reason.NO_REASON),
        (bool(asked.asked_by) and asked.approved_by not in {"", asked.asked_by}, Reason.NO_SECOND_PERSON),
        (not spends or turn.books.can_spend(step.account, -step.minutes), Reason.OVERDRAFT),
    )
    return next((reason for fits, reason in checks if not fits), None)


def _service_correction(turn: Turn, correction: str) -> Move:
    step, books = turn.step, turn.books
    pairs = ((correction, -step.minutes), (step.account, step.minutes))
    postings = tuple(books.post(account, step.unit, minutes) for account, minutes in pairs)
    moved = tuple((each.account, each.unit, each.minutes) for each in postings)
    books.posted.put(turn.transfer_id, Posted(postings=moved))
    return Move(transfer_id=turn.transfer_id, step=turn.number, postings=postings)
