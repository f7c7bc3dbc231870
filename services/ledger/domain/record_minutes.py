"""How many service minutes stand for a record, whatever has become of it: corrected, agreed to, taken back, reversed."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.ledger.domain.accounts import Unit, book_of, kind_of, member_account, owner_of
from services.ledger.domain.blocks import Act
from services.ledger.domain.books import Books
from services.ledger.domain.earning import LEVELS, OWNED, lengthening, waiting_id
from services.ledger.domain.instructions import Step, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStanding:
    """What stands for a record.

    Attributes:
        transfer_id: The transfer that paid for it first.
        community_code: The book.
        member_id: Whose.
        minutes: Of service, in the member's account; 0 or more.
    """

    transfer_id: str
    community_code: str
    member_id: str
    minutes: int


def changed_by(books: Books, act: Act) -> tuple[RecordStanding, ...]:
    """Return what now stands for each record that an instruction changed; nothing, if it was refused or is about none."""
    if act.refused:
        return ()
    found = dict.fromkeys(each for step in act.instruction.steps for each in _records(books, step))
    standings = (standing_of(books, each) for each in found)
    return tuple(each for each in standings if each is not None)


def _records(books: Books, step: Step) -> Iterator[str]:
    part = step.about if step.verb in {Verb.RELEASE, Verb.RETURN} else books.settled.get(step.about, "")
    waiting = books.waiting.get(part, None) if part else None
    if waiting is not None:
        yield waiting.record
    elif step.verb in {Verb.CORRECT, Verb.REVERSE}:
        yield step.about


def standing_of(books: Books, record: str) -> RecordStanding | None:
    """Return what stands for the record that a transfer paid for, or None if it paid for none."""
    posted = books.posted.get(record, None)
    owned = [account for account, unit, _ in posted.postings if unit is Unit.SERVICE] if posted else []
    owner = next((each for each in owned if kind_of(each) in OWNED), None)
    if posted is None or owner is None or posted.is_reversal:
        return None
    member = member_account(book_of(owner), owner_of(owner))
    settled = {record, *(_settled(books, record))}
    return RecordStanding(
        transfer_id=record,
        community_code=book_of(owner),
        member_id=owner_of(owner),
        minutes=sum(_served(books, each, member) for each in settled),
    )


def _settled(books: Books, record: str) -> Iterator[str]:
    for transfer_id in lengthening(books, record):
        for level in LEVELS:
            waiting = books.waiting.get(waiting_id(transfer_id, level), None)
            if waiting is not None and waiting.settled_by:
                yield waiting.settled_by


def _served(books: Books, transfer_id: str, member: str) -> int:
    posted = books.posted.get(transfer_id, None)
    if posted is None or posted.reversed:
        return 0
    return sum(
        minutes
        for account, unit, minutes in posted.postings
        if unit is Unit.SERVICE and account == member and minutes > 0
    )
