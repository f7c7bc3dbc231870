"""Who came to a shift, how long, and who agreed to it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.matching.application.projects import presence
from services.matching.application.projects.commands import (
    Arrival,
    Claim,
    RoleWanted,
    TellIn,
    TellOut,
)
from services.matching.domain import errors
from services.matching.domain.projects import errors as project_errors
from services.matching.domain.projects.rules import CODE_SECONDS, code_at
from services.matching.domain.projects.shift import ShiftState
from shared.events.service import ShiftConfirmed
from shared.kernel.clock import SetClock
from shared.kernel.errors import BadInput, Forbidden
from shared.kernel.ids import RandomIds
from tests.application.project_world import ProjectWorld, a_project_world, here


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return a_project_world(clock, ids)


def names(world: ProjectWorld, shift_id: str) -> list[tuple[str, bool]]:
    return [(each.name, each.member_id is not None) for each in world.m.shifts.get(shift_id).attendees]


def confirmations(world: ProjectWorld) -> list[ShiftConfirmed]:
    return [each for each in world.world.settle() if isinstance(each, ShiftConfirmed)]


def test_a_leader_signs_in_and_settles_thirty_people_in_three_acts(world: ProjectWorld) -> None:
    shift = world.shift(
        roles=(
            RoleWanted(code="leader", name="领队", places=1, leads=True),
            RoleWanted(code="helper", name="队员", places=30),
        )
    )
    leader, helpers = world.leader(shift), [world.world.member() for _ in range(30)]
    for helper in helpers:
        world.joined(helper, shift)
    world.world.settle()

    world.present(leader, shift, *here(*helpers))
    settled = world.agreed(leader, shift, *[120] * 30)

    (fact,) = confirmations(world)
    assert (settled.state, fact.confirmed_by, len(fact.lines)) == (ShiftState.SETTLED, "LEADER", 30)
    assert {line.member_id for line in fact.lines} == {each.member_id for each in helpers}
    assert {line.minutes for line in fact.lines} == {120}


def test_people_without_phones_are_signed_in_by_name_number_or_name_and_phone(world: ProjectWorld) -> None:
    shift = world.shift()
    numbered, called = world.world.member("钱一"), world.world.member("赵二", phone="+8613900001111")
    number = world.world.identity.members.get(numbered.member_id).volunteer_number or ""
    people = (
        Arrival(number=number.lower()),
        Arrival(name="赵二", phone="139 0000 1111"),
        Arrival(name="别人", phone="13900001111"),
        Arrival(name="王大爷"),
        Arrival(name="王大爷"),
        Arrival(number=number),
    )
    world.clock.at = shift.starts_at

    for _ in range(2):
        presence.tell_in(world.m, world.organiser, shift.id, TellIn(people=people))

    assert names(world, shift.id) == [("钱一", True), ("赵二", True), ("别人", False), ("王大爷", False)]
    assert called.member_id == world.now(shift).attendees[1].member_id


def test_a_list_with_a_line_that_says_nobody_names_the_line_and_signs_in_nobody(world: ProjectWorld) -> None:
    shift = world.shift()
    world.clock.at = shift.starts_at
    people = (Arrival(name="王大爷"), Arrival(), Arrival(number="V9"), Arrival(member_id="nobody"))

    with pytest.raises(BadInput) as refused:
        presence.tell_in(world.m, world.organiser, shift.id, TellIn(people=people))

    assert [fault.field for fault in refused.value.faults] == ["people.1", "people.2", "people.3"]
    assert world.now(shift).attendees == ()


def test_somebody_written_down_by_name_is_credited_once_they_are_claimed(world: ProjectWorld) -> None:
    shift, known = world.shift(), world.world.member("李三")
    number = world.world.identity.members.get(known.member_id).volunteer_number or ""
    leader = world.leader(shift)
    world.present(leader, shift, Arrival(name="老李", phone="0833-7654321"), *here(world.world.member()))
    line = world.now(shift).attendees[0].id
    with pytest.raises(project_errors.UnknownPerson):
        world.agreed(leader, shift, 120)
    with pytest.raises(Forbidden):
        presence.claim(world.m, leader, shift.id, Claim(attendee_id=line, number=number))
    with pytest.raises(BadInput):
        presence.claim(world.m, world.organiser, shift.id, Claim(attendee_id=line, number="V9"))

    known_now = presence.claim(world.m, world.organiser, shift.id, Claim(attendee_id=line, number=number))
    again = presence.claim(world.m, world.organiser, shift.id, Claim(attendee_id=line, number=number))

    assert again == known_now
    assert (known_now.attendees[0].name, known_now.attendees[0].phone) == ("李三", "")
    other = known_now.attendees[1].id
    with pytest.raises(project_errors.AlreadyClaimed):
        presence.claim(world.m, world.organiser, shift.id, Claim(attendee_id=other, number=number))
    assert world.agreed(world.organiser, shift, 120, 120).state is ShiftState.SETTLED


def test_who_is_claimed_as_somebody_already_listed_is_refused(world: ProjectWorld) -> None:
    shift, known = world.shift(), world.world.member("李三")
    number = world.world.identity.members.get(known.member_id).volunteer_number or ""
    world.present(world.organiser, shift, Arrival(name="老李"), *here(known))

    with pytest.raises(project_errors.AlreadyClaimed):
        presence.claim(
            world.m,
            world.organiser,
            shift.id,
            Claim(attendee_id=world.now(shift).attendees[0].id, number=number),
        )


def test_one_signs_in_oneself_with_the_code_that_changes(world: ProjectWorld) -> None:
    shift, helper = world.shift(), world.world.member()
    world.joined(helper, shift)
    early = TellIn(code=code_at(shift, world.clock.now()))
    with pytest.raises(errors.TooEarly):
        presence.tell_in(world.m, helper, shift.id, early)
    world.clock.at = shift.starts_at
    code = TellIn(code=code_at(shift, world.clock.now()))
    with pytest.raises(project_errors.NotSignedUp):
        presence.tell_in(world.m, world.world.member(), shift.id, code)
    with pytest.raises(Forbidden):
        presence.tell_in(world.m, helper, shift.id, replace(code, at=shift.starts_at))
    with pytest.raises(project_errors.WrongCode):
        presence.tell_in(world.m, helper, shift.id, TellIn())
    world.clock.advance(seconds=CODE_SECONDS * 3)
    with pytest.raises(project_errors.WrongCode):
        presence.tell_in(world.m, helper, shift.id, code)

    fresh = TellIn(code=code_at(shift, world.clock.now(), back=2))
    come = presence.tell_in(world.m, helper, shift.id, fresh)

    assert presence.tell_in(world.m, helper, shift.id, TellIn()) == come
    assert [each.how.value for each in come.attendees] == ["CODE"]
    world.clock.advance(minutes=50)
    assert presence.tell_out(world.m, helper, shift.id, TellOut()).attendees[0].out_at == world.clock.now()


def test_only_who_runs_the_shift_signs_others_in_or_out(world: ProjectWorld) -> None:
    shift, helper = world.shift(), world.world.member()
    world.joined(helper, shift)
    world.present(world.organiser, shift, *here(helper), minutes=1)
    line = world.now(shift).attendees[0].id

    for who in (world.world.member(), world.staff_of("party-2")):
        with pytest.raises(Forbidden):
            presence.tell_in(world.m, who, shift.id, TellIn(people=here(helper)))
        with pytest.raises(Forbidden):
            presence.tell_out(world.m, who, shift.id, TellOut())
        with pytest.raises(Forbidden):
            world.agreed(who, shift, 1)
    for foreign in (TellOut(attendee_ids=("x",)), TellOut(at=world.clock.now())):
        with pytest.raises(Forbidden):
            presence.tell_out(world.m, helper, shift.id, foreign)
    with pytest.raises(project_errors.NotAttending):
        presence.tell_out(world.m, world.organiser, shift.id, TellOut(attendee_ids=("x",)))
    out = presence.tell_out(world.m, world.community, shift.id, TellOut(attendee_ids=(line,)))
    assert out.attendees[0].out_at == world.clock.now()


def test_presence_is_told_from_an_hour_before_never_ahead_and_late_with_a_reason(world: ProjectWorld) -> None:
    shift, helper = world.shift(), world.world.member()
    people = here(helper)
    with pytest.raises(project_errors.ShiftNotBegun):
        presence.tell_in(world.m, world.organiser, shift.id, TellIn(people=people))
    world.clock.at = shift.starts_at - timedelta(minutes=30)
    with pytest.raises(errors.InTheFuture):
        presence.tell_in(world.m, world.organiser, shift.id, TellIn(people=people, at=shift.starts_at))
    world.clock.at = shift.ends_at + timedelta(days=1)
    told = TellIn(people=people, at=shift.starts_at)
    with pytest.raises(errors.ReasonRequired):
        presence.tell_in(world.m, world.organiser, shift.id, told)
    presence.tell_in(world.m, world.organiser, shift.id, replace(told, reason="签到表当天没带"))
    with pytest.raises(errors.OutBeforeIn):
        presence.tell_out(
            world.m,
            world.organiser,
            shift.id,
            TellOut(at=shift.starts_at - timedelta(minutes=1), reason="晚报"),
        )
    world.clock.at = shift.ends_at + timedelta(days=30)
    with pytest.raises(errors.TooLate):
        presence.tell_in(world.m, world.organiser, shift.id, replace(told, reason="忘了"))


def test_who_walks_in_while_bound_elsewhere_is_signed_in_only_with_a_reason(world: ProjectWorld) -> None:
    project = world.published()
    other, shift = world.shift(project), world.shift(project)
    bound, free = world.world.member("钱一"), world.world.member("赵二")
    world.joined(bound, other)
    world.clock.at = shift.starts_at

    with pytest.raises(project_errors.BoundElsewhere) as refused:
        presence.tell_in(world.m, world.organiser, shift.id, TellIn(people=here(free, bound)))

    assert ("钱一 (" in refused.value.say("zh"), "赵二" in refused.value.say("zh")) == (True, False)
    assert world.now(shift).attendees == ()
    reason = TellIn(people=here(free, bound), reason="那边已提前结束")
    presence.tell_in(world.m, world.organiser, shift.id, reason)
    assert [each.reason for each in world.now(shift).attendees] == ["那边已提前结束"] * 2
    assert presence.tell_in(world.m, world.organiser, shift.id, TellIn(people=here(bound))) == world.now(
        shift
    )


def test_a_name_is_matched_with_a_member_bound_elsewhere_only_with_a_reason(world: ProjectWorld) -> None:
    project = world.published()
    other, shift = world.shift(project), world.shift(project)
    bound = world.world.member("钱一")
    world.joined(bound, other)
    number = world.world.identity.members.get(bound.member_id).volunteer_number or ""
    world.clock.at = shift.starts_at
    presence.tell_in(world.m, world.organiser, shift.id, TellIn(people=(Arrival(name="老钱"),)))
    claimed = Claim(attendee_id=world.now(shift).attendees[0].id, number=number)

    with pytest.raises(project_errors.BoundElsewhere):
        presence.claim(world.m, world.organiser, shift.id, claimed)

    known = presence.claim(world.m, world.organiser, shift.id, replace(claimed, reason="两处都去了一半"))
    assert [(each.member_id, each.reason) for each in known.attendees] == [
        (bound.member_id, "两处都去了一半")
    ]
