"""Statements in parts: all that one block posted to one member, a row a transfer; once written a part never changes."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from services.ledger.domain.accounts import Unit, book_of, shown_as
from services.ledger.domain.blocks import Act, Block, Move, Posting, Transfer
from services.ledger.domain.lines import Entry
from shared.kernel.clock import from_unix_millis

EARNED: Final = "EARNED"
"""The kind of an entry that a record of service made."""

Row = list[Any]
"""What caused it, the book, the account on the other side, and for each posting its place in the block, unit, minutes and
the balance afterwards: as JSON holds it."""

_UNITS: Final = {unit.value: unit for unit in Unit}


def parts_of(block: Block) -> dict[str, list[Row]]:
    """Return the rows of each member a block posted to, in its order; accounts of the book have no statement."""
    parts: dict[str, list[Row]] = {}
    place = 0
    for cause, postings in _caused(block):
        for posting in postings:
            member_id = shown_as(posting.account)
            if member_id is not None:
                there = [place, posting.unit.value, posting.minutes, posting.balance_minutes]
                other, rows = _other_side(posting, postings), parts.setdefault(member_id, [])
                book = book_of(posting.account)
                if rows and rows[-1][0] is cause and rows[-1][1:3] == [book, other]:
                    rows[-1][3].append(there)
                else:
                    rows.append([cause, book, other, [there]])
            place += 1
    return parts


def entries_in(block_id: str, member_id: str, logged_at_millis: int, rows: Iterable[Row]) -> Iterator[Entry]:
    """Yield the postings that rows hold, in the order of the block."""
    logged_at = from_unix_millis(logged_at_millis)
    for cause, book, other, postings in rows:
        transfer_id, record_id, assignment_id, service_kind, effective, kind, instruction_id, reason = cause
        for place, unit, minutes, balance_minutes in postings:
            yield Entry(
                id=f"{block_id}:{place:05d}",
                block_id=block_id,
                member_id=member_id,
                unit=_UNITS[unit],
                minutes=minutes,
                balance_minutes=balance_minutes,
                community_code=book,
                transfer_id=transfer_id,
                record_id=record_id,
                assignment_id=assignment_id,
                service_kind=service_kind,
                effective_at=from_unix_millis(effective),
                logged_at=logged_at,
                kind=kind,
                counterparty=other,
                instruction_id=instruction_id,
                reason=reason,
            )


def _caused(block: Block) -> Iterator[tuple[Row, tuple[Posting, ...]]]:
    for transfer in block.transfers:
        yield _earned(transfer), transfer.postings
    for act in block.acts:
        for move in act.moves:
            yield _moved(act, move, block), move.postings


def _earned(transfer: Transfer) -> Row:
    return [
        transfer.transfer_id,
        transfer.record_id,
        transfer.assignment_id,
        transfer.service_kind,
        transfer.effective_at_millis,
        EARNED,
        "",
        "",
    ]


def _moved(act: Act, move: Move, block: Block) -> Row:
    asked = act.instruction
    effective = asked.effective_at_millis or block.logged_at_millis
    kind = asked.steps[move.step].verb.value
    return [move.transfer_id, "", "", "", effective, kind, asked.instruction_id, asked.reason]


def _other_side(posting: Posting, postings: Iterable[Posting]) -> str:
    for each in postings:
        if each.unit is posting.unit and (each.minutes < 0) is not (posting.minutes < 0):
            return each.account
    raise AssertionError("what balances has two sides")
