"""A party is suspended and restored, names its people, and is shown to each reader as far as it concerns them."""

from dataclasses import replace

import pytest

from services.matching.application.parties.acting import approved_party, can_act_for
from services.matching.application.parties.commands import (
    AddPartyStaff,
    PartiesQuery,
    ReviewParty,
    SuspendParty,
)
from services.matching.application.parties.reviewing import restore_party, review_party, suspend_party
from services.matching.application.parties.showing import (
    own_parties,
    parties_listed,
    parties_waiting,
    party_counts,
    party_shown,
)
from services.matching.application.parties.staff import add_party_staff, follow_party, remove_party_staff
from services.matching.domain.errors import IllegalStep
from services.matching.domain.parties import errors
from services.matching.domain.parties.party import MOST_STAFF, PartyKind, PartyState
from shared.identity.actor import Actor
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.errors import BadInput, NotFound
from shared.kernel.ids import RandomIds
from tests.application.matching_world import HERE, THERE, World, a_world
from tests.application.parties_world import OTHER_CODE, again, approved, registered


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def test_a_suspended_party_does_nothing_until_it_is_restored(world: World) -> None:
    founder, staff = world.member(), world.staff()
    waiting = registered(world, founder)
    with pytest.raises(IllegalStep):
        restore_party(world.m, staff, waiting.id)
    review_party(world.m, staff, waiting.id, ReviewParty(approve=True))
    suspended = suspend_party(world.m, staff, waiting.id, SuspendParty(reason="投诉核查"))
    world.settle()

    assert suspend_party(world.m, staff, waiting.id, SuspendParty(reason="投诉核查")) == suspended
    with pytest.raises(errors.PartyNotApproved):
        approved_party(world.m, waiting.id)
    assert can_act_for(again(world, founder), waiting.id)
    with pytest.raises(IllegalStep):
        review_party(world.m, staff, waiting.id, ReviewParty(approve=True))
    assert restore_party(world.m, staff, waiting.id).state is PartyState.APPROVED


def test_staff_are_added_by_phone_handed_over_and_removed_and_roles_follow(world: World) -> None:
    founder, second, third = world.member(), world.member("李二"), world.member("张三")
    made = approved(world, founder)
    own = again(world, founder)
    phone = {
        each.member_id: str(world.identity.members.get(each.member_id).phone) for each in (second, third)
    }

    with pytest.raises(errors.NoAccountWithPhone):
        add_party_staff(world.m, own, made.id, AddPartyStaff(phone="13700000000"))
    with pytest.raises(errors.LastOfStaff):
        remove_party_staff(world.m, own, made.id, founder.member_id)
    both = add_party_staff(world.m, own, made.id, AddPartyStaff(phone=phone[second.member_id]))
    assert add_party_staff(world.m, own, made.id, AddPartyStaff(phone=phone[second.member_id])) == both
    world.settle()
    assert can_act_for(again(world, second), made.id)
    add_party_staff(world.m, own, made.id, AddPartyStaff(phone=phone[third.member_id], in_my_place=True))
    world.settle()
    assert not can_act_for(again(world, founder), made.id)
    remove_party_staff(world.m, again(world, third), made.id, second.member_id)
    world.settle()
    assert not can_act_for(again(world, second), made.id)
    assert world.m.parties.get(made.id).staff_ids == (third.member_id,)


def test_another_role_in_a_partys_scope_stays_with_who_does_not_act_for_it(world: World) -> None:
    founder, other = world.member(), world.member()
    made = approved(world, founder)
    granted = world.identity.members.get(founder.member_id).grants
    world.change(other, grants=(replace(granted[0], role=Role.CHARITY_STAFF),))
    before = world.identity.members.get(other.member_id)

    follow_party(world.m, made.id, other.member_id, "staff")

    assert world.identity.members.get(other.member_id) == before


def test_a_party_names_a_limited_number_of_people(world: World) -> None:
    founder, second = world.member(), world.member()
    made = registered(world, founder)
    full = ("founder", *(f"m{number}" for number in range(1, MOST_STAFF)))
    world.m.parties.save(replace(made, staff_ids=(founder.member_id, *full[1:])))
    phone = str(world.identity.members.get(second.member_id).phone)

    with pytest.raises(errors.TooManyStaff):
        add_party_staff(world.m, founder, made.id, AddPartyStaff(phone=phone))


def test_what_waits_is_seen_by_its_people_and_the_staff_and_nobody_else(world: World) -> None:
    founder, staff = world.member(), world.staff()
    made = registered(world, founder)

    for stranger in (None, world.member(), world.staff(THERE)):
        with pytest.raises(NotFound):
            party_shown(world.m, stranger, made.id)
    assert party_shown(world.m, founder, made.id).can == ("amend", "staff")
    assert party_shown(world.m, staff, made.id).can == ("amend", "staff", "review")
    assert parties_waiting(world.m, HERE) == 1
    assert [each.id for each in own_parties(world.m, founder)] == [made.id]
    assert own_parties(world.m, None) == ()


def test_an_approved_party_is_public_without_its_phone_and_its_people(world: World) -> None:
    made = approved(world, world.member())
    shown = party_shown(world.m, None, made.id)

    assert (shown.contact_phone, shown.staff, shown.reason, shown.can) == (None, (), None, ())
    assert [each.name for each in party_shown(world.m, world.staff(), made.id).staff] == ["王安"]


def test_a_community_lists_its_approved_parties_and_for_its_staff_the_others_too(world: World) -> None:
    founder, staff, reader = world.member(), world.staff(), world.member()
    public = approved(world, founder)
    waiting = registered(world, founder, credit_code=OTHER_CODE)

    def ids_for(actor: Actor | None, **fields: object) -> list[str]:
        query = replace(PartiesQuery(community_code=HERE), **fields)  # type: ignore[arg-type]  # -- fields by name
        return [each.id for each in parties_listed(world.m, actor, query).items]

    assert ids_for(None) == ids_for(reader, state=PartyState.AWAITING_REVIEW) == [public.id]
    assert set(ids_for(staff)) == {public.id, waiting.id}
    assert ids_for(staff, state=PartyState.AWAITING_REVIEW) == [waiting.id]
    assert ids_for(staff, kind=PartyKind.SOCIAL_ORGANISATION) == [public.id]
    assert ids_for(None, kind=PartyKind.CHARITY) == []
    assert set(ids_for(again(world, founder), mine=True)) == {waiting.id, public.id}
    assert ids_for(None, community_code=None) == []
    assert party_counts(world.m, HERE)[PartyKind.SOCIAL_ORGANISATION] == 1


def test_a_phone_that_is_none_is_named_at_its_field(world: World) -> None:
    with pytest.raises(BadInput) as refused:
        registered(world, world.member(), contact_phone="123")
    assert refused.value.faults[0].field == "contact_phone"
