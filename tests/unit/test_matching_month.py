"""Four weeks of asking: what counts as filled, and on whom it fell."""

from datetime import timedelta

from services.matching.domain.batch.month import Burden, Filled, filled, in_order, questions
from services.matching.domain.need import NeedState
from services.matching.domain.proposal import Proposal, ProposalSet, ProposalState
from tests.matching_facts import NINE, a_need, a_place

LATER = NINE + timedelta(days=3)


def test_only_what_is_over_and_began_in_four_weeks_counts() -> None:
    whole = a_need(state=NeedState.MET, places=(a_place("one"), a_place("two")), helpers_wanted=2)
    half = a_need(state=NeedState.FILLED, places=(a_place("one"),), helpers_wanted=2)
    empty = a_need(state=NeedState.EXPIRED)
    no_helpers = a_need(state=NeedState.MET, helpers_wanted=0)
    others = [a_need(state=state) for state in (NeedState.OPEN, NeedState.WITHDRAWN, NeedState.REFUSED)]
    needs = [whole, half, empty, no_helpers, *others]
    assert filled(needs, LATER) == Filled(needs=3, whole=1, wanted=5, taken=3)
    assert filled(needs, LATER).share == 0.6
    for now in (NINE, NINE + timedelta(days=40)):
        assert (filled(needs, now), filled(needs, now).share) == (Filled(), 1.0)


def test_questions_and_yeses_are_counted_by_person_and_old_ones_left_out() -> None:
    asked = [_asked("a", ProposalState.ACCEPTED), _asked("b", ProposalState.CLOSED, days=30)]
    many, yes = questions([ProposalSet(id="n", community_code="5", proposals=tuple(asked))], LATER)
    assert (dict(many), dict(yes)) == ({"a": 1}, {"a": 1})


def test_who_may_be_tired_stands_first_and_all_others_by_name() -> None:
    calm, served, often = (
        Burden(member_id=member_id, questions=many, yes=0, services=services, coming=0)
        for member_id, many, services in (("calm", 1, 7), ("served", 0, 8), ("often", 20, 0))
    )
    assert in_order([calm, served, often], ["calm", "often", "served"]) == (often, served, calm)


def _asked(member_id: str, state: ProposalState, *, days: int = 0) -> Proposal:
    return Proposal(
        id=f"n.{member_id}", member_id=member_id, state=state, at=LATER - timedelta(days=days, hours=1)
    )
