"""What members have, now and earlier, over HTTP: a member's id adds up books, an account's id is one of them."""

from dataclasses import dataclass
from typing import Annotated, TypeVar

from services.ledger.application.accounts import BookLine, books_of, statement
from services.ledger.application.as_of import Point, as_of
from services.ledger.application.context import Ledger
from services.ledger.application.readers import read_account
from services.ledger.application.sequences import check_reached, sequences_of
from services.ledger.domain.accounts import Unit, book_of, kind_of, member_account, member_of
from services.ledger.domain.filtering import Direction, EntryFilter
from services.ledger.domain.lines import Entry
from services.ledger.domain.lots import NEVER, Lots, together
from shared.events.fields import Code, CommunityCode, Count, Id, Moment, SignedMinutes, Text
from shared.kernel.clock import from_unix_millis
from shared.kernel.errors import NotFound
from shared.storage.paging import Page
from shared.web.api import SIGNED_IN, Answer, Api, Call

T = TypeVar("T")
Sequence = Annotated[str, Text(least=1, most=20)]
Account = Annotated[str, Text(least=1, most=160, pattern=r"[A-Za-z0-9:._~@-]+")]


@dataclass(frozen=True, slots=True, kw_only=True)
class LotView:
    """Free credits that end together; without an instant they never end.

    ``proof`` says how their service is known: ``ORGANISER_ADDED``, or nothing where somebody else confirmed it in the platform.
    """

    expires_at: Moment | None
    minutes: Count
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookView:
    """What a member has in the book of one community."""

    community_code: CommunityCode
    account: str
    service_minutes: SignedMinutes
    credit_minutes: SignedMinutes
    held_minutes: SignedMinutes
    floor_minutes: SignedMinutes
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """What a member has, in all books together or in the one that was asked for."""

    member_id: Id
    service_minutes: SignedMinutes
    credit_minutes: SignedMinutes
    held_minutes: SignedMinutes
    sequence: Count
    lots: tuple[LotView, ...]
    books: tuple[BookView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountQuery:
    """How new the answer must be."""

    min_sequence: Sequence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementQuery:
    """Which postings are asked for, and how new the answer must be."""

    unit: Unit | None = None
    kind: Code | None = None
    direction: Direction | None = None
    counterparty: Account | None = None
    least_minutes: Count | None = None
    most_minutes: Count | None = None
    since: Moment | None = None
    before: Moment | None = None
    min_sequence: Sequence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOfQuery:
    """Which point: a block of the chain, an instant of effective time, or both."""

    sequence: Sequence | None = None
    effective_at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastView:
    """What somebody had, with the point in the chain and in effective time that was counted up to."""

    member_id: Id
    service_minutes: SignedMinutes
    credit_minutes: SignedMinutes
    sequence: str
    effective_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One posting of a statement."""

    id: Id
    unit: Unit
    minutes: SignedMinutes
    balance_minutes: SignedMinutes
    community_code: CommunityCode
    transfer_id: Id
    record_id: str
    assignment_id: str
    service_kind: str
    effective_at: Moment
    logged_at: Moment
    kind: Code
    counterparty: str
    instruction_id: str
    reason: str


def accounts_api(ledger: Ledger) -> Api:
    """Return the routes over accounts, mounted at ``/api/ledger/v1``."""
    api = Api("ledger")

    @api.get(
        "/accounts/<member_id>",
        query=AccountQuery,
        gives=AccountView,
        may=SIGNED_IN,
        says="What a member has in the time bank; of an account's id, what it has",
    )
    def account(call: Call[AccountQuery]) -> Answer:
        member_id, book = _read(ledger, call)
        check_reached(ledger, call.query.min_sequence)
        view = _account_view(ledger, member_id, book)
        sequence = sequences_of(ledger, (each.community_code for each in view.books))
        return Answer(view=view, headers={"X-Ledger-Sequence": sequence})

    @api.get(
        "/accounts/<member_id>/statement",
        query=StatementQuery,
        gives=EntryView,
        paged=True,
        may=SIGNED_IN,
        says="A member's postings, newest first",
    )
    def statement_page(call: Call[StatementQuery]) -> Page[EntryView]:
        member_id, book = _read(ledger, call)
        check_reached(ledger, call.query.min_sequence)
        page = statement(ledger, member_id, _wanted(call.query, book), limit=call.limit, after=call.after)
        return Page(items=tuple(_entry_view(entry) for entry in page.items), next=page.next)

    @api.get(
        "/accounts/<member_id>/as-of",
        query=AsOfQuery,
        gives=PastView,
        may=SIGNED_IN,
        says="What a member had as of a block of the chain or an instant",
    )
    def past(call: Call[AsOfQuery]) -> PastView:
        member_id, book = _read(ledger, call)
        asked = call.query
        point = Point(sequence=asked.sequence, effective_at=asked.effective_at, community_code=book)
        had = as_of(ledger, member_id, point)
        return PastView(
            member_id=member_id,
            service_minutes=had.service_minutes,
            credit_minutes=had.credit_minutes,
            sequence=had.sequence,
            effective_at=had.effective_at,
        )

    return api


def _read(ledger: Ledger, call: Call[T]) -> tuple[str, str | None]:
    """Return whose account is read, and which book of it, once that is allowed and logged.

    Raises:
        NotFound: If it is the id of an account that is no member's.
    """
    asked = call.path["member_id"]
    if not asked.startswith("book:"):
        return read_account(ledger, call.actor, asked), None
    member_id = member_of(asked) if kind_of(asked) else None
    if member_id is None:
        raise NotFound(account=asked)
    return read_account(ledger, call.actor, member_id), book_of(asked)


def _wanted(query: StatementQuery, book: str | None) -> EntryFilter:
    return EntryFilter(
        unit=query.unit,
        community_code=book,
        kind=query.kind,
        direction=query.direction,
        counterparty=query.counterparty,
        least_minutes=query.least_minutes,
        most_minutes=query.most_minutes,
        since=query.since,
        before=query.before,
    )


def _account_view(ledger: Ledger, member_id: str, book: str | None) -> AccountView:
    books = [each for each in books_of(ledger, member_id) if book in {None, each.community_code}]
    return AccountView(
        member_id=member_id,
        service_minutes=sum(each.service_minutes for each in books),
        credit_minutes=sum(each.credit_minutes for each in books),
        held_minutes=sum(each.held_minutes for each in books),
        sequence=sum(each.number for each in books),
        lots=_lot_views(together(*(each.lots for each in books))),
        books=tuple(_book_view(member_id, each) for each in books),
    )


def _lot_views(lots: Lots) -> tuple[LotView, ...]:
    return tuple(
        LotView(
            expires_at=None if lot.expires_at_millis == NEVER else from_unix_millis(lot.expires_at_millis),
            minutes=lot.minutes,
            proof=lot.proof,
        )
        for lot in lots
    )


def _book_view(member_id: str, book: BookLine) -> BookView:
    return BookView(
        community_code=book.community_code,
        account=member_account(book.community_code, member_id),
        service_minutes=book.service_minutes,
        credit_minutes=book.credit_minutes,
        held_minutes=book.held_minutes,
        floor_minutes=book.floor_minutes,
        closed=book.closed,
    )


def _entry_view(entry: Entry) -> EntryView:
    return EntryView(**{name: getattr(entry, name) for name in EntryView.__dataclass_fields__})
