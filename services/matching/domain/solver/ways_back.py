"""Settles what stays free above its price: who would rather serve there moves, and who would rather serve where they left.

An auction that began above some prices may leave a free slot dearer than one more service of its offer. A search backwards
from the slot finds the cheapest way that ends there: from an offer that does one service less, from a need that misses a
helper, or round from the slot's own offer. If there is one cheaper than the difference, hands change along it, and the offer
looks for a way on as any other does; else, and in any case, prices near the slot fall until it is dearer no longer.
"""

import numpy as np

from services.matching.domain.solver.compiled import compiled
from services.matching.domain.solver.heap import drop, push
from services.matching.domain.solver.market import Index, Market, Whole
from services.matching.domain.solver.state import FAR, Scratch, State
from services.matching.domain.solver.ways import find_ways, reach


def arrivals_of(market: Market) -> tuple[Whole, Index]:
    """Return, per slot and one more, where its pairs begin in the second column; and the pairs, slot by slot."""
    counts = np.bincount(market.pair_slot, minlength=len(market.slot_offer))
    first = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    pairs = np.empty(len(market.pair_slot), np.int32)
    _sort_by_slot(market, first[:-1].copy(), pairs)
    return first, pairs


@compiled
def _sort_by_slot(market: Market, after: Whole, pairs: Index) -> None:
    for pair in range(len(pairs)):
        slot = market.pair_slot[pair]
        pairs[after[slot]] = pair
        after[slot] += 1


@compiled
def settle(
    market: Market,
    state: State,
    scratch: Scratch,
    units: Whole,
    arrivals: tuple[Whole, Index],
    turn: int,
    most_work: int,
) -> int:
    """Let no free slot cost more than its offer; return how many nodes the searches were done with.

    Args:
        market: The market.
        state: Who serves whom; changed.
        scratch: Room for searches.
        units: Per need, how many helpers it looks for.
        arrivals: Of :func:`arrivals_of`.
        turn: Of the first search; higher than that of any search before.
        most_work: How many it may be before the rest is left as it is.
    """
    work = 0
    needs, slots = len(market.helpers), len(market.slot_offer)
    onward = np.empty(1, np.int32)
    for slot in range(slots):
        offer = needs + slots + market.slot_offer[slot]
        while state.owner[slot] < 0 and state.potential[needs + slot] < state.potential[offer]:
            if work > most_work:
                return work
            limit = state.potential[offer] - state.potential[needs + slot]
            start, best, done = _way_in(market, state, scratch, units, arrivals, needs + slot, limit, turn)
            for at in range(done):
                node = scratch.done[at]
                state.potential[node] += max(0, best - scratch.distance[node])
            turn, work = turn + 1, work + done
            if start < 0:
                continue
            _take_way_in(market, state, scratch, start, offer, needs + slot)
            if start != offer:
                onward[0] = offer
                work += find_ways(market, state, scratch, onward, turn, FAR)
                turn += 1
    return work


@compiled
def _way_in(
    market: Market,
    state: State,
    scratch: Scratch,
    units: Whole,
    arrivals: tuple[Whole, Index],
    target: int,
    limit: int,
    turn: int,
) -> tuple[int, int, int]:
    """Return where the cheapest way to a free slot begins, what it costs, and how many nodes were done with.

    The beginning is -1, and the cost the limit, if there is none that costs less.
    """
    needs, slots = len(market.helpers), len(market.slot_offer)
    own = needs + slots + market.slot_offer[target - needs]
    best, start, done = limit, -1, 0
    scratch.distance[target], scratch.beside[target], scratch.seen[target] = 0, -1, turn
    size = push(scratch.keys, scratch.numbers, 0, 0, target)
    while size > 0 and scratch.keys[0] < best:
        distance, node = scratch.keys[0], scratch.numbers[0]
        size = drop(scratch.keys, scratch.numbers, size)
        if scratch.closed[node] == turn or distance > scratch.distance[node]:
            continue
        scratch.closed[node] = turn
        scratch.done[done] = node
        done += 1
        if node == own:
            best, start = distance, node
        elif node < needs:
            size, missing = _to_need(market, state, scratch, units, node, turn, best, size)
            from_end = max(distance, distance - market.penalty[node] - state.potential[node])
            if missing and from_end < best:
                best, start = from_end, node
        elif node < needs + slots:
            size = _to_slot(market, state, scratch, arrivals, node, turn, best, size)
        else:
            offer = node - needs - slots
            if state.load[offer] > 0:
                last = market.first_step[offer] + state.load[offer] - 1
                from_end = max(distance, distance - market.step_cost[last] - state.potential[node])
                if from_end < best:
                    best, start = from_end, node
            size = _to_offer(market, state, scratch, node, turn, best, size)
    return start, best, done


@compiled
def _to_need(
    market: Market, state: State, scratch: Scratch, units: Whole, node: int, turn: int, best: int, size: int
) -> tuple[int, bool]:
    """Come to a need from each slot that serves it; tell whether it misses a helper besides."""
    needs = len(market.helpers)
    here, held = scratch.distance[node] - state.potential[node], 0
    for pair in range(market.first_pair[node], market.first_pair[node + 1]):
        slot = market.pair_slot[pair]
        if state.owner[slot] == node and state.owner_pair[slot] == pair:
            held += 1
            there = here - market.pair_cost[pair] + state.potential[needs + slot]
            if there < best:
                size = reach(scratch, needs + slot, there, node, -1, turn, size)
    return size, held < units[node]


@compiled
def _to_slot(
    market: Market,
    state: State,
    scratch: Scratch,
    arrivals: tuple[Whole, Index],
    node: int,
    turn: int,
    best: int,
    size: int,
) -> int:
    """Come to a slot from needs that could have it, from their other slots with the offer, and from the offer if it is busy."""
    needs, slots = len(market.helpers), len(market.slot_offer)
    slot, first, pairs = node - needs, arrivals[0], arrivals[1]
    here = scratch.distance[node] - state.potential[node]
    if state.owner[slot] >= 0:
        offer = needs + slots + market.slot_offer[slot]
        there = here + state.potential[offer]
        if there < best:
            size = reach(scratch, offer, there, node, -1, turn, size)
    for place in range(first[slot], first[slot + 1]):
        pair = pairs[place]
        there = here + market.pair_cost[pair]
        choice = market.pair_choice[pair]
        if not state.taken[choice]:
            need = market.pair_need[pair]
            there += state.potential[need]
            if there < best:
                size = reach(scratch, need, there, node, pair, turn, size)
            continue
        for other in range(market.first_mate[choice], market.first_mate[choice + 1]):
            held = market.mates[other]
            mate = market.pair_slot[held]
            if held != pair and state.owner[mate] >= 0 and state.owner_pair[mate] == held:
                from_mate = there - market.pair_cost[held] + state.potential[needs + mate]
                if from_mate < best:
                    size = reach(scratch, needs + mate, from_mate, node, pair, turn, size)
    return size


@compiled
def _to_offer(
    market: Market, state: State, scratch: Scratch, node: int, turn: int, best: int, size: int
) -> int:
    """Come to an offer from each of its free slots."""
    needs = len(market.helpers)
    offer = node - needs - len(market.slot_offer)
    here = scratch.distance[node] - state.potential[node]
    for place in range(market.first_slot[offer], market.first_slot[offer + 1]):
        slot = market.offer_slots[place]
        there = here + state.potential[needs + slot]
        if state.owner[slot] < 0 and there < best:
            size = reach(scratch, needs + slot, there, node, -1, turn, size)
    return size


@compiled
def _take_way_in(market: Market, state: State, scratch: Scratch, start: int, own: int, target: int) -> None:
    """Change hands along the way found, from where it begins to the slot."""
    needs, slots = len(market.helpers), len(market.slot_offer)
    if start >= needs + slots and start != own:
        state.load[start - needs - slots] -= 1
    node, before_pair = start, -1
    while node != target:
        after, pair = scratch.beside[node], scratch.entered[node]
        slot = after - needs
        if after < needs:
            state.taken[market.pair_choice[before_pair]] = False
        elif after < needs + slots:
            taker = market.pair_need[pair] if pair >= 0 else -1
            before_pair = state.owner_pair[slot]
            state.owner[slot] = taker
            if taker >= 0:
                state.owner_pair[slot] = pair
                state.taken[market.pair_choice[pair]] = True
        node = after
