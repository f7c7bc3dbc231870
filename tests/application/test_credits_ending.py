"""Members are told before their credits end, and what has ended is asked of the ledger to move."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.ledger.application.ending import end_credits
from services.ledger.domain.ending import ending_soon, last_end
from services.ledger.domain.lots import NEVER, Lot
from services.notify.domain.routing import routes
from shared.events.contract import parse
from shared.events.ledger import Instructed, InstructionAnswered, StepDone
from shared.kernel.clock import CHINA, SetClock, unix_millis
from shared.kernel.ids import RandomIds
from tests.application.ledger_web import WANG, Counter, a_counter
from tests.application.register_world import HOME

DAY = 86_400_000


@pytest.fixture
def counter(databases: str, clock: SetClock, ids: RandomIds) -> Counter:
    return a_counter(clock, ids)


def lots_of(counter: Counter, monkeypatch: pytest.MonkeyPatch, **ends: int) -> None:
    """Let what readers see of Wang's credits end so many days from now."""
    now = unix_millis(counter.ledger.clock.now())
    lots = tuple(
        Lot(expires_at_millis=now + days * DAY, minutes=minutes)
        for name, minutes in ends.items()
        for days in [int(name.removeprefix("in_").replace("minus_", "-"))]
    )
    lines = [replace(each, lots=lots) for each in counter.ledger.projections.lines_of(("wang",))]
    monkeypatch.setattr(counter.ledger.projections, "every_line", lambda: iter(lines))


def endings(counter: Counter) -> list[Any]:
    """Return what was told of credits about to end, the earliest first."""
    found: Any = list(counter.ledger.endings.collection.find({"unsent_at": {"$gte": 0}}))
    facts = [parse(one["headers"], one["body"]).data for each in found for one in each["outbox"]]
    return sorted(facts, key=lambda each: (each.ends_at, each.within_days))


def test_members_are_told_a_month_and_a_week_before_credits_end_and_once_each(
    counter: Counter, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    lots_of(counter, monkeypatch, in_3=5, in_20=7, in_40=11)

    assert end_credits(counter.ledger, clock.now()) == 2
    assert end_credits(counter.ledger, clock.now()) == 0

    assert [(each.member_id, each.minutes, each.within_days) for each in endings(counter)] == [
        ("wang", 5, 7),
        ("wang", 7, 30),
    ]
    (telling,) = routes(endings(counter)[0])
    assert (telling.member_id, telling.kind.value) == ("wang", "credits-end-soon")
    assert end_credits(counter.ledger, clock.now() + timedelta(days=14)) == 3


def test_what_has_ended_is_asked_of_the_ledger_once_a_day(
    counter: Counter, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    lots_of(counter, monkeypatch, in_minus_1=5)
    now = clock.now()

    assert (end_credits(counter.ledger, now), end_credits(counter.ledger, now)) == (1, 0)
    (asked,) = (each.data for each in counter.carry())
    assert isinstance(asked, Instructed)
    answer = counter.ledger.projections.answer(asked.instruction_id)
    assert answer is not None
    assert answer.refused == "nothing-to-expire"
    assert end_credits(counter.ledger, now + timedelta(days=1)) == 1


def test_ends_are_told_by_the_week_and_what_never_ends_is_not() -> None:
    monday = unix_millis(datetime(2026, 11, 23, tzinfo=CHINA))
    lots = (
        Lot(expires_at_millis=monday + 3_600_000, minutes=5),
        Lot(expires_at_millis=monday + 2 * DAY, minutes=6),
        Lot(expires_at_millis=monday + 9 * DAY, minutes=7),
        Lot(expires_at_millis=NEVER, minutes=8),
    )
    soon = [(each.within_days, each.minutes) for each in ending_soon(lots, monday)]
    assert soon == [(7, 11), (30, 7)]
    assert (last_end(lots, monday), last_end(lots, monday + 3 * DAY)) == (0, monday + 2 * DAY)


def test_who_lost_credits_to_time_is_told_and_service_minutes_are_nobodys_gift() -> None:
    done = StepDone(
        verb="EXPIRE_LOTS",
        transfer_id="t",
        from_account=WANG,
        to_account=f"book:{HOME}:expired",
        unit="CREDIT",
        minutes=5,
    )
    fact = InstructionAnswered(
        instruction_id="i",
        community_code=HOME,
        asked_by="",
        refused="",
        at_step=0,
        done=(done, replace(done, verb="REVERSE", unit="SERVICE"), replace(done, verb="DONATE")),
        holds=(),
        shard=1,
        block=1,
    )
    assert [(each.member_id, each.kind.value, each.facts.minutes) for each in routes(fact)] == [
        ("wang", "credits-ended", 5)
    ]
