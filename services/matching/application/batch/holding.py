"""Prices of helpers' time: learned each night from its plan, by community, and held against what must be answered at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from services.matching.application.batch.city import LOOKED_AT
from services.matching.application.context import Matching
from services.matching.application.proposing import (
    keep_first,
    not_on,
    proposals_of_need,
    ranking_policy,
)
from services.matching.domain.batch.holding import Held, HelperPrices
from services.matching.domain.batch.planning import Round, Standing, is_urgent
from services.matching.domain.batch.pricing import worth_of_helpers
from services.matching.domain.need import Need
from services.matching.domain.proposal import ProposalState
from services.matching.domain.terms import day_of
from shared.storage.aggregates import retrying


def held_against(m: Matching, rounds: Sequence[Round], now: datetime) -> Held:
    """Return the prices of whoever may be asked for what begins within a day, as far as a policy gives them weight."""
    codes = {
        ranked.candidate.community_code
        for each in rounds
        if each.keeps and is_urgent(each.need, now)
        for ranked in each.suiting
    }
    prices: dict[str, float] = {}
    for kept in m.helper_prices.get_many(sorted(codes)):
        prices |= kept.on(day_of(now))
    return Held(prices=prices)


def learn_prices(m: Matching, needs: Sequence[Need], now: datetime) -> int:
    """Plan all open needs of a city as if nobody had been asked, and keep what each helper is worth then, once a night.

    Return how many are scarce.
    """
    rounds = [each for need in needs if (each := _whole(m, need)).suiting]
    worth = worth_of_helpers(rounds, Standing(), now)
    suiting = (ranked.candidate for each in rounds for ranked in each.suiting)
    home = {each.member_id: each.community_code for each in suiting}
    by_community: dict[str, dict[str, float]] = defaultdict(dict)
    for member_id, value in worth.items():
        by_community[home[member_id]][member_id] = value
    for code in sorted(by_community):
        retrying(partial(_learn, m, code, by_community[code], now))
    return len(worth)


def _whole(m: Matching, need: Need) -> Round:
    """Return all that a need still wants, and who suits it and did not say no."""
    asked = proposals_of_need(m, need)
    said_no = {each.member_id for each in asked.proposals if each.state is ProposalState.DECLINED}
    policy = ranking_policy(m, need, LOOKED_AT, not_on(need, frozenset(said_no)))
    return Round(need=need, many=need.places_left, suiting=m.candidates.best(need, policy))


def _learn(m: Matching, community_code: str, worth: Mapping[str, float], now: datetime) -> None:
    day = day_of(now)
    before = m.helper_prices.find(community_code) or HelperPrices(id=community_code, learned_on=day)
    after = before.learned(worth, day)
    if after is not before:
        keep_first(m.helper_prices, after)
