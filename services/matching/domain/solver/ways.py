"""Ways through a market: each helper wanted finds the cheapest, pushing others aside where that costs less in all.

Successive shortest paths with potentials. Every way ends in a free step of an offer or in a helper missing. The choices of
one need with one offer are passed through without nodes of their own. A step that the potentials would let cost less than
nothing, as an auction's may by its least raise, counts as nothing. Source: Ahuja, Magnanti, Orlin, Network Flows (1993), 9.7.
"""

from services.matching.domain.solver.compiled import compiled
from services.matching.domain.solver.heap import drop, push
from services.matching.domain.solver.market import Index, Market
from services.matching.domain.solver.state import FAR, Scratch, State


@compiled
def find_ways(
    market: Market, state: State, scratch: Scratch, sources: Index, first_turn: int, most_work: int
) -> int:
    """Find a way from each node, one after another, and return how many nodes the searches were done with.

    Args:
        market: The market.
        state: Who serves whom; changed.
        scratch: Room for searches.
        sources: Needs that look for a helper, or offers that do more than they have steps for.
        first_turn: Of the first search; higher than that of any search before.
        most_work: How many it may be before the rest is left as it is.
    """
    work = 0
    for place in range(len(sources)):
        if work > most_work:
            break
        end, best, done = _way_out(market, state, scratch, sources[place], first_turn + place)
        for at in range(done):
            node = scratch.done[at]
            state.potential[node] += scratch.distance[node] - best
        work += done
        _take_way(market, state, scratch, end)
    return work


@compiled
def _way_out(market: Market, state: State, scratch: Scratch, source: int, turn: int) -> tuple[int, int, int]:
    """Return the last node of the cheapest way from a need, what it costs, and how many nodes were done with."""
    needs, slots = len(market.helpers), len(market.slot_offer)
    best, end, done = FAR, -1, 0
    scratch.distance[source], scratch.beside[source], scratch.seen[source] = 0, -1, turn
    size = push(scratch.keys, scratch.numbers, 0, 0, source)
    while size > 0 and scratch.keys[0] < best:
        distance, node = scratch.keys[0], scratch.numbers[0]
        size = drop(scratch.keys, scratch.numbers, size)
        if scratch.closed[node] == turn or distance > scratch.distance[node]:
            continue
        scratch.closed[node] = turn
        scratch.done[done] = node
        done += 1
        here = distance + state.potential[node]
        if node < needs:
            out = max(distance, here + market.penalty[node])
            if out < best:
                best, end = out, node
            size = _from_need(market, state, scratch, node, turn, best, size)
        elif node < needs + slots:
            size = _from_slot(market, state, scratch, node, turn, best, size)
        else:
            offer = node - needs - slots
            step = market.first_step[offer] + state.load[offer]
            if step < market.first_step[offer + 1]:
                out = max(distance, here + market.step_cost[step])
                if out < best:
                    best, end = out, node
            size = _from_offer(market, state, scratch, node, turn, best, size)
    return end, best, done


@compiled
def reach(scratch: Scratch, node: int, distance: int, beside: int, pair: int, turn: int, size: int) -> int:
    """Note a way to a node if it is the shortest so far, and return the size of the heap."""
    distance = max(distance, scratch.distance[beside])
    if scratch.seen[node] == turn and (scratch.closed[node] == turn or distance >= scratch.distance[node]):
        return size
    scratch.seen[node] = turn
    scratch.distance[node] = distance
    scratch.beside[node] = beside
    scratch.entered[node] = pair
    return push(scratch.keys, scratch.numbers, size, distance, node)


@compiled
def _from_need(
    market: Market, state: State, scratch: Scratch, node: int, turn: int, best: int, size: int
) -> int:
    """Go on from a need to every slot of an offer it does not have."""
    here = scratch.distance[node] + state.potential[node]
    for pair in range(market.first_pair[node], market.first_pair[node + 1]):
        if state.taken[market.pair_choice[pair]]:
            continue
        slot = len(market.helpers) + market.pair_slot[pair]
        there = here + market.pair_cost[pair] - state.potential[slot]
        if there < best:
            size = reach(scratch, slot, there, node, pair, turn, size)
    return size


@compiled
def _from_slot(
    market: Market, state: State, scratch: Scratch, node: int, turn: int, best: int, size: int
) -> int:
    """Go on from a slot: a free one to its offer, a busy one to the need it serves or that need's other slots there."""
    needs = len(market.helpers)
    slot = node - needs
    here = scratch.distance[node] + state.potential[node]
    need = state.owner[slot]
    if need < 0:
        offer = needs + len(market.slot_offer) + market.slot_offer[slot]
        there = here - state.potential[offer]
        return reach(scratch, offer, there, node, -1, turn, size) if there < best else size
    held = state.owner_pair[slot]
    here -= market.pair_cost[held]
    if here - state.potential[need] < best:
        size = reach(scratch, need, here - state.potential[need], node, -1, turn, size)
    choice = market.pair_choice[held]
    for place in range(market.first_mate[choice], market.first_mate[choice + 1]):
        pair = market.mates[place]
        mate = needs + market.pair_slot[pair]
        there = here + market.pair_cost[pair] - state.potential[mate]
        if pair != held and there < best:
            size = reach(scratch, mate, there, node, pair, turn, size)
    return size


@compiled
def _from_offer(
    market: Market, state: State, scratch: Scratch, node: int, turn: int, best: int, size: int
) -> int:
    """Go on from an offer to each slot it could give back."""
    needs = len(market.helpers)
    offer = node - needs - len(market.slot_offer)
    here = scratch.distance[node] + state.potential[node]
    for place in range(market.first_slot[offer], market.first_slot[offer + 1]):
        slot = market.offer_slots[place]
        there = here - state.potential[needs + slot]
        if state.owner[slot] >= 0 and there < best:
            size = reach(scratch, needs + slot, there, node, -1, turn, size)
    return size


@compiled
def _take_way(market: Market, state: State, scratch: Scratch, end: int) -> None:
    """Change hands along the way found, from its end back to where it began."""
    needs, slots = len(market.helpers), len(market.slot_offer)
    if end >= needs + slots:
        state.load[end - needs - slots] += 1
    node, before = end, scratch.beside[end]
    while before >= 0:
        if node < needs:
            state.taken[market.pair_choice[state.owner_pair[before - needs]]] = False
        elif node < needs + slots:
            pair, slot = scratch.entered[node], node - needs
            if pair < 0:
                state.owner[slot] = -1
            else:
                state.owner[slot] = before if before < needs else market.pair_need[pair]
                state.owner_pair[slot] = pair
                state.taken[market.pair_choice[pair]] = True
        node, before = before, scratch.beside[before]
