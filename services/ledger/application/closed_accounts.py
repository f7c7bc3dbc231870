"""What becomes of the credits of somebody whose account was closed, because they left or died; never silently.

For as long as the community's rules give heirs time to ask, its staff hand the credits to a relative who proves to be one; then they
go to the pool. Where the rules leave them to the pool at once, so do they.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final

from services.ledger.application.asking import Outcome, ask, outcome_of, sent_by_itself
from services.ledger.application.context import Ledger
from services.ledger.application.giving import NameTyped, PhoneTyped
from services.ledger.application.movers import check_can_keep_book
from services.ledger.application.rules import pack_in_force
from services.ledger.domain.accounts import AccountKind, Unit, book_account, book_of, kind_of, member_account
from services.ledger.domain.closing import Inheritance
from services.ledger.domain.commands import Command
from services.ledger.domain.giving import NoSuchReceiver
from services.ledger.domain.instructions import Instruction, Step, Verb
from services.ledger.domain.lines import AccountLine
from shared.events.fields import Text
from shared.events.ledger import Instructed
from shared.identity.actor import Actor
from shared.identity.member import MemberStatus
from shared.identity.people import Person
from shared.kernel.errors import NotFound
from shared.kernel.ids import derived_id
from shared.packs.recognising import LeftTo

MONTH: Final = timedelta(days=30)
HEIR: Final = "TO_HEIR"
UNCLAIMED: Final = "UNCLAIMED"
"""Why credits of a closed account move: codes, for nothing personal stands in the chain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedAccount:
    """Credits that the account of somebody who is gone still holds in a book.

    Attributes:
        account: Its name in the ledger.
        community_code: The book.
        member_id: Whose it was.
        number: Their volunteer number; None without one.
        minutes: That nobody has set aside.
        closed_at: When the account was closed, UTC.
        asked_until: Until when heirs may ask; the pool gets what is left then.
    """

    account: str
    community_code: str
    member_id: str
    number: str | None
    minutes: int
    closed_at: datetime
    asked_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandToHeir:
    """Hand what a closed account holds to a relative, found by phone and name together.

    Attributes:
        phone: The heir signs in with it.
        name: Their full name.
        shown: What staff were shown that proves it, in a few words; it is kept, not in the chain.
    """

    phone: PhoneTyped
    name: NameTyped
    shown: Annotated[str, Text(least=2, most=100)]


def closed_accounts(ledger: Ledger, actor: Actor, community_code: str) -> tuple[ClosedAccount, ...]:
    """Return what closed accounts still hold in a book, those first whose time is over first.

    Raises:
        Forbidden: If the actor does not keep the book.
    """
    check_can_keep_book(actor, community_code)
    return _closed_in(ledger, community_code)


def _closed_in(ledger: Ledger, community_code: str) -> tuple[ClosedAccount, ...]:
    holding = [each for each in ledger.projections.lines_of_book(community_code) if _holds(each)]
    people = ledger.identity.people.get_many(str(each.member_id) for each in holding)
    months = _months(ledger, community_code)
    found = (_closed(each, people[str(each.member_id)], months) for each in holding if _is_gone(people, each))
    return tuple(sorted(found, key=lambda each: (each.asked_until, each.account)))


def _holds(line: AccountLine) -> bool:
    return line.unit is Unit.CREDIT and line.member_id is not None and line.minutes > line.held_minutes


def _is_gone(people: dict[str, Person], line: AccountLine) -> bool:
    person = people.get(str(line.member_id))
    return person is not None and person.status is MemberStatus.CLOSED and not person.joined_to


def _months(ledger: Ledger, community_code: str) -> int:
    closing = pack_in_force(ledger, community_code).closing
    return closing.months_to_ask if closing.died is LeftTo.HEIRS else 0


def _closed(line: AccountLine, person: Person, months: int) -> ClosedAccount:
    return ClosedAccount(
        account=line.account,
        community_code=line.community_code,
        member_id=person.id,
        number=person.volunteer_number,
        minutes=line.minutes - line.held_minutes,
        closed_at=person.changed_at,
        asked_until=person.changed_at + months * MONTH,
    )


def hand_to_heir(ledger: Ledger, actor: Actor, account: str, asked: HandToHeir, id_: str) -> Outcome:
    """Hand all that a closed account holds to an heir; asked again under the same id, it is asked once.

    Raises:
        NotFound: If it is no closed account that holds something.
        Forbidden: If the actor does not keep the book.
        NoSuchReceiver: If nobody has this phone and name.
    """
    if known := ledger.commands.find(id_):
        return outcome_of(ledger, known)
    closed = _known(ledger, actor, account)
    heir = _heir(ledger, actor, asked)
    _note(ledger, closed, asked.shown, id_, heir_id=heir.id, by=actor.member_id)
    other = member_account(closed.community_code, heir.id)
    steps = (
        Step(verb=Verb.OPEN, account=other),
        Step(verb=Verb.TRANSFER, account=closed.account, other=other, minutes=closed.minutes),
    )
    return ask(ledger, _instruction(closed, id_, steps, by=actor.member_id, reason=HEIR))


def _heir(ledger: Ledger, actor: Actor, asked: HandToHeir) -> Person:
    reached = ledger.identity.people.with_phone(asked.phone)
    heir = next((each for each in reached if each.has_account and each.name == asked.name), None)
    if heir is None or heir.status is not MemberStatus.ACTIVE or heir.id == actor.member_id:
        raise NoSuchReceiver
    return heir


def _note(ledger: Ledger, closed: ClosedAccount, shown: str, id_: str, *, heir_id: str, by: str) -> None:
    note = Inheritance(
        id=id_,
        account=closed.account,
        heir_id=heir_id,
        minutes=closed.minutes,
        shown=shown,
        by=by,
        at=ledger.clock.now(),
    )
    ledger.inheritances.add_missing([(note, None)])


def leave_to_pool(ledger: Ledger, actor: Actor, account: str, id_: str) -> Outcome:
    """Give all that a closed account holds to the pool, for there is no heir; raises as :func:`hand_to_heir`."""
    if known := ledger.commands.find(id_):
        return outcome_of(ledger, known)
    closed = _known(ledger, actor, account)
    return ask(ledger, _to_pool(closed, id_, by=actor.member_id))


def _known(ledger: Ledger, actor: Actor, account: str) -> ClosedAccount:
    if kind_of(account) is not AccountKind.MEMBER:
        raise NotFound(kind="Account", id=account)
    found = closed_accounts(ledger, actor, book_of(account))
    closed = next((each for each in found if each.account == account), None)
    if closed is None:
        raise NotFound(kind="Account", id=account)
    return closed


def _to_pool(closed: ClosedAccount, id_: str, *, by: str = "") -> Instruction:
    pool = book_account(closed.community_code, "pool")
    step = Step(verb=Verb.TRANSFER, account=closed.account, other=pool, minutes=closed.minutes)
    return _instruction(closed, id_, (step,), by=by, reason=UNCLAIMED)


def _instruction(
    closed: ClosedAccount, id_: str, steps: tuple[Step, ...], *, by: str, reason: str
) -> Instruction:
    return Instruction(
        instruction_id=id_, community_code=closed.community_code, steps=steps, asked_by=by, reason=reason
    )


def give_unclaimed_to_pools(ledger: Ledger, now: datetime) -> int:
    """Ask the ledger to give to the pools what nobody asked for in time; return how many accounts that are. Run twice, it is asked once."""
    books = {each.community_code for each in ledger.projections.every_line() if _holds(each)}
    return ledger.commands.add_missing(
        each for code in sorted(books) for each in _unclaimed(ledger, code, now)
    )


def _unclaimed(ledger: Ledger, community_code: str, now: datetime) -> Iterator[tuple[Command, Instructed]]:
    for closed in _closed_in(ledger, community_code):
        if closed.asked_until > now:
            continue
        instruction = _to_pool(closed, derived_id("unclaimed", closed.account, str(closed.minutes)))
        yield sent_by_itself(instruction, now)
