"""The audit of the whole platform finds every fault that is planted, and nothing where none is."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from services.audit import audit
from services.ledger.application.context import Ledger, open_ledger
from services.ledger.application.writer import GROUP, Writer
from services.matching.application import serving
from services.matching.application.commands import Cancel, MakeOffer
from services.matching.application.context import Matching
from services.matching.application.offers import make_offer
from services.matching.domain.assignment import Assignment
from services.matching.domain.diary import Entry, EntryState
from services.matching.domain.giving.kinds import Goods, GoodsCategory
from services.matching.domain.giving.reservation import Reservation
from services.matching.domain.offer import OfferKind
from shared.events.service import ServiceConfirmed
from shared.events.topics import SERVICE
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds, derived_id
from shared.messaging.sqlite_log import SqliteLog
from tests.application.importing_world import brought_in
from tests.application.matching_world import HERE, World, a_world
from tests.ledger_facts import confirmed, message_of


@dataclass
class Parts:
    """What the audit reads of a platform."""

    matching: Matching
    ledger: Ledger
    log: SqliteLog


@dataclass
class Day:
    """One service confirmed and credited, one cancelled, one to come."""

    world: World
    parts: Parts
    served: Assignment
    coming: Assignment

    def wrong(self) -> list[str]:
        return [each.en for each in audit(self.parts, pause=lambda: None).wrong]


@pytest.fixture
def day(databases: str, clock: SetClock, ids: RandomIds, tmp_path: Path) -> Day:
    world = a_world(clock, ids)
    helper, staff = world.member(), world.staff()
    served = world.confirmed(helper, world.need(staff, resident_id=world.resident().member_id), staff)
    dropped = world.accepted(helper, world.need())
    serving.cancel(world.m, helper, dropped.id, Cancel(reason="有事"))
    coming = world.accepted(
        helper, world.need(starts_at=world.now(days=2), ends_at=world.now(days=2, hours=1))
    )
    told = world.settle()
    ledger = open_ledger(clock, ids, world.identity)
    log = SqliteLog(tmp_path / "log.sqlite", clock)
    log.ensure_topics({SERVICE: 1})
    credit(ledger, log, [each for each in told if isinstance(each, ServiceConfirmed)])
    return Day(
        world=world,
        parts=Parts(matching=world.m, ledger=ledger, log=log),
        served=served,
        coming=coming,
    )


def credit(ledger: Ledger, log: SqliteLog, facts: list[ServiceConfirmed]) -> None:
    """Let the ledger read what was confirmed."""
    log.append(SERVICE, [message_of(fact) for fact in facts])
    writer = Writer(ledger, lambda _, reason: pytest.fail(reason))
    writer.open()
    consumer = log.consumer(GROUP, [SERVICE])
    records = consumer.poll(100, 0)
    writer.take(records)
    consumer.commit({record.source: record.position + 1 for record in records})
    consumer.close()


def test_a_day_that_went_well_holds(day: Day) -> None:
    found = audit(day.parts)
    assert (found.ok, found.records, found.unread, found.wrong) == (True, 1, 0, ())


def test_hours_of_another_system_are_credited_once_and_their_loss_is_named(day: Day) -> None:
    staff, helper = day.world.staff(), day.world.volunteer()
    number = day.world.m.people.get(helper.member_id).volunteer_number
    header = "志愿者编号,姓名,社区代码,服务类型,服务开始时间,分钟,服务组织,补录原因\n"
    rows = [f"{number},赵志,{HERE},PHONE_CARE,2025-05-0{each},{each}0,东门志愿队,转入\n" for each in (1, 2)]
    for _ in range(2):
        brought_in(day.world.m, staff, "hours", header + "".join(rows))
    told = [each for each in day.world.settle() if isinstance(each, ServiceConfirmed)]
    credit(day.parts.ledger, day.parts.log, told[:1])
    record_id = told[1].record_id
    assert [record_id in each for each in day.wrong()] == [True]
    credit(day.parts.ledger, day.parts.log, told)
    found = audit(day.parts)
    assert (found.ok, found.records, found.wrong) == (True, 3, ())


def test_a_diary_that_forgot_a_service_is_named(day: Day) -> None:
    diary = day.world.m.diaries.get(day.coming.member_id)
    day.world.m.diaries.save(diary.released(day.coming.id, day.world.now()))
    assert day.wrong() == [
        f"assignment {day.coming.id} is missing in the diary of member {day.coming.member_id}"
    ]


def test_a_service_at_another_time_than_in_the_diary_is_named(day: Day) -> None:
    later = replace(day.coming, ends_at=day.coming.ends_at + timedelta(hours=1))
    day.world.m.assignments.save(replace(later, version=day.world.m.assignments.get(later.id).version))
    assert day.wrong() == [f"assignment {day.coming.id} is at another time in the diary"]


def test_time_bound_by_nothing_and_bound_twice_is_named(day: Day) -> None:
    diary = day.world.m.diaries.get(day.coming.member_id)
    stray = Entry(
        assignment_id="stray",
        need_id="n",
        starts_at=day.coming.starts_at,
        ends_at=day.coming.ends_at,
        state=EntryState.HELD,
        reserved_at=day.world.now(),
    )
    day.world.m.diaries.save(replace(diary, entries=(*diary.entries, stray)))
    assert day.wrong() == [
        f"the diary of member {diary.id} is bound by stray, which does not stand",
        f"in the diary of member {diary.id}, {day.coming.id} and stray overlap",
    ]


def test_a_record_that_was_never_credited_is_named_once_the_ledger_has_read_everything(day: Day) -> None:
    day.parts.ledger.projections.statements.delete_many({})
    record = derived_id("record", day.served.id)
    assert day.wrong()[-1] == f"record {record} of service was never credited"
    day.parts.log.append(SERVICE, [message_of(confirmed())])
    assert f"record {record} of service was never credited" not in day.wrong()


def test_stock_that_was_given_away_twice_is_named_once_nothing_is_under_way(day: Day) -> None:
    world = day.world
    goods = Goods(
        item="轮椅",
        category=GoodsCategory.CARE_AID,
        unit="辆",
        quantity=1,
        place="一号楼",
    )
    offer = make_offer(
        world.m, world.member(), MakeOffer(kind=OfferKind.GOODS, goods=goods), world.m.ids.new()
    )
    world.settle()
    stray = Reservation(id="r1", need_id="none", part_id="p1", quantity=2, reserved_at=world.now())
    world.m.offers.save(replace(world.m.offers.get(offer.id), reservations=(stray,)))
    assert day.wrong() == [f"stock against reservations: offer {offer.id}: 2 set aside or given of 1"]


def test_what_still_waits_to_be_told_is_not_missed(day: Day) -> None:
    day.parts.ledger.projections.statements.delete_many({})
    record = f"record {derived_id('record', day.served.id)} of service was never credited"
    assert record in day.wrong()
    day.world.need()
    assert record not in day.wrong()


def test_minutes_that_differ_from_the_credit_are_named(day: Day) -> None:
    kept = day.world.m.assignments.get(day.served.id)
    assert kept.confirmation is not None
    day.world.m.assignments.save(replace(kept, confirmation=replace(kept.confirmation, minutes=44)))
    record = derived_id("record", day.served.id)
    assert day.wrong() == [
        f"record {record} says 44 minutes of {kept.member_id}, the ledger 45 of {kept.member_id}"
    ]


def test_paid_duty_that_was_credited_is_named(day: Day) -> None:
    day.world.m.assignments.collection.update_one({"_id": day.served.id}, {"$set": {"recorded_as": "DUTY"}})
    assert day.wrong() == [f"record {derived_id('record', day.served.id)} is DUTY and was credited"]


def test_a_credit_without_a_record_is_named(day: Day) -> None:
    day.world.m.assignments.collection.delete_one({"_id": day.served.id})
    record = derived_id("record", day.served.id)
    assert f"the ledger credits record {record}, which does not exist" in day.wrong()


def test_a_block_that_was_altered_is_named_first(day: Day) -> None:
    day.parts.ledger.journal.collection.update_many({}, {"$set": {"hash": "0" * 64}})
    assert day.wrong()[0].startswith("shard ")


def test_what_is_wrong_for_a_moment_only_is_not_named(day: Day) -> None:
    diary = day.world.m.diaries.get(day.coming.member_id)
    released = day.world.m.diaries.save(diary.released(day.coming.id, day.world.now()))
    mended: list[object] = []

    def pause() -> None:
        if not mended:
            mended.append(day.world.m.diaries.save(replace(diary, version=released.version)))

    assert audit(day.parts, pause=pause).ok
