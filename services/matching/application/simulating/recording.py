"""Reads the days that a place's needs began on, to be lived again; nothing is changed, and nobody's name is read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from services.matching.application.candidates import candidate_of
from services.matching.application.context import Matching
from services.matching.domain.candidate import Candidate
from services.matching.domain.need import Need, NeedState
from services.matching.domain.offer import OfferState
from services.matching.domain.roster import Roster
from services.matching.domain.simulating.day import Day, Shares
from services.matching.domain.simulating.errors import NoSuchArea, NothingRecorded
from services.matching.domain.simulating.living import USUAL_ACCEPTANCE
from services.matching.domain.simulating.recorded import day_of_need, recorded_day
from shared.identity.member import day_in_china

MOST_NEEDS: Final = 200_000
MOST_OFFERS: Final = 100_000
DIGITS: Final = frozenset({4, 6, 9, 12})
_NEVER_OPEN: Final = frozenset({NeedState.AWAITING_REVIEW, NeedState.REFUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Days of a place.

    Attributes:
        area: Its code.
        from_on: The first of them.
        until_on: The last.
        days: In their order, those on which nothing was asked left out.
        volunteers: How many offer there today.
        acceptance: By volunteer, how often each says yes: as people usually do, for a no is kept with no need.
    """

    area: str
    from_on: date
    until_on: date
    days: tuple[Day, ...]
    volunteers: int
    acceptance: Shares


def recorded_days(m: Matching, area: str, days: int) -> Recorded:
    """Return the latest days of a place, up to yesterday, with who offers there today.

    Args:
        m: Coordination.
        area: Code of a community (12 digits), sub-district (9), district (6) or city (4).
        days: How many days back.

    Raises:
        NoSuchArea: If there is none.
        NothingRecorded: If nothing was asked for there on these days.
    """
    if len(area) not in DIGITS or m.communities.area_name(area) == area:
        raise NoSuchArea(area=area)
    today = day_in_china(m.clock.now())
    first, last = today - timedelta(days=days), today - timedelta(days=1)
    candidates = _who_offer(m)
    number_of = {each.member_id: number for number, each in enumerate(_one_each(candidates))}
    roster = Roster()
    roster.put_all(candidates)
    most = [each.most_a_day for each in _one_each(candidates)]
    by_day: defaultdict[date, list[Need]] = defaultdict(list)
    for need in _needs_of(m, area):
        if first <= day_of_need(need) <= last:
            by_day[day_of_need(need)].append(need)
    if not by_day:
        raise NothingRecorded(area=area, days=days)
    return Recorded(
        area=area,
        from_on=first,
        until_on=last,
        days=tuple(recorded_day(by_day[day], roster, number_of, most) for day in sorted(by_day)),
        volunteers=len(number_of),
        acceptance=np.full(len(number_of), USUAL_ACCEPTANCE),
    )


def _needs_of(m: Matching, area: str) -> Iterable[Need]:
    """Yield the needs of an area that were open to volunteers."""
    for need in m.needs.where({"community_code": {"$gte": area, "$lt": f"{area}:"}}, limit=MOST_NEEDS):
        if need.helpers_wanted and need.state not in _NEVER_OPEN:
            yield need


def _who_offer(m: Matching) -> list[Candidate]:
    """Return every open offer with its person, as if their diary were empty."""
    offers = m.offers.where({"state": OfferState.OPEN.value}, limit=MOST_OFFERS)
    people = m.people.get_many({each.member_id for each in offers})
    return [candidate_of(people[each.member_id], each, None) for each in offers if each.member_id in people]


def _one_each(candidates: Iterable[Candidate]) -> list[Candidate]:
    return list({each.member_id: each for each in candidates}.values())
