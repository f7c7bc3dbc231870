"""Whom to ask for many needs at once, so that the same few are not asked by all: a market solved with its proof."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from services.matching.domain.batch.holding import Held
from services.matching.domain.candidate import Candidate
from services.matching.domain.free_time import monday_of, room_left
from services.matching.domain.need import Need
from services.matching.domain.proposal import Reason
from services.matching.domain.ranking import Ranked
from services.matching.domain.terms import day_of

if TYPE_CHECKING:
    from services.matching.domain.solver.market import Market

REST = timedelta(minutes=30)
"""Between two services of one person, the way included."""
TIRES = (0, 15, 45)
"""Points that a first, second, third question at the same time costs more; nobody has more than three to answer."""
MISSING = 300
"""Points that each person not asked costs, before urgency: more than any score is worth."""
URGENT = timedelta(hours=24)
MOST_WORK = 5_000_000
"""What the search of a plan for ways may take: some seconds."""
BONDS = frozenset({"paired", "companion"})
"""Reasons of those who come first whatever they are worth to others."""
NOBODY_HELD = Held()

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a need's next round may draw on.

    Attributes:
        many: How many people to ask, 1 or more.
        suiting: Who keeps every hard rule and was not asked, best first.
        keeps: Most points that it costs more to ask at once whoever is better kept for later.
    """

    need: Need
    many: int
    suiting: tuple[Ranked, ...]
    keeps: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What members were asked already and may still answer: fixed, whatever is planned.

    Attributes:
        times: By member, when those services would be.
        beyond: Likewise where the plan does not look, for whoever set how many services they take on.
    """

    times: Mapping[str, Sequence[Interval]] = field(default_factory=dict)
    beyond: Mapping[str, Sequence[Interval]] = field(default_factory=dict)

    def many(self, member_id: str) -> int:
        """Return how many questions a member has to answer."""
        return len(self.times.get(member_id, ()))

    def leaves(self, ranked: Ranked, need: Need) -> bool:
        """Tell whether a person could serve a need, with rest and within their limits, besides all they do or were asked."""
        others = self.others(ranked.candidate)
        if any(need.starts_at < end + REST and start < need.ends_at + REST for start, end in others):
            return False
        return self.has_room(ranked.candidate, need)

    def has_room(self, candidate: Candidate, need: Need) -> bool:
        """Tell whether a need stays within how many services a person takes on, besides all they do or were asked."""
        return min(room_left(candidate, self.others(candidate), day_of(need.starts_at))) > 0

    def others(self, candidate: Candidate) -> tuple[Interval, ...]:
        """Return when somebody serves, or would if they said yes to all they were asked."""
        member_id = candidate.member_id
        return (*candidate.busy, *self.times.get(member_id, ()), *self.beyond.get(member_id, ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOut:
    """Needs and people as a market.

    Attributes:
        pairs: Per pair, the place of its round, and who.
        members: Per offer.
        penalties: Per round.
        dear: Per pair, what it costs more because that person is better kept for later.
    """

    market: "Market"
    pairs: tuple[tuple[int, Ranked], ...]
    members: tuple[str, ...]
    penalties: tuple[int, ...]
    dear: tuple[int, ...]


def laid_out(rounds: Sequence[Round], standing: Standing, now: datetime, held: Held = NOBODY_HELD) -> LaidOut:
    """Return the market of some rounds; what asking costs more is added where the answer is wanted at once."""
    from services.matching.domain.solver.market import NeedRow, OfferRow, PairRow, market_of  # noqa: PLC0415 -- compiling costs only who plans

    pairs = tuple(
        (at, ranked)
        for at, each in enumerate(rounds)
        for ranked in each.suiting
        if standing.leaves(ranked, each.need)
    )
    members = sorted({_who(ranked) for _, ranked in pairs})
    number = {member_id: at for at, member_id in enumerate(members)}
    slots = _slots(((ranked.candidate, rounds[at].need) for at, ranked in pairs), standing)
    penalties = tuple(penalty_of(each.need, now) for each in rounds)
    dear = tuple(_dear(rounds[at], ranked, now, held) for at, ranked in pairs)
    market = market_of(
        [NeedRow(helpers=each.many, penalty=one) for each, one in zip(rounds, penalties, strict=True)],
        [OfferRow(fatigue=TIRES[standing.many(member_id) :]) for member_id in members],
        [
            PairRow(
                need=at,
                offer=number[_who(ranked)],
                slot=slots[_who(ranked), rounds[at].need.id],
                cost=max(0, rounds[at].suiting[0].score - ranked.score) + more,
            )
            for (at, ranked), more in zip(pairs, dear, strict=True)
        ],
    )
    return LaidOut(market=market, pairs=pairs, members=tuple(members), penalties=penalties, dear=dear)


def _dear(asking: Round, ranked: Ranked, now: datetime, held: Held) -> int:
    """Return what somebody costs more: nothing if there is time, if a bond binds them, or if they are ranked plainly."""
    bound = any(reason.code in BONDS for reason in ranked.reasons)
    if not is_urgent(asking.need, now) or bound or ranked.candidate.plainly:
        return 0
    return held.takes_off(_who(ranked), asking.keeps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Whom to ask.

    Attributes:
        chosen: By need's id, best first; nothing stands for a need that nobody is asked for.
        cost: In points, those not asked and those better kept for later included.
        bound: What no plan can cost less than.
        unmet: The part of the cost for those not asked.
    """

    chosen: Mapping[str, tuple[Ranked, ...]]
    cost: int
    bound: int
    unmet: int


def planned(rounds: Sequence[Round], standing: Standing, now: datetime, held: Held = NOBODY_HELD) -> Plan:
    """Return whom to ask for all these needs together at the least cost.

    Where that takes too long, for a hundred thousand needs in a crowd, it is the best found; its bound says how near.
    Who is asked because another is kept for later is told so.
    """
    plain = _solved(laid_out(rounds, standing, now), rounds)
    dearer = laid_out(rounds, standing, now, held) if held.prices else None
    if dearer is None or not any(dearer.dear):
        return plain
    return _with_reasons(_solved(dearer, rounds), plain, rounds, held)


def _solved(laid: LaidOut, rounds: Sequence[Round]) -> Plan:
    from services.matching.domain.solver.solve import solve  # noqa: PLC0415 -- compiling costs only who plans

    found = solve(laid.market, most_work=MOST_WORK)
    chosen: dict[str, list[Ranked]] = defaultdict(list)
    for pair in found.pairs:
        at, ranked = laid.pairs[pair]
        chosen[rounds[at].need.id].append(ranked)
    missing = zip(rounds, laid.penalties, strict=True)
    return Plan(
        chosen={need_id: tuple(those) for need_id, those in chosen.items()},
        cost=found.cost,
        bound=found.bound,
        unmet=sum((one.many - len(chosen.get(one.need.id, ()))) * penalty for one, penalty in missing),
    )


def _with_reasons(plan: Plan, plain: Plan, rounds: Sequence[Round], held: Held) -> Plan:
    """Return a plan whose people are told where they stand in for somebody whom the plan without prices would have asked."""
    chosen = dict(plan.chosen)
    for each in rounds:
        those, before = chosen.get(each.need.id, ()), plain.chosen.get(each.need.id, ())
        here, there = {_who(one) for one in those}, {_who(one) for one in before}
        kept = [
            _who(one) for one in before if _who(one) not in here and held.takes_off(_who(one), each.keeps)
        ]
        if kept:
            dearest = max(kept, key=lambda one: (held.prices[one], one))
            told = [_told(one, held.reason(dearest)) if _who(one) not in there else one for one in those]
            chosen[each.need.id] = tuple(told)
    return replace(plan, chosen=chosen)


def _who(ranked: Ranked) -> str:
    return ranked.candidate.member_id


def _told(ranked: Ranked, reason: Reason) -> Ranked:
    """Return somebody with one more reason; who wishes to be ranked plainly is not told of points."""
    return ranked if ranked.candidate.plainly else replace(ranked, reasons=(*ranked.reasons, reason))


def penalty_of(need: Need, now: datetime) -> int:
    """Return what each person not asked for a need costs: twice as much within a day of its start."""
    return MISSING * (2 if is_urgent(need, now) else 1)


def is_urgent(need: Need, now: datetime) -> bool:
    """Tell whether a need begins within a day."""
    return need.starts_at - now < URGENT


def _slots(pairs: Iterable[tuple[Candidate, Need]], standing: Standing) -> dict[tuple[str, str], int]:
    """Return by member and need the slot: needs that leave no rest between them share one, so that one is asked.

    Who has a limit gets no more slots a day and a week than services they still take on, so that no yes goes beyond it.
    """
    by_member: dict[str, list[Need]] = defaultdict(list)
    candidates: dict[str, Candidate] = {}
    for candidate, need in pairs:
        by_member[candidate.member_id].append(need)
        candidates[candidate.member_id] = candidate
    return {
        (member_id, need_id): slot
        for member_id, needs in by_member.items()
        for need_id, slot in _slots_of(candidates[member_id], needs, standing).items()
    }


def _slots_of(candidate: Candidate, needs: Iterable[Need], standing: Standing) -> dict[str, int]:
    slots: dict[str, int] = {}
    on_day, in_week = defaultdict[date, set[int]](set), defaultdict[date, set[int]](set)
    others, slot, until = standing.others(candidate), 0, None
    for need in sorted(needs, key=lambda each: (each.starts_at, each.id)):
        day = day_of(need.starts_at)
        todays, weeks = on_day[day], in_week[monday_of(day)]
        of_day, of_week = room_left(candidate, others, day)
        rested = until is not None and until + REST <= need.starts_at
        if rested and len(todays) < of_day and len(weeks) < of_week:
            slot, until = slot + 1, None
        slots[need.id] = slot
        todays.add(slot)
        weeks.add(slot)
        until = need.ends_at if until is None else max(until, need.ends_at)
    return slots
