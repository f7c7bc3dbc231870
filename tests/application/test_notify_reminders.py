"""Reminders told at their hour, to whom they concern, and not at all once the matter is settled."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from services.notify.application.notices import notice_said
from services.notify.application.reactions import when_told_keep
from services.notify.application.reminding import remind, tell_due_reminders
from services.notify.domain.channels import Channel
from services.notify.domain.notices import NoticeKind
from services.notify.domain.reminders import NEXT_STATES, ReminderState
from services.notify.entrypoints.jobs import sweeps
from shared.events.identity import MemberChanged
from shared.events.matching import AssignmentChanged, NeedAmended, Proposed, ServiceRated
from shared.events.projects import ShiftAttended, ShiftCancelled, ShiftJoined, ShiftLeft
from shared.identity.attestations import Attestation, Attested
from shared.identity.roles import Role
from shared.kernel.clock import CHINA, SetClock
from shared.kernel.ids import RandomIds
from tests.application.outside_world import Outside, an_outside, taken
from tests.application.register_world import HOME

K = NoticeKind
STARTS = datetime(2026, 11, 25, 14, 0, tzinfo=CHINA)
"""A Wednesday; the world begins on Monday at nine."""


@pytest.fixture
def outside(databases: str, clock: SetClock, ids: RandomIds) -> Iterator[Outside]:
    with an_outside(clock, ids) as made:
        for name in ("volunteer", "resident"):
            made.world.add_member(name)
        made.world.add_member("staff", duties=((Role.COMMUNITY_STAFF, HOME),))
        made.world.add_member("elsewhere", duties=((Role.COMMUNITY_STAFF, "210802001003"),))
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


def proposed(starts_at: datetime = STARTS) -> Proposed:
    return Proposed(
        need_id="need",
        community_code=HOME,
        member_ids=("volunteer",),
        proposal_ids=("need.volunteer",),
        service_kind="CLINIC_ESCORT",
        starts_at=starts_at,
    )


def at(outside: Outside, instant: datetime) -> list[tuple[str, NoticeKind]]:
    """Return who was told what by the sweep at an instant."""
    before = {each.id for each in outside.notify.notices.where({})}
    outside.world.clock.at = instant
    tell_due_reminders(outside.notify, instant)
    new = (each for each in outside.notify.notices.where({}) if each.id not in before)
    return sorted((each.member_id, each.kind) for each in new)


def eve(hour: int) -> datetime:
    return datetime(2026, 11, 24, hour, 0, tzinfo=CHINA)


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
        "notify.tell-due-reminders",
    ]


def a_place(member_id: str = "volunteer") -> ShiftJoined:
    return ShiftJoined(
        shift_id="shift",
        project_id="project",
        community_code=HOME,
        seat_id=f"seat-{member_id}",
        member_id=member_id,
        service_kind="CLINIC_ESCORT",
        starts_at=STARTS,
        ends_at=STARTS + timedelta(hours=2),
        places_left=3,
    )


def left(member_id: str = "volunteer") -> ShiftLeft:
    place = a_place(member_id)
    return ShiftLeft(
        shift_id=place.shift_id,
        project_id=place.project_id,
        community_code=HOME,
        seat_id=place.seat_id,
        member_id=member_id,
        by=member_id,
        service_kind=place.service_kind,
        starts_at=place.starts_at,
        ends_at=place.ends_at,
    )


def test_who_holds_a_place_of_a_shift_is_reminded_until_they_have_come(outside: Outside) -> None:
    outside.world.hear(a_place())
    outside.world.hear(a_place("resident"))
    assert at(outside, eve(18)) == [("resident", K.DAY_BEFORE), ("volunteer", K.DAY_BEFORE)]
    both = [("resident", K.HOURS_BEFORE), ("volunteer", K.HOURS_BEFORE)]
    assert at(outside, STARTS - timedelta(hours=2)) == both
    outside.world.hear(
        ShiftAttended(
            shift_id="shift", project_id="project", community_code=HOME, member_ids=("volunteer", "other")
        )
    )
    assert at(outside, STARTS + timedelta(minutes=15)) == [("resident", K.NOT_CHECKED_IN)]


def test_who_left_a_shift_is_not_reminded_and_who_took_a_place_again_is(outside: Outside) -> None:
    outside.world.hear(a_place())
    outside.world.hear(a_place("resident"))
    outside.world.hear(left())
    outside.world.hear(left("resident"))
    outside.world.hear(a_place("resident"))
    assert at(outside, eve(18)) == [("resident", K.DAY_BEFORE)]


def test_nobody_is_reminded_of_a_shift_that_does_not_take_place(outside: Outside) -> None:
    outside.world.hear(a_place())
    outside.world.hear(
        ShiftCancelled(
            shift_id="shift",
            project_id="project",
            community_code=HOME,
            service_kind="CLINIC_ESCORT",
            starts_at=STARTS,
            ends_at=STARTS + timedelta(hours=2),
            by="staff",
            member_ids=("volunteer",),
            seat_ids=("seat-volunteer",),
        )
    )
    assert at(outside, eve(18)) == []


def amended(starts_at: datetime | None) -> NeedAmended:
    return NeedAmended(
        need_id="need",
        community_code=HOME,
        resident_id="resident",
        amended_by="resident",
        service_kind="CLINIC_ESCORT",
        starts_at=starts_at,
    )


def test_a_need_at_another_hour_is_worried_about_at_its_new_one(outside: Outside) -> None:
    later = STARTS + timedelta(hours=3)
    outside.world.hear(proposed())
    outside.world.hear(amended(later))
    assert at(outside, STARTS - timedelta(hours=4)) == []
    assert at(outside, later - timedelta(hours=4)) == [("staff", K.NOBODY_YET)]


def test_a_need_moved_away_and_back_and_one_with_other_details_keep_their_hour(outside: Outside) -> None:
    outside.world.hear(proposed())
    outside.world.hear(amended(STARTS + timedelta(hours=3)))
    outside.world.hear(amended(STARTS))
    outside.world.hear(amended(None))
    assert at(outside, STARTS - timedelta(hours=4)) == [("staff", K.NOBODY_YET)]
    assert at(outside, STARTS) == []


def attested(outside: Outside, *given: tuple[Attested, str, date]) -> None:
    """Let staff record what is attested of the volunteer from now on."""
    members, now = outside.world.identity.members, outside.world.clock.now()
    papers = tuple(
        Attestation(topic=topic, service_kind=kind, valid_until=until, recorded_by="staff", recorded_at=now)
        for topic, kind, until in given
    )
    members.save(replace(members.get("volunteer"), attestations=papers))
    outside.world.hear(MemberChanged(member_id="volunteer", community_code=HOME, what="attestations"))


def test_training_and_insurance_are_told_of_a_month_and_a_week_before_they_lapse(outside: Outside) -> None:
    attested(
        outside,
        (Attested.TRAINING, "CLINIC_ESCORT", date(2027, 1, 31)),
        (Attested.INSURANCE, "", date(2026, 12, 10)),
    )
    assert at(outside, datetime(2026, 12, 3, 9, tzinfo=CHINA)) == [("volunteer", K.INSURANCE_LAPSES)]
    assert at(outside, datetime(2027, 1, 1, 9, tzinfo=CHINA)) == [("volunteer", K.TRAINING_LAPSES)]
    assert at(outside, datetime(2027, 1, 24, 9, tzinfo=CHINA)) == [("volunteer", K.TRAINING_LAPSES)]
    newest = max(outside.world.kept_for("volunteer"), key=lambda each: each.created_at)
    assert "1月31日(周日)到期" in notice_said(outside.notify, newest).says.zh


def test_what_was_renewed_or_taken_back_is_not_told_as_lapsing(outside: Outside) -> None:
    attested(outside, (Attested.TRAINING, "CLINIC_ESCORT", date(2027, 1, 31)))
    attested(outside, (Attested.TRAINING, "CLINIC_ESCORT", date(2028, 1, 31)))
    assert at(outside, datetime(2027, 1, 1, 9, tzinfo=CHINA)) == []
    attested(outside)
    assert at(outside, datetime(2028, 1, 1, 9, tzinfo=CHINA)) == []
    assert notice_changes_nothing(outside)


def notice_changes_nothing(outside: Outside) -> bool:
    """Tell whether another change of a member leaves the reminders as they are."""
    before = outside.notify.reminders.count({})
    outside.world.hear(MemberChanged(member_id="volunteer", community_code=HOME, what="skills"))
    return outside.notify.reminders.count({}) == before
