"""The roster finds the same, in the same order, as looking at every candidate one by one."""

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.domain.gate_shapes import Policy
from services.matching.domain.index.tools import kernels
from services.matching.domain.ranking import RankingPolicy, rank
from services.matching.domain.roster import Roster
from services.matching.domain.weighing.policy import TermWeights
from tests.matching_chance import some_need, somebody
from tests.matching_facts import HOME, a_need


@settings(max_examples=120, deadline=None)
@given(seed=st.integers(0, 2**32), compiled=st.booleans())
def test_the_roster_answers_as_looking_at_everyone_does(seed: int, *, compiled: bool) -> None:
    chance = random.Random(seed)
    everyone = {f"o{number}": somebody(chance, number) for number in range(chance.choice([0, 5, 300]))}
    roster = Roster()
    if compiled:
        roster.use(kernels())
    roster.put_all(everyone.values())
    for _ in range(4):
        for number in chance.sample(range(len(everyone)), len(everyone) // 10):
            offer_id = f"o{number}"
            if chance.random() < 0.3:
                roster.drop(offer_id)
                roster.drop(offer_id)
                everyone.pop(offer_id, None)
            else:
                everyone[offer_id] = replace(somebody(chance, number), offer_id=offer_id)
                roster.put(everyone[offer_id])
        need = some_need(chance)
        policy = RankingPolicy(
            most=chance.choice([1, 3, 10, 1_000_000]),
            excluded=frozenset({"m1", "m2"}),
            weights=TermWeights(load=chance.choice([0, 25, 100]), continuity=chance.choice([1, 100])),
            familiar=frozenset(chance.sample(["m3", "m5", "m9", "m200"], 2)),
            gates=Policy(home_gate_level=chance.choice([1, 2]), binds_insurance=chance.random() < 0.2),
        )
        familiar = [each.offer_id for each in everyone.values() if each.member_id in policy.familiar]
        found = roster.best(need, policy, [*familiar, "nobody"])
        assert found == rank(need, everyone.values(), policy)
        assert len(roster) == len(everyone)
        those = chance.sample(sorted(everyone), len(everyone) // 2)
        found = rank(need, [everyone[each] for each in those], policy)
        assert roster.suiting(need, policy, [*those, "nobody"]) == found


def test_many_with_the_same_worth_are_told_apart_by_their_ids() -> None:
    roster = Roster()
    twins = [
        replace(somebody(random.Random(1), 0), member_id=f"m{number:04}", offer_id=f"o{number:04}")
        for number in range(2000)
    ]
    alike = [
        replace(each, service_kinds=frozenset({"HOME_VISIT"}), spans=(), point=HOME, busy=())
        for each in twins
    ]
    for each in alike:
        roster.put(replace(each, birth_date=None))
    found = roster.best(a_need(), RankingPolicy(most=5))
    assert [each.candidate.member_id for each in found] == ["m0000", "m0001", "m0002", "m0003", "m0004"]
