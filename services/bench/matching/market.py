"""A crowded market of a bench's needs and volunteers, and its solution by us and by OR-Tools."""

import importlib
from typing import Any, NamedTuple

import numpy as np

from services.bench.matching.city import (
    NIGHT_HOURS,
    Numbers,
    People,
    Wishes,
    people,
    questions_of,
    rows_of,
    wishes,
)
from services.bench.matching.truth import rules_broken
from services.matching.domain.index.index import index_of
from services.matching.domain.index.shapes import DEGREE, DEGREE_METRES, Weights
from services.matching.domain.simulating.day import FATIGUE, Day, market_left
from services.matching.domain.solver.market import Market
from services.matching.domain.solver.solve import Solution

CANDIDATES = 64
WILLING = 1.0
"""Volunteers to each need, who do one and a half services each on average: they must be shared well."""
ROOMY = 2.0
"""Volunteers to each need where there is room enough for those who say no."""
_WILLING_A_KM2 = 300
"""Of all who are registered, those who are willing this week."""
_PART_HOURS = 6


class Fair(NamedTuple):
    """A market in columns; a pair is a need with a volunteer in the part of a day that the need is for."""

    folk: People
    wanted: Wishes
    helpers: Numbers
    pair_need: Numbers
    pair_offer: Numbers
    pair_slot: Numbers
    pair_cost: Numbers
    slot_offer: Numbers
    capacity: Numbers


def fair(chance: np.random.Generator, needs: int, willing: float = WILLING) -> Fair:
    """Return a market: the best candidates of each need, at the metres they go as cost."""
    return fair_of(chance, *city_of(chance, needs, willing))


def another_day(chance: np.random.Generator, same: Fair) -> Fair:
    """Return a market of other needs among the same volunteers."""
    wanted = wishes(chance, len(same.helpers), _side_of(len(same.capacity)))
    return fair_of(chance, wanted, same.folk)


def city_of(chance: np.random.Generator, needs: int, willing: float = WILLING) -> tuple[Wishes, People]:
    """Return the needs of a city and the volunteers who are willing this week, so many to each need."""
    volunteers = max(20, int(needs * willing))
    folk = people(chance, volunteers, _side_of(volunteers))
    return wishes(chance, needs, _side_of(volunteers)), folk


def _side_of(willing: int) -> float:
    """Return the side of the square that so many willing volunteers live in, in kilometres."""
    return max(1.0, float(np.sqrt(willing / _WILLING_A_KM2)))


def fair_of(chance: np.random.Generator, wanted: Wishes, folk: People) -> Fair:
    """Return the market of some needs and volunteers: an index of them is made, and asked for each need."""
    found = index_of(rows_of(folk)).best(questions_of(wanted), CANDIDATES, Weights(times_set=0.0, skill=0.0))
    need, column = np.nonzero(found.numbers >= 0)
    offer = found.numbers[need, column].astype(np.int64)
    up = (folk.north[offer] / DEGREE - wanted.north[need]) * DEGREE_METRES
    along = (folk.east[offer] / DEGREE - wanted.east[need]) * DEGREE_METRES
    along *= np.cos(np.radians(wanted.north[need]))
    part = (wanted.hour[need] // 24) * 3 + (wanted.hour[need] % 24 - NIGHT_HOURS) // _PART_HOURS
    slots, slot = np.unique(offer * 21 + part, return_inverse=True)
    return Fair(
        folk=folk,
        wanted=wanted,
        helpers=chance.choice([1, 2], len(wanted.kind), p=[0.9, 0.1]),
        pair_need=need,
        pair_offer=offer,
        pair_slot=slot,
        pair_cost=np.sqrt(up * up + along * along).astype(np.int64),
        slot_offer=slots // 21,
        capacity=folk.left,
    )


def day_of_fair(all_of_it: Fair) -> Day:
    """Return a market as a day whose needs are all known at its beginning and want their answer at once."""
    at_once = np.zeros(len(all_of_it.helpers), np.int64)
    return Day(
        helpers=all_of_it.helpers,
        penalty=all_of_it.wanted.penalty,
        pair_need=all_of_it.pair_need,
        pair_offer=all_of_it.pair_offer,
        pair_slot=all_of_it.pair_slot,
        pair_cost=all_of_it.pair_cost,
        pair_metres=all_of_it.pair_cost,
        slot_offer=all_of_it.slot_offer,
        capacity=all_of_it.capacity,
        arrives=at_once,
        patience=at_once,
    )


def market_of_fair(all_of_it: Fair) -> Market:
    """Return the market to solve."""
    return market_left(day_of_fair(all_of_it))[0]


def rules_broken_in(all_of_it: Fair, found: Solution) -> int:
    """Return how many hard rules a solution breaks: of each pair, of slots, of capacity and of places."""
    rows = np.array(found.pairs, np.int64)
    need, offer = all_of_it.pair_need[rows], all_of_it.pair_offer[rows]
    broken = sum(
        rules_broken(all_of_it.folk, all_of_it.wanted, int(one), int(who))
        for one, who in zip(need, offer, strict=True)
    )
    twice = len(rows) - len(np.unique(all_of_it.pair_slot[rows]))
    crowd = np.bincount(offer, minlength=len(all_of_it.capacity)) - all_of_it.capacity
    helped = np.bincount(need, minlength=len(all_of_it.helpers)) - all_of_it.helpers
    return broken + twice + int(np.maximum(crowd, 0).sum() + np.maximum(helped, 0).sum())


def cost_by_or_tools(all_of_it: Fair) -> int:
    """Return the least cost as OR-Tools finds it by minimum-cost flow.

    Raises:
        ImportError: If it is not installed.
    """
    flows: Any = importlib.import_module("ortools.graph.python.min_cost_flow")
    flow = flows.SimpleMinCostFlow()
    needs, slots, offers = len(all_of_it.helpers), len(all_of_it.slot_offer), len(all_of_it.capacity)
    end = needs + slots + offers
    pairs, ones = len(all_of_it.pair_need), np.ones
    slot_nodes = needs + np.arange(slots)
    of_steps = np.repeat(np.arange(offers), all_of_it.capacity)
    steps = np.arange(len(of_steps)) - np.repeat(
        np.cumsum(all_of_it.capacity) - all_of_it.capacity, all_of_it.capacity
    )
    for tail, head, most, cost in (
        (all_of_it.pair_need, needs + all_of_it.pair_slot, ones(pairs, np.int64), all_of_it.pair_cost),
        (np.arange(needs), np.full(needs, end), all_of_it.helpers, all_of_it.wanted.penalty),
        (slot_nodes, needs + slots + all_of_it.slot_offer, ones(slots, np.int64), np.zeros(slots, np.int64)),
        (
            needs + slots + of_steps,
            np.full(len(of_steps), end),
            ones(len(of_steps), np.int64),
            FATIGUE[steps],
        ),
    ):
        flow.add_arcs_with_capacity_and_unit_cost(tail.astype(np.int32), head.astype(np.int32), most, cost)
    supply = np.concatenate(
        (all_of_it.helpers, np.zeros(slots + offers, np.int64), [-all_of_it.helpers.sum()])
    )
    flow.set_nodes_supplies(np.arange(end + 1, dtype=np.int32), supply)
    flow.solve()
    return int(flow.optimal_cost())
