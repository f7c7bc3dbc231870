"""The one table of hard rules says of anybody what a slow checker written apart from it says."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.domain.gate_shapes import Policy
from services.matching.domain.hard_rules import GATES, WISHES, Sieve
from services.matching.domain.ranking import RankingPolicy, rank
from services.matching.domain.terms import wanted_of
from tests.matching_chance import some_need, somebody
from tests.slow_checker import rules_broken


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_table_and_the_slow_checker_name_the_same_rules(seed: int) -> None:
    chance = random.Random(seed)
    need, excluded = some_need(chance), frozenset({"m1"})
    policy = Policy(
        home_gate_level=chance.choice([1, 2]),
        binds_training=chance.random() < 0.3,
        binds_insurance=chance.random() < 0.3,
    )
    everyone = [somebody(chance, number) for number in range(12)]
    sieve = Sieve(wanted_of(need, policy, excluded))
    for each in everyone:
        broken = rules_broken(need, each, policy, excluded)
        assert set(sieve.broken(each)) == broken
        assert sieve.lets_through(each) is (not broken)
    for found in rank(need, everyone, RankingPolicy(excluded=excluded, gates=policy)):
        assert rules_broken(need, found.candidate, policy, excluded) == set()


def test_every_rule_has_a_name_of_its_own_and_says_what_would_have_to_change() -> None:
    told = [(rule.code, rule.asks, rule.change) for rule in WISHES]
    told += [(rule.code, rule.asks, rule.change) for rule in GATES]
    assert len({code for code, _, _ in told}) == len(told) == 17
    assert all(words.zh and words.en for _, asks, change in told for words in (asks, change))
