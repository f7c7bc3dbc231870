"""The audit of what readers are told: a hold, an answer or a refusal that is not what its block says is found."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from services.ledger.application.asking import instructed
from services.ledger.application.audit import verify_ledger
from services.ledger.application.context import Ledger
from services.ledger.domain.accounts import member_account, shard_of
from services.ledger.domain.instructions import Instruction, Step, Verb
from shared.kernel.clock import SetClock, unix_millis
from shared.kernel.ids import RandomIds
from tests.application.ledger_world import a_ledger, a_writer
from tests.ledger_facts import HERE, confirmed, message_of, record_at

WANG, ZHAO = member_account(HERE, "wang"), member_account(HERE, "zhao")
SHARD = shard_of(HERE)


@pytest.fixture
def ledger(databases: str, clock: SetClock, ids: RandomIds) -> Ledger:
    """A ledger with three holds, one used and one whose time is over, and a refusal."""
    ledger = a_ledger(clock, ids)
    writer = a_writer(ledger)
    served = [confirmed(each, member_id=each, minutes=100) for each in ("wang", "zhao")]
    writer.take([record_at(place, message_of(fact)) for place, fact in enumerate(served)])

    def hold(minutes: int) -> Step:
        until = unix_millis(clock.now() + timedelta(hours=1))
        return Step(verb=Verb.HOLD, account=WANG, other=ZHAO, minutes=minutes, expires_at_millis=until)

    def do(place: int, name: str, step: Step) -> None:
        asked = Instruction(instruction_id=name, community_code=HERE, steps=(step,))
        writer.take([record_at(place, message_of(instructed(asked)))])

    do(2, "first", hold(10))
    do(3, "second", hold(20))
    (held,) = [each for each in ledger.projections.open_holds([WANG]) if each.minutes == 10]
    do(4, "use", Step(verb=Verb.POST, about=held.id, minutes=5))
    do(5, "too-many", hold(500))
    clock.advance(hours=2)
    do(6, "third", hold(1))
    return ledger


def _holds(ledger: Ledger, change: dict[str, object], **which: object) -> None:
    assert ledger.projections.holds.update_one(which, {"$set": change}).modified_count == 1


def free_a_used_hold(ledger: Ledger) -> None:
    _holds(ledger, {"state": "VOID"}, minutes=10)


def enlarge_a_hold(ledger: Ledger) -> None:
    _holds(ledger, {"minutes": 21}, minutes=20)


def forget_a_hold(ledger: Ledger) -> None:
    ledger.projections.holds.delete_one({"minutes": 10})


def invent_a_hold(ledger: Ledger) -> None:
    known = ledger.projections.holds.find_one({"minutes": 10}) or {}
    ledger.projections.holds.insert_one({**known, "_id": "invented"})


def forget_an_answer(ledger: Ledger) -> None:
    ledger.projections.answers.delete_one({"_id": "use"})


def turn_a_refusal_round(ledger: Ledger) -> None:
    ledger.projections.answers.update_one({"_id": "too-many"}, {"$set": {"refused": ""}})


def hide_a_refusal(ledger: Ledger) -> None:
    ledger.projections.refusals.delete_many({})


def answer_from_nowhere(ledger: Ledger) -> None:
    known = ledger.projections.answers.find_one({"_id": "use"}) or {}
    ledger.projections.answers.insert_one({**known, "_id": "invented", "seq": 99})


def test_what_readers_are_told_holds_also_where_the_time_of_a_hold_is_over(ledger: Ledger) -> None:
    assert ledger.projections.refusals.count_documents({}) == 1
    assert ledger.projections.holds.count_documents({}) == 3
    assert verify_ledger(ledger).breaks == ()


@pytest.mark.parametrize(
    ("tamper", "block"),
    [
        (free_a_used_hold, 4),
        (enlarge_a_hold, 3),
        (forget_a_hold, 4),
        (invent_a_hold, 4),
        (forget_an_answer, 4),
        (turn_a_refusal_round, 5),
        (hide_a_refusal, 5),
        (answer_from_nowhere, 99),
    ],
)
def test_what_is_told_otherwise_is_found(
    ledger: Ledger, tamper: Callable[[Ledger], None], block: int
) -> None:
    tamper(ledger)
    assert [(each.shard, each.seq) for each in verify_ledger(ledger).breaks] == [(SHARD, block)]
