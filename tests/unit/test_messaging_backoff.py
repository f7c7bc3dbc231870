"""Waits grow to a limit, and a loop goes on through what passes."""

import threading

import pytest

from shared.kernel.errors import RuleBroken, Unavailable
from shared.messaging.backoff import EVERYTHING, Backoff, keep_on
from shared.messaging.log import Record, after
from shared.messaging.partitioning import partition_of

AT_ONCE = Backoff(first_seconds=0.0, most_seconds=0.0)


@pytest.mark.parametrize(
    ("failures", "chance", "seconds"), [(1, 0, 0.05), (1, 1, 0.1), (3, 1, 0.4), (7, 0, 2.0), (5000, 1, 4.0)]
)
def test_waits_double_up_to_the_most(failures: int, chance: float, seconds: float) -> None:
    assert Backoff(first_seconds=0.1, most_seconds=4.0).wait_seconds(failures, chance) == pytest.approx(
        seconds
    )


def test_what_passes_is_tried_again_and_what_does_not_ends_the_loop() -> None:
    faults = iter([Unavailable(), TimeoutError(), None, RuleBroken()])

    def work() -> None:
        if (fault := next(faults)) is not None:
            raise fault

    with pytest.raises(RuleBroken):
        keep_on(work, threading.Event(), name="test", backoff=AT_ONCE)
    assert list(faults) == []


def test_a_loop_that_must_not_end_goes_on_after_a_bug() -> None:
    stop, tried = threading.Event(), list[int]()

    def work() -> None:
        tried.append(1)
        if len(tried) == 2:
            stop.set()
        raise KeyError

    keep_on(work, stop, name="test", backoff=AT_ONCE, passing=EVERYTHING)
    assert len(tried) == 2


def test_partitions_of_keys_never_change() -> None:
    keys = ["", "邻里", "511402001001", "019aa000-0000-7000-8000-000000000001"]
    assert [partition_of(key, 8) for key in keys] == PINNED


PINNED = [0, 0, 7, 2]


def test_nothing_read_is_nothing_to_commit() -> None:
    assert after(list[Record]()) == {}
