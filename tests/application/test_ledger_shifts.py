"""A shift's packed confirmation in the ledger: each person once, whatever is delivered again."""

import pytest

from services.ledger.application import writer as writing
from services.ledger.application.audit import verify_ledger
from services.ledger.application.context import Ledger
from shared.events.contract import parse
from shared.events.ledger import MinutesCredited, PostingRefused
from shared.events.service import ShiftConfirmed, ShiftLine
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.ledger_world import a_ledger, a_writer, served
from tests.ledger_facts import HERE, NOON, confirmed, message_of, record_at, records_of


@pytest.fixture
def ledger(databases: str, clock: SetClock, ids: RandomIds) -> Ledger:
    return a_ledger(clock, ids)


def a_line(member_id: str, minutes: int, recorded_as: str = "VOLUNTEER") -> ShiftLine:
    return ShiftLine(
        record_id=f"record-of-{member_id}", member_id=member_id, minutes=minutes, recorded_as=recorded_as
    )


def a_shift(*lines: ShiftLine) -> ShiftConfirmed:
    return ShiftConfirmed(
        shift_id="shift-1",
        project_id="project-1",
        party_id="party-1",
        community_code=HERE,
        service_kind="ENVIRONMENT",
        served_at=NOON,
        confirmed_by="ORGANISER",
        lines=lines,
    )


SHIFT = a_shift(a_line("wang", 60), a_line("zhao", 45, "DUTY"), a_line("qian", 15))
CREDITED = {"wang": 60, "zhao": 0, "qian": 15, "sun": 0}


def test_each_person_of_a_shift_is_credited_their_own_minutes_and_the_book_stays_at_zero(
    ledger: Ledger,
) -> None:
    a_writer(ledger).take(records_of(SHIFT))

    assert served(ledger) == CREDITED
    report = verify_ledger(ledger)
    assert (report.blocks, report.postings, report.sum_minutes, report.breaks) == (1, 8, 0, ())


def test_a_shift_delivered_again_changes_nothing_even_by_a_writer_that_starts_anew(ledger: Ledger) -> None:
    records = records_of(SHIFT, confirmed("r1", member_id="sun", minutes=20))
    writer = a_writer(ledger)
    for again in (records, records[::-1], records[:1]):
        writer.take(again)
        a_writer(ledger).take(again)

    assert served(ledger) == {**CREDITED, "sun": 20}
    assert verify_ledger(ledger).postings == 12


def test_who_is_entered_late_is_credited_by_the_later_event_and_nobody_else_again(ledger: Ledger) -> None:
    writer = a_writer(ledger)
    writer.take(records_of(SHIFT))

    late = a_shift(a_line("wang", 60), a_line("sun", 30))
    writer.take([record_at(1, message_of(late))])

    assert served(ledger) == {**CREDITED, "sun": 30}


def test_a_record_told_again_with_other_minutes_is_refused_and_what_stands_stays(ledger: Ledger) -> None:
    writer = a_writer(ledger)
    writer.take(records_of(SHIFT))
    writer.take([record_at(1, message_of(a_shift(a_line("wang", 90))))])

    assert served(ledger) == CREDITED
    assert told(ledger, seq=2) == [PostingRefused]


def test_a_shift_larger_than_a_block_is_credited_whole(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_FACTS_A_BLOCK", 500)
    lines = tuple(a_line(f"m{number}", 10) for number in range(600))
    for _ in range(2):
        a_writer(ledger).take(records_of(a_shift(*lines)))

    report = verify_ledger(ledger)
    assert (report.blocks, report.postings, report.sum_minutes, report.breaks) == (2, 2400, 0, ())


def test_each_person_is_told_what_became_of_their_line(ledger: Ledger) -> None:
    a_writer(ledger).take(records_of(SHIFT))

    assert told(ledger, seq=1) == [MinutesCredited, MinutesCredited, PostingRefused]


def told(ledger: Ledger, seq: int) -> list[type]:
    kept = ledger.journal.collection.find_one({"seq": seq}) or {}
    entries: list[dict[str, object]] = kept["outbox"]  # type: ignore[assignment]  # -- as the relay reads it
    return [type(parse(each["headers"], each["body"]).data) for each in entries]  # type: ignore[arg-type]  # -- as above
