"""What members were asked and have not answered: with all they are bound to, no more than they said they take on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from services.matching.application.context import Matching
from services.matching.domain.batch.planning import Interval, Standing
from services.matching.domain.batch.rounds import counts_still
from services.matching.domain.batch.shifts import as_need
from services.matching.domain.candidate import Candidate
from services.matching.domain.need import Need, NeedState
from services.matching.domain.projects.shift import Shift
from services.matching.domain.proposal import ProposalSet
from shared.kernel.clock import unix_millis

MOST_SHIFTS = 500
A_WEEK = timedelta(days=7)
"""So long before a shift begins people are invited to it; earlier it is found by who looks."""
_LOOKED_UP_AT_ONCE = 100
_MOST_SETS = 10_000

Times = dict[str, list[Interval]]


def shifts_to_fill(m: Matching, now: datetime, horizon: timedelta = A_WEEK) -> list[Shift]:
    """Return the shifts that begin soon and have places that nobody holds or waits for."""
    begins = {"$gte": unix_millis(now), "$lte": unix_millis(now + min(horizon, A_WEEK))}
    return m.shifts.where({"asks_millis": begins}, limit=MOST_SHIFTS)


def takes_limited(candidate: Candidate) -> bool:
    """Tell whether a candidate set how many services a day or a week they take on."""
    return bool(candidate.most_a_day or candidate.most_a_week)


def full_with_questions(m: Matching, need: Need, candidates: Iterable[Candidate]) -> frozenset[str]:
    """Return who would go beyond what they take on by a yes to all else that waits for their answer and to this need."""
    limited = [each for each in candidates if takes_limited(each)]
    ids, this = [each.member_id for each in limited], frozenset({need.id})
    standing = Standing(times=times_asked(m, ids, m.clock.now(), this))
    return frozenset(each.member_id for each in limited if not standing.has_room(each, need))


def times_asked(
    m: Matching, member_ids: Sequence[str], now: datetime, but: frozenset[str] = frozenset()
) -> Times:
    """Return, by member, when they would serve where an answer of theirs is still expected.

    Args:
        m: Coordination.
        member_ids: Whose questions; others are left out.
        now: The present instant.
        but: Needs and shifts that are not looked at.
    """
    times: Times = defaultdict(list)
    if not member_ids:
        return times
    wanted = frozenset(member_ids)
    for need, asked in (*_of_needs(m, sorted(wanted), now), *_of_shifts(m, now)):
        if need.id in but:
            continue
        here = {place.member_id for place in need.places}
        for each in asked.waiting:
            if each.member_id in wanted - here and counts_still(each, need, now):
                times[each.member_id].append((need.starts_at, need.ends_at))
    return times


def _of_needs(m: Matching, member_ids: Sequence[str], now: datetime) -> Iterator[tuple[Need, ProposalSet]]:
    asked: dict[str, ProposalSet] = {}
    for first in range(0, len(member_ids), _LOOKED_UP_AT_ONCE):
        some = list(member_ids[first : first + _LOOKED_UP_AT_ONCE])
        found = m.proposals.where({"asked": {"$in": some}}, limit=_MOST_SETS)
        asked |= {each.id: each for each in found}
    for need in m.needs.get_many(asked):
        if need.state is NeedState.OPEN and need.places_left > 0 and now < need.starts_at:
            yield need, asked[need.id]


def _of_shifts(m: Matching, now: datetime) -> Iterator[tuple[Need, ProposalSet]]:
    shifts = {each.id: each for each in shifts_to_fill(m, now)}
    for asked in m.shift_invitations.get_many(shifts):
        yield as_need(shifts[asked.id]), asked
