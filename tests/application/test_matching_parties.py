"""Bodies are registered once, reviewed by the community's staff, and acted for by whom they name."""

from typing import Any

import pytest

from services.matching.application.parties.acting import approved_party, can_act_for
from services.matching.application.parties.commands import (
    AddPartyStaff,
    AmendParty,
    ReviewParty,
    SuspendParty,
)
from services.matching.application.parties.reactions import when_party_reviewed_give_roles
from services.matching.application.parties.registering import amend_party, register_party
from services.matching.application.parties.reviewing import review_party, suspend_party
from services.matching.application.parties.showing import (
    party_shown,
)
from services.matching.application.parties.staff import add_party_staff
from services.matching.domain.errors import ReasonRequired
from services.matching.domain.parties import errors
from services.matching.domain.parties.party import Incubation, PartyKind, PartyState
from shared.events.parties import PartyReviewed
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.errors import AlreadyThere, Forbidden, NotFound
from shared.kernel.ids import RandomIds
from tests.application.matching_world import HERE, THERE, World, a_world
from tests.application.parties_world import CODE, again, approved, asked, registered


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def test_who_registers_a_body_acts_for_it_once_the_community_approved(world: World) -> None:
    founder = world.member()
    made = registered(world, founder, credit_code=CODE.lower())

    assert (made.state, made.credit_code, made.staff_ids) == (
        PartyState.AWAITING_REVIEW,
        CODE,
        (founder.member_id,),
    )
    with pytest.raises(errors.PartyNotApproved):
        approved_party(world.m, made.id)
    assert not can_act_for(again(world, founder), made.id)
    review_party(world.m, world.staff(), made.id, ReviewParty(approve=True))
    world.settle()
    assert can_act_for(again(world, founder), made.id)
    assert approved_party(world.m, made.id).state is PartyState.APPROVED


def test_a_review_told_twice_gives_the_role_once(world: World) -> None:
    founder, charity = world.member(), PartyKind.CHARITY
    made = approved(world, founder, kind=charity, raises_funds=True)
    before = world.identity.members.get(founder.member_id)

    fact = PartyReviewed(
        party_id=made.id,
        community_code=HERE,
        party_kind=charity,
        registered_by=founder.member_id,
        reviewed_by="s",
        state="APPROVED",
    )
    when_party_reviewed_give_roles(world.m, fact)

    assert world.identity.members.get(founder.member_id) == before
    assert [grant.role for grant in before.grants] == [Role.CHARITY_STAFF]
    assert made.raises_funds


def test_the_same_form_sent_twice_makes_one_party(world: World) -> None:
    founder = world.member()
    first = register_party(world.m, founder, asked(), "one-id")

    assert register_party(world.m, founder, asked(), "one-id") == first


@pytest.mark.parametrize("ground", [{"credit_code": CODE}, {"credit_code": None, "filing_number": "2026-8"}])
def test_a_code_or_number_registered_twice_names_the_party_that_has_it(
    world: World, ground: dict[str, str | None]
) -> None:
    made = registered(world, world.member(), **ground)

    with pytest.raises(errors.PartyKnownAlready, match=made.id):
        registered(world, world.member(), **ground)


def test_two_who_register_one_code_at_the_same_time_leave_one_party(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = registered(world, world.member())
    where, calls = type(world.m.parties).where, []

    def late(self: Any, query: Any, **more: Any) -> Any:
        calls.append(query)
        return [] if [*query] == ["registration_key"] and len(calls) < 3 else where(self, query, **more)

    monkeypatch.setattr(type(world.m.parties), "where", late)
    with pytest.raises(errors.PartyKnownAlready, match=made.id):
        registered(world, world.member())


def test_a_code_let_go_again_in_the_same_moment_is_to_be_registered_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered(world, world.member())
    monkeypatch.setattr(type(world.m.parties), "where", lambda *_, **__: [])

    with pytest.raises(NotFound):
        registered(world, world.member())


def test_exactly_one_ground_is_given_and_a_wrong_check_digit_is_named(world: World) -> None:
    founder = world.member()
    for wrong in ({"credit_code": None}, {"filing_number": "8"}):
        with pytest.raises(errors.GroundRequired):
            registered(world, founder, **wrong)
    with pytest.raises(errors.CreditCodeWrong) as refused:
        registered(world, founder, credit_code=CODE[:-1] + "A")
    assert refused.value.faults[0].field == "credit_code"
    with pytest.raises(errors.UnknownPartyClass):
        registered(world, founder, class_code="CLUB")


def test_a_team_stands_under_a_body_that_may_act(world: World) -> None:
    founder = world.member()
    body = registered(world, founder)
    team = {"credit_code": None, "responsible_party_id": body.id, "kind": PartyKind.VOLUNTEER}

    with pytest.raises(errors.PartyNotApproved):
        registered(world, world.member(), **team)
    review_party(world.m, world.staff(), body.id, ReviewParty(approve=True))
    made = registered(world, world.member(), **team)
    assert party_shown(world.m, again(world, founder), body.id).ground == "REGISTERED"
    assert party_shown(world.m, world.staff(), made.id).ground == "TEAM"


def test_only_its_own_staff_register_the_community_itself(world: World) -> None:
    with pytest.raises(errors.CommunityRegistersItself):
        registered(world, world.member(), kind=PartyKind.COMMUNITY)
    assert registered(world, world.staff(), kind=PartyKind.COMMUNITY).kind is PartyKind.COMMUNITY


def test_a_handful_of_registrations_may_wait(world: World) -> None:
    founder = world.member()
    for number in range(5):
        registered(world, founder, credit_code=None, filing_number=f"2026-{number}")

    with pytest.raises(errors.TooManyRegistrations):
        registered(world, founder)


def test_a_refused_registration_says_why_is_mended_and_waits_again(world: World) -> None:
    founder, staff = world.member(), world.staff()
    made = registered(world, founder)
    with pytest.raises(ReasonRequired):
        review_party(world.m, staff, made.id, ReviewParty(approve=False))
    review_party(world.m, staff, made.id, ReviewParty(approve=False, reason="名称与证书不符"))
    world.settle()

    assert party_shown(world.m, founder, made.id).reason == "名称与证书不符"
    assert not can_act_for(again(world, founder), made.id)
    mended = amend_party(world.m, founder, made.id, AmendParty(name="邻里为老服务中心"))
    assert (mended.state, mended.name) == (PartyState.AWAITING_REVIEW, "邻里为老服务中心")


def test_a_code_taken_by_another_meanwhile_keeps_a_refused_one_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    founder, staff = world.member(), world.staff()
    made = registered(world, founder)
    review_party(world.m, staff, made.id, ReviewParty(approve=False, reason="不符"))
    other = registered(world, world.member())

    with pytest.raises(errors.PartyKnownAlready, match=other.id):
        amend_party(world.m, founder, made.id, AmendParty())
    monkeypatch.setattr(type(world.m.parties), "where", lambda *_, **__: [])
    with pytest.raises(AlreadyThere):
        amend_party(world.m, founder, made.id, AmendParty())


def test_an_approved_party_changes_what_it_says_and_keeps_its_name(world: World) -> None:
    founder = world.member()
    made = approved(world, founder)
    own = again(world, founder)

    with pytest.raises(errors.ApprovedStaysAsItIs):
        amend_party(world.m, own, made.id, AmendParty(name="另一个名字"))
    changed = amend_party(
        world.m, own, made.id, AmendParty(about="助餐", contact_phone="13800000009", class_code="RELIEF")
    )
    assert (changed.about, changed.contact_phone, changed.state) == (
        "助餐",
        "+8613800000009",
        PartyState.APPROVED,
    )
    assert amend_party(world.m, own, made.id, AmendParty(about="助餐")) == changed
    with pytest.raises(Forbidden):
        amend_party(world.m, own, made.id, AmendParty(incubation=Incubation.GROWING))
    by_staff = amend_party(
        world.m, world.staff(), made.id, AmendParty(incubation=Incubation.GROWING, name="新名")
    )
    assert (by_staff.incubation, by_staff.name) == (Incubation.GROWING, "新名")


def test_staff_of_another_community_and_the_party_itself_decide_nothing(world: World) -> None:
    founder = world.staff()
    made = registered(world, founder)

    with pytest.raises(errors.OwnParty):
        review_party(world.m, founder, made.id, ReviewParty(approve=True))
    with pytest.raises(NotFound):
        review_party(world.m, world.staff(THERE), made.id, ReviewParty(approve=True))
    review_party(world.m, world.staff(), made.id, ReviewParty(approve=True))
    with pytest.raises(Forbidden):
        suspend_party(world.m, world.staff(THERE), made.id, SuspendParty(reason="投诉"))
    with pytest.raises(Forbidden):
        amend_party(world.m, world.member(), made.id, AmendParty(about="我的"))
    with pytest.raises(Forbidden):
        add_party_staff(world.m, world.member(), made.id, AddPartyStaff(phone="13800000001"))
