"""Who sees what: lists and single things, as far as each may see."""

from dataclasses import replace

import pytest

from services.matching.application import accepting, needs, serving
from services.matching.application.commands import CheckIn, CheckOut, Decline, WithdrawNeed
from services.matching.application.lists import AssignmentsQuery, Awaiting, NeedsQuery, OffersQuery, Side
from services.matching.application.queries import (
    assignment_brief,
    assignment_shown,
    assignments_listed,
    need_shown,
    needs_for_desk,
    needs_listed,
    offer_shown,
    offers_listed,
    openable,
    proposals_of,
)
from services.matching.domain.assignment import AssignmentState
from services.matching.domain.gate_shapes import Policy
from services.matching.domain.need import NeedState
from shared.identity.actor import Actor
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden, NotFound
from shared.kernel.ids import RandomIds
from tests.application.matching_world import ELSEWHERE, HERE, HOME, THERE, World, a_world


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def test_address_phone_and_name_are_for_the_parties_staff_and_those_who_come(world: World) -> None:
    staff = world.staff()
    resident = world.member("李秀英", point=HOME)
    helper, stranger = world.member(), world.member()
    need = world.need(staff, resident_id=resident.member_id)

    before = need_shown(world.m, helper, need.id)
    world.accepted(helper, need)

    assert (before.address, before.resident_name, before.resident_phone, before.point) == (None,) * 4
    assert (before.distance_metres, before.walking_minutes) == (481, 7)
    assert "accept" in before.can
    for insider in (staff, resident, helper):
        seen = need_shown(world.m, insider, need.id)
        assert (seen.address, seen.resident_name) == ("一号楼", "李秀英")
        assert seen.resident_phone is not None
    outside = need_shown(world.m, stranger, need.id)
    assert (outside.address, outside.resident_name, outside.resident_phone, outside.helper_ids) == (
        None,
        None,
        None,
        (),
    )
    readers = {each.reader_id for each in world.identity.readings.of(resident.member_id).items}
    assert readers == {staff.member_id, helper.member_id}


def test_a_need_in_review_is_known_to_its_parties_and_staff_only(world: World) -> None:
    poster = world.member()
    need = world.need(poster)

    assert need_shown(world.m, poster, need.id).can == ("amend", "withdraw")
    assert need_shown(world.m, world.staff(), need.id).can == ("amend", "withdraw", "review")
    with pytest.raises(NotFound):
        need_shown(world.m, world.member(), need.id)


def test_once_a_need_is_over_its_helper_sees_the_home_no_longer(world: World) -> None:
    helper, staff = world.member(), world.staff()
    need = world.need(staff, resident_id=world.resident().member_id)
    made = world.confirmed(helper, need, staff)
    world.settle()

    seen = need_shown(world.m, helper, need.id)

    assert (seen.state, seen.address, seen.my_assignment_id) == (NeedState.MET, None, made.id)
    assert assignment_shown(world.m, helper, made.id).resident_phone is None


def test_a_service_is_opened_by_its_sides_and_staff_and_nobody_else(world: World) -> None:
    helper, staff, resident = world.member(), world.staff(), world.resident()
    made = world.accepted(helper, world.need(staff, resident_id=resident.member_id))

    for who in (helper, staff, resident):
        assert openable(world.m, who, (made,)) == {made.id}
    assert openable(world.m, world.member(), (made,)) == frozenset()


def ids_of(page: object) -> list[str]:
    return [each.id for each in page.items]  # type: ignore[attr-defined]  # -- a page


def test_lists_of_needs_for_each_who_asks(world: World) -> None:
    staff, neighbour = world.staff(), world.member(community_code=THERE)
    resident = world.member()
    delegate = world.delegate_of(resident)
    opened = world.need(staff, resident_id=resident.member_id)
    world.clock.advance(seconds=1)
    waiting = world.need(delegate, resident_id=resident.member_id)
    world.clock.advance(seconds=1)
    withdrawn = world.need(staff, resident_id=resident.member_id)
    needs.withdraw_need(world.m, staff, withdrawn.id, WithdrawNeed())

    def listed(actor: Actor, **query: object) -> list[str]:
        return ids_of(needs_listed(world.m, actor, NeedsQuery(**query)))  # type: ignore[arg-type]  # -- fields by name

    assert listed(neighbour) == listed(neighbour, district_code=HERE[:6]) == [opened.id]
    assert listed(neighbour, community_code=HERE) == [opened.id]
    assert listed(neighbour, community_code=ELSEWHERE) == []
    assert listed(staff) == [withdrawn.id, waiting.id, opened.id]
    assert listed(staff, state=NeedState.AWAITING_REVIEW) == [waiting.id]
    assert listed(delegate, mine=True) == [waiting.id]
    assert listed(delegate, resident_id=resident.member_id) == [withdrawn.id, waiting.id, opened.id]
    assert listed(resident, resident_id=resident.member_id, state=NeedState.OPEN) == [opened.id]
    assert ids_of(needs_for_desk(world.m, staff, HERE, NeedState.WITHDRAWN)) == [withdrawn.id]
    for query in (
        {"resident_id": resident.member_id},
        {"state": NeedState.WITHDRAWN},
        {"community_code": HERE, "state": NeedState.WITHDRAWN},
    ):
        with pytest.raises(Forbidden):
            listed(neighbour, **query)
    with pytest.raises(Forbidden):
        needs_for_desk(world.m, neighbour, HERE)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_of_needs_takes_the_same_store_calls_for_any_rows(
    world: World, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = world.staff()
    for _ in range(rows):
        world.need(staff, resident_id=world.resident().member_id)
    calls = []
    whole = type(world.identity.members).where

    def counted(store: object, *args: object, **kwargs: object) -> object:
        calls.append(store)
        return whole(store, *args, **kwargs)  # type: ignore[arg-type]  # -- passed on

    monkeypatch.setattr(type(world.identity.members), "where", counted)
    page = needs_listed(world.m, staff, NeedsQuery())

    assert (len(page.items), len(calls)) == (rows, 1)


def test_pages_of_needs_follow_each_other(world: World) -> None:
    staff, resident = world.staff(), world.resident()
    posted = []
    for _ in range(3):
        posted.append(world.need(staff, resident_id=resident.member_id).id)
        world.clock.advance(seconds=1)

    first = needs_listed(world.m, staff, NeedsQuery(), limit=2)
    second = needs_listed(world.m, staff, NeedsQuery(), limit=2, after=first.next)

    assert [*ids_of(first), *ids_of(second)] == posted[::-1]
    assert second.next is None


def test_proposals_are_listed_while_they_can_be_accepted(world: World) -> None:
    helper = world.volunteer()
    kept, declined, taken = world.need(), world.need(), world.need()
    world.settle()
    accepting.decline_proposal(world.m, helper, f"{declined.id}.{helper.member_id}", Decline())
    other = world.volunteer()
    world.accepted(other, taken)

    (shown,) = proposals_of(world.m, helper).items

    assert (shown.need_id, shown.id) == (kept.id, f"{kept.id}.{helper.member_id}")
    assert [each.code for each in shown.reasons] == ["distance", "times", "load"]
    assert (shown.need.address, shown.need.resident_name) == (None, None)


def test_assignments_are_listed_by_side_state_and_what_they_await(world: World) -> None:
    helper, resident, staff = world.member("欧阳志远"), world.member("李秀英"), world.staff()
    delegate = world.delegate_of(resident)
    need = world.need(staff, resident_id=resident.member_id)
    made = world.checked_out(helper, need)

    def listed(actor: Actor, **query: object) -> list[str]:
        return ids_of(assignments_listed(world.m, actor, AssignmentsQuery(**query)))  # type: ignore[arg-type]  # -- fields by name

    assert listed(helper) == listed(helper, side=Side.VOLUNTEER) == [made.id]
    assert listed(helper, side=Side.RECEIVER) == []
    assert listed(resident, awaiting=Awaiting.CONFIRMATION) == [made.id]
    assert listed(resident, awaiting=Awaiting.CHECK_IN) == []
    assert listed(resident, state=AssignmentState.CHECKED_OUT, side=Side.RECEIVER) == [made.id]
    assert listed(delegate) == []
    assert listed(delegate, resident_id=resident.member_id) == [made.id]
    assert listed(staff) == listed(staff, side=Side.ORGANISER) == [made.id]
    assert listed(staff, awaiting=Awaiting.STAFF) == []
    for actor, query in (
        (helper, {"community_code": HERE}),
        (helper, {"resident_id": resident.member_id}),
        (staff, {"side": Side.COMMUNITY, "community_code": THERE}),
    ):
        with pytest.raises(Forbidden):
            listed(actor, **query)


def test_times_told_late_stand_on_the_staffs_list(world: World) -> None:
    helper, staff = world.member(), world.staff()
    need = world.need(staff, resident_id=world.resident().member_id)
    made = world.accepted(helper, need)
    world.clock.advance(days=1)
    serving.check_in(world.m, helper, made.id, CheckIn(at=need.starts_at))
    serving.check_out(world.m, helper, made.id, CheckOut(at=need.ends_at))

    (shown,) = assignments_listed(world.m, staff, AssignmentsQuery(awaiting=Awaiting.STAFF)).items

    assert (shown.id, shown.late, shown.for_staff, shown.awaiting) == (made.id, True, True, "confirmation")


def test_receivers_see_surname_and_number_and_staff_the_name(world: World) -> None:
    helper, resident, staff = world.member("欧阳志远"), world.member("李秀英"), world.staff()
    delegate = world.delegate_of(resident)
    made = world.checked_out(helper, world.need(staff, resident_id=resident.member_id))

    by_delegate = assignment_shown(world.m, delegate, made.id)
    by_staff = assignment_shown(world.m, staff, made.id)

    assert (by_delegate.member_name, by_delegate.volunteer_number) == ("欧阳志愿者", "V000001")
    assert (by_staff.member_name, by_staff.can) == ("欧阳志远", ("confirm", "cancel"))
    assert by_delegate.can == ("confirm",)
    assert assignment_brief(world.m, helper, made).can == ()
    with pytest.raises(NotFound):
        assignment_shown(world.m, world.member(), made.id)


def test_what_one_may_do_follows_state_and_clock(world: World) -> None:
    helper, resident, staff = world.member(), world.member(), world.staff()
    need = world.need(
        staff, resident_id=resident.member_id, starts_at=world.now(hours=3), ends_at=world.now(hours=4)
    )
    made = world.accepted(helper, need)

    def can(actor: Actor) -> tuple[str, ...]:
        return assignment_shown(strict, actor, made.id).can

    strict = replace(world.m, policy=Policy(check_in_early_minutes=120))
    assert can(helper) == ("cancel",)
    world.clock.at = need.starts_at
    assert (can(helper), can(resident)) == (("check-in",), ("no-show",))
    serving.check_in(world.m, helper, made.id, CheckIn())
    assert can(helper) == ("check-out",)
    world.clock.at = need.ends_at
    serving.check_out(world.m, helper, made.id, CheckOut())
    assert (can(helper), can(resident)) == ((), ("confirm",))


def test_offers_are_their_owners_and_the_open_ones_the_staffs(world: World) -> None:
    helper, staff = world.volunteer(), world.staff()
    (offer,) = offers_listed(world.m, helper, OffersQuery()).items

    assert ids_of(offers_listed(world.m, staff, OffersQuery(community_code=HERE))) == [offer.id]
    assert offer_shown(world.m, staff, offer.id) == offer_shown(world.m, helper, offer.id)
    assert ids_of(offers_listed(world.m, staff, OffersQuery())) == []
    with pytest.raises(NotFound):
        offer_shown(world.m, world.member(), offer.id)
    with pytest.raises(Forbidden):
        offers_listed(world.m, helper, OffersQuery(community_code=HERE))
