"""The exact solution: each helper wanted finds the cheapest way, pushing others aside where that costs less in all.

Successive shortest paths with potentials over needs, slots and offers. Nodes stand in one row: needs, then slots, then
offers; every way ends in a free step of an offer or in a helper missing. Source: Ahuja, Magnanti, Orlin, Network Flows
(1993), 9.7; the choices of one need with one offer are passed through without nodes of their own.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.solver.bound import FAR
from services.matching.domain.solver.compiled import compiled
from services.matching.domain.solver.heap import drop, push
from services.matching.domain.solver.market import Index, Market, Whole

NOWHERE = 1 << 60
"""Potential of an offer that can serve nobody."""


class Search(NamedTuple):
    """What the search knows.

    Attributes:
        owner: Per slot, the need it serves, or -1.
        owner_pair: Per slot, the pair by which.
        load: Per offer, how many services it does.
        taken: Per choice, whether its need has it.
        potential: Per node.
        distance: Per node, from the helper sought for, at the search ``seen`` says.
        parent: Per node, where the way came from.
        entered: Per node, the pair it was entered by; -1 where an offer gave a slot back.
        seen: Per node, the last search that reached it.
        closed: Per node, the last search that was done with it.
        keys: Of the heap.
        numbers: Of the heap.
        done: Nodes in the order they were done with.
    """

    owner: Index
    owner_pair: Index
    load: Whole
    taken: NDArray[np.bool_]
    potential: Whole
    distance: Whole
    parent: Index
    entered: Index
    seen: Index
    closed: Index
    keys: Whole
    numbers: Index
    done: Index


def solve_exactly(market: Market, units: Whole) -> tuple[Index, Whole, Whole]:
    """Return the pair that each slot serves by, or -1, with prices of slots and offers that prove it optimal.

    Args:
        market: The market.
        units: Per need, how many helpers to look for.
    """
    found = solve_within(market, units, FAR)
    assert found is not None, "nothing is so large"
    return found


def solve_within(market: Market, units: Whole, most_work: int) -> tuple[Index, Whole, Whole] | None:
    """Return what :func:`solve_exactly` does, or None if that takes more work.

    Args:
        market: The market.
        units: As there.
        most_work: Nodes that all searches together may be done with; a million takes about a second.
    """
    search = _begin(market)
    order = np.argsort(-market.penalty, kind="stable")
    if not _serve_all(market, search, np.repeat(order, units[order]).astype(np.int64), most_work):
        return None
    needs, slots = len(market.helpers), len(market.slot_offer)
    offer_price = -search.potential[needs + slots :]
    through = -search.potential[needs : needs + slots]
    slot_price = np.maximum(0, through - offer_price[market.slot_offer]) if slots else through
    return np.where(search.owner >= 0, search.owner_pair, -1), slot_price, offer_price


def _begin(market: Market) -> Search:
    needs, slots, offers = len(market.helpers), len(market.slot_offer), len(market.first_step) - 1
    nodes, pairs = needs + slots + offers, len(market.pair_slot)
    heap = 2 * pairs + 2 * nodes + 16
    return Search(
        owner=np.full(slots, -1, np.int32),
        owner_pair=np.full(slots, -1, np.int32),
        load=np.zeros(offers, np.int64),
        taken=np.zeros(len(market.first_mate) - 1, np.bool_),
        potential=-_to_the_end(market),
        distance=np.zeros(nodes, np.int64),
        parent=np.zeros(nodes, np.int32),
        entered=np.zeros(nodes, np.int32),
        seen=np.zeros(nodes, np.int32),
        closed=np.zeros(nodes, np.int32),
        keys=np.zeros(heap, np.int64),
        numbers=np.zeros(heap, np.int32),
        done=np.zeros(nodes, np.int32),
    )


def _to_the_end(market: Market) -> Whole:
    """Return per node the cost of its cheapest way to the end while nobody serves yet."""
    capacity = np.diff(market.first_step)
    offers = np.full(len(capacity), NOWHERE, np.int64)
    able = capacity > 0
    offers[able] = market.step_cost[market.first_step[:-1][able]]
    slots = offers[market.slot_offer]
    needs = market.penalty.copy()
    for_need = np.repeat(np.arange(len(needs)), np.diff(market.first_pair))
    np.minimum.at(needs, for_need, market.pair_cost + slots[market.pair_slot])
    return np.concatenate((needs, slots, offers)).astype(np.int64)


@compiled
def _serve_all(market: Market, search: Search, order: Whole, most_work: int) -> bool:
    """Find a way for each helper wanted, one after another; tell whether that took no more work."""
    for turn in range(len(order)):
        if most_work < 0:
            return False
        end, best, done = _way_out(market, search, order[turn], turn + 1)
        for place in range(done):
            node = search.done[place]
            search.potential[node] += search.distance[node] - best
        most_work -= done
        _take_way(market, search, end)
    return True


@compiled
def _way_out(market: Market, search: Search, source: int, turn: int) -> tuple[int, int, int]:
    """Return the last node of the cheapest way from a need, what it costs, and how many nodes were done with."""
    needs, slots = len(market.helpers), len(market.slot_offer)
    best, end, done = FAR, -1, 0
    search.distance[source], search.parent[source], search.seen[source] = 0, -1, turn
    size = push(search.keys, search.numbers, 0, 0, source)
    while size > 0 and search.keys[0] < best:
        distance, node = search.keys[0], search.numbers[0]
        size = drop(search.keys, search.numbers, size)
        if search.closed[node] == turn or distance > search.distance[node]:
            continue
        search.closed[node] = turn
        search.done[done] = node
        done += 1
        here = distance + search.potential[node]
        if node < needs:
            if here + market.penalty[node] < best:
                best, end = here + market.penalty[node], node
            size = _from_need(market, search, node, turn, best, size)
        elif node < needs + slots:
            size = _from_slot(market, search, node, turn, best, size)
        else:
            offer = node - needs - slots
            step = market.first_step[offer] + search.load[offer]
            if step < market.first_step[offer + 1] and here + market.step_cost[step] < best:
                best, end = here + market.step_cost[step], node
            size = _from_offer(market, search, node, turn, best, size)
    return end, best, done


@compiled
def _to(search: Search, node: int, distance: int, parent: int, pair: int, turn: int, size: int) -> int:  # noqa: PLR0917 -- in the innermost loop; kernels take no keywords
    """Note a way to a node if it is the shortest so far, and return the size of the heap."""
    if search.seen[node] == turn and (search.closed[node] == turn or distance >= search.distance[node]):
        return size
    search.seen[node] = turn
    search.distance[node] = distance
    search.parent[node] = parent
    search.entered[node] = pair
    return push(search.keys, search.numbers, size, distance, node)


@compiled
def _from_need(market: Market, search: Search, node: int, turn: int, best: int, size: int) -> int:  # noqa: PLR0917 -- in the innermost loop; kernels take no keywords
    """Go on from a need to every slot of an offer it does not have."""
    here = search.distance[node] + search.potential[node]
    for pair in range(market.first_pair[node], market.first_pair[node + 1]):
        if search.taken[market.pair_choice[pair]]:
            continue
        slot = len(market.helpers) + market.pair_slot[pair]
        there = here + market.pair_cost[pair] - search.potential[slot]
        if there < best:
            size = _to(search, slot, there, node, pair, turn, size)
    return size


@compiled
def _from_slot(market: Market, search: Search, node: int, turn: int, best: int, size: int) -> int:  # noqa: PLR0917 -- in the innermost loop; kernels take no keywords
    """Go on from a slot: a free one to its offer, a busy one to the need it serves or that need's other slots there."""
    needs = len(market.helpers)
    slot = node - needs
    here = search.distance[node] + search.potential[node]
    need = search.owner[slot]
    if need < 0:
        offer = needs + len(market.slot_offer) + market.slot_offer[slot]
        there = here - search.potential[offer]
        return _to(search, offer, there, node, -1, turn, size) if there < best else size
    held = search.owner_pair[slot]
    here -= market.pair_cost[held]
    if here - search.potential[need] < best:
        size = _to(search, need, here - search.potential[need], node, -1, turn, size)
    choice = market.pair_choice[held]
    for place in range(market.first_mate[choice], market.first_mate[choice + 1]):
        pair = market.mates[place]
        mate = needs + market.pair_slot[pair]
        there = here + market.pair_cost[pair] - search.potential[mate]
        if pair != held and there < best:
            size = _to(search, mate, there, node, pair, turn, size)
    return size


@compiled
def _from_offer(market: Market, search: Search, node: int, turn: int, best: int, size: int) -> int:  # noqa: PLR0917 -- in the innermost loop; kernels take no keywords
    """Go on from an offer to each slot it could give back."""
    needs = len(market.helpers)
    offer = node - needs - len(market.slot_offer)
    here = search.distance[node] + search.potential[node]
    for place in range(market.first_slot[offer], market.first_slot[offer + 1]):
        slot = market.offer_slots[place]
        there = here - search.potential[needs + slot]
        if search.owner[slot] >= 0 and there < best:
            size = _to(search, needs + slot, there, node, -1, turn, size)
    return size


@compiled
def _take_way(market: Market, search: Search, end: int) -> None:
    """Change hands along the way found, from its end back to where it began."""
    needs, slots = len(market.helpers), len(market.slot_offer)
    if end >= needs + slots:
        search.load[end - needs - slots] += 1
    node, before = end, search.parent[end]
    while before >= 0:
        if node < needs:
            search.taken[market.pair_choice[search.owner_pair[before - needs]]] = False
        elif node < needs + slots:
            pair, slot = search.entered[node], node - needs
            if pair < 0:
                search.owner[slot] = -1
            else:
                search.owner[slot] = before if before < needs else _need_of(market, pair)
                search.owner_pair[slot] = pair
                search.taken[market.pair_choice[pair]] = True
        node, before = before, search.parent[before]


@compiled
def _need_of(market: Market, pair: int) -> int:
    """Return the need of a pair, by halving."""
    low, high = 0, len(market.helpers)
    while high - low > 1:
        middle = (low + high) >> 1
        if market.first_pair[middle] <= pair:
            low = middle
        else:
            high = middle
    return low
