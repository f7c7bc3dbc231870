"""The solver against an independent one: its optimum is the optimum, its bound a bound, its answer one that can be done."""

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.graph.python import min_cost_flow  # type: ignore[import-untyped]  # -- it carries no types

from services.matching.domain.solver import auction
from services.matching.domain.solver import solve as solving
from services.matching.domain.solver.compiled import compiled, keep_by_sources, place_of_kernels
from services.matching.domain.solver.market import NeedRow, OfferRow, PairRow, market_of
from services.matching.domain.solver.solve import Solution, solve
from tests.matching_markets import Rows, answers, cut_short, some_rows

pytestmark = pytest.mark.timeout(300)


class Flow:
    """The assignment as a flow of least cost, for OR-Tools."""

    def __init__(self) -> None:
        self.solver = min_cost_flow.SimpleMinCostFlow()
        self.nodes: dict[object, int] = {}

    def node(self, name: object) -> int:
        return self.nodes.setdefault(name, len(self.nodes))

    def arc(self, tail: object, head: object, most: int, cost: int) -> None:
        self.solver.add_arc_with_capacity_and_unit_cost(self.node(tail), self.node(head), most, cost)


def optimum(rows: Rows) -> int:
    """Return what the market costs at least, by OR-Tools."""
    needs, offers, pairs = rows
    flow = Flow()
    end = flow.node("end")
    for at, need in enumerate(needs):
        flow.arc(("need", at), "end", need.helpers, need.penalty)
        flow.solver.set_node_supply(flow.node(("need", at)), need.helpers)
    for at, offer in enumerate(offers):
        for step in offer.fatigue:
            flow.arc(("offer", at), "end", 1, step)
    for choice in {(each.need, each.offer) for each in pairs}:
        flow.arc(("need", choice[0]), choice, 1, 0)
    for slot in {(each.offer, each.slot) for each in pairs}:
        flow.arc(("slot", slot), ("offer", slot[0]), 1, 0)
    for each in pairs:
        flow.arc((each.need, each.offer), ("slot", (each.offer, each.slot)), 1, each.cost)
    flow.solver.set_node_supply(end, -sum(need.helpers for need in needs))
    assert flow.solver.solve() == flow.solver.OPTIMAL
    return int(flow.solver.optimal_cost())


def cost_by_hand(rows: Rows, found: Solution) -> int:
    """Return what the pairs found cost, added up one by one; every rule of the problem is asked for."""
    needs, offers, pairs = rows
    taken = [pairs[row] for row in found.pairs]
    slots = Counter((each.offer, each.slot) for each in taken)
    choices = Counter((each.need, each.offer) for each in taken)
    load, given = Counter(each.offer for each in taken), Counter(each.need for each in taken)
    assert max(slots.values(), default=1) == 1
    assert max(choices.values(), default=1) == 1
    assert all(load[at] <= len(offer.fatigue) for at, offer in enumerate(offers))
    assert all(given[at] <= need.helpers for at, need in enumerate(needs))
    steps = sum(sum(offer.fatigue[: load[at]]) for at, offer in enumerate(offers))
    missing = sum((need.helpers - given[at]) * need.penalty for at, need in enumerate(needs))
    return sum(each.cost for each in taken) + steps + missing


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_exact_answer_is_the_optimum_and_proves_it(seed: int) -> None:
    rows = some_rows(random.Random(seed))
    found = solve(market_of(*rows))
    assert found.cost == cost_by_hand(rows, found) == optimum(rows)
    assert (found.bound, found.gap) == (found.cost, 0)


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), gap=st.sampled_from([0.5, 0.1, 0.01]))
def test_an_answer_near_enough_is_as_near_as_it_says(seed: int, gap: float) -> None:
    rows = some_rows(random.Random(seed))
    found = solve(market_of(*rows), gap=gap)
    assert found.bound <= optimum(rows) <= found.cost == cost_by_hand(rows, found)
    assert found.gap <= gap


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), gap=st.sampled_from([0.0, 0.01]), most_work=st.integers(-1, 12))
def test_an_answer_there_was_little_time_for_is_an_assignment_and_says_how_near(
    seed: int, gap: float, most_work: int
) -> None:
    rows = some_rows(random.Random(seed))
    found = solve(market_of(*rows), gap=gap, most_work=most_work)
    assert found.bound <= optimum(rows) <= found.cost == cost_by_hand(rows, found)


def test_a_crowded_market_of_some_size_is_solved_both_ways() -> None:
    chance = random.Random(5)
    needs = [NeedRow(helpers=chance.randint(1, 3), penalty=chance.randint(200, 900)) for _ in range(400)]
    offers = [OfferRow(fatigue=(0, 40, 90)[: chance.randint(1, 3)]) for _ in range(350)]
    pairs = [
        PairRow(need=need, offer=offer, slot=str(need % 5), cost=chance.randint(0, 300))
        for need in range(400)
        for offer in chance.sample(range(350), 12)
    ]
    rows = (needs, offers, pairs)
    exact, near = solve(market_of(*rows)), solve(market_of(*rows), gap=0.02)
    assert exact.cost == exact.bound == optimum(rows)
    assert near.bound <= exact.cost <= near.cost <= exact.cost * 1.02
    assert cost_by_hand(rows, near) == near.cost


def crowded_rows(chance: random.Random) -> Rows:
    """Return a market of some dozen needs, most of which want several helpers and must outbid others."""
    penalty = chance.choice([50, 500, 5_000])
    needs = [
        NeedRow(helpers=chance.randint(1, 3), penalty=chance.randint(1, penalty))
        for _ in range(chance.randint(5, 40))
    ]
    offers = [
        OfferRow(fatigue=tuple(sorted(chance.randint(0, 60) for _ in range(chance.randint(0, 3)))))
        for _ in range(chance.randint(2, 25))
    ]
    pairs = [
        PairRow(need=need, offer=offer, slot=f"slot-{slot}", cost=chance.randint(0, 100))
        for need in range(len(needs))
        for offer in range(len(offers))
        for slot in range(3)
        if chance.random() < 0.3
    ]
    return needs, offers, pairs


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Callable[[random.Random], None]:
    """Give a way to cut auctions short by chance."""
    return lambda chance: cut_short(chance, partial(monkeypatch.setattr, auction))


@pytest.mark.parametrize("many", [some_rows, crowded_rows])
def test_where_auctions_are_cut_short_the_search_for_ways_comes_to_the_optimum(
    many: Callable[[random.Random], Rows], impatient: Callable[[random.Random], None]
) -> None:
    for seed in range(200):
        chance = random.Random(seed)
        impatient(chance)
        rows = many(chance)
        market, least, gap = market_of(*rows), optimum(rows), chance.choice([0.3, 0.05, 0.01])
        exact, near = solve(market), solve(market, gap=gap)
        hasty = solve(market, most_work=chance.choice([-1, 0, 5]))
        assert exact.cost == exact.bound == least == cost_by_hand(rows, exact), seed
        assert near.bound <= least <= near.cost == cost_by_hand(rows, near), seed
        assert near.gap <= gap, seed
        assert hasty.bound <= least <= hasty.cost == cost_by_hand(rows, hasty), seed


def test_too_little_time_is_told_by_the_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LEAST_BIDS", "PATIENCE", "MORE_PATIENCE"):
        monkeypatch.setattr(auction, name, 0)
    rows = crowded_rows(random.Random(5))
    hasty = solve(market_of(*rows), most_work=20)
    assert hasty.bound <= optimum(rows) < hasty.cost == cost_by_hand(rows, hasty)
    assert 0 < hasty.gap <= 1


def test_costs_too_large_to_be_made_finer_are_solved_exactly_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "FARTHEST", 1)
    for seed in range(60):
        rows = crowded_rows(random.Random(seed))
        found = solve(market_of(*rows), gap=0.1)
        assert found.cost == found.bound == optimum(rows) == cost_by_hand(rows, found), seed


@pytest.mark.parametrize("penalty", [10**9, 10**12])
def test_one_too_many_for_all_who_could_come(penalty: int) -> None:
    needs = [NeedRow(helpers=1, penalty=penalty) for _ in range(40)]
    offers = [OfferRow(fatigue=(0,)) for _ in range(39)]
    pairs = [
        PairRow(need=need, offer=offer, slot="same", cost=1) for need in range(40) for offer in range(39)
    ]
    found = solve(market_of(needs, offers, pairs), gap=1e-9)
    assert (found.cost, found.gap) == (penalty + 39, 0)


def test_sums_beyond_64_bits_do_not_wrap_around() -> None:
    needs = [NeedRow(helpers=1, penalty=10**12) for _ in range(5_000)]
    pairs = [PairRow(need=need, offer=need, slot="only", cost=10**12 - 1) for need in range(5_000)]
    found = solve(market_of(needs, [OfferRow(fatigue=(0,)) for _ in needs], pairs))
    assert found.cost == found.bound == 5_000 * (10**12 - 1)


def test_nothing_to_solve_costs_nothing() -> None:
    assert solve(market_of([], [], [])) == Solution(pairs=(), cost=0, bound=0)
    assert solve(market_of([NeedRow(helpers=2, penalty=7)], [], [])).cost == 14
    nobody = market_of([], [OfferRow(fatigue=(1, 2))], [])
    assert solve(nobody, gap=0.1) == Solution(pairs=(), cost=0, bound=0)


def test_a_machine_that_cannot_compile_gives_the_same_answers(
    impatient: Callable[[random.Random], None],
) -> None:
    program = (
        "import json, sys; sys.modules['numba'] = None\n"
        "from tests.matching_markets import answers, cut_short_for_good\n"
        "print(json.dumps([answers(11, 60), answers(12, 200, cut_short_for_good)]))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert "numba cannot be imported" in run.stderr
    both = [answers(11, 60), answers(12, 200, impatient)]
    assert json.loads(run.stdout) == json.loads(json.dumps(both))


def test_a_kernel_is_left_as_it_is_where_it_cannot_be_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)

    def kernel(number: int) -> int:
        return number + 1

    with pytest.warns(UserWarning, match="runs uncompiled"):
        assert compiled(kernel) is kernel


def test_kernels_are_kept_apart_when_any_of_their_sources_changes(tmp_path: Path) -> None:
    for folder in ("index", "solver"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "kernel.py").write_text("one = 1\n")
    before = place_of_kernels(tmp_path)
    assert place_of_kernels(tmp_path) == before
    (tmp_path / "index" / "kernel.py").write_text("one = 2\n")
    assert place_of_kernels(tmp_path) != before


def test_what_is_compiled_stands_where_it_is_found_again() -> None:
    import numba

    settings: Any = numba.config
    keep_by_sources()
    solve(market_of([NeedRow(helpers=1, penalty=7)], [], []))
    assert [each.name for each in Path(settings.CACHE_DIR).glob("solver_*/auction._bid-*.nbi")]
