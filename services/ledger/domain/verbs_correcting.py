"""The verb that makes a record of service longer or shorter, so that what stands is as if it had been told so at once.

A day counts as it would have: minutes more come on top of what the day has and stand, or wait for somebody, by the rules of that
day; minutes fewer are first those that wait, then those that stood. Hours that were taken back as not served count as fewer already.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from services.ledger.domain.accounts import (
    AccountKind,
    Unit,
    apart_account,
    book_of,
    issue_account,
    kind_of,
    member_account,
    owner_of,
)
from services.ledger.domain.blocks import Move
from services.ledger.domain.books import Posted, Waiting
from services.ledger.domain.earning import (
    LEVELS,
    OWNED,
    Line,
    Service,
    lengthening,
    let_wait,
    placed,
    waiting_id,
    worth,
)
from services.ledger.domain.lots import Lot
from services.ledger.domain.marks import proof_in
from services.ledger.domain.refusals import Reason
from services.ledger.domain.rules import expires_at_millis
from services.ledger.domain.terms import Terms, terms_at
from services.ledger.domain.turns import Result, Turn, is_absurd


def correct(turn: Turn) -> Result:
    """Make the service that a transfer pays for longer, or shorter where the minutes are negative."""
    posted = turn.books.posted.get(turn.step.about, None)
    if posted is None:
        return Reason.TRANSFER_UNKNOWN
    if reason := _uncorrectable(turn, posted):
        return reason
    service = Service(
        community_code=turn.instruction.community_code,
        member_id=owner_of(_owned(posted)[0]),
        service_kind=turn.step.terms,
        minutes=abs(turn.step.minutes),
        served_at_millis=turn.instruction.effective_at_millis,
        marks=posted.marks,
    )
    return (
        _Correction(turn, service).longer() if turn.step.minutes > 0 else _Correction(turn, service).shorter()
    )


def _owned(posted: Posted) -> list[str]:
    return [account for account, _, _ in posted.postings if kind_of(account) in OWNED]


def _uncorrectable(turn: Turn, posted: Posted) -> Reason | None:
    asked, books, owned = turn.instruction, turn.books, _owned(posted)
    if not owned or posted.postings[0][0] != issue_account(book_of(owned[0])):
        return Reason.WRONG_KIND
    is_taken_back = turn.step.minutes == _of(posted, posted.postings[0][0], Unit.SERVICE)
    seconded = is_taken_back or asked.approved_by not in {"", asked.asked_by}
    checks = (
        (book_of(owned[0]) == asked.community_code, Reason.WRONG_BOOK),
        (turn.step.account == member_account(asked.community_code, owner_of(owned[0])), Reason.WRONG_KIND),
        (not posted.reversed, Reason.ALREADY_REVERSED),
        (not is_absurd(abs(turn.step.minutes)), Reason.MINUTES),
        (bool(asked.reason), Reason.NO_REASON),
        (bool(asked.asked_by) and seconded, Reason.NO_SECOND_PERSON),
        (not books.is_closed(turn.step.account), Reason.CLOSED),
    )
    return next((reason for fits, reason in checks if not fits), None)


class _Correction:
    """One correction: what stands on the record, and the lines that put it right."""

    def __init__(self, turn: Turn, service: Service) -> None:
        """Take the turn and the service, as long as it is made longer or shorter by."""
        self._turn, self._books, self._service = turn, turn.books, service
        self._record = turn.step.about
        at_millis = service.served_at_millis
        self._terms: Terms | None = terms_at(turn.books, service.community_code, at_millis)
        ends = (
            self._terms.expires_at_millis(at_millis)
            if self._terms
            else expires_at_millis(turn.rules, at_millis)
        )
        self._lot = Lot(expires_at_millis=ends, minutes=service.minutes, proof=proof_in(service.marks))
        self._issue = issue_account(service.community_code)
        self._waiting = apart_account(AccountKind.WAITING, service.community_code, service.member_id)

    def longer(self) -> Result:
        """Let the further minutes stand, or wait, on top of what the day has."""
        service, books, terms = self._service, self._books, self._terms
        had = _of(self._posted(self._record), service.member, Unit.SERVICE)
        stands = terms.parts(books.days.get(service.day, 0), service.minutes)[0] if terms else service.minutes
        more = self._credits(had + stands) - self._credits(had)
        lines = [
            (self._issue, Unit.SERVICE, -service.minutes),
            *self._of_service(service.member, stands),
            *self._of_service(self._waiting, service.minutes - stands),
        ]
        if terms is None and more:
            lines += [(self._issue, Unit.CREDIT, -more), (service.member, Unit.CREDIT, more)]
        elif terms is not None:
            lines += placed(books, terms, service, more)
            if terms.stands_minutes:
                let_wait(books, terms, service, self._turn.transfer_id, record=self._record)
            if stands < service.minutes:
                later = books.lengthened.get(self._record, ())
                books.lengthened.put(self._record, (*later, self._turn.transfer_id))
        for account, unit, minutes in lines:
            if unit is Unit.CREDIT and minutes > 0:
                books.give_lots(account, (replace(self._lot, minutes=minutes),))
        self._amend(self._record, lines)
        return self._moved(lines)

    def shorter(self) -> Result:
        """Take away first what waits, the highest level first, then what somebody agreed to, then what stood."""
        service, books = self._service, self._books
        left, lines = service.minutes, list[Line]()
        for part, waiting in self._parts():
            fewer = min(left, waiting.minutes)
            lines += self._taken(part, waiting, fewer)
            left -= fewer
        if left > _of(self._posted(self._record), service.member, Unit.SERVICE):
            return Reason.BALANCE_DIFFERS
        if left:
            lines += self._undone(self._record, left)
        if self._terms and self._terms.stands_minutes:
            books.days.put(service.day, max(0, books.days.get(service.day, 0) - service.minutes))
        taken = Counter[str]()
        for account, unit, minutes in lines:
            if unit is Unit.CREDIT and minutes < 0:
                taken[account] -= minutes
        if not all(books.can_spend(account, minutes) for account, minutes in taken.items()):
            return Reason.OVERDRAFT
        for account, minutes in taken.items():
            books.take_lots_of(account, minutes, self._lot)
        return self._moved(lines)

    def _parts(self) -> Iterator[tuple[str, Waiting]]:
        """Yield the record's minutes that ever waited, those that would stand last first."""
        for level in reversed(LEVELS):
            for transfer_id in reversed(lengthening(self._books, self._record)):
                part = waiting_id(transfer_id, level)
                waiting = self._books.waiting.get(part, None)
                if waiting is not None and waiting.minutes:
                    yield part, waiting

    def _taken(self, part: str, waiting: Waiting, fewer: int) -> list[Line]:
        """Return the lines that take minutes out of those that waited, whatever became of them."""
        if not fewer:
            return []
        back = self._back(self._waiting, fewer)
        self._amend(self._record, back)
        settled_by, lines = waiting.settled_by, back
        if settled_by:
            was_credited = _of(self._posted(settled_by), self._service.member, Unit.SERVICE) > 0
            lines = self._undone(settled_by, fewer) if was_credited else []
            self._amend(settled_by, [(account, unit, -minutes) for account, unit, minutes in back])
        elif fewer == waiting.minutes:
            settled_by = self._turn.transfer_id
        left = replace(waiting, minutes=waiting.minutes - fewer, settled_by=settled_by)
        self._books.waiting.put(part, left)
        return lines

    def _undone(self, transfer_id: str, fewer: int) -> list[Line]:
        """Return the lines that take minutes and their credits out of a transfer, what went above the cap first."""
        posted, member = self._posted(transfer_id), self._service.member
        had = _of(posted, member, Unit.SERVICE)
        less = self._credits(had) - self._credits(had - fewer)
        lines = self._back(member, fewer)
        above = [
            (account, minutes)
            for account, unit, minutes in posted.postings
            if unit is Unit.CREDIT and minutes > 0 and account != member
        ]
        for account, most in (*above, (member, less)):
            part = min(less, most)
            if part:
                lines += [(account, Unit.CREDIT, -part), (self._issue, Unit.CREDIT, part)]
            less -= part
        self._amend(transfer_id, lines)
        return lines

    def _back(self, account: str, minutes: int) -> list[Line]:
        lines = [(account, Unit.SERVICE, -minutes), (self._issue, Unit.SERVICE, minutes)]
        return lines if minutes else []

    @staticmethod
    def _of_service(account: str, minutes: int) -> list[Line]:
        return [(account, Unit.SERVICE, minutes)] if minutes else []

    def _credits(self, minutes: int) -> int:
        if self._terms is None or not minutes:
            return minutes
        return worth(self._terms, self._service, minutes)

    def _posted(self, transfer_id: str) -> Posted:
        return self._books.posted.get(transfer_id, None) or Posted(postings=())

    def _amend(self, transfer_id: str, lines: Iterable[Line]) -> None:
        """Let a transfer say what now stands of it, so that a later correction or reversal starts from there."""
        posted = self._posted(transfer_id)
        sums = Counter[tuple[str, Unit]]()
        for account, unit, minutes in (*posted.postings, *lines):
            sums[account, unit] += minutes
        stands = tuple((account, unit, minutes) for (account, unit), minutes in sums.items() if minutes)
        after = replace(posted, postings=stands) if stands else replace(posted, reversed=True)
        self._books.posted.put(transfer_id, after)

    def _moved(self, lines: list[Line]) -> Result:
        """Return the one move of all lines, those of one account and unit together."""
        sums = Counter[tuple[str, Unit]]()
        for account, unit, minutes in lines:
            sums[account, unit] += minutes
        postings = tuple(
            self._books.post(account, unit, minutes) for (account, unit), minutes in sums.items() if minutes
        )
        if not postings:
            return ()
        return (Move(transfer_id=self._turn.transfer_id, step=self._turn.number, postings=postings),)


def _of(posted: Posted, account: str, unit: Unit) -> int:
    """Return what of a transfer an account has."""
    return sum(minutes for other, which, minutes in posted.postings if (other, which) == (account, unit))
