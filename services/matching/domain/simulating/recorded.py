"""Days that were: what was asked for in a place, and who of those who offer today could have come."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

import numpy as np

from services.matching.domain.need import Need, NeedState
from services.matching.domain.ranking import Ranked
from services.matching.domain.roster import Roster
from services.matching.domain.simulating.day import MOST_A_DAY, Day
from services.matching.domain.simulating.town import (
    BY_DISTANCE,
    IN_DIFFICULTY,
    LONGEST_WAIT,
    ORDINARY,
    cost_of,
)
from shared.identity.member import day_in_china
from shared.kernel.clock import CHINA

NOON, EVENING = 12, 17
_PARTS = 3
"""Morning, afternoon, evening: a helper takes one need in each, which leaves a rest between two."""
_LEAST_HOURS = 2
"""Who is asked so shortly before it begins is asked at once."""


def recorded_day(
    needs: Sequence[Need], roster: Roster, number_of: Mapping[str, int], most: Sequence[int]
) -> Day:
    """Return the needs of one day with who could have come.

    Args:
        needs: That began on one day.
        roster: Who offers, as free as their week lets them be.
        number_of: Of each member, a number from 0.
        most: By number, services a day that a member takes on; 0 is no limit of theirs.
    """
    found = [_one_each(roster.best(as_it_was_asked(each), BY_DISTANCE)) for each in needs]
    need = np.repeat(np.arange(len(needs)), [len(each) for each in found])
    ranked = [each for those in found for each in those]
    offer = np.array([number_of[each.candidate.member_id] for each in ranked], np.int64)
    parts = np.array([_part(each.starts_at) for each in needs], np.int64)
    waits = [_waits(each) for each in needs]
    return Day(
        helpers=np.array([each.helpers_wanted for each in needs], np.int64),
        penalty=np.array([IN_DIFFICULTY if _is_spoken_for(each) else ORDINARY for each in needs], np.int64),
        pair_need=need,
        pair_offer=offer,
        pair_slot=offer * _PARTS + parts[need] if len(need) else offer,
        pair_cost=np.array([cost_of(each) for each in ranked], np.int64),
        pair_metres=np.array([each.distance_metres or 0 for each in ranked], np.int64),
        slot_offer=np.repeat(np.arange(len(most)), _PARTS),
        capacity=np.array([min(each or MOST_A_DAY, MOST_A_DAY) for each in most], np.int64),
        arrives=np.array([arrives for arrives, _ in waits], np.int64),
        patience=np.array([patience for _, patience in waits], np.int64),
    )


def as_it_was_asked(need: Need) -> Need:
    """Return a need as it stood before anybody answered."""
    return replace(need, state=NeedState.OPEN, places=(), left_by=())


def day_of_need(need: Need) -> date:
    """Return the day in China on which a need begins."""
    return day_in_china(need.starts_at)


def _one_each(found: Sequence[Ranked]) -> list[Ranked]:
    """Return the best offer of each member, best first."""
    by_member: dict[str, Ranked] = {}
    for each in found:
        by_member.setdefault(each.candidate.member_id, each)
    return list(by_member.values())


def _part(starts_at: datetime) -> int:
    hour = starts_at.astimezone(CHINA).hour
    return (hour >= NOON) + (hour >= EVENING)


def _waits(need: Need) -> tuple[int, int]:
    """Return in which hour of its day a need was known, and how many hours it could wait for its answer."""
    known, begins = need.created_at.astimezone(CHINA), need.starts_at.astimezone(CHINA)
    hour = known.hour if known.date() == begins.date() else 0
    left = begins.hour - hour - _LEAST_HOURS
    return min(hour, begins.hour), max(0, min(left, LONGEST_WAIT))


def _is_spoken_for(need: Need) -> bool:
    """Tell whether somebody else asked for a resident, or a plan of care did: who is in difficulty stands in no need."""
    return need.visit is not None or need.posted_by != need.resident_id
