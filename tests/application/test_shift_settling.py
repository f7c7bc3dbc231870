"""The minutes of a shift: who may agree to them, to how many, and how they are told."""

from datetime import timedelta

import pytest

from services.matching.application.projects import presence, settling
from services.matching.application.projects.commands import (
    AgreeLine,
    Counted,
    RoleWanted,
    Settle,
    TellIn,
    TellOut,
)
from services.matching.domain import errors
from services.matching.domain.projects import errors as project_errors
from services.matching.domain.projects.presence import AgreedAs
from services.matching.domain.projects.shift import ShiftState
from shared.events.service import ShiftConfirmed
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.project_world import ProjectWorld, a_project_world, here


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> ProjectWorld:
    return a_project_world(clock, ids)


def names(world: ProjectWorld, shift_id: str) -> list[tuple[str, bool]]:
    return [(each.name, each.member_id is not None) for each in world.m.shifts.get(shift_id).attendees]


def confirmations(world: ProjectWorld) -> list[ShiftConfirmed]:
    return [each for each in world.world.settle() if isinstance(each, ShiftConfirmed)]


def test_who_is_entered_late_is_agreed_to_by_staff_not_by_the_leader(world: ProjectWorld) -> None:
    shift, helper = world.shift(), world.world.member()
    leader = world.leader(shift)
    world.clock.at = shift.ends_at + timedelta(days=1)
    told = TellIn(people=here(helper), at=shift.starts_at, reason="当天停电")
    presence.tell_in(world.m, leader, shift.id, told)
    with pytest.raises(project_errors.NotYetOut):
        world.agreed(leader, shift, 120)
    presence.tell_out(world.m, leader, shift.id, TellOut(at=shift.ends_at, reason="当天停电"))

    with pytest.raises(project_errors.LateForOrganiser):
        world.agreed(leader, shift, 120)
    agreed = world.agreed(world.organiser, shift, 120).attendees[0].agreed

    assert agreed is not None
    assert agreed.as_role is AgreedAs.ORGANISER


def test_a_late_entry_after_settling_opens_the_shift_again_and_credits_only_the_newcomer(
    world: ProjectWorld,
) -> None:
    shift, one, late = world.shift(), world.world.member(), world.world.member()
    world.present(world.organiser, shift, *here(one))
    world.agreed(world.organiser, shift, 120)
    confirmations(world)
    world.clock.at = shift.ends_at + timedelta(days=2)

    told = TellIn(people=here(one, late), at=shift.starts_at, reason="漏登")
    assert presence.tell_in(world.m, world.organiser, shift.id, told).state is ShiftState.OPEN
    presence.tell_out(world.m, world.organiser, shift.id, TellOut(at=shift.ends_at, reason="漏登"))
    assert world.agreed(world.organiser, shift, 120, 120).state is ShiftState.SETTLED

    (fact,) = confirmations(world)
    assert [line.member_id for line in fact.lines] == [late.member_id]


def test_nobody_agrees_to_their_own_minutes_the_leaders_are_for_other_staff(world: ProjectWorld) -> None:
    shift = world.shift()
    leader = world.leader(shift)
    world.present(leader, shift, *here(leader, world.organiser, world.community))

    for who in (leader, world.organiser, world.community):
        with pytest.raises(project_errors.OwnMinutes):
            world.agreed(who, shift, 120, 120, 120)
    assert [each.agreed for each in world.now(shift).attendees] == [None, None, None]
    assert world.agreed(world.staff_of("party-1"), shift, 120, 120, 120).state is ShiftState.SETTLED


def test_minutes_are_one_to_what_was_expected_with_a_reason_if_they_differ_from_the_times(
    world: ProjectWorld,
) -> None:
    shift = world.shift(expected_minutes=100)
    world.present(world.organiser, shift, *here(world.world.member()), minutes=80)

    with pytest.raises(errors.MinutesOutOfRange):
        world.agreed(world.organiser, shift, 101)
    with pytest.raises(errors.ReasonRequired):
        world.agreed(world.organiser, shift, 100)
    assert world.agreed(world.organiser, shift, 100, reason="提前到场布置").state is ShiftState.SETTLED
    with pytest.raises(project_errors.MinutesStand):
        world.agreed(world.organiser, shift, 80)


def test_agreeing_again_says_it_once_and_duty_is_told_as_such(world: ProjectWorld) -> None:
    shift = world.shift()
    world.present(world.organiser, shift, *here(world.world.member()))
    line = AgreeLine(attendee_id=world.now(shift).attendees[0].id, minutes=120, recorded_as=Counted.DUTY)

    for _ in range(3):
        settling.settle(world.m, world.organiser, shift.id, Settle(lines=(line,)))

    (fact,) = confirmations(world)
    assert [each.recorded_as for each in fact.lines] == ["DUTY"]


def test_a_large_shift_is_told_in_several_events_each_record_in_one(world: ProjectWorld) -> None:
    shift = world.shift(roles=(RoleWanted(code="helper", name="队员", places=200),))
    world.present(world.organiser, shift, *here(*(world.world.member() for _ in range(150))))
    world.agreed(world.organiser, shift, *[120] * 150)

    facts = confirmations(world)

    assert {len(each.lines) for each in facts} == {100, 50}
    assert len({line.record_id for each in facts for line in each.lines}) == 150


def test_a_list_has_an_end_and_a_cancelled_shift_none_at_all(
    world: ProjectWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.matching.domain.projects.shift.MOST_ATTENDING", 1)
    shift, other = world.shift(), world.shift()
    world.m.shifts.save(other.cancelled("下雨"))
    world.clock.at = shift.starts_at
    people = here(world.world.member(), world.world.member())

    with pytest.raises(project_errors.ListTooLong):
        presence.tell_in(world.m, world.organiser, shift.id, TellIn(people=people))
    with pytest.raises(project_errors.ShiftNotOpen):
        presence.tell_in(world.m, world.organiser, other.id, TellIn(people=people))
    with pytest.raises(project_errors.ShiftNotOpen):
        world.now(other).with_attendees({})
