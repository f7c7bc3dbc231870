"""Whom to ask for many needs at once, so that the same few are not asked by all: a market solved with its proof."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.matching.domain.candidate import Candidate
from services.matching.domain.free_time import monday_of, room_left
from services.matching.domain.need import Need
from services.matching.domain.ranking import Ranked
from services.matching.domain.terms import day_of

REST = timedelta(minutes=30)
"""Between two services of one person, the way included."""
TIRES = (0, 15, 45)
"""Points that a first, second, third question at the same time costs more; nobody has more than three to answer."""
MISSING = 300
"""Points that each person not asked costs, before urgency: more than any score is worth."""
URGENT = timedelta(hours=24)
GAP = 0.001
"""Share of its cost that a plan may lie above the optimum."""
MOST_WORK = 5_000_000
"""What the exact search of a plan may take: some seconds."""

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a need's next round may draw on.

    Attributes:
        many: How many people to ask, 1 or more.
        suiting: Who keeps every hard rule and was not asked, best first.
    """

    need: Need
    many: int
    suiting: tuple[Ranked, ...]


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
class Plan:
    """Whom to ask.

    Attributes:
        chosen: By need's id, best first; nothing stands for a need that nobody is asked for.
        cost: In points, those not asked included.
        bound: What no plan can cost less than.
        unmet: The part of the cost for those not asked.
    """

    chosen: Mapping[str, tuple[Ranked, ...]]
    cost: int
    bound: int
    unmet: int


def planned(rounds: Sequence[Round], standing: Standing, now: datetime) -> Plan:
    """Return whom to ask for all these needs together, within a thousandth of the best plan.

    Where that takes too long, for tens of thousands of needs in a crowd, it is the best found; its bound says how near.
    """
    from services.matching.domain.solver.market import NeedRow, OfferRow, PairRow, market_of  # noqa: PLC0415 -- compiling costs only who plans
    from services.matching.domain.solver.solve import solve  # noqa: PLC0415 -- as above

    pairs = [
        (at, ranked, each.suiting[0].score - ranked.score)
        for at, each in enumerate(rounds)
        for ranked in each.suiting
        if standing.leaves(ranked, each.need)
    ]
    members = sorted({ranked.candidate.member_id for _, ranked, _ in pairs})
    number = {member_id: at for at, member_id in enumerate(members)}
    slots = _slots(((ranked.candidate, rounds[at].need) for at, ranked, _ in pairs), standing)
    needs = [NeedRow(helpers=each.many, penalty=penalty_of(each.need, now)) for each in rounds]
    market = market_of(
        needs,
        [OfferRow(fatigue=TIRES[standing.many(member_id) :]) for member_id in members],
        [
            PairRow(
                need=at,
                offer=number[ranked.candidate.member_id],
                slot=slots[ranked.candidate.member_id, rounds[at].need.id],
                cost=max(0, worse),
            )
            for at, ranked, worse in pairs
        ],
    )
    found = solve(market, gap=GAP, most_work=MOST_WORK)
    chosen: dict[str, list[Ranked]] = defaultdict(list)
    for pair in found.pairs:
        at, ranked, _ = pairs[pair]
        chosen[rounds[at].need.id].append(ranked)
    missing = zip(rounds, needs, strict=True)
    return Plan(
        chosen={need_id: tuple(those) for need_id, those in chosen.items()},
        cost=found.cost,
        bound=found.bound,
        unmet=sum((row.helpers - len(chosen.get(one.need.id, ()))) * row.penalty for one, row in missing),
    )


def penalty_of(need: Need, now: datetime) -> int:
    """Return what each person not asked for a need costs: twice as much within a day of its start."""
    return MISSING * (2 if need.starts_at - now < URGENT else 1)


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
