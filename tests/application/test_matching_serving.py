"""From check-in to rating, and what goes otherwise."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.matching.application import diaries, serving, sweeps
from services.matching.application.commands import Cancel, CheckIn, CheckOut, Confirm, NoShow, Place, Rate
from services.matching.domain import errors
from services.matching.domain.assignment import AssignmentState, ConfirmedAs
from services.matching.domain.diary import EntryState
from services.matching.domain.gate_shapes import Policy
from services.matching.domain.need import NeedState, RecordedAs
from services.matching.domain.need import Place as TakenPlace
from shared.events import matching as told
from shared.events.service import ServiceConfirmed
from shared.identity.attestations import Attestation, Attested
from shared.identity.member import day_in_china
from shared.kernel.clock import SetClock
from shared.kernel.errors import Forbidden
from shared.kernel.ids import RandomIds
from tests.application.matching_world import THERE, World, a_world


@pytest.fixture
def world(databases: str, clock: SetClock, ids: RandomIds) -> World:
    return a_world(clock, ids)


def test_a_check_in_keeps_time_and_distance_and_repeating_it_changes_nothing(world: World) -> None:
    helper, need = world.member(), world.need()
    made = world.accepted(helper, need)
    world.clock.at = need.starts_at
    here = CheckIn(point=Place(longitude=103.835, latitude=30.05))

    begun = serving.check_in(world.m, helper, made.id, here)

    assert begun.check_in is not None
    assert (begun.state, begun.check_in.distance_metres) == (AssignmentState.CHECKED_IN, 481)
    assert serving.check_in(world.m, helper, made.id, CheckIn()) == begun
    with pytest.raises(errors.IllegalStep):
        serving.check_in(world.m, helper, made.id, CheckIn(at=need.starts_at - timedelta(minutes=1)))
    ended = serving.check_out(world.m, helper, made.id, CheckOut())
    assert serving.check_out(world.m, helper, made.id, CheckOut()) == ended
    with pytest.raises(Forbidden):
        serving.check_in(world.m, world.member(), made.id, CheckIn())


def test_times_told_late_are_marked_and_confirmed_by_staff_alone(world: World) -> None:
    helper, resident, staff = world.member(), world.member(), world.staff()
    need = world.need(staff, resident_id=resident.member_id)
    made = world.accepted(helper, need)
    world.clock.at = need.ends_at + timedelta(days=3)

    serving.check_in(world.m, helper, made.id, CheckIn(at=need.starts_at))
    told_late = serving.check_out(world.m, helper, made.id, CheckOut(at=need.ends_at))

    assert told_late.is_late
    with pytest.raises(errors.LateForStaff):
        serving.confirm(world.m, resident, made.id, Confirm(minutes=45))
    stands = serving.confirm(world.m, staff, made.id, Confirm(minutes=45))
    assert stands.confirmation is not None
    assert stands.confirmation.as_role is ConfirmedAs.STAFF


def test_a_resident_a_stranger_and_staff_elsewhere(world: World) -> None:
    resident = world.member()
    need = world.need(world.staff(), resident_id=resident.member_id)
    made = world.checked_out(world.member(), need)

    for stranger in (world.member(), world.staff(THERE)):
        with pytest.raises(Forbidden):
            serving.confirm(world.m, stranger, made.id, Confirm(minutes=45))
    stands = serving.confirm(world.m, resident, made.id, Confirm(minutes=45))
    assert stands.confirmation is not None
    assert stands.confirmation.as_role is ConfirmedAs.RECEIVER


def test_the_organiser_confirms_a_groups_service_and_staff_state_duty(world: World) -> None:
    staff, other_staff = world.staff(), world.staff()
    need = world.need(staff, service_kind="PATROL_TRAFFIC", helpers_wanted=2)
    insured = Attestation(
        topic=Attested.INSURANCE,
        valid_until=day_in_china(need.starts_at),
        recorded_by=staff.member_id,
        recorded_at=world.now(),
    )
    one, two = world.member(attestations=(insured,)), world.member(attestations=(insured,))
    first = world.accepted(one, need)
    second = world.checked_out(two, need)
    serving.check_in(world.m, one, first.id, CheckIn(at=need.starts_at))
    serving.check_out(world.m, one, first.id, CheckOut())

    organised = serving.confirm(world.m, staff, first.id, Confirm(minutes=45))
    duty = serving.confirm(world.m, other_staff, second.id, Confirm(minutes=45, recorded_as=RecordedAs.DUTY))
    facts = world.settle()

    assert organised.confirmation is not None
    assert organised.confirmation.as_role is ConfirmedAs.ORGANISER
    assert duty.recorded_as is RecordedAs.DUTY
    recorded = sorted(fact.recorded_as for fact in facts if isinstance(fact, ServiceConfirmed))
    assert recorded == ["DUTY", "VOLUNTEER"]
    assert world.m.needs.get(need.id).state is NeedState.MET


def test_a_receiver_does_not_state_duty(world: World) -> None:
    resident = world.member()
    made = world.checked_out(world.member(), world.need(world.staff(), resident_id=resident.member_id))

    with pytest.raises(errors.OnlyStaffState):
        serving.confirm(world.m, resident, made.id, Confirm(minutes=45, recorded_as=RecordedAs.DUTY))


def test_cancelling_frees_place_and_time_and_may_be_repeated(world: World) -> None:
    helper, need = world.member(), world.need()
    made = world.accepted(helper, need)
    world.settle()

    gone = serving.cancel(world.m, helper, made.id, Cancel(reason="生病"))

    assert serving.cancel(world.m, helper, made.id, Cancel()) == gone
    assert world.m.needs.get(need.id).state is NeedState.OPEN
    again = world.accepted(helper, need)
    assert again.id != made.id
    world.settle()
    assert world.m.assignments.get(again.id).state is AssignmentState.ACCEPTED
    assert len(world.m.diaries.get(helper.member_id).entries) == 1


def test_who_did_not_come_is_recorded_after_the_start_by_the_other_side(world: World) -> None:
    helper, resident = world.member(), world.member()
    need = world.need(world.staff(), resident_id=resident.member_id)
    made = world.accepted(helper, need)

    with pytest.raises(errors.TooEarly):
        serving.no_show(world.m, resident, made.id, NoShow())
    world.clock.at = need.starts_at
    with pytest.raises(errors.VolunteerCannotConfirm):
        serving.no_show(world.m, helper, made.id, NoShow())
    missed = serving.no_show(world.m, resident, made.id, NoShow(reason="没有来"))

    assert (missed.state, missed.reason) == (AssignmentState.NO_SHOW, "没有来")
    assert serving.no_show(world.m, resident, made.id, NoShow()) == missed
    assert world.m.needs.get(need.id).state is NeedState.OPEN
    with pytest.raises(errors.IllegalStep):
        serving.check_in(world.m, helper, made.id, CheckIn())


def test_a_rating_is_the_receiving_sides_once(world: World) -> None:
    helper, resident, staff = world.member(), world.member(), world.staff()
    made = world.confirmed(helper, world.need(staff, resident_id=resident.member_id), staff)

    rated = serving.rate(world.m, resident, made.id, Rate(grade=4, words="谢谢"))

    assert serving.rate(world.m, resident, made.id, Rate(grade=4, words="谢谢")) == rated
    with pytest.raises(errors.AlreadyRated):
        serving.rate(world.m, resident, made.id, Rate(grade=5))
    with pytest.raises(Forbidden):
        serving.rate(world.m, staff, made.id, Rate(grade=5))
    with pytest.raises(errors.VolunteerCannotConfirm):
        serving.rate(world.m, helper, made.id, Rate(grade=5))


def test_confirmations_are_reminded_of_once_each_however_often_is_swept(world: World) -> None:
    made = world.checked_out(world.member(), world.need())
    world.settle()
    dues: list[tuple[int, bool]] = []
    for hours in (23, 1, 1, 47, 1, 24 * 10):
        world.clock.advance(hours=hours)
        for _ in range(2):
            sweeps.remind_unconfirmed(world.m, world.clock.now())
        dues += [
            (fact.after_hours, fact.for_staff)
            for fact in world.settle()
            if isinstance(fact, told.ConfirmationDue)
        ]

    assert [due[1] for due in dues] == [False, False, True]
    assert [due[0] for due in dues][:2] == [24, 72]
    assert world.m.assignments.get(made.id).is_for_staff
    sweeps.remind(world.m, made.id, world.clock.now())
    assert world.settle() == []


def test_a_reservation_whose_place_was_lost_is_released_after_a_minute(world: World) -> None:
    helper, need = world.member(), world.need()
    lost = TakenPlace(assignment_id="lost", member_id=helper.member_id, taken_at=world.now())
    diaries.reserve(world.m, need, lost)

    assert sweeps.release_orphaned_reservations(world.m, world.now(seconds=59)) == 0
    assert sweeps.release_orphaned_reservations(world.m, world.now(seconds=61)) == 1

    assert world.m.diaries.get(helper.member_id).entries == ()
    assert sweeps.release_orphaned_reservations(world.m, world.now(seconds=61)) == 0


def test_a_reservation_whose_place_was_taken_is_held_after_a_minute(world: World) -> None:
    helper, need = world.member(), world.need()
    world.accepted(helper, need)

    sweeps.release_orphaned_reservations(world.m, world.now(seconds=61))

    assert [each.state for each in world.m.diaries.get(helper.member_id).entries] == [EntryState.HELD]


def test_a_fresh_reservation_beside_an_old_one_is_left_alone(world: World) -> None:
    helper, need = world.member(), world.need()
    later = world.need(starts_at=world.now(hours=5), ends_at=world.now(hours=6))
    old = TakenPlace(assignment_id="old", member_id=helper.member_id, taken_at=world.now())
    diaries.reserve(world.m, need, old)
    world.clock.advance(seconds=50)
    diaries.reserve(
        world.m, later, TakenPlace(assignment_id="new", member_id=helper.member_id, taken_at=world.now())
    )

    sweeps.release_orphaned_reservations(world.m, world.now(seconds=15))

    assert [each.assignment_id for each in world.m.diaries.get(helper.member_id).entries] == ["new"]


def test_a_place_whose_time_was_given_away_meanwhile_is_given_back(world: World) -> None:
    helper, need, other = world.member(), world.need(), world.need()
    made = world.accepted(helper, need)
    diaries.release(world.m, helper.member_id, made.id)
    world.accepted(helper, other)

    world.settle()

    assert world.m.assignments.get(made.id).state is AssignmentState.CANCELLED
    assert world.m.needs.get(need.id).places == ()
    assert [each.need_id for each in world.m.diaries.get(helper.member_id).entries] == [other.id]


def test_a_released_reservation_of_a_taken_place_is_reserved_again(world: World) -> None:
    helper, need = world.member(), world.need()
    made = world.accepted(helper, need)
    diaries.release(world.m, helper.member_id, made.id)

    world.settle()

    assert [each.state for each in world.m.diaries.get(helper.member_id).entries] == [EntryState.HELD]
    diaries.release(world.m, "nobody", made.id)


def test_times_lie_within_what_may_be_told(world: World) -> None:
    helper, need = world.member(), world.need(starts_at=world.now(hours=4), ends_at=world.now(hours=5))
    made = world.accepted(helper, need)

    strict = replace(world.m, policy=Policy(check_in_early_minutes=120))
    with pytest.raises(errors.TooEarly):
        serving.check_in(strict, helper, made.id, CheckIn())
    with pytest.raises(errors.InTheFuture):
        serving.check_in(world.m, helper, made.id, CheckIn(at=need.starts_at))
    world.clock.at = need.ends_at + timedelta(minutes=1)
    with pytest.raises(errors.TooLate):
        serving.check_in(world.m, helper, made.id, CheckIn())
