"""Every state has its arrows, and every other step is refused."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

import pytest

from services.matching.domain import assignment, errors, need, offer, proposal
from services.matching.domain.assignment import AssignmentState
from services.matching.domain.need import NeedState
from services.matching.domain.offer import Offer, OfferState
from services.matching.domain.parties import party
from services.matching.domain.proposal import Proposal, ProposalSet, ProposalState, ids_of
from tests.matching_facts import NINE, a_need, a_place, an_assignment

ENDED = NINE + timedelta(hours=2)


@pytest.mark.parametrize(
    ("table", "states"),
    [
        (need.NEXT_STATES, NeedState),
        (offer.NEXT_STATES, OfferState),
        (proposal.NEXT_STATES, ProposalState),
        (assignment.NEXT_STATES, AssignmentState),
        (party.NEXT_STATES, party.PartyState),
    ],
)
def test_a_table_of_states_names_every_state(table: Mapping[StrEnum, object], states: type[StrEnum]) -> None:
    assert set(table) == set(states)


@pytest.mark.parametrize("here", NeedState)
@pytest.mark.parametrize("there", NeedState)
def test_a_need_steps_along_the_arrows_only(here: NeedState, there: NeedState) -> None:
    standing = a_need(state=here)
    if there in need.NEXT_STATES[here]:
        assert standing.step(there).state is there
    else:
        with pytest.raises(errors.IllegalStep):
            standing.step(there)


@pytest.mark.parametrize("here", AssignmentState)
@pytest.mark.parametrize("there", AssignmentState)
def test_an_assignment_steps_along_the_arrows_only(here: AssignmentState, there: AssignmentState) -> None:
    standing = an_assignment(state=here)
    if there in assignment.NEXT_STATES[here]:
        assert standing.step(there).state is there
    else:
        with pytest.raises(errors.IllegalStep):
            standing.step(there)


def test_an_offer_is_opened_paused_and_withdrawn_once_for_all() -> None:
    standing = Offer(id="o", member_id="m", community_code="511402001001", created_at=NINE, changed_at=NINE)

    paused = standing.step(OfferState.PAUSED)

    assert paused.step(OfferState.OPEN) == standing
    assert standing.step(OfferState.OPEN) is standing
    with pytest.raises(errors.IllegalStep):
        standing.step(OfferState.WITHDRAWN).step(OfferState.OPEN)


def test_the_last_place_fills_a_need_and_one_more_is_refused() -> None:
    half = a_need(helpers_wanted=2).with_place(a_place("one"))
    full = half.with_place(a_place("two"))

    assert (half.state, half.places_left, full.state) == (NeedState.OPEN, 1, NeedState.FILLED)
    with pytest.raises(errors.NeedFull):
        full.with_place(a_place("three"))
    with pytest.raises(errors.NotOpen):
        a_need(state=NeedState.AWAITING_REVIEW).with_place(a_place())


def test_a_place_given_back_opens_the_need_again_and_the_next_assignment_is_another() -> None:
    standing = a_need()
    first = standing.next_assignment_id("helper")
    full = standing.with_place(a_place("helper", assignment_id=first))

    left = full.without_place(first, NINE)

    assert (left.state, left.places, left.left_by) == (NeedState.OPEN, (), ("helper",))
    assert left.next_assignment_id("helper") != first
    assert left.without_place(first, NINE) is left


def test_a_place_given_back_by_one_of_two_leaves_an_open_need_open() -> None:
    half = a_need(helpers_wanted=3).with_place(a_place("one"))

    assert half.without_place("assignment-one", NINE).state is NeedState.OPEN


def test_who_leaves_a_need_again_and_again_may_not_come_back() -> None:
    with pytest.raises(errors.TooManyAttempts):
        a_need(left_by=("helper",) * need.MOST_ATTEMPTS).with_place(a_place("helper"))


def test_a_need_nobody_came_to_expires_at_its_end_and_not_before() -> None:
    assert a_need().over(ENDED - timedelta(seconds=1)) == a_need()
    assert a_need().over(ENDED).state is NeedState.EXPIRED
    assert a_need(state=NeedState.AWAITING_REVIEW).over(ENDED).state is NeedState.EXPIRED


def test_a_need_some_came_to_is_filled_at_its_end_and_met_once_their_minutes_stand() -> None:
    half = a_need(helpers_wanted=2).with_place(a_place("one"))

    ended = half.over(ENDED)
    met = ended.with_confirmed("assignment-one", ENDED)

    assert (ended.state, met.state) == (NeedState.FILLED, NeedState.MET)


def test_a_filled_need_is_met_when_every_helpers_minutes_stand() -> None:
    full = a_need(helpers_wanted=2).with_place(a_place("one")).with_place(a_place("two"))

    one = full.with_confirmed("assignment-one", ENDED)
    both = one.with_confirmed("assignment-two", ENDED)

    assert (one.state, both.state) == (NeedState.FILLED, NeedState.MET)
    assert both.with_confirmed("assignment-two", ENDED) is both


def test_the_only_helper_missing_after_the_end_leaves_an_expired_need() -> None:
    full = a_need().with_place(a_place())

    assert full.without_place("assignment-helper", ENDED).state is NeedState.EXPIRED


def a_set(*states: ProposalState) -> ProposalSet:
    made = tuple(
        Proposal(id=f"need-1.m{number}", member_id=f"m{number}", state=state, at=NINE)
        for number, state in enumerate(states)
    )
    return ProposalSet(id="need-1", community_code="511402001001", proposals=made)


def test_five_are_asked_for_each_place_but_ten_at_most_and_none_for_no_place() -> None:
    nobody = a_set()

    assert [nobody.to_ask(places) for places in (0, 1, 2, 9)] == [0, 5, 10, 10]
    assert a_set(*[ProposalState.PROPOSED] * 4).to_ask(1) == 1
    assert a_set(*[ProposalState.INVITED] * 7).to_ask(1) == 0


def test_closing_proposals_leaves_answers_as_they_are_and_closes_once() -> None:
    asked = a_set(
        ProposalState.PROPOSED, ProposalState.DECLINED, ProposalState.ACCEPTED, ProposalState.INVITED
    )

    closed = asked.closed()

    assert [each.state for each in closed.proposals] == [
        ProposalState.CLOSED,
        ProposalState.DECLINED,
        ProposalState.ACCEPTED,
        ProposalState.CLOSED,
    ]
    assert closed.closed() is closed
    assert closed.not_again() == {"m1", "m2"}


def test_an_answer_given_twice_is_given_once_and_only_by_who_was_asked() -> None:
    asked = a_set(ProposalState.PROPOSED)

    declined = asked.answered("m0", ProposalState.DECLINED, "出差")

    assert declined.proposals[0].note == "出差"
    assert declined.answered("m0", ProposalState.DECLINED) is declined
    with pytest.raises(errors.NotAsked):
        asked.answered("another", ProposalState.DECLINED)


def test_a_proposals_id_names_its_need_and_member() -> None:
    assert ids_of("need-1.m0") == ("need-1", "m0")
    with pytest.raises(errors.NotAsked):
        ids_of("nothing")
