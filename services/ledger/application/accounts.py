"""What a member has, and how it came about."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.ledger.application.context import Ledger
from services.ledger.domain.accounts import Unit, member_account
from services.ledger.domain.filtering import EVERYTHING, EntryFilter
from services.ledger.domain.lines import AccountLine, Entry, HoldLine
from services.ledger.domain.lots import Lots, together
from shared.storage.paging import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberTotals:
    """What a member has in all books together.

    Attributes:
        member_id: Who.
        service_minutes: Minutes served; they only grow.
        credit_minutes: Time credits.
        held_minutes: Of them, set aside.
        sequence: How many postings made these figures; it only grows.
    """

    member_id: str
    service_minutes: int = 0
    credit_minutes: int = 0
    held_minutes: int = 0
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BookLine:
    """What a member has in one book."""

    community_code: str
    service_minutes: int
    credit_minutes: int
    held_minutes: int
    floor_minutes: int
    closed: bool
    lots: Lots
    number: int


def totals_of(ledger: Ledger, member_id: str) -> MemberTotals:
    """Return what a member has; nothing, for one the ledger never heard of."""
    return member_totals(ledger, (member_id,))[member_id]


def member_totals(ledger: Ledger, member_ids: Iterable[str]) -> dict[str, MemberTotals]:
    """Return what each of these members has, by id; ask for at most a page of members."""
    wanted = tuple(dict.fromkeys(member_ids))
    by_member: dict[str, list[AccountLine]] = {member_id: [] for member_id in wanted}
    for line in ledger.projections.lines_of(wanted) if wanted else ():
        by_member[str(line.member_id)].append(line)
    return {member_id: _totals(member_id, lines) for member_id, lines in by_member.items()}


def books_of(ledger: Ledger, member_id: str) -> tuple[BookLine, ...]:
    """Return what a member has in each book, by community code."""
    by_book: dict[str, list[AccountLine]] = {}
    for line in ledger.projections.lines_of((member_id,)):
        by_book.setdefault(line.community_code, []).append(line)
    return tuple(
        BookLine(
            community_code=code,
            service_minutes=_minutes(lines, Unit.SERVICE),
            credit_minutes=_minutes(lines, Unit.CREDIT),
            held_minutes=sum(line.held_minutes for line in lines),
            floor_minutes=sum(line.floor_minutes for line in lines),
            closed=any(line.closed for line in lines),
            lots=together(*(line.lots for line in lines)),
            number=sum(line.number for line in lines),
        )
        for code, lines in sorted(by_book.items())
    )


def open_holds(ledger: Ledger, member_id: str) -> list[HoldLine]:
    """Return what of a member's credits is set aside, the first to end first."""
    codes = [each.community_code for each in books_of(ledger, member_id) if each.held_minutes]
    found = ledger.projections.open_holds(member_account(code, member_id) for code in codes) if codes else []
    return [each for each in found if each.expires_at > ledger.clock.now()]


def statement(
    ledger: Ledger,
    member_id: str,
    wanted: EntryFilter = EVERYTHING,
    *,
    limit: int = 50,
    after: str | None = None,
) -> Page[Entry]:
    """Return a page of a member's postings that are wanted, newest first.

    Raises:
        BadInput: If ``after`` is no place in the list.
    """
    return ledger.projections.statement(member_id, wanted, limit=limit, after=after)


def _totals(member_id: str, lines: list[AccountLine]) -> MemberTotals:
    return MemberTotals(
        member_id=member_id,
        service_minutes=_minutes(lines, Unit.SERVICE),
        credit_minutes=_minutes(lines, Unit.CREDIT),
        held_minutes=sum(line.held_minutes for line in lines),
        sequence=sum(line.number for line in lines),
    )


def _minutes(lines: list[AccountLine], unit: Unit) -> int:
    return sum(line.minutes for line in lines if line.unit is unit)
