"""The writer on real documents: exactly once, whatever fails in between."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pytest

from services.ledger.adapters.journal import Journal
from services.ledger.adapters.projections import Projections
from services.ledger.application.accounts import (
    books_of,
    member_totals,
    statement,
    totals_of,
)
from services.ledger.application.audit import verify_ledger
from services.ledger.application.context import Ledger, open_ledger
from services.ledger.application.writer import MOST_PARKED_IN_A_ROW, TRIES, Writer
from services.ledger.domain.accounts import Unit, shard_of
from services.ledger.domain.encoding import Sealed
from services.ledger.domain.errors import BrokenChain, Fenced
from shared.events.contract import parse
from shared.events.ledger import MinutesCredited, PostingRefused
from shared.events.notify import NoticeRead
from shared.identity.communities import Communities
from shared.identity.documents import fresh_keys
from shared.identity.opening import open_identity
from shared.kernel.clock import SetClock
from shared.kernel.errors import BadInput, Unavailable
from shared.kernel.ids import RandomIds
from shared.messaging.log import Message, Record
from shared.messaging.parking import REPLAYED_FOR
from shared.messaging.worker import ParkLimitReached
from tests.ledger_facts import HERE, THERE, confirmed, message_of, record_at, records_of


@pytest.fixture
def ledger(databases: str, clock: SetClock, ids: RandomIds) -> Ledger:
    identity = open_identity(clock, ids, keys=fresh_keys(), communities=Communities(()))
    return open_ledger(clock, ids, identity)


def a_writer(ledger: Ledger) -> Writer:
    writer = Writer(ledger, no_parking)
    writer.open()
    return writer


def no_parking(record: Record, reason: str) -> None:
    raise AssertionError((record, reason))


DAY = (
    confirmed("r1", member_id="wang", minutes=60),
    confirmed("r2", member_id="zhao", minutes=45, recorded_as="PROFESSIONAL"),
    confirmed("r3", member_id="wang", minutes=30, community_code=THERE),
    confirmed("r4", member_id="qian", minutes=15),
    confirmed("r1", member_id="wang", minutes=90),
)
"""Two books; one record that is no volunteering; one record told twice, differently."""


def served(ledger: Ledger) -> dict[str, int]:
    totals = member_totals(ledger, ("wang", "zhao", "qian", "sun"))
    return {member_id: each.service_minutes for member_id, each in totals.items()}


SERVED = {"wang": 90, "zhao": 0, "qian": 15, "sun": 0}


def test_a_day_is_credited_and_everything_holds(ledger: Ledger) -> None:
    a_writer(ledger).take(records_of(*DAY))
    assert served(ledger) == SERVED
    report = verify_ledger(ledger)
    assert (report.blocks, report.postings, report.sum_minutes, report.breaks) == (2, 12, 0, ())


def test_a_member_has_accounts_in_several_books_and_their_totals(ledger: Ledger) -> None:
    a_writer(ledger).take(records_of(*DAY))
    totals = totals_of(ledger, "wang")
    assert (totals.service_minutes, totals.credit_minutes, totals.held_minutes, totals.sequence) == (
        90,
        90,
        0,
        4,
    )
    assert [
        (each.community_code, each.service_minutes, each.credit_minutes) for each in books_of(ledger, "wang")
    ] == [
        (HERE, 60, 60),
        (THERE, 30, 30),
    ]


def test_a_statement_says_what_came_from_where_newest_first(ledger: Ledger, clock: SetClock) -> None:
    writer = a_writer(ledger)
    for number in range(3):
        clock.advance(hours=1)
        writer.take([record_at(number, message_of(confirmed(f"s{number}", minutes=10 + number)))])
    first = statement(ledger, "wang", unit=Unit.CREDIT, limit=2)
    rest = statement(ledger, "wang", unit=Unit.CREDIT, limit=2, after=first.next)
    entries = [*first.items, *rest.items]
    assert [(each.record_id, each.minutes, each.balance_minutes) for each in entries] == [
        ("s2", 12, 33),
        ("s1", 11, 21),
        ("s0", 10, 10),
    ]
    assert rest.next is None
    assert len(statement(ledger, "wang").items) == 6
    assert [(each.record_id, each.unit) for each in statement(ledger, "wang", limit=3).items] == [
        ("s2", Unit.CREDIT),
        ("s2", Unit.SERVICE),
        ("s1", Unit.CREDIT),
    ]
    assert entries[0].logged_at == clock.now()


def test_a_statement_refuses_a_place_that_is_none(ledger: Ledger) -> None:
    with pytest.raises(BadInput):
        statement(ledger, "wang", after="nowhere")


def test_delivering_the_day_again_three_times_and_backwards_changes_nothing(ledger: Ledger) -> None:
    records = records_of(*DAY)
    writer = a_writer(ledger)
    writer.take(records)
    before = contents(ledger)
    for again in (records, records[::-1], records[2:] + records[:2]):
        writer.take(again)
        a_writer(ledger).take(again)
    assert contents(ledger) == before


def test_each_fact_is_told_to_the_others_with_its_cause(ledger: Ledger) -> None:
    writer = a_writer(ledger)
    writer.take(
        [
            record_at(0, message_of(confirmed("r1"), cause="one")),
            record_at(1, message_of(confirmed("r2", recorded_as="DUTY"), cause="two")),
        ]
    )
    kept = ledger.journal.collection.find_one({"seq": 1}) or {}
    entries: list[dict[str, object]] = kept["outbox"]  # type: ignore[assignment]  # -- as the relay reads it
    told = [parse(each["headers"], each["body"]) for each in entries]  # type: ignore[arg-type]  # -- as above
    assert kept["unsent_at"] is not None
    assert [type(each.data) for each in told] == [MinutesCredited, PostingRefused]
    assert [each.correlationid for each in told] == ["one", "two"]
    assert told[0].data == MinutesCredited(
        transfer_id=statement(ledger, "wang").items[0].transfer_id,
        record_id="r1",
        community_code=HERE,
        member_id="wang",
        minutes=60,
        served_at=confirmed().served_at,
        shard=shard_of(HERE),
        block=1,
    )


def test_what_is_no_event_is_parked_and_the_rest_goes_on(ledger: Ledger) -> None:
    parked: list[tuple[int, str]] = []
    writer = Writer(ledger, lambda record, reason: parked.append((record.position, reason)))
    writer.open()
    broken = replace(message_of(confirmed()), body=b"{")
    for_others = message_of(confirmed("r8"))
    for_others = replace(for_others, headers={**for_others.headers, REPLAYED_FOR: "matching"})
    writer.take(
        [
            record_at(0, broken),
            record_at(1, message_of(NoticeRead(notice_id="n", member_id="wang"))),
            record_at(2, for_others),
            record_at(3, message_of(confirmed("r9", minutes=20))),
        ]
    )
    assert [position for position, _ in parked] == [0]
    assert served(ledger)["wang"] == 20


def test_when_everything_is_malformed_it_stops_and_skips_nothing(ledger: Ledger) -> None:
    parked: set[int] = set()
    writer = Writer(ledger, lambda record, _: parked.add(record.position))
    writer.open()
    broken = [
        record_at(number, Message(key="k", headers={}, body=b""))
        for number in range(MOST_PARKED_IN_A_ROW + 5)
    ]
    writer.take(broken[:MOST_PARKED_IN_A_ROW])
    writer.take(broken[:MOST_PARKED_IN_A_ROW])
    with pytest.raises(ParkLimitReached):
        writer.take(broken)
    assert parked == set(range(MOST_PARKED_IN_A_ROW))


@dataclass
class Fault:
    """Fails the nth step that passes it, before or after the step was done."""

    at: int
    done_first: bool
    steps: int = 0

    def pass_by(self, step: Callable[[], None]) -> None:
        self.steps += 1
        if self.steps != self.at:
            step()
            return
        if self.done_first:
            step()
        raise Unavailable(part="ledger")


class FailingJournal(Journal):
    """The journal on a line that breaks."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault

    def append(self, sealed: Sealed, *, outbox: Sequence[dict[str, object]], unsent_at: int) -> None:
        self.fault.pass_by(
            lambda: super(FailingJournal, self).append(sealed, outbox=outbox, unsent_at=unsent_at)
        )


class FailingProjections(Projections):
    """The projections on a line that breaks between each pair of writes."""

    def __init__(self, clock: SetClock, fault: Fault) -> None:
        super().__init__(clock)
        self.fault = fault

    def _write(self, collection: object, writes: object) -> None:
        self.fault.pass_by(lambda: super(FailingProjections, self)._write(collection, writes))  # type: ignore[arg-type]  # -- handed on


STEPS = 8
"""Two blocks, each: journal, entries, balances, head."""


@pytest.mark.parametrize("restarted", [True, False], ids=["another process goes on", "the same goes on"])
@pytest.mark.parametrize("done_first", [True, False], ids=["acknowledgement lost", "not done"])
def test_dying_at_any_step_loses_nothing_and_doubles_nothing(
    ledger: Ledger, clock: SetClock, *, done_first: bool, restarted: bool
) -> None:
    expected: object = None
    for at in range(1, STEPS + 2):
        empty(ledger)
        fault = Fault(at=at, done_first=done_first)
        failing = replace(ledger, journal=FailingJournal(fault), projections=FailingProjections(clock, fault))
        writer = a_writer(failing)
        try:
            writer.take(records_of(*DAY))
            assert at == STEPS + 1
        except Unavailable:
            (a_writer(ledger) if restarted else writer).take(records_of(*DAY))
        report = verify_ledger(ledger)
        assert (report.breaks, report.sum_minutes, report.postings) == ((), 0, 12)
        assert served(ledger) == SERVED
        expected = expected or balances(ledger)
        assert balances(ledger) == expected


def test_what_readers_see_is_made_again_from_the_journal_alone(ledger: Ledger) -> None:
    a_writer(ledger).take(records_of(*DAY))
    before = contents(ledger)
    for collection in (
        ledger.projections.heads_seen,
        ledger.projections.accounts,
        ledger.projections.entries,
    ):
        collection.delete_many({})
    a_writer(ledger)
    assert contents(ledger) == before


def test_two_writers_of_one_shard_meet_the_fence_and_agree(ledger: Ledger) -> None:
    one, other = a_writer(ledger), a_writer(ledger)
    records = [record_at(number, message_of(confirmed(f"r{number}", minutes=10))) for number in range(6)]
    for number, record in enumerate(records):
        (one if number % 2 else other).take([record])
    one.take(records)
    other.take(records[::-1])
    assert served(ledger)["wang"] == 60
    assert verify_ledger(ledger).breaks == ()
    assert one.state(shard_of(HERE)).digest() == other.state(shard_of(HERE)).digest()


def test_a_writer_that_always_loses_gives_up_for_now_and_nothing_is_lost(ledger: Ledger) -> None:
    class Rival(Journal):
        """Somebody else is always a little faster."""

        def append(self, sealed: Sealed, *, outbox: Sequence[dict[str, object]], unsent_at: int) -> None:
            self.rounds = getattr(self, "rounds", 0) + 1
            rival.take([record_at(self.rounds, message_of(confirmed(f"rival{self.rounds}", minutes=1)))])
            super().append(sealed, outbox=outbox, unsent_at=unsent_at)

    rival = a_writer(ledger)
    slow = a_writer(replace(ledger, journal=Rival()))
    with pytest.raises(Fenced):
        slow.take(records_of(confirmed("slow", minutes=60)))
    assert served(ledger)["wang"] == TRIES
    a_writer(ledger).take(records_of(confirmed("slow", minutes=60)))
    assert served(ledger)["wang"] == TRIES + 60


def test_a_writer_does_not_open_on_a_journal_that_was_changed(ledger: Ledger) -> None:
    a_writer(ledger).take(records_of(*DAY))
    ledger.journal.collection.update_one({"shard": shard_of(HERE)}, {"$set": {"text": "{}"}})
    with pytest.raises(BrokenChain):
        a_writer(ledger)


def empty(ledger: Ledger) -> None:
    for collection in (
        ledger.journal.collection,
        ledger.projections.heads_seen,
        ledger.projections.accounts,
        ledger.projections.entries,
    ):
        collection.delete_many({})


def balances(ledger: Ledger) -> list[tuple[str, int, int]]:
    return sorted((line.id, line.minutes, line.number) for line in ledger.projections.every_line())


def contents(ledger: Ledger) -> dict[str, list[dict[str, object]]]:
    """Return everything that is kept."""
    kept = {
        "blocks": ledger.journal.collection,
        "heads": ledger.projections.heads_seen,
        "accounts": ledger.projections.accounts,
        "entries": ledger.projections.entries,
    }
    return {name: sorted(each.find({}), key=lambda one: str(one["_id"])) for name, each in kept.items()}
