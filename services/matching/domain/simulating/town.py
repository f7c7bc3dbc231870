"""An invented town: who would serve, and what is asked for day by day; the same for the same chance."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

import numpy as np

from services.matching.domain.candidate import Candidate
from services.matching.domain.need import Need, NeedState, PostedAs
from services.matching.domain.ranking import Ranked, RankingPolicy
from services.matching.domain.roster import Roster
from services.matching.domain.simulating.day import HOURS, MOST_A_DAY, Day, Shares
from services.matching.domain.simulating.living import USUAL_ACCEPTANCE
from services.matching.domain.week import spans_of
from services.matching.domain.weighing.policy import TermWeights
from shared.kernel.clock import CHINA
from shared.kernel.geography import Point

KINDS = ("HOME_VISIT", "PHONE_CARE", "MEAL_DELIVERY", "CLINIC_ESCORT", "ERRAND", "SMALL_REPAIR")
CANDIDATES = 64
URGENT = 0.3
LONGEST_WAIT = 12
ORDINARY, IN_DIFFICULTY, GRAVE = 6_000, 12_000, 24_000
"""What a missing helper costs, by who is left alone; a metre of the way is worth about one."""
_COMMUNITY, _DISTRICT = "511402001001", "511402"
_MIDDLE = Point(longitude=103.83, latitude=30.05)
_SPREAD_DEGREES = 0.012
_FIRST_DAY = date(2026, 11, 23)
_PARTS = ((8, 12), (13, 17), (18, 20))
"""A helper takes one need in a part of a day, which leaves a rest between two."""
_SAME_MIND = 4.0
"""How alike people are in saying yes; the larger, the more."""
BY_DISTANCE = RankingPolicy(most=CANDIDATES, weights=TermWeights(load=0, continuity=0))


class Town(NamedTuple):
    """Who would serve.

    Attributes:
        candidates: One offer each.
        roster: The same people, to be asked for the best.
        capacity: Services a day, 1 to 3.
        acceptance: How often each says yes when asked, a share.
    """

    candidates: tuple[Candidate, ...]
    roster: Roster
    capacity: np.ndarray[tuple[int], np.dtype[np.int64]]
    acceptance: Shares


def town_of(chance: np.random.Generator, volunteers: int) -> Town:
    """Return an invented town of so many volunteers."""
    candidates = tuple(_volunteer(chance, number) for number in range(volunteers))
    roster = Roster()
    roster.put_all(candidates)
    return Town(
        candidates=candidates,
        roster=roster,
        capacity=chance.integers(1, MOST_A_DAY + 1, volunteers),
        acceptance=chance.beta(
            USUAL_ACCEPTANCE * _SAME_MIND, (1 - USUAL_ACCEPTANCE) * _SAME_MIND, volunteers
        ),
    )


def _volunteer(chance: np.random.Generator, number: int) -> Candidate:
    kinds = [kind for kind in KINDS if chance.random() < 0.5] or [KINDS[number % len(KINDS)]]
    free = [
        (weekday, first * 60, last * 60)
        for weekday in range(1, 8)
        for first, last in _PARTS
        if chance.random() < 0.3
    ]
    return Candidate(
        member_id=f"volunteer-{number}",
        offer_id=str(number),
        community_code=_COMMUNITY,
        service_kinds=frozenset(kinds),
        spans=spans_of(free or [(6, 8 * 60, 12 * 60)]),
        birth_date=date(1950 + int(chance.integers(0, 55)), 5, 1),
        identity_level=int(chance.choice([1, 2], p=[0.6, 0.4])),
        point=_somewhere(chance),
        radius_metres=int(chance.choice([1000, 1500, 2000, 3000])),
    )


def _somewhere(chance: np.random.Generator) -> Point:
    along, up = chance.normal(0, _SPREAD_DEGREES, 2)
    return Point(longitude=_MIDDLE.longitude + float(along), latitude=_MIDDLE.latitude + float(up))


def day_of(chance: np.random.Generator, town: Town, number: int, needs: int) -> Day:
    """Return a day of the town: its needs, and for each the best of who keeps every hard rule."""
    parts = chance.integers(0, len(_PARTS), needs)
    asked = [_need(chance, number, at, _PARTS[part]) for at, part in enumerate(parts.tolist())]
    found = [town.roster.best(each, BY_DISTANCE) for each in asked]
    many = [len(each) for each in found]
    ranked = [each for those in found for each in those]
    offer = np.array([int(each.candidate.offer_id) for each in ranked], np.int64)
    need = np.repeat(np.arange(needs), many)
    metres = np.array([each.distance_metres or 0 for each in ranked], np.int64)
    return Day(
        helpers=np.array([each.helpers_wanted for each in asked], np.int64),
        penalty=chance.choice([ORDINARY, IN_DIFFICULTY, GRAVE], needs, p=[0.6, 0.3, 0.1]),
        pair_need=need,
        pair_offer=offer,
        pair_slot=offer * len(_PARTS) + parts[need],
        pair_cost=np.array([cost_of(each) for each in ranked], np.int64),
        pair_metres=metres,
        slot_offer=np.repeat(np.arange(len(town.candidates)), len(_PARTS)),
        capacity=town.capacity,
        arrives=chance.integers(0, HOURS, needs),
        patience=np.where(
            chance.random(needs) < URGENT, 0, chance.integers(2, LONGEST_WAIT + 1, needs)
        ).astype(np.int64),
    )


def cost_of(found: Ranked) -> int:
    """Return what a helper costs: the points they lack to the most there are, twenty metres each."""
    most = BY_DISTANCE.weights.distance + BY_DISTANCE.weights.skill
    return 20 * (most - found.score)


def _need(chance: np.random.Generator, number: int, at: int, part: tuple[int, int]) -> Need:
    on = _FIRST_DAY + timedelta(days=number)
    hour = int(chance.integers(part[0], part[1]))
    starts_at = datetime.combine(on, time(hour), CHINA).astimezone(UTC)
    return Need(
        id=f"need-{number}-{at}",
        community_code=_COMMUNITY,
        district_code=_DISTRICT,
        resident_id=f"resident-{number}-{at}",
        posted_by="staff",
        posted_as=PostedAs.STAFF,
        service_kind=KINDS[int(chance.integers(0, len(KINDS)))],
        title="",
        details="",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        expected_minutes=60,
        helpers_wanted=int(chance.choice([1, 2], p=[0.85, 0.15])),
        point=_somewhere(chance),
        state=NeedState.OPEN,
        created_at=starts_at - timedelta(days=1),
    )
