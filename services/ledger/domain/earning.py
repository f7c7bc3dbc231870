"""What a confirmed service earns under the rules of its book: whose minutes, in which account, and what waits for somebody to agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from services.ledger.domain.accounts import (
    AccountKind,
    Unit,
    apart_account,
    book_account,
    issue_account,
    kind_of,
    member_account,
    owner_of,
)
from services.ledger.domain.blocks import Transfer
from services.ledger.domain.books import Books, Waiting
from services.ledger.domain.marks import GROUP, YOUNG, Marks
from services.ledger.domain.rules import expires_at_millis
from services.ledger.domain.terms import Terms, day_of, terms_at
from shared.kernel.ids import derived_id
from shared.packs.earning import Above

Line = tuple[str, Unit, int]
"""Account, unit, minutes."""

ORGANISATION, HIGHER = "ORGANISATION", "HIGHER"
LEVELS: Final = (ORGANISATION, HIGHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A confirmed service, as far as the rules of earning ask."""

    community_code: str
    member_id: str
    service_kind: str
    minutes: int
    served_at_millis: int
    marks: Marks = ()

    @property
    def member(self) -> str:
        """Return the account of who served."""
        return member_account(self.community_code, self.member_id)

    @property
    def day(self) -> str:
        """Return the key of that person's day."""
        return f"{self.member}#{day_of(self.served_at_millis)}"


def waiting_id(transfer_id: str, level: str) -> str:
    """Return the id of the hours of a transfer that wait for a level."""
    return derived_id("hours-waiting", transfer_id, level)


def lengthening(books: Books, transfer_id: str) -> tuple[str, ...]:
    """Return a service's transfer and the corrections that made it longer: under these ids its minutes may wait."""
    return (transfer_id, *books.lengthened.get(transfer_id, ()))


def earned(books: Books, service: Service) -> tuple[Line, ...]:
    """Return the lines that a service earns, each unit summing to zero; post them in this order."""
    issue, member, minutes = issue_account(service.community_code), service.member, service.minutes
    terms = terms_at(books, service.community_code, service.served_at_millis)
    if terms is None:
        return (
            (issue, Unit.SERVICE, -minutes),
            (member, Unit.SERVICE, minutes),
            (issue, Unit.CREDIT, -minutes),
            (member, Unit.CREDIT, minutes),
        )
    stands = terms.parts(books.days.get(service.day, 0), minutes)[0]
    waiting = apart_account(AccountKind.WAITING, service.community_code, service.member_id)
    split = ((member, stands), (waiting, minutes - stands))
    served = (
        (issue, Unit.SERVICE, -minutes),
        *((account, Unit.SERVICE, part) for account, part in split if part),
    )
    return (*served, *credited(books, terms, service, stands))


def credited(books: Books, terms: Terms, service: Service, minutes: int) -> Iterator[Line]:
    """Yield the lines of credits for minutes that stand; what is above the cap goes where the terms say."""
    yield from placed(books, terms, service, worth(terms, service, minutes))


def worth(terms: Terms, service: Service, minutes: int) -> int:
    """Return the credits that minutes of a service come to; none, where who served is too young for them."""
    if not minutes or YOUNG in service.marks:
        return 0
    return terms.credits(minutes, service.service_kind)


def placed(books: Books, terms: Terms, service: Service, credits_minutes: int) -> Iterator[Line]:
    """Yield the lines that put credits where they belong: to who served, above the cap where the terms say, a group's to the pool."""
    if not credits_minutes:
        return
    member, code = service.member, service.community_code
    is_group = GROUP in service.marks and terms.groups_donate
    room = max(0, terms.most_minutes - books.standing(member, Unit.CREDIT).minutes)
    kept = min(credits_minutes, room) if terms.most_minutes else credits_minutes
    kept = 0 if is_group else kept
    chosen = books.above_cap.get(member, "") if terms.may_choose else ""
    above = (
        book_account(code, AccountKind.POOL.value)
        if is_group or (chosen or terms.above) == Above.POOL.value
        else apart_account(AccountKind.HONOUR, code, service.member_id)
    )
    yield issue_account(code), Unit.CREDIT, -credits_minutes
    for account, part in ((member, kept), (above, credits_minutes - kept)):
        if part:
            yield account, Unit.CREDIT, part


OWNED: Final = frozenset({AccountKind.MEMBER, AccountKind.WAITING})
"""Kinds of accounts that say whose service a transfer pays for."""


def service_of(transfer: Transfer) -> Service:
    """Return the service that a transfer pays for, read from its lines."""
    owner = next(each.account for each in transfer.postings if kind_of(each.account) in OWNED)
    minutes = -next(
        each.minutes for each in transfer.postings if each.unit is Unit.SERVICE and each.minutes < 0
    )
    return Service(
        community_code=transfer.community_code,
        member_id=owner_of(owner),
        service_kind=transfer.service_kind,
        minutes=minutes,
        served_at_millis=transfer.effective_at_millis,
        marks=transfer.marks,
    )


def follows_rules(books: Books, transfer: Transfer) -> bool:
    """Tell whether a transfer's lines are those that the rules its book chose give; the plain ones are not asked."""
    if terms_at(books, transfer.community_code, transfer.effective_at_millis) is None:
        return True
    try:
        lines = earned(books, service_of(transfer))
    except StopIteration:
        return False
    return lines == tuple((each.account, each.unit, each.minutes) for each in transfer.postings)


def take_in(books: Books, transfer: Transfer, rules: str) -> None:
    """Take in what an earned transfer means beyond balances: when credits end, what of the day waits for whom."""
    code, at_millis = transfer.community_code, transfer.effective_at_millis
    terms = terms_at(books, code, at_millis)
    ends = terms.expires_at_millis(at_millis) if terms else expires_at_millis(rules, at_millis)
    books.earn(transfer, ends)
    if terms is None or not terms.stands_minutes:
        return
    let_wait(books, terms, service_of(transfer), transfer.transfer_id, record=transfer.transfer_id)


def let_wait(books: Books, terms: Terms, service: Service, transfer_id: str, *, record: str) -> None:
    """Count a service into its day, and let those of its minutes wait that do not stand by themselves."""
    before = books.days.get(service.day, 0)
    books.days.put(service.day, before + service.minutes)
    for level, minutes in zip(LEVELS, terms.parts(before, service.minutes)[1:], strict=True):
        if minutes:
            waiting = Waiting(
                member_id=service.member_id,
                community_code=service.community_code,
                level=level,
                minutes=minutes,
                service_kind=service.service_kind,
                served_at_millis=service.served_at_millis,
                marks=service.marks,
                record=record,
            )
            books.waiting.put(waiting_id(transfer_id, level), waiting)
