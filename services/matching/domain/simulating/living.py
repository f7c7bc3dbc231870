"""A day lived hour by hour under a way of asking, answers included."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from services.matching.domain.simulating.day import HOURS, Day, Flags, Shares, best_left
from services.matching.domain.solver.market import Whole

ROUNDS = 10
"""How often it is asked for a need, at most: whoever waits for an answer does not wait for ever."""
USUAL_ACCEPTANCE = 0.35
_USUAL_WEIGHT = 4
_NOTICE_COST = 500
_MOST_NOTICE_COST = 3_000
_PRICED = 0.8
"""Prices of earlier days count so much: today is never quite like them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What earlier days taught.

    Attributes:
        price: Per offer, what one more service would have saved, in cost.
        asked: Per offer, how often it was asked.
        agreed: Per offer, how often it said yes.
    """

    price: Shares
    asked: Whole
    agreed: Whole

    @property
    def acceptance(self) -> Shares:
        """Return, per offer, how likely a yes is: the usual share, moved by the offer's own answers."""
        return (self.agreed + USUAL_ACCEPTANCE * _USUAL_WEIGHT) / (self.asked + _USUAL_WEIGHT)

    def and_of(self, asked: Whole, agreed: Whole) -> "Known":
        """Return it with a day's answers."""
        return replace(self, asked=self.asked + asked, agreed=self.agreed + agreed)


def nothing_known(offers: int) -> Known:
    """Return what is known before the first day."""
    return Known(price=np.zeros(offers), asked=np.zeros(offers, np.int64), agreed=np.zeros(offers, np.int64))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """How a day stands when somebody is about to be asked.

    Attributes:
        now: The hour.
        free: Per pair, whether it can be asked: the need is open, the time free, nobody refused.
        due: Per need, whether it can wait no longer.
        taken: Pairs that are settled.
    """

    now: int
    day: Day
    free: Flags
    due: Flags
    taken: Whole


Way = Callable[[Hour, Known], Whole]
"""Whom to ask at present: pairs, no more for a need than it has places left."""
Answer = Callable[[Whole], Flags]
"""What the offers of some pairs say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """A day that is over.

    Attributes:
        taken: Pairs that were settled.
        refused: Pairs that were asked and not taken.
        rounds: Per need, how often somebody was asked.
    """

    taken: Whole
    refused: Whole
    rounds: Whole

    @property
    def notices(self) -> int:
        """Return how many people were asked."""
        return len(self.taken) + len(self.refused)


def nearest_first(hour: Hour, _: Known) -> Whole:
    """Ask whoever lives nearest, need by need as they came, at once."""
    day = hour.day
    pairs = np.flatnonzero(hour.free)
    order = np.lexsort((pairs, day.pair_metres[pairs], day.arrives[day.pair_need[pairs]]))
    left = day.helpers - day.helpers_given(hour.taken)
    room = day.capacity - day.services_of(hour.taken)
    busy: set[int] = set()
    helping: set[tuple[int, int]] = set()
    chosen: list[int] = []
    for pair in pairs[order].tolist():
        need, offer, slot = int(day.pair_need[pair]), int(day.pair_offer[pair]), int(day.pair_slot[pair])
        if left[need] > 0 and room[offer] > 0 and slot not in busy and (need, offer) not in helping:
            chosen.append(pair)
            busy.add(slot)
            helping.add((need, offer))
            left[need] -= 1
            room[offer] -= 1
    return np.array(chosen, np.int64)


def planned(hour: Hour, known: Known) -> Whole:
    """Solve all that is known, with what an hour kept free is worth; ask only for what can wait no longer."""
    ahead = max(0.0, 1.0 - (hour.now + 1) / HOURS)
    return _planned(hour, known.price * _PRICED * ahead)


def planned_for_refusals(hour: Hour, known: Known) -> Whole:
    """Plan as :func:`planned` does, rather ask who mostly says yes, and keep nobody for later who would hardly come.

    Whoever is asked now and refuses can still be asked by the later need; kept for it, they come only as often as they
    say yes. Asking now is therefore better as soon as now counts more than that share of later.
    """
    ahead, day = max(0.0, 1.0 - (hour.now + 1) / HOURS), hour.day
    dear = np.minimum(_NOTICE_COST / known.acceptance, _MOST_NOTICE_COST)
    later = (day.penalty * USUAL_ACCEPTANCE).astype(np.int64)
    held = known.price * _PRICED * ahead * known.acceptance
    return _planned(hour, held + dear, np.where(hour.due, day.penalty, later))


def _planned(hour: Hour, dear: Shares, penalty: Whole | None = None) -> Whole:
    day = hour.day
    if not (hour.free & hour.due[day.pair_need]).any():
        return np.zeros(0, np.int64)
    extra = dear.astype(np.int64)[day.pair_offer]
    chosen = best_left(day, keep=hour.free, taken=hour.taken, extra=extra, penalty=penalty)
    return chosen[hour.due[day.pair_need[chosen]]]


def lived(day: Day, way: Way, known: Known, answer: Answer, *, patient: bool = True) -> Lived:
    """Live a day under a way of asking.

    Args:
        day: The day.
        way: Whom to ask.
        known: What earlier days taught.
        answer: What those asked say.
        patient: Whether needs wait as long as they can; otherwise each wants its answer at once.
    """
    due = day.arrives + (day.patience if patient else 0)
    nobody = np.zeros(0, np.int64)
    so_far = Lived(taken=nobody, refused=nobody, rounds=np.zeros(len(day.helpers), np.int64))
    for now in range(int(due.max(initial=-1)) + 1):
        open_now = (day.arrives <= now) & (due >= now)
        if open_now.any():
            so_far = _hour(day, way, known, answer, so_far, now=now, open_now=open_now, due=due == now)
    return so_far


def _hour(
    day: Day, way: Way, known: Known, answer: Answer, so_far: Lived, *, now: int, open_now: Flags, due: Flags
) -> Lived:
    """Ask round by round, until all agree or nobody is left."""
    for _ in range(ROUNDS):
        free = _free(day, so_far, open_now)
        asked = way(Hour(now=now, day=day, free=free, due=due, taken=so_far.taken), known)
        if not len(asked):
            break
        yes, rounds = answer(asked), so_far.rounds.copy()
        rounds[np.unique(day.pair_need[asked])] += 1
        so_far = Lived(
            taken=np.concatenate((so_far.taken, asked[yes])),
            refused=np.concatenate((so_far.refused, asked[~yes])),
            rounds=rounds,
        )
        if yes.all():
            break
    return so_far


def _free(day: Day, so_far: Lived, open_now: Flags) -> Flags:
    busy = np.zeros(len(day.slot_offer), np.bool_)
    busy[day.pair_slot[so_far.taken]] = True
    helping = np.isin(_choice(day), _choice(day)[so_far.taken])
    full = (day.helpers_given(so_far.taken) >= day.helpers) | (so_far.rounds >= ROUNDS)
    free: Flags = (open_now & ~full)[day.pair_need] & ~busy[day.pair_slot] & ~helping
    free[so_far.refused] = False
    return free


def _choice(day: Day) -> Whole:
    """Return, per pair, which need it gives which offer, whatever the slot."""
    return day.pair_need * max(1, len(day.capacity)) + day.pair_offer
