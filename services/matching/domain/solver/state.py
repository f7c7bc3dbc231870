"""Who serves whom while a market is being solved, what everything costs at present, and what a search for a way needs.

Nodes stand in one row: needs, then slots, then offers. The potential of a node is what the cheapest way from it to the end
costs, negated; the end is a free step of an offer, or a helper missing. A way from one node to the next costs what its pair
or step costs, less what that costs where it is given back; with the potentials no way left costs less than nothing, but for
the least raise of an auction.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.solver.compiled import compiled
from services.matching.domain.solver.market import Index, Market, Whole

FAR = 1 << 61
"""Above every cost and price there can be."""
NOWHERE = 1 << 60
"""What an offer costs that can serve nobody."""


class State(NamedTuple):
    """How far a market is solved.

    Attributes:
        owner: Per slot, the need it serves, or -1.
        owner_pair: Per slot, the pair by which; what it says of a free slot means nothing.
        load: Per offer, how many services it does.
        taken: Per choice, whether its need has it.
        potential: Per node.
    """

    owner: Index
    owner_pair: Index
    load: Whole
    taken: NDArray[np.bool_]
    potential: Whole


class Scratch(NamedTuple):
    """What one search after another writes on.

    Attributes:
        distance: Per node, from or to where the search began, at the search ``seen`` says.
        beside: Per node, the one before it on the way; in a search backwards, the next.
        entered: Per node, the pair by which the way goes on between the two; -1 where it goes by none.
        seen: Per node, the last search that reached it.
        closed: Per node, the last search that was done with it.
        keys: Of the heap.
        numbers: Of the heap.
        done: Nodes in the order they were done with.
    """

    distance: Whole
    beside: Index
    entered: Index
    seen: Index
    closed: Index
    keys: Whole
    numbers: Index
    done: Index


def blank_state(market: Market) -> State:
    """Return a market in which nobody serves yet."""
    slots, offers = len(market.slot_offer), len(market.first_step) - 1
    return State(
        owner=np.full(slots, -1, np.int32),
        owner_pair=np.full(slots, -1, np.int32),
        load=np.zeros(offers, np.int64),
        taken=np.zeros(len(market.first_mate) - 1, np.bool_),
        potential=np.zeros(len(market.helpers) + slots + offers, np.int64),
    )


def blank_scratch(market: Market) -> Scratch:
    """Return room for searches."""
    nodes = len(market.helpers) + len(market.slot_offer) + len(market.first_step) - 1
    heap = 2 * len(market.pair_slot) + 2 * nodes + 16
    return Scratch(
        distance=np.zeros(nodes, np.int64),
        beside=np.zeros(nodes, np.int32),
        entered=np.zeros(nodes, np.int32),
        seen=np.zeros(nodes, np.int32),
        closed=np.zeros(nodes, np.int32),
        keys=np.zeros(heap, np.int64),
        numbers=np.zeros(heap, np.int32),
        done=np.zeros(nodes, np.int32),
    )


def first_prices(market: Market) -> Whole:
    """Return, per offer, what its first step costs."""
    prices = np.full(len(market.first_step) - 1, NOWHERE, np.int64)
    able = np.diff(market.first_step) > 0
    prices[able] = market.step_cost[market.first_step[:-1][able]]
    return prices


def out_of_needs(market: Market, state: State, slot_price: Whole) -> Whole:
    """Return, per need, what its cheapest pair that it does not have costs, its slot included; its penalty if that is less."""
    out = market.penalty.copy()
    _cheapest_open(market, state, slot_price, out)
    return out


@compiled
def _cheapest_open(market: Market, state: State, slot_price: Whole, out: Whole) -> None:
    for need in range(len(out)):
        for pair in range(market.first_pair[need], market.first_pair[need + 1]):
            if not state.taken[market.pair_choice[pair]]:
                out[need] = min(out[need], market.pair_cost[pair] + slot_price[market.pair_slot[pair]])


def set_potentials(market: Market, state: State, slot_price: Whole, offer_price: Whole) -> None:
    """Write the potentials that follow from what slots, their offer included, and offers cost at present."""
    needs, slots = len(market.helpers), len(market.slot_offer)
    state.potential[:needs] = -out_of_needs(market, state, slot_price)
    state.potential[needs : needs + slots] = -slot_price
    state.potential[needs + slots :] = -offer_price


def prices_of(market: Market, state: State) -> tuple[Whole, Whole]:
    """Return what slots cost beyond their offer, never less than 0, and what offers cost, by the potentials."""
    needs, slots = len(market.helpers), len(market.slot_offer)
    offer_price = -state.potential[needs + slots :]
    through = -state.potential[needs : needs + slots]
    return np.where(state.owner >= 0, np.maximum(0, through - offer_price[market.slot_offer]), 0), offer_price
