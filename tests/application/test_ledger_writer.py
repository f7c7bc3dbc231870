"""The writer on real documents: exactly once, whatever fails in between."""

from dataclasses import replace
from typing import Any

import pytest
from pymongo import InsertOne, UpdateOne
from pymongo.errors import AutoReconnect

from services.ledger.adapters.store import asking
from services.ledger.application.accounts import (
    books_of,
    statement,
    totals_of,
)
from services.ledger.application.audit import verify_ledger
from services.ledger.application.context import Ledger
from services.ledger.application.writer import MOST_PARKED_IN_A_ROW, Writer
from services.ledger.domain.accounts import Unit, shard_of
from services.ledger.domain.errors import BrokenChain
from services.ledger.domain.filtering import EntryFilter
from shared.events.contract import parse
from shared.events.ledger import MinutesCredited, PostingRefused, RecordMinutes
from shared.events.notify import NoticeRead
from shared.events.records import RecordCorrected
from shared.kernel.clock import SetClock
from shared.kernel.errors import BadInput, Unavailable
from shared.kernel.ids import RandomIds, derived_id
from shared.messaging.log import Message
from shared.messaging.parking import REPLAYED_FOR
from shared.messaging.worker import ParkLimitReached
from tests.application.ledger_world import a_ledger, a_writer, served
from tests.ledger_facts import DAY, HERE, SERVED, THERE, confirmed, message_of, record_at, records_of


@pytest.fixture
def ledger(databases: str, clock: SetClock, ids: RandomIds) -> Ledger:
    return a_ledger(clock, ids)


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
    first = statement(ledger, "wang", EntryFilter(unit=Unit.CREDIT), limit=2)
    rest = statement(ledger, "wang", EntryFilter(unit=Unit.CREDIT), limit=2, after=first.next)
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


def test_a_poll_of_nothing_but_refusals_is_a_block_too(ledger: Ledger) -> None:
    a_writer(ledger).take(records_of(confirmed(recorded_as="DUTY")))
    report = verify_ledger(ledger)
    assert (report.blocks, report.postings, report.breaks, statement(ledger, "wang").items) == (1, 0, (), ())


def test_what_the_driver_cannot_do_now_is_to_be_asked_again_later() -> None:
    with pytest.raises(Unavailable), asking():
        raise AutoReconnect


def test_a_bulk_that_fails_by_more_than_what_is_there_already_is_said(ledger: Ledger) -> None:
    bad: list[InsertOne[dict[str, object]]] = [InsertOne({"_id": "x"}), InsertOne({"_id": "x"})]
    ledger.projections._write(ledger.projections.statements, bad)
    with pytest.raises(Unavailable):
        ledger.projections._write(
            ledger.projections.statements, [UpdateOne({"_id": "x"}, {"$set": {"_id": "y"}})]
        )


def test_what_readers_see_is_made_again_from_the_journal_alone(ledger: Ledger) -> None:
    a_writer(ledger).take(records_of(*DAY))
    before = contents(ledger)
    for collection in ledger.projections.all:
        collection.delete_many({})
    a_writer(ledger)
    assert contents(ledger) == before


def test_a_folder_from_before_there_were_pages_is_shown_again(ledger: Ledger) -> None:
    a_writer(ledger).take(records_of(*DAY))
    before = contents(ledger)
    ledger.projections.clear()
    database = ledger.journal.collection.database
    for name in ("accounts", "entries", "heads"):
        database[name].insert_one({"minutes": 60})
    a_writer(ledger)
    assert contents(ledger) == before
    assert not {"accounts", "entries", "heads"} & set(database.list_collection_names())


def test_a_writer_does_not_open_on_a_journal_that_was_changed(ledger: Ledger) -> None:
    a_writer(ledger).take(records_of(*DAY))
    ledger.journal.collection.update_one({"shard": shard_of(HERE)}, {"$set": {"text": "{}"}})
    with pytest.raises(BrokenChain):
        a_writer(ledger)


def contents(ledger: Ledger) -> dict[str, list[dict[str, object]]]:
    """Return everything that is kept."""
    kept = {
        "blocks": ledger.journal.collection,
        **{each.name: each for each in ledger.projections.all},
    }
    return {name: sorted(each.find({}), key=lambda one: str(one["_id"])) for name, each in kept.items()}


def test_what_stands_for_a_record_after_a_correction_is_told_with_its_cause(ledger: Ledger) -> None:
    corrected = RecordCorrected(
        record_id="r1",
        community_code=HERE,
        member_id="wang",
        minutes_before=60,
        minutes=45,
        asked_by="wang",
        approved_by="li",
        service_kind="elder-visit",
        served_at=confirmed().served_at,
    )
    a_writer(ledger).take(records_of(confirmed("r1"), corrected))
    kept: Any = ledger.journal.collection.find_one({"seq": 1})
    told = [parse(each["headers"], each["body"]).data for each in kept["outbox"]]
    stand = [each for each in told if isinstance(each, RecordMinutes)]
    assert [(each.member_id, each.minutes, each.block) for each in stand] == [("wang", 45, 1)]
    assert stand[0].transfer_id == derived_id("transfer", "r1")
