"""Verbs about rules: another pack decides from an instant on, and hours of a day that waited are credited or taken back."""

from dataclasses import replace

from services.ledger.domain.accounts import AccountKind, Unit, apart_account, issue_account
from services.ledger.domain.blocks import Move
from services.ledger.domain.books import Books, Chosen, Posted, Waiting
from services.ledger.domain.earning import LEVELS, Line, Service, credited, lengthening, waiting_id
from services.ledger.domain.lots import Lot
from services.ledger.domain.marks import proof_in
from services.ledger.domain.refusals import Reason
from services.ledger.domain.terms import read_terms, terms_at
from services.ledger.domain.turns import Result, Turn


def choose_rules(turn: Turn) -> Result:
    """Let other rules of earning decide from an instant on; what was served before is decided as it was."""
    step, asked = turn.step, turn.instruction
    try:
        read_terms(step.terms)
    except ValueError:
        return Reason.TERMS
    if not asked.asked_by or asked.approved_by in {"", asked.asked_by}:
        return Reason.NO_SECOND_PERSON
    if asked.effective_at_millis <= turn.now_millis:
        return Reason.STARTS_PAST
    chosen = Chosen(starts_at_millis=asked.effective_at_millis, pack=step.about, terms=step.terms)
    before = turn.books.chosen.get(asked.community_code, ())
    every = sorted((*before, chosen), key=lambda each: each.starts_at_millis)
    turn.books.chosen.put(asked.community_code, tuple(every))
    return ()


def _open_hours(turn: Turn) -> Waiting | Reason:
    waiting, asked = turn.books.waiting.get(turn.step.about, None), turn.instruction
    if waiting is None or waiting.settled_by:
        return Reason.NOT_WAITING
    if waiting.community_code != asked.community_code:
        return Reason.WRONG_BOOK
    if asked.asked_by in {"", waiting.member_id}:
        return Reason.OWN_HOURS
    return waiting


def release(turn: Turn) -> Result:
    """Credit hours of a day that waited, by the rules that held when they were served."""
    waiting = _open_hours(turn)
    if isinstance(waiting, Reason):
        return waiting
    service = Service(
        community_code=waiting.community_code,
        member_id=waiting.member_id,
        service_kind=waiting.service_kind,
        minutes=waiting.minutes,
        served_at_millis=waiting.served_at_millis,
        marks=waiting.marks,
    )
    if turn.books.is_closed(service.member):
        return Reason.CLOSED
    terms = terms_at(turn.books, waiting.community_code, waiting.served_at_millis)
    assert terms is not None, "hours wait under chosen rules only"
    apart = apart_account(AccountKind.WAITING, waiting.community_code, waiting.member_id)
    lines = (
        (apart, Unit.SERVICE, -waiting.minutes),
        (service.member, Unit.SERVICE, waiting.minutes),
        *credited(turn.books, terms, service, waiting.minutes),
    )
    ends = terms.expires_at_millis(waiting.served_at_millis)
    for account, unit, minutes in lines:
        if unit is Unit.CREDIT and minutes > 0:
            lot = Lot(expires_at_millis=ends, minutes=minutes, proof=proof_in(waiting.marks))
            turn.books.give_lots(account, (lot,))
    return _settled(turn, waiting, lines)


def take_back(turn: Turn) -> Result:
    """Take hours that waited back to where minutes come from, for a reason."""
    waiting = _open_hours(turn)
    if isinstance(waiting, Reason):
        return waiting
    if not turn.instruction.reason:
        return Reason.NO_REASON
    apart = apart_account(AccountKind.WAITING, waiting.community_code, waiting.member_id)
    issue = issue_account(waiting.community_code)
    lines = ((apart, Unit.SERVICE, -waiting.minutes), (issue, Unit.SERVICE, waiting.minutes))
    return _settled(turn, waiting, lines)


def _settled(turn: Turn, waiting: Waiting, lines: tuple[Line, ...]) -> Result:
    books = turn.books
    postings = tuple(books.post(*each) for each in lines)
    books.waiting.put(turn.step.about, replace(waiting, settled_by=turn.transfer_id))
    books.settled.put(turn.transfer_id, turn.step.about)
    books.posted.put(turn.transfer_id, Posted(postings=lines))
    return (Move(transfer_id=turn.transfer_id, step=turn.number, postings=postings),)


def may_be_reversed(books: Books, transfer_id: str) -> bool:
    """Tell whether none of a transfer's hours that waited has been credited or taken back since."""
    parts = (books.waiting.get(part, None) for part in _parts(books, transfer_id))
    return not any(each.settled_by for each in parts if each and each.minutes)


def _parts(books: Books, transfer_id: str) -> list[str]:
    return [waiting_id(each, level) for each in lengthening(books, transfer_id) for level in LEVELS]


def unsettle(books: Books, transfer_id: str) -> None:
    """Let hours wait again whose crediting was reversed, and wait no more whose service was."""
    part = books.settled.get(transfer_id, "")
    waiting = books.waiting.get(part, None) if part else None
    if waiting:
        books.waiting.put(part, replace(waiting, settled_by=""))
    for each in _parts(books, transfer_id):
        if open_hours := books.waiting.get(each, None):
            books.waiting.put(each, replace(open_hours, settled_by=transfer_id))
