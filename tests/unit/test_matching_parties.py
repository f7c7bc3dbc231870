"""A party steps along its arrows, keeps its code to itself, and is never without somebody who acts for it."""

from dataclasses import replace

import pytest

from services.matching.application.parties.acting import can_act_for, check_acts_for, parties_acted_for
from services.matching.domain.errors import IllegalStep
from services.matching.domain.parties.errors import LastOfStaff, NotActingForParty
from services.matching.domain.parties.party import NEXT_STATES, Incubation, PartyKind, PartyState
from shared.identity.actor import Actor
from shared.identity.roles import Grant, Role, Scope, ScopeKind
from tests.matching_facts import a_party


@pytest.mark.parametrize("here", PartyState)
@pytest.mark.parametrize("there", PartyState)
def test_a_party_steps_along_the_arrows_only(here: PartyState, there: PartyState) -> None:
    standing = a_party(state=here)
    if there is here:
        assert standing.decided(there, by="staff") is standing
    elif there in NEXT_STATES[here]:
        assert standing.decided(there, by="staff", reason="因为").reason == "因为"
    else:
        with pytest.raises(IllegalStep):
            standing.decided(there, by="staff")


def test_every_kind_state_and_stage_has_a_name_in_both_languages() -> None:
    for each in (*PartyKind, *PartyState, *Incubation):
        assert each.words.zh
        assert each.words.en


def test_a_code_is_claimed_until_the_registration_is_refused_and_a_team_claims_none() -> None:
    registered = a_party()
    filed = a_party(credit_code=None, filing_number="2026-008")
    team = a_party(credit_code=None, responsible_party_id="body")

    assert registered.registration_key == "credit:52510000MJZ123456Q"
    assert filed.registration_key == "filed:511402:2026-008"
    assert team.registration_key is None
    assert replace(registered, state=PartyState.REFUSED).registration_key is None


def test_the_staff_of_a_charity_hold_another_role_than_that_of_other_parties() -> None:
    assert a_party(kind=PartyKind.CHARITY).staff_role is Role.CHARITY_STAFF
    assert a_party(kind=PartyKind.VOLUNTEER).staff_role is Role.ORGANISATION_STAFF
    assert a_party().scope.text == "org.party-1"


def test_staff_are_added_once_and_the_last_one_stays() -> None:
    two = a_party().with_staff("second")

    assert two.with_staff("second") is two
    assert two.without_staff("somebody") is two
    assert two.without_staff("founder").staff_ids == ("second",)
    with pytest.raises(LastOfStaff):
        a_party().without_staff("founder")


def actor_with(*grants: Grant) -> Actor:
    return Actor(member_id="m", session_id="s", community_code="511402001001", grants=grants)


def test_who_holds_the_role_in_a_partys_scope_acts_for_it_and_nobody_else() -> None:
    scope = a_party().scope
    staff = actor_with(Grant(role=Role.ORGANISATION_STAFF, scope=scope))
    suspended = actor_with(Grant(role=Role.ORGANISATION_STAFF, scope=scope, suspended=True))
    of_community = actor_with(
        Grant(role=Role.COMMUNITY_STAFF, scope=Scope(kind=ScopeKind.COMMUNITY, code="511402001001"))
    )

    check_acts_for(staff, "party-1")
    assert parties_acted_for(staff) == ("party-1",)
    assert not any(can_act_for(each, "party-1") for each in (suspended, of_community))
    with pytest.raises(NotActingForParty):
        check_acts_for(staff, "party-2")
