"""Asks the next ones in rounds: for needs and shifts that begin soon every minute, for all of a city at night."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from services.matching.application.batch.city import LOOKED_AT, City
from services.matching.application.batch.holding import held_against, learn_prices
from services.matching.application.batch.month import who_come_first
from services.matching.application.batch.reading import open_needs
from services.matching.application.batch.shifts import invite_these, look_at_shift, shifts_by_city
from services.matching.application.batch.unanswered import takes_limited, times_asked
from services.matching.application.context import Matching
from services.matching.application.facts import proposed
from services.matching.application.proposing import (
    asked_first,
    keep_proposals,
    not_on,
    proposals_of_need,
    proposals_to,
    ranking_policy,
)
from services.matching.application.weighing.showing import spread_of
from services.matching.domain.batch.holding import HELD
from services.matching.domain.batch.planning import Plan, Round, Standing, planned
from services.matching.domain.batch.relaxing import cheapest_relaxation
from services.matching.domain.batch.rounds import counts_still, to_ask_now
from services.matching.domain.batch.run import MatchRun, Unfillable
from services.matching.domain.need import Need, NeedState
from services.matching.domain.projects.shift import Shift
from services.matching.domain.proposal import ProposalSet
from services.matching.domain.ranking import Ranked
from services.matching.domain.terms import wanted_of
from shared.kernel.clock import CHINA, unix_millis
from shared.kernel.errors import AlreadyThere
from shared.kernel.ids import derived_id
from shared.storage.aggregates import retrying

SOON, ALL = timedelta(hours=48), timedelta(days=31)
NIGHT_HOUR = 3
MOST_UNFILLABLE = 100
KEPT_FOR = timedelta(days=90)


def ask_soon(m: Matching, now: datetime) -> int:
    """Ask the next ones for needs that begin within two days; keep a run where anybody was asked. Return how many were."""
    needs, shifts = _by_city(m, now, SOON), shifts_by_city(m, now, SOON)
    cities = sorted({*needs, *shifts})
    return sum(_ask(m, code, (needs.get(code, []), shifts.get(code, [])), now, None) for code in cities)


def ask_nightly(m: Matching, now: datetime) -> int:
    """Ask the next ones for all open needs, once a night for each city, and forget runs of long ago."""
    if now.astimezone(CHINA).hour != NIGHT_HOUR:
        return 0
    m.match_runs.collection.delete_many({"at_millis": {"$gte": 0, "$lt": unix_millis(now - KEPT_FOR)}})
    count = 0
    needs, shifts = _by_city(m, now, ALL), shifts_by_city(m, now, ALL)
    for code in sorted({*needs, *shifts}):
        run_id = derived_id("nightly", code, now.astimezone(CHINA).date().isoformat())
        if m.match_runs.find(run_id) is None:
            count += _ask(m, code, (needs.get(code, []), shifts.get(code, [])), now, run_id)
    return count


def _by_city(m: Matching, now: datetime, horizon: timedelta) -> dict[str, list[Need]]:
    cities: dict[str, list[Need]] = defaultdict(list)
    for need in open_needs(m, unix_millis(now), unix_millis(now + horizon)):
        if need.places_left > 0 and now < need.starts_at:
            cities[need.community_code[:4]].append(need)
    return cities


def _ask(
    m: Matching,
    city_code: str,
    those: tuple[Sequence[Need], Sequence[Shift]],
    now: datetime,
    run_id: str | None,
) -> int:
    city, (needs, shifts) = City(), those
    for need in sorted(needs, key=lambda each: (each.starts_at, each.id)):
        _look_at(m, city, need, now)
    for shift in sorted(shifts, key=lambda each: (each.starts_at, each.id)):
        look_at_shift(m, city, shift, now)
    if not city.rounds and run_id is None:
        return 0
    looked_at = frozenset(each.id for each in needs) | frozenset(each.id for each in shifts)
    standing, held = _standing(m, city, looked_at, now), held_against(m, city.rounds, now)
    plan = planned(city.rounds, standing, now, held)
    learned = learn_prices(m, needs, now) if run_id is not None else 0
    asked = {
        each.need.id: retrying(partial(_how(city, each), m, each, chosen, now))
        for each in city.rounds
        if (chosen := plan.chosen.get(each.need.id))
    }
    everyone = [one for those in asked.values() for one in those]
    if everyone or run_id is not None:
        begun = MatchRun(id=run_id or m.ids.new(), city_code=city_code, nightly=run_id is not None, at=now)
        begun = _for_whom(m, begun, city, {need_id: len(those) for need_id, those in asked.items()})
        begun = replace(begun, priced=len(held.prices), learned=learned)
        _keep(m, _run(begun, city, plan, everyone))
    return len(everyone)


def _standing(m: Matching, city: City, looked_at: frozenset[str], now: datetime) -> Standing:
    """Return what those whom the plan may choose were asked already, elsewhere, too, if they take on so many services alone."""
    suiting = (ranked.candidate for each in city.rounds for ranked in each.suiting)
    limited = {each.member_id for each in suiting if takes_limited(each)}
    return Standing(times=city.times, beyond=times_asked(m, sorted(limited), now, looked_at))


def _how(city: City, planned_for: Round) -> Callable[..., tuple[Ranked, ...]]:
    """Return what asks the people of a round: for a need by a question, for a shift by an invitation."""
    return invite_these if planned_for.need.id in city.shifts else _ask_these


def _look_at(m: Matching, city: City, need: Need, now: datetime) -> None:
    """Note what a need still waits for, whom its next round may ask, or that nobody suits it."""
    asked = proposals_of_need(m, need)
    fresh = [each for each in asked.waiting if counts_still(each, need, now)]
    for each in fresh:
        city.times[each.member_id].append((need.starts_at, need.ends_at))
    many = to_ask_now(need, asked, now)
    if many == 0:
        return
    policy = ranking_policy(m, need, LOOKED_AT, not_on(need, asked.not_again()))
    suiting = asked_first(m, need, asked, policy)
    if suiting:
        city.rounds.append(Round(need=need, many=many, suiting=suiting, keeps=policy.weights.held))
    elif not asked.waiting and len(city.unfillable) < MOST_UNFILLABLE:
        city.unfillable.append(_unfillable(m, need, asked))


def _unfillable(m: Matching, need: Need, asked: ProposalSet) -> Unfillable:
    near = [
        each
        for each in m.candidates.offering(need.service_kind)
        if each.community_code[:4] == need.community_code[:4]
    ]
    wanted = wanted_of(need, m.policy, not_on(need, asked.not_again()))
    return Unfillable(
        need_id=need.id,
        community_code=need.community_code,
        relaxation=cheapest_relaxation(wanted, near),
    )


def _ask_these(
    m: Matching, planned_for: Round, chosen: Sequence[Ranked], now: datetime
) -> tuple[Ranked, ...]:
    """Ask whom the plan chose, as things stand now; return who was asked: nobody once the need is full or over."""
    need = m.needs.find(planned_for.need.id)
    if need is None or need.state is not NeedState.OPEN or now >= need.ends_at:
        return ()
    asked = proposals_of_need(m, need)
    many, gone = to_ask_now(need, asked, now), not_on(need, asked.not_again())
    those = tuple(each for each in chosen if each.candidate.member_id not in gone)[:many]
    if not those:
        return ()
    taken = gone | {each.candidate.member_id for each in those}
    following = [each for each in planned_for.suiting if each.candidate.member_id not in taken][:1]
    policy = ranking_policy(m, need, len(those) + 1, gone)
    made = proposals_to(m, need, (*those, *following), policy)
    keep_proposals(m, asked.with_proposals(made), proposed(need, made))
    return those


def _for_whom(m: Matching, begun: MatchRun, city: City, asked: Mapping[str, int]) -> MatchRun:
    """Return a run with how many were wanted and asked for residents who come first."""
    first = who_come_first(m, [each.need.resident_id for each in city.rounds])
    theirs = [each for each in city.rounds if each.need.resident_id in first]
    return replace(
        begun,
        first_wanted=sum(each.many for each in theirs),
        first_asked=sum(asked.get(each.need.id, 0) for each in theirs),
    )


def _run(found: MatchRun, city: City, plan: Plan, asked: Sequence[Ranked]) -> MatchRun:
    """Return a run begun with what came of it."""
    times: dict[str, int] = defaultdict(int)
    for each in asked:
        times[each.candidate.member_id] += 1
    metres = [each.distance_metres for each in asked if each.distance_metres is not None]
    return replace(
        found,
        needs=len(city.rounds) + len(city.unfillable),
        wanted=sum(each.many for each in city.rounds),
        asked=len(asked),
        people=len(times),
        cost=plan.cost,
        bound=plan.bound,
        unmet=plan.unmet,
        metres=round(sum(metres) / len(metres)) if metres else 0,
        unevenness=spread_of(list(times.values())).unevenness,
        held=sum(any(reason.code == HELD for reason in each.reasons) for each in asked),
        unfillable=tuple(city.unfillable),
    )


def _keep(m: Matching, run: MatchRun) -> None:
    """Keep a run; one that another process kept for the same night stays."""
    try:
        m.match_runs.add(run)
    except AlreadyThere:
        return
