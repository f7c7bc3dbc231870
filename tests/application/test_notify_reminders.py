"""Reminders told at their hour, to whom they concern, and not at all once the matter is settled."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from services.notify.application.reactions import when_told_keep
from services.notify.application.reminding import remind
from services.notify.domain.channels import Channel
from services.notify.domain.notices import NoticeKind
from services.notify.domain.reminders import NEXT_STATES, ReminderState
from services.notify.entrypoints.jobs import sweeps
from shared.events.matching import AssignmentChanged, ConfirmationDue, ServiceRated
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.outside_world import Outside, taken
from tests.application.register_world import HOME
from tests.application.reminding_world import STARTS, a_reminding, at, eve, proposed

K = NoticeKind


@pytest.fixture
def outside(databases: str, clock: SetClock, ids: RandomIds) -> Iterator[Outside]:
    with a_reminding(clock, ids) as made:
        yield made


def an_assignment(state: str = "ACCEPTED", **other: object) -> AssignmentChanged:
    made = AssignmentChanged(
        assignment_id="assignment",
        need_id="need",
        community_code=HOME,
        member_id="volunteer",
        resident_id="resident",
        state=state,
        by="volunteer",
        service_kind="CLINIC_ESCORT",
        starts_at=STARTS,
        ends_at=STARTS + timedelta(hours=2),
    )
    return replace(made, **other)  # type: ignore[arg-type]  # -- fields by name


def test_a_reminder_has_arrows_for_every_state() -> None:
    assert NEXT_STATES.keys() == set(ReminderState)


def test_both_sides_hear_the_evening_before_and_the_volunteer_two_hours_before(outside: Outside) -> None:
    outside.world.hear(an_assignment())
    assert at(outside, eve(17)) == []
    assert at(outside, eve(18)) == [("resident", K.HELP_COMES_TOMORROW), ("volunteer", K.DAY_BEFORE)]
    assert at(outside, eve(19)) == []
    assert at(outside, STARTS - timedelta(hours=2)) == [("volunteer", K.HOURS_BEFORE)]


def test_who_has_not_checked_in_is_asked_and_then_staff_hear_of_it(outside: Outside) -> None:
    outside.world.hear(an_assignment())
    at(outside, STARTS)
    assert at(outside, STARTS + timedelta(minutes=15)) == [("volunteer", K.NOT_CHECKED_IN)]
    assert at(outside, STARTS + timedelta(minutes=30)) == [("staff", K.HELPER_NOT_THERE)]


@pytest.mark.parametrize("state", ["CHECKED_IN", "CANCELLED"])
def test_who_has_come_or_need_not_is_reminded_no_more(outside: Outside, state: str) -> None:
    outside.world.hear(an_assignment())
    at(outside, STARTS - timedelta(hours=1))
    outside.world.hear(an_assignment(state))
    told = [each for hour in range(3) for each in at(outside, STARTS + timedelta(hours=hour))]
    assert [kind for _, kind in told if kind is not K.CANCELLED] == []


def test_who_accepts_at_short_notice_is_not_reminded_of_what_they_just_said(outside: Outside) -> None:
    outside.world.clock.at = STARTS - timedelta(hours=2)
    outside.world.hear(an_assignment())
    assert at(outside, STARTS - timedelta(minutes=1)) == []


def test_a_reminder_that_could_not_be_told_in_time_is_dropped(outside: Outside) -> None:
    outside.world.hear(an_assignment())
    assert at(outside, STARTS + timedelta(hours=3)) == []
    states = {each.state for each in outside.notify.reminders.where({})}
    assert states == {ReminderState.TOO_LATE}


def test_the_receiving_side_is_asked_to_rate_until_it_has(outside: Outside) -> None:
    outside.world.hear(an_assignment("CONFIRMED", minutes=60))
    first = outside.world.clock.now()
    outside.world.hear(an_assignment("CONFIRMED", assignment_id="rated", minutes=60))
    outside.world.hear(
        ServiceRated(
            assignment_id="rated", community_code=HOME, member_id="volunteer", resident_id="resident", grade=5
        )
    )
    assert at(outside, first + timedelta(hours=21)) == [("resident", K.PLEASE_RATE)]


def test_staff_hear_in_time_that_nobody_has_come_forward(outside: Outside) -> None:
    outside.world.hear(proposed())
    assert at(outside, STARTS - timedelta(hours=5)) == []
    outside.web.answer = lambda _: (200, {"errcode": 0})
    assert at(outside, STARTS - timedelta(hours=4)) == [("staff", K.NOBODY_YET)]
    outside.pass_time()
    assert outside.states("desk") == {"ROBOT": (outside.one().state.SENT, None)}
    assert "还没有人接单" in str(outside.web.calls[0].said["text"])


def test_staff_hear_nothing_once_somebody_has_taken_the_need(outside: Outside) -> None:
    outside.world.hear(proposed())
    outside.world.hear(taken(outside.world, "volunteer"))
    assert at(outside, STARTS - timedelta(hours=4)) == []


def test_a_need_asked_for_too_late_gives_staff_no_more_than_helpers_a_chance(outside: Outside) -> None:
    now = outside.world.clock.now()
    outside.world.hear(proposed(now + timedelta(minutes=20)))
    assert outside.notify.reminders.count({}) == 0
    outside.world.hear(proposed(now + timedelta(hours=1)))
    (reminder,) = outside.notify.reminders.where({})
    assert reminder.due_at == now + timedelta(minutes=32)


def test_an_event_heard_again_and_two_sweeps_at_once_remind_once(outside: Outside) -> None:
    event = outside.world.hear(an_assignment())
    when_told_keep(outside.notify, event)
    assert len(at(outside, eve(18))) == 2
    for reminder in outside.notify.reminders.where({}):
        if reminder.state is ReminderState.TOLD:
            remind(outside.notify, reminder.id, eve(18))
    assert at(outside, eve(18)) == []


def test_a_resident_without_account_hears_of_the_visit_from_a_grid_worker(outside: Outside) -> None:
    outside.world.add_member("elder", has_account=False)
    outside.world.hear(an_assignment(resident_id="elder"))
    at(outside, eve(18))
    waiting = [each for each in outside.notify.deliveries.where({}) if each.channel is Channel.VISIT]
    assert [(each.member_id, each.kind) for each in waiting] == [("elder", K.HELP_COMES_TOMORROW)]


def test_the_schedule_looks_for_reminders(outside: Outside) -> None:
    assert [each.name for each in sweeps(outside.notify)] == [
        "notify.forget-read-notices",
        "notify.send-broadcasts",
        "notify.clear-visits",
        "notify.tell-due-reminders",
    ]


def confirmation_due(*, for_staff: bool) -> ConfirmationDue:
    return ConfirmationDue(
        assignment_id="assignment",
        need_id="need",
        community_code=HOME,
        member_id="volunteer",
        resident_id="resident",
        after_hours=72,
        for_staff=for_staff,
        service_kind="CLINIC_ESCORT",
        starts_at=STARTS,
    )


def test_staff_hear_that_the_time_to_record_a_service_runs_out(outside: Outside) -> None:
    outside.world.hear(confirmation_due(for_staff=False))
    assert at(outside, STARTS) == []
    outside.world.hear(confirmation_due(for_staff=True))
    assert at(outside, STARTS + timedelta(minutes=2)) == [("staff", K.RECORD_NEAR)]
    assert at(outside, STARTS + timedelta(days=1)) == []


@pytest.mark.parametrize("state", ["CONFIRMED", "CANCELLED"])
def test_what_is_recorded_or_will_never_be_is_not_pressed_for(outside: Outside, state: str) -> None:
    outside.world.hear(confirmation_due(for_staff=True))
    outside.world.hear(an_assignment(state, starts_at=None))
    assert K.RECORD_NEAR not in [kind for _, kind in at(outside, STARTS)]
