"""The kernels find what numpy finds among everybody, to the last bit, whatever the weights, the places and the changes."""

import threading
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.bench.matching.city import (
    KINDS_USED,
    People,
    Wishes,
    people,
    questions_of,
    rows_of,
    wishes,
)
from services.matching.domain.index.index import Found, Index
from services.matching.domain.index.laying import boxes_of, order_of
from services.matching.domain.index.shapes import (
    BLOCK,
    SUPER,
    Columns,
    Questions,
    Rows,
    Weights,
    blank_columns,
)
from services.matching.domain.index.tools import WHOLE, kernels

pytestmark = pytest.mark.timeout(300)
SIDE = 6.0
SHARES = st.sampled_from([0.0, 0.3, 25.0, 50.0, 1000.0])
WEIGHTS = st.builds(
    Weights,
    distance=SHARES,
    skill=SHARES,
    load=SHARES,
    times_set=SHARES,
    slack=st.sampled_from([0.0, 0.01, 0.5]),
)
FEW_METRES, MANY_METRES = [0, 1, 400, 1_000, 1_500], [1_000, 3_000, 20_000, 60_000]


def both_ways(index: Index, asked: Questions, most: int, weights: Weights) -> tuple[Found, Found]:
    index.use(kernels())
    quick = index.best(asked, most, weights)
    index.use(WHOLE)
    return quick, index.best(asked, most, weights)


def assert_same(index: Index, asked: Questions, most: int, weights: Weights) -> Found:
    quick, slow = both_ways(index, asked, most, weights)
    assert quick.numbers.tolist() == slow.numbers.tolist()
    assert quick.values.tolist() == slow.values.tolist()
    return slow


def with_radii(chance: np.random.Generator, folk: People, metres: list[int]) -> People:
    return folk._replace(radius=chance.choice(metres, len(folk.radius)))


def row(rows: Rows, at: int, **told: Any) -> Rows:
    columns = Columns._make(each[at : at + 1].copy() for each in rows.columns)
    for name, value in told.items():
        getattr(columns, name)[0] = value
    return Rows(rows.bits[at : at + 1], columns)


def change(chance: np.random.Generator, index: Index, rows: Rows, many: int) -> None:
    """Let some stay and change, some move a little or far, some come, some go, some go farther."""
    others = rows_of(people(chance, len(rows.bits), SIDE))
    for number in chance.integers(0, len(rows.bits), many).tolist():
        what = chance.integers(0, 6)
        north, east = int(rows.columns.north[number]), int(rows.columns.east[number])
        if what == 0:
            index.drop(number)
        elif what == 1:
            index.put(row(others, number, number=number))
        elif what == 2:
            index.put(row(others, number, number=number, north=north, east=east))
        elif what == 3:
            index.put(row(rows, number, north=north + 500, east=east - 500))
        elif what == 4:
            index.put(row(rows, number, radius=chance.choice([0, 2_500, 65_535])))
        else:
            index.put(
                row(others, number, number=number + 10_000, north=north - 2_000_000, east=east + 3_000_000)
            )


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    weights=WEIGHTS,
    most=st.sampled_from([1, 7, 50, 5_000]),
    metres=st.sampled_from([FEW_METRES, MANY_METRES, [1_500]]),
)
def test_kernels_and_numpy_agree_before_and_after_changes(
    seed: int, weights: Weights, most: int, metres: list[int]
) -> None:
    chance = np.random.default_rng(seed)
    rows = rows_of(with_radii(chance, people(chance, 3_000, SIDE), metres))
    asked = questions_of(wishes(chance, 8, SIDE))
    index = Index(rows)
    assert_same(index, asked, most, weights)
    change(chance, index, rows, 200)
    assert_same(index, asked, most, weights)
    change(chance, index, rows, 900)
    assert_same(index, asked, most, weights)


def wide_city(seed: int) -> tuple[People, Wishes]:
    """Return a city that takes several boxes of boxes."""
    chance = np.random.default_rng(seed)
    side = 20.0
    folk = with_radii(chance, people(chance, 3 * SUPER * BLOCK, side), [800, 1_500, 3_000, 9_000])
    return folk, wishes(chance, 40, side)


@pytest.mark.parametrize("most", [50, 2_000])
@pytest.mark.parametrize(
    "weights",
    [
        Weights(),
        Weights(times_set=0.0),
        Weights(skill=0.0, load=0.0),
        Weights(slack=0.5),
        Weights(skill=0.0, load=0.0, times_set=0.0, slack=0.5),
    ],
)
def test_in_a_city_of_many_blocks_they_agree_as_well(weights: Weights, most: int) -> None:
    folk, wanted = wide_city(7)
    found = assert_same(Index(rows_of(folk)), questions_of(wanted), most, weights)
    assert (found.numbers[:, 0] >= 0).any()


def test_in_a_city_of_many_blocks_whoever_comes_or_moves_is_found_where_they_live_now() -> None:
    folk, wanted = wide_city(9)
    asked = questions_of(wanted)
    index = Index(rows_of(folk))
    turned = rows_of(folk._replace(north=folk.north[::-1].copy(), east=folk.east[::-1].copy()))
    for number in range(0, len(folk.north), 97):
        index.put(row(turned, number))
        index.put(row(turned, number, number=number + 1_000_000))
    found = assert_same(index, asked, 50, Weights())
    assert (found.numbers >= 1_000_000).any()


def test_needs_far_outside_and_at_the_edge_are_answered_alike() -> None:
    folk, wanted = wide_city(8)
    index = Index(rows_of(folk))
    for north, east in ((-0.09, 0.0), (0.0, 0.3), (5.0, -40.0), (-70.0, 0.0)):
        away = wanted._replace(north=wanted.north + north, east=wanted.east + east)
        assert_same(index, questions_of(away), 20, Weights())


def test_where_nobody_differs_the_lowest_numbers_come_first() -> None:
    chance = np.random.default_rng(7)
    many = 5 * BLOCK
    folk = people(chance, many, SIDE)
    alike = People._make(np.repeat(each[:1], many, axis=0) for each in folk)
    alike.kinds[:] = True
    rows = rows_of(alike._replace(left=np.ones(many, np.int64), born=np.zeros(many, np.int64)))
    rows = Rows(
        rows.bits, rows.columns._replace(number=chance.permutation(many).astype(np.int32) + np.int32(3))
    )
    asked = questions_of(wishes(chance, KINDS_USED, SIDE)._replace())
    blank = asked._replace(
        every=np.where(np.arange(asked.every.shape[1]) < 2, asked.every, -1).astype(np.int16),
        some=np.full_like(asked.some, -1),
        hours=np.full_like(asked.hours, -1),
        insured=np.zeros_like(asked.insured),
        place=np.repeat([[alike.north[0] / 1e7, alike.east[0] / 1e7]], KINDS_USED, axis=0),
    )
    found = assert_same(Index(rows), blank, 60, Weights())
    assert found.numbers.tolist() == [list(range(3, 63))] * KINDS_USED


def test_whoever_goes_and_comes_back_counts_once() -> None:
    chance = np.random.default_rng(7)
    rows = rows_of(people(chance, 2_000, SIDE))
    index, asked = Index(rows), questions_of(wishes(chance, 20, SIDE))
    before = assert_same(index, asked, 50, Weights())
    for number in range(0, 2_000, 3):
        index.drop(number)
    for number in range(0, 2_000, 3):
        index.put(row(rows, number))
    assert len(index) == 2_000
    assert assert_same(index, asked, 50, Weights()).numbers.tolist() == before.numbers.tolist()


def test_whoever_has_no_service_left_comes_back_when_some_are_whatever_was_built_between() -> None:
    chance = np.random.default_rng(7)
    rows = rows_of(people(chance, 1_000, SIDE)._replace(left=np.ones(1_000, np.int64)))
    index, asked = Index(rows), questions_of(wishes(chance, 20, SIDE))
    before = assert_same(index, asked, 50, Weights())
    for number in range(1_000):
        index.put(row(rows, number, left=0))
    assert (assert_same(index, asked, 50, Weights()).numbers == -1).all()
    newcomers = rows_of(people(chance, 2_000, SIDE)._replace(left=np.zeros(2_000, np.int64)))
    for at in range(2_000):
        index.put(row(newcomers, at, number=1_000 + at))
    assert (assert_same(index, asked, 50, Weights()).numbers == -1).all()
    index.put_all(rows)
    assert len(index) == 3_000
    assert assert_same(index, asked, 50, Weights()).numbers.tolist() == before.numbers.tolist()


def test_questions_beside_changes_that_change_nothing_are_answered_as_ever() -> None:
    chance = np.random.default_rng(7)
    rows, stop = rows_of(people(chance, 4_000, SIDE)), threading.Event()
    index, asked = Index(rows), questions_of(wishes(chance, 40, SIDE))
    right = index.best(asked, 50, Weights())

    def put_again() -> None:
        while not stop.is_set():
            index.put_all(Rows(rows.bits[:200], Columns._make(each[:200] for each in rows.columns)))

    beside = threading.Thread(target=put_again)
    beside.start()
    try:
        found = [index.best(asked, 50, Weights()) for _ in range(100)]
    finally:
        stop.set()
        beside.join()
    assert all(np.array_equal(each.numbers, right.numbers) for each in found)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32), many=st.sampled_from([0, 1, 511, 512, 513, 4_000]))
def test_a_block_holds_neighbours_and_its_box_holds_them(seed: int, many: int) -> None:
    chance = np.random.default_rng(seed)
    columns = blank_columns(many)._replace(
        north=chance.integers(-(10**8), 10**8, many).astype(np.int32),
        east=chance.integers(-(10**8), 10**8, many).astype(np.int32),
        radius=chance.integers(0, 60_000, many).astype(np.uint16),
    )
    order = order_of(columns)
    assert sorted(order.tolist()) == list(range(many))
    blocks = many // BLOCK + 2
    boxes, supers = boxes_of(columns, order, blocks)
    assert (len(boxes), len(supers)) == (blocks, -(-blocks // SUPER))
    for block, box in enumerate(boxes):
        those = order[block * BLOCK : (block + 1) * BLOCK]
        if len(those):
            north, east, radius = columns.north[those], columns.east[those], columns.radius[those]
            edges = north.min(), north.max(), east.min(), east.max(), radius.max()
            assert box.item() == tuple(int(each) for each in edges)
        else:
            assert box["south"] > box["north"]
            assert box["radius"] < 0
        above = supers[block // SUPER]
        assert above["south"] <= box["south"]
        assert above["north"] >= box["north"]
        assert above["west"] <= box["west"]
        assert above["east"] >= box["east"]
        assert above["radius"] >= box["radius"]
