"""What a whole book holds: totals by kind of account, and what its members' credits end when."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from services.ledger.application.context import Ledger
from services.ledger.domain.accounts import AccountKind, Unit, kind_of
from services.ledger.domain.lines import AccountLine
from services.ledger.domain.lots import NEVER
from shared.kernel.clock import CHINA, from_unix_millis


@dataclass(frozen=True, slots=True, kw_only=True)
class KindTotal:
    """What all accounts of one kind hold together.

    Attributes:
        kind: The kind of account.
        accounts: How many there are with postings.
        service_minutes: Service minutes.
        credit_minutes: Time credits.
        held_minutes: Of them, set aside.
    """

    kind: AccountKind
    accounts: int
    service_minutes: int
    credit_minutes: int
    held_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Members' credits that end in one month.

    Attributes:
        month: ``2029-11`` in China, or nothing for those that never end.
        minutes: How many.
    """

    month: str | None
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookTotals:
    """A book as a whole; it sums to zero in each unit.

    Attributes:
        community_code: Whose.
        kinds: By kind of account.
        outstanding: Members' free credits by the month they end, the first first.
        sum_minutes: The sum of everything: zero.
    """

    community_code: str
    kinds: tuple[KindTotal, ...]
    outstanding: tuple[Ending, ...]
    sum_minutes: int


def book_totals(ledger: Ledger, community_code: str) -> BookTotals:
    """Return what a book holds as readers see it now."""
    lines = ledger.projections.lines_of_book(community_code)
    return BookTotals(
        community_code=community_code,
        kinds=tuple(
            _kind_total(kind, [each for each in lines if kind_of(each.account) is kind])
            for kind in AccountKind
        ),
        outstanding=_outstanding(lines),
        sum_minutes=sum(line.minutes for line in lines),
    )


def _kind_total(kind: AccountKind, lines: Iterable[AccountLine]) -> KindTotal:
    minutes: Counter[Unit] = Counter()
    held, accounts = 0, set()
    for line in lines:
        minutes[line.unit] += line.minutes
        held += line.held_minutes
        accounts.add(line.account)
    return KindTotal(
        kind=kind,
        accounts=len(accounts),
        service_minutes=minutes[Unit.SERVICE],
        credit_minutes=minutes[Unit.CREDIT],
        held_minutes=held,
    )


def _outstanding(lines: Iterable[AccountLine]) -> tuple[Ending, ...]:
    minutes: Counter[str] = Counter()
    for lot in (lot for line in lines for lot in line.lots):
        ends = lot.expires_at_millis
        minutes["" if ends == NEVER else f"{from_unix_millis(ends).astimezone(CHINA):%Y-%m}"] += lot.minutes
    months = sorted(minutes, key=lambda month: (not month, month))
    return tuple(Ending(month=month or None, minutes=minutes[month]) for month in months)
