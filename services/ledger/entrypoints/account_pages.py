"""A member's time-bank account as a page: what is there and ends when, the statement to search, the passbook to print."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

import segno
from flask import Response, request
from markupsafe import Markup

from services.ledger.application.accounts import books_of, open_holds, statement, totals_of
from services.ledger.application.context import Ledger
from services.ledger.application.passbook import passbook, passbook_now, same_code
from services.ledger.application.readers import read_account
from services.ledger.domain.accounts import Unit, book_of, kind_of
from services.ledger.domain.filtering import Direction, EntryFilter
from services.ledger.domain.lines import Entry
from services.ledger.domain.lots import NEVER, together
from services.ledger.entrypoints.account_words import KIND_WORDS, OTHER_SIDE, PROOF_WORDS
from shared.events.days import Day
from shared.events.fields import Id, Moment, Text, Whole
from shared.kernel.clock import CHINA, from_unix_millis, iso
from shared.kernel.words import Words
from shared.web.api import SIGNED_IN
from shared.web.files import File
from shared.web.pages import Pages, Visit

ON_A_PAGE = 20
MOST_ROWS = 2000
Hours = Annotated[int, Whole(least=0, most=100_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSearch:
    """Whose account, and which of its entries."""

    member: Id | None = None
    kind: Annotated[str, Text(most=40, pattern=r"[A-Z_]+")] | None = None
    direction: Direction | None = None
    since: Annotated[date, Day()] | None = None
    until: Annotated[date, Day()] | None = None
    least_minutes: Hours | None = None
    most_minutes: Hours | None = None

    @property
    def wanted(self) -> EntryFilter:
        """Return the entries of time credits that are asked for; days are those of China, both included."""
        return EntryFilter(
            unit=Unit.CREDIT,
            kind=self.kind,
            direction=self.direction,
            since=_midnight(self.since) if self.since else None,
            before=_midnight(self.until) + timedelta(days=1) if self.until else None,
            least_minutes=self.least_minutes,
            most_minutes=self.most_minutes,
        )

    @property
    def typed(self) -> dict[str, str]:
        """Return what was asked for, as a link carries it."""
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            name: value.value if isinstance(value, Direction) else str(value)
            for name, value in given.items()
            if value is not None
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoseQuery:
    """Whose account: one's own, or that of a person one may see."""

    member: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassbookCheck:
    """What a printed passbook says of itself."""

    member: Id
    at: Moment
    code: Annotated[str, Text(least=8, most=12)]


def account_pages(ledger: Ledger) -> Pages:
    """Return the pages of a member's account."""
    made = Pages("ledger")

    @made.get("/hours/account", may=SIGNED_IN, query=AccountSearch)
    def account(visit: Visit[AccountSearch]) -> Response:
        search = visit.query
        member_id = read_account(ledger, visit.actor, search.member or visit.actor.member_id)
        page = statement(ledger, member_id, search.wanted, limit=ON_A_PAGE, after=visit.after)
        books = books_of(ledger, member_id)
        return visit.show(
            "ledger/account.html",
            **_whose(ledger, visit.actor.member_id, member_id),
            totals=totals_of(ledger, member_id),
            lots=[
                (_ends(each.expires_at_millis), each.minutes, PROOF_WORDS[each.proof])
                for each in together(*(book.lots for book in books))
            ],
            holds=open_holds(ledger, member_id),
            rows=[row_of(ledger, each) for each in page.items],
            kinds=[(code, words.say(visit.language)) for code, words in KIND_WORDS.items()],
            search=search.typed,
            is_filtered=bool(search.typed.keys() - {"member"}),
            is_first=visit.after is None,
            next=_link(search, after=page.next) if page.next else None,
            csv_link="/hours/account.csv?" + urlencode(search.typed),
        )

    @made.get("/hours/account.csv", may=SIGNED_IN, query=AccountSearch)
    def account_csv(visit: Visit[AccountSearch]) -> Response:
        member_id = read_account(ledger, visit.actor, visit.query.member or visit.actor.member_id)
        text = _csv(_all(ledger, member_id, visit.query.wanted), visit.language)
        return File(content=text.encode("utf-8-sig"), mimetype="text/csv", name="time-bank.csv").response()

    return made


def passbook_pages(ledger: Ledger) -> Pages:
    """Return the pages of the printed passbook."""
    made = Pages("ledger")

    @made.get("/hours/passbook", may=SIGNED_IN, query=WhoseQuery)
    def printed(visit: Visit[WhoseQuery]) -> Response:
        member_id = read_account(ledger, visit.actor, visit.query.member or visit.actor.member_id)
        book = passbook_now(ledger, member_id)
        told = urlencode({"member": member_id, "at": iso(book.at), "code": book.code})
        return visit.show(
            "ledger/passbook.html",
            **_whose(ledger, visit.actor.member_id, member_id),
            holder=ledger.identity.people.get(member_id).name,
            book=book,
            at=f"{book.at.astimezone(CHINA):%Y-%m-%d %H:%M}",
            rows=[row_of(ledger, each) for each in book.entries],
            seen_at=f"/hours/passbook/check?{told}",
            drawing=_drawn(f"{request.url_root}hours/passbook/check?{told}"),
        )

    @made.get("/hours/passbook/check", may=SIGNED_IN, query=PassbookCheck)
    def check(visit: Visit[PassbookCheck]) -> Response:
        member_id = read_account(ledger, visit.actor, visit.query.member)
        book = passbook(ledger, member_id, visit.query.at)
        return visit.show(
            "ledger/passbook_check.html",
            **_whose(ledger, visit.actor.member_id, member_id),
            book=book,
            at=f"{book.at.astimezone(CHINA):%Y-%m-%d %H:%M}",
            is_same=same_code(visit.query.code, book.code),
            at_present=totals_of(ledger, member_id),
        )

    return made


def _drawn(address: str) -> Markup:
    """Return the drawing of a two-dimensional code."""
    return Markup(segno.make(address, error="m").svg_inline(scale=4))  # noqa: S704 -- paths and numbers only


def _whose(ledger: Ledger, actor_id: str, member_id: str) -> dict[str, object]:
    own = actor_id == member_id
    return {
        "own": own,
        "member_id": member_id,
        "who": None if own else ledger.identity.people.get(member_id).name,
    }


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)


def _ends(millis: int) -> datetime | None:
    return None if millis == NEVER else from_unix_millis(millis)


def _link(search: AccountSearch, *, after: str) -> str:
    return "/hours/account?" + urlencode({**search.typed, "after": after})


def row_of(ledger: Ledger, entry: Entry) -> dict[str, object]:
    """Return an entry as a row of a statement's page."""
    found = ledger.identity.communities.find(entry.community_code)
    return {
        "entry": entry,
        "on": f"{entry.effective_at.astimezone(CHINA):%Y-%m-%d}",
        "words": words_of(entry),
        "other": other_words(entry),
        "place": found.full_name if found else entry.community_code,
    }


def words_of(entry: Entry) -> Words:
    """Return what an entry is called."""
    return KIND_WORDS.get(entry.kind) or Words(entry.kind, entry.kind)


def other_words(entry: Entry) -> Words:
    """Return who is on the other side: another member is not named, only that it is one."""
    kind = kind_of(entry.counterparty)
    return OTHER_SIDE[kind] if kind else Words(entry.counterparty, entry.counterparty)


def _all(ledger: Ledger, member_id: str, wanted: EntryFilter) -> Iterator[Entry]:
    """Yield the entries of a download, newest first, at most some thousands."""
    after, count = None, 0
    while count < MOST_ROWS:
        page = statement(ledger, member_id, wanted, limit=200, after=after)
        yield from page.items
        count += len(page.items)
        after = page.next
        if after is None:
            return


_HEADINGS = (
    Words("记账时间", "Written at"),
    Words("发生时间", "Effective at"),
    Words("类别", "Kind"),
    Words("分钟", "Minutes"),
    Words("余额（分钟）", "Balance (minutes)"),
    Words("社区", "Community"),
    Words("对方", "Other side"),
    Words("记账编号", "Transfer"),
)


def _csv(entries: Iterator[Entry], language: str) -> str:
    made = io.StringIO()
    rows = csv.writer(made, lineterminator="\r\n")
    rows.writerow([each.say(language) for each in _HEADINGS])
    for each in entries:
        rows.writerow(
            [
                iso(each.logged_at),
                iso(each.effective_at),
                words_of(each).say(language),
                each.minutes,
                each.balance_minutes,
                book_of(each.counterparty),
                other_words(each).say(language),
                each.transfer_id,
            ]
        )
    return made.getvalue()
