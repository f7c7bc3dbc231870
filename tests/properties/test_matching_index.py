"""The index answers as looking at everybody does, whatever changed before, compiled or not."""

import builtins
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.bench.matching.city import People, Wishes, people, questions_of, rows_of, wishes
from services.bench.matching.truth import best_by_looking_at_all, rules_broken
from services.matching.domain.index.index import Index, index_of
from services.matching.domain.index.shapes import Columns, Rows, Weights

pytestmark = pytest.mark.timeout(300)
SIDE = 6.0
WEIGHTS = Weights()


def some_of(folk: People, those: Any) -> People:
    return People._make(each[those] for each in folk)


def answers(index: Index, wanted: Wishes, most: int) -> list[list[int]]:
    found = index.best(questions_of(wanted), most, WEIGHTS)
    return [[int(each) for each in row if each >= 0] for row in found.numbers]


def truth(folk: People, wanted: Wishes, most: int) -> list[list[int]]:
    return [
        best_by_looking_at_all(folk, wanted, need, most, WEIGHTS).tolist() for need in range(len(wanted.kind))
    ]


def row(rows: Rows, at: int, number: int) -> Rows:
    columns = Columns._make(each[at : at + 1] for each in rows.columns)
    return Rows(rows.bits[at : at + 1], columns._replace(number=np.array([number], np.int32)))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), compiled=st.booleans(), most=st.sampled_from([1, 5, 50]))
def test_the_best_are_those_that_looking_at_everybody_finds_before_and_after_changes(
    seed: int, most: int, *, compiled: bool
) -> None:
    chance = np.random.default_rng(seed)
    folk = people(chance, 2_000, SIDE)
    others = people(chance, 2_000, SIDE)
    wanted = wishes(chance, 12, SIDE)
    index = Index(rows_of(folk), compiled=compiled)
    assert answers(index, wanted, most) == truth(folk, wanted, most)

    changed = chance.permutation(2_000)[:700]
    rows = rows_of(others)
    for number in changed.tolist():
        index.put(row(rows, number, number))
    now = People._make(here.copy() for here in folk)
    tables: Iterable[tuple[Any, Any]] = zip(now, others, strict=True)
    for there, here in tables:
        there[changed] = here[changed]
    assert len(index) == 2_000
    assert answers(index, wanted, most) == truth(now, wanted, most)

    gone = chance.permutation(2_000)[:300]
    for number in [*gone.tolist(), *gone.tolist(), 9_999_999]:
        index.drop(number)
    now.left[gone] = 0
    assert len(index) == 1_700
    assert answers(index, wanted, most) == truth(now, wanted, most)


def test_no_answer_breaks_a_hard_rule_and_the_checker_tells_who_would() -> None:
    chance = np.random.default_rng(7)
    folk, wanted = people(chance, 3_000, SIDE), wishes(chance, 60, SIDE)
    found = answers(index_of(rows_of(folk)), wanted, 50)
    assert sum(rules_broken(folk, wanted, need, who) for need, row in enumerate(found) for who in row) == 0
    others = [who for who in range(3_000) if who not in found[0]]
    assert len(found[0]) < 50
    assert all(rules_broken(folk, wanted, 0, who) > 0 for who in others)


def test_an_index_that_begins_with_nobody_takes_in_whoever_comes() -> None:
    chance = np.random.default_rng(7)
    folk, wanted = people(chance, 900, SIDE), wishes(chance, 20, SIDE)
    rows = rows_of(folk)
    index = Index(rows_of(some_of(folk, slice(0, 0))))
    assert answers(index, wanted, 5) == [[]] * 20
    index.put_all(rows)
    assert len(index) == 900
    assert answers(index, wanted, 5) == truth(folk, wanted, 5)


def test_who_goes_farther_than_anybody_before_is_found() -> None:
    chance = np.random.default_rng(7)
    folk, wanted = people(chance, 400, SIDE), wishes(chance, 30, SIDE)
    index = Index(rows_of(folk._replace(radius=np.full(400, 900))))
    wide = folk._replace(radius=np.full(400, 20_000))
    index.put_all(rows_of(wide))
    assert answers(index, wanted, 50) == truth(wide, wanted, 50)


def test_a_need_outside_the_city_is_answered_too() -> None:
    chance = np.random.default_rng(7)
    folk, wanted = people(chance, 2_000, SIDE), wishes(chance, 30, SIDE)
    away = wanted._replace(north=wanted.north - 0.03, east=wanted.east + 0.02)
    assert answers(Index(rows_of(folk)), away, 10) == truth(folk, away, 10)


def test_without_numba_the_answers_are_the_same_and_a_warning_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = np.random.default_rng(7)
    folk, wanted = people(chance, 500, SIDE), wishes(chance, 20, SIDE)
    usual = builtins.__import__

    def without_numba(name: str, *rest: Any, **named: Any) -> Any:
        if name == "numba":
            raise ImportError(name)
        return usual(name, *rest, **named)

    with monkeypatch.context() as patched:
        patched.setattr(builtins, "__import__", without_numba)
        with pytest.warns(UserWarning, match="numba cannot be imported"):
            slow = index_of(rows_of(folk))
    assert answers(slow, wanted, 50) == answers(index_of(rows_of(folk)), wanted, 50)


_UNCOMPILED = """
import sys
sys.modules["numba"] = None
import numpy as np
from services.matching.domain.index.tools import WHOLE
from tests.properties.test_matching_index import (
    SIDE, WEIGHTS, Index, answers, people, questions_of, row, rows_of, some_of, truth, wishes,
)
for many, most in ((400, 5), (400, 50), (3, 1), (9_000, 3)):
    chance = np.random.default_rng(many + most)
    folk, others, wanted = people(chance, many, SIDE), people(chance, many, SIDE), wishes(chance, 8, SIDE)
    index = Index(rows_of(folk))
    assert answers(index, wanted, most) == truth(folk, wanted, most)
    index.put(row(rows_of(others), 1, 1))
    for here, there in zip(folk, others, strict=True):
        here[1] = there[1]
    index.drop(0)
    folk.left[0] = 0
    assert answers(index, wanted, most) == truth(folk, wanted, most)
folk = some_of(folk, slice(0, 600))
index = Index(rows_of(some_of(folk, slice(0, 0))))
index.put_all(rows_of(folk))
assert answers(index, wanted, 5) == truth(folk, wanted, 5)
anytime = questions_of(wanted)
anytime.hours[:] = -1
found = index.best(anytime, 9, WEIGHTS)
index.use(WHOLE)
assert found.numbers.tolist() == index.best(anytime, 9, WEIGHTS).numbers.tolist()
print("the same")
"""


def test_the_kernels_give_the_same_answers_where_nothing_can_be_compiled() -> None:
    run = subprocess.run([sys.executable, "-c", _UNCOMPILED], capture_output=True, check=False, text=True)
    assert run.stdout == "the same\n", run.stderr[-3000:]


def test_an_index_takes_at_most_seventy_bytes_a_volunteer() -> None:
    index = Index(rows_of(people(np.random.default_rng(7), 50_000, 8.0)))
    assert index.bytes_used / len(index) <= 70
