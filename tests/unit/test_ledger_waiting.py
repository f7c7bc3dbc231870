"""Who waits for the ledger's answer hears their own, told before or while they wait, and looks where nobody tells."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from services.ledger.application.waiting import Waiting
from services.ledger.domain.blocks import Act
from services.ledger.domain.instructions import Instruction
from services.ledger.domain.lines import Answer


def an_answer(id_: str) -> Answer:
    return Answer(
        id=id_,
        fingerprint="0" * 32,
        community_code="511402001003",
        asked_by="",
        refused="",
        at_step=0,
        moved=(),
        holds=(),
        shard=1,
        seq=1,
        logged_at=datetime(2026, 11, 22, tzinfo=UTC),
    )


def an_act(id_: str) -> Act:
    asked = Instruction(instruction_id=id_, community_code="511402001003", steps=())
    return Act(instruction=asked, moves=(), refused="", at_step=0)


def _nothing() -> Answer | None:
    return None


def test_an_answer_told_between_asking_and_waiting_is_heard() -> None:
    waiting = Waiting()
    with waiting.expecting("a"):
        waiting.answered([an_answer("b"), an_answer("a")])
        heard = waiting.wait("a", _nothing, 10.0, is_new=True)
    assert heard == an_answer("a")


def test_all_who_wait_for_one_answer_hear_it_and_then_nothing_is_kept() -> None:
    waiting = Waiting()
    with ThreadPoolExecutor(3) as threads, waiting.expecting("a"):
        heard = [threads.submit(waiting.wait, "a", _nothing, 10.0) for _ in range(3)]
        waiting.answered([an_answer("a")])
        assert [each.result() for each in heard] == [an_answer("a")] * 3
    waiting.answered([an_answer("a")])
    assert waiting.wait("a", _nothing, 0.0) is None


def test_an_answer_that_readers_see_already_is_found_at_once() -> None:
    assert Waiting().wait("a", lambda: an_answer("a"), 0.0) == an_answer("a")
    assert Waiting().wait("a", lambda: an_answer("a"), 0.0, is_new=True) == an_answer("a")


def test_who_need_not_see_it_hears_of_the_block_and_who_must_waits_on() -> None:
    waiting, act = Waiting(), an_act("a")
    with waiting.expecting("a"):
        waiting.stands([act, an_act("b")], lambda each: an_answer(each.instruction.instruction_id))
        assert waiting.wait("a", _nothing, 10.0, is_new=True, seen=False) == an_answer("a")
        assert waiting.wait("a", _nothing, 0.0) is None
        waiting.answered([an_answer("a")])
        assert waiting.wait("a", _nothing, 10.0) == an_answer("a")
