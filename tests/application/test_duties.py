"""Duties are named by staff, held for a term, let go of, and public with what is vacant."""

from datetime import date, timedelta

import pytest

from services.matching.application.duties import appointing
from services.matching.application.duties.commands import Appoint, DutiesQuery, NameDuty
from services.matching.application.duties.showing import duties_listed, duty_view
from services.matching.application.register.closing import close_own_account
from services.matching.application.register.commands import CloseAccount
from services.matching.application.sweeps import end_expired_duties
from services.matching.domain.duties.duty import Duty, DutyKind
from services.matching.domain.duties.errors import DutyEndsBeforeItBegins, DutyNamedAlready
from services.matching.domain.errors import MemberInactive
from services.matching.domain.parties.errors import NoAccountWithPhone
from services.notify.domain.routing import routes
from shared.events.duties import DutyHolderChanged
from shared.identity.actor import Actor
from shared.identity.member import MemberStatus
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden
from shared.kernel.ids import RandomIds
from tests.application.matching_world import HERE, THERE, World, a_world
from tests.application.test_matching_api import Callers

TODAY = date(2026, 11, 23)
ASKED = NameDuty(kind=DutyKind.BUILDING_HEAD, community_code=HERE, area="3 号楼")


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def by_phone(world: World, actor: Actor, until_on: date | None = None) -> Appoint:
    return Appoint(phone=world.identity.members.get(actor.member_id).phone or "", until_on=until_on)


def held(world: World, staff: Actor, actor: Actor, area: str = "3 号楼") -> Duty:
    asked = NameDuty(kind=DutyKind.BUILDING_HEAD, community_code=HERE, area=area)
    made = appointing.name_duty(world.m, staff, asked, world.m.ids.new())
    return appointing.appoint(world.m, staff, made.id, by_phone(world, actor))


def test_a_duty_is_named_once_for_an_area_by_staff_of_the_community(world: World) -> None:
    staff = world.staff()
    made = appointing.name_duty(world.m, staff, ASKED, "one")

    assert made.holder is None
    assert appointing.name_duty(world.m, staff, ASKED, "one") == made
    with pytest.raises(DutyNamedAlready):
        appointing.name_duty(world.m, staff, ASKED, "two")
    for stranger in (world.member(), world.staff(THERE)):
        with pytest.raises(Forbidden):
            appointing.name_duty(world.m, stranger, ASKED, "three")


def test_who_is_appointed_takes_the_place_of_who_held_it_and_both_are_told(world: World) -> None:
    staff, first, second = world.staff(), world.member(), world.member()
    made = held(world, staff, first)
    assert appointing.appoint(world.m, staff, made.id, by_phone(world, first)) == made

    term = TODAY + timedelta(days=365)
    after = appointing.appoint(world.m, staff, made.id, by_phone(world, second, term))

    assert after.holder is not None
    assert (after.holder.member_id, after.holder.from_on, after.holder.until_on) == (
        second.member_id,
        TODAY,
        term,
    )
    assert [(each.member_id, each.until_on) for each in after.earlier] == [(first.member_id, TODAY)]
    longer = appointing.appoint(world.m, staff, made.id, by_phone(world, second))
    assert (longer.holder is not None and longer.holder.until_on, len(longer.earlier)) == (None, 1)
    told = [each for each in world.settle() if isinstance(each, DutyHolderChanged)]
    heard = sorted((each.member_id, each.kind.value) for fact in told for each in routes(fact))
    assert heard == [
        (first.member_id, "duty-held"),
        (first.member_id, "duty-over"),
        (second.member_id, "duty-held"),
    ]


def test_only_an_active_account_is_appointed_and_for_a_term_to_come(world: World) -> None:
    staff, gone = world.staff(), world.member(status=MemberStatus.SUSPENDED)
    made = appointing.name_duty(world.m, staff, ASKED, "one")

    with pytest.raises(MemberInactive):
        appointing.appoint(world.m, staff, made.id, by_phone(world, gone))
    with pytest.raises(NoAccountWithPhone):
        appointing.appoint(world.m, staff, made.id, Appoint(phone="13700000000"))
    with pytest.raises(DutyEndsBeforeItBegins):
        appointing.appoint(world.m, staff, made.id, by_phone(world, world.member(), TODAY))
    with pytest.raises(Forbidden):
        appointing.appoint(world.m, world.member(), made.id, by_phone(world, gone))


def test_a_holder_lets_go_and_staff_take_back_and_nobody_else(world: World) -> None:
    staff, actor = world.staff(), world.member()
    made, other = held(world, staff, actor), held(world, staff, actor, "4 号楼")

    with pytest.raises(Forbidden):
        appointing.vacate(world.m, world.member(), made.id)
    left = appointing.vacate(world.m, actor, made.id)
    assert (left.holder, len(left.earlier)) == (None, 1)
    assert appointing.vacate(world.m, staff, made.id) == left
    assert appointing.vacate(world.m, staff, other.id).holder is None


def test_a_term_that_is_over_leaves_the_duty_vacant_once_and_its_holder_is_told(world: World) -> None:
    staff, actor = world.staff(), world.member()
    made = held(world, staff, actor)
    last = TODAY + timedelta(days=3)
    appointing.appoint(world.m, staff, made.id, by_phone(world, actor, last))
    world.settle()

    world.clock.at += timedelta(days=3)
    assert end_expired_duties(world.m, world.now()) == 0
    appointing.end_term(world.m, made.id, world.now())
    assert world.m.duties.get(made.id).holder is not None
    world.clock.at += timedelta(days=1)
    assert [end_expired_duties(world.m, world.now()) for _ in range(2)] == [1, 0]
    told = [each for fact in world.settle() for each in routes(fact)]
    assert [(each.member_id, each.kind.value) for each in told] == [(actor.member_id, "duty-over")]
    shown = duty_view(world.m, None, world.m.duties.get(made.id))
    assert (shown.vacant, shown.last_until) == (True, last)


def test_everyone_sees_who_looks_after_what_by_the_name_residents_know(world: World) -> None:
    staff, actor = world.staff(), world.member("孙大勇")
    made = held(world, staff, actor)
    empty = appointing.name_duty(
        world.m, staff, NameDuty(kind=DutyKind.LAW, community_code=HERE, area="全社区"), "l"
    )

    public = {each.id: each for each in duties_listed(world.m, None, DutiesQuery(community_code=HERE)).items}
    vacant = duties_listed(world.m, actor, DutiesQuery(vacant=True)).items

    assert public[made.id].holder_name not in (None, "孙大勇")
    assert (public[made.id].can, public[empty.id].vacant) == ((), True)
    assert [each.id for each in vacant] == [empty.id]
    assert duty_view(world.m, staff, made).holder_name == "孙大勇"
    assert duty_view(world.m, staff, made).can == ("appoint", "vacate")
    assert duty_view(world.m, actor, made).can == ("vacate",)


def test_who_closes_the_account_leaves_the_duty_vacant(world: World) -> None:
    secret = "calm-river-of-march"
    actor = world.member(password_hash=world.identity.passwords.hashed(secret))
    made = held(world, world.staff(), actor)

    close_own_account(world.identity, world.m, actor, CloseAccount(password=secret), address="127.0.0.1")

    assert world.m.duties.get(made.id).holder is None


def test_the_api_names_appoints_and_vacates(world: World) -> None:
    call, staff, actor = Callers(world).call, world.staff(), world.member()
    status, made = call(staff, "POST", "/duties", {"kind": "LAW", "community_code": HERE, "area": "全社区"})
    assert (status, made["vacant"]) == (201, True)
    phone = world.identity.members.get(actor.member_id).phone
    path = f"/duties/{made['id']}"
    assert not call(staff, "POST", f"{path}/appoint", {"phone": phone})[1]["vacant"]
    assert call(None, "GET", f"/duties?community_code={HERE}")[1]["items"][0]["from_on"] == "2026-11-23"
    assert call(actor, "POST", f"{path}/vacate")[1]["held_before"] == 1


def test_every_duty_has_a_name_in_both_languages() -> None:
    assert all(each.words.zh and each.words.en for each in DutyKind)
