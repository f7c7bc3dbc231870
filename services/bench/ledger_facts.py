"""Invented services for the ledger to be measured with, all of one book."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Final

from services.ledger.domain.accounts import Unit, issue_account, member_account
from services.ledger.domain.drafting import Fact
from shared.events.contract import Event, body_of, contract_of, headers_of
from shared.events.service import ServiceConfirmed, ShiftConfirmed, ShiftLine
from shared.kernel.clock import unix_millis
from shared.kernel.ids import derived_id
from shared.messaging.log import Message

BOOK: Final = "511402001003"
POSTINGS_OF_A_SERVICE: Final = 4
"""The book's account and the member's, in two units."""

MINUTES: Final = 60
_SERVED_AT: Final = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def member(number: int) -> str:
    """Return the id of a member."""
    return derived_id("bench-member", str(number))


def services(name: str, count: int, members: int) -> Iterator[Message]:
    """Yield confirmed services one by one, the members in turn; ``name`` keeps runs apart."""
    yield from services_of(name, count, [member(number) for number in range(members)], BOOK)


def services_of(name: str, count: int, who: Sequence[str], book: str) -> Iterator[Message]:
    """Yield confirmed services in a book one by one, these members in turn."""
    for number in range(count):
        yield _message(
            ServiceConfirmed(
                record_id=derived_id("bench", name, str(number)),
                assignment_id=derived_id("bench-assignment", name, str(number)),
                community_code=book,
                member_id=who[number % len(who)],
                resident_id=member(0),
                service_kind="ERRAND",
                minutes=MINUTES,
                recorded_as="VOLUNTEER",
                served_at=_SERVED_AT,
                confirmed_by="RECEIVER",
            )
        )


def shifts(name: str, count: int, lines: int, members: int) -> Iterator[Message]:
    """Yield confirmed shifts, each with so many members' services, the members in turn."""
    who = [member(number) for number in range(members)]
    for number in range(count):
        yield _message(
            ShiftConfirmed(
                shift_id=derived_id("bench-shift", name, str(number)),
                project_id=derived_id("bench-project", name),
                party_id=derived_id("bench-party", name),
                community_code=BOOK,
                service_kind="ERRAND",
                served_at=_SERVED_AT,
                confirmed_by="ORGANISER",
                lines=tuple(
                    ShiftLine(
                        record_id=derived_id("bench", name, str(number), str(line)),
                        member_id=who[(number * lines + line) % members],
                        minutes=MINUTES,
                        recorded_as="VOLUNTEER",
                    )
                    for line in range(lines)
                ),
            )
        )


def facts(count: int, members: int) -> Iterator[Fact]:
    """Yield services as the ledger hears them, the members in turn."""
    who = [member(number) for number in range(members)]
    for number in range(count):
        record = derived_id("bench", "facts", str(number))
        yield Fact(
            record_id=record,
            event_id=record,
            community_code=BOOK,
            member_id=who[number % members],
            minutes=MINUTES,
            recorded_as="VOLUNTEER",
            assignment_id=record,
            service_kind="ERRAND",
            served_at_millis=unix_millis(_SERVED_AT),
            topic="linli.service",
            partition=0,
            position=number,
        )


def single_writes(message: Message) -> Iterator[tuple[str, Unit, int]]:
    """Yield account, unit and minutes of what a confirmed service posts, as one transaction an event would write it."""
    member_id = message.headers["subject"]
    for unit in Unit:
        yield issue_account(BOOK), unit, -MINUTES
        yield member_account(BOOK, member_id), unit, MINUTES


def batches(messages: Iterable[Message], size: int) -> Iterator[list[Message]]:
    """Yield the messages so many at a time."""
    left = iter(messages)
    while batch := list(islice(left, size)):
        yield batch


def _message(fact: ServiceConfirmed | ShiftConfirmed) -> Message:
    contract = contract_of(fact)
    subject = fact.member_id if isinstance(fact, ServiceConfirmed) else fact.shift_id
    id_ = derived_id("bench-event", fact.record_id if isinstance(fact, ServiceConfirmed) else subject)
    event = Event(
        id=id_,
        type=contract.type,
        subject=subject,
        partitionkey=fact.community_code,
        sequence=1,
        time=_SERVED_AT,
        recordedtime=_SERVED_AT,
        correlationid=id_,
        causationid=id_,
        data=fact,
    )
    return Message(key=fact.community_code, headers=headers_of(event), body=body_of(event))
