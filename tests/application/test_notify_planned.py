"""Reminders of shifts, of needs at another hour, and of what lapses."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from services.notify.application.notices import notice_said
from services.notify.domain.notices import NoticeKind
from shared.events.identity import MemberChanged
from shared.events.matching import NeedAmended
from shared.events.projects import ShiftAttended, ShiftCancelled, ShiftJoined, ShiftLeft
from shared.events.service import ShiftConfirmed
from shared.identity.attestations import Attestation, Attested
from shared.kernel.clock import CHINA, SetClock
from shared.kernel.ids import RandomIds
from tests.application.outside_world import Outside
from tests.application.register_world import HOME
from tests.application.reminding_world import STARTS, a_reminding, at, eve, proposed

K = NoticeKind


@pytest.fixture
def outside(databases: str, clock: SetClock, ids: RandomIds) -> Iterator[Outside]:
    with a_reminding(clock, ids) as made:
        yield made


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


def attended() -> ShiftAttended:
    place = a_place()
    return ShiftAttended(
        shift_id="shift",
        project_id="project",
        community_code=HOME,
        member_ids=("volunteer",),
        service_kind=place.service_kind,
        starts_at=place.starts_at,
        ends_at=place.ends_at,
    )


def confirmed() -> ShiftConfirmed:
    return ShiftConfirmed(
        shift_id="shift",
        project_id="project",
        party_id="party",
        community_code=HOME,
        service_kind="CLINIC_ESCORT",
        served_at=STARTS,
        confirmed_by="ORGANISER",
        lines=(),
    )


NEAR = datetime(2026, 12, 4, 9, tzinfo=CHINA)
"""The shift is on Wednesday the 25th; its tenth working day is Wednesday the 9th."""


def test_staff_hear_once_that_the_time_to_record_a_shift_runs_out(outside: Outside) -> None:
    outside.world.hear(attended())
    outside.world.hear(attended())
    assert at(outside, NEAR - timedelta(minutes=1)) == []
    assert at(outside, NEAR) == [("staff", K.SHIFT_RECORD_NEAR)]
    assert at(outside, NEAR + timedelta(days=1)) == []


@pytest.mark.parametrize("how", ["confirmed", "cancelled", "too-late"])
def test_a_shift_that_is_recorded_or_can_be_no_more_is_not_pressed_for(outside: Outside, how: str) -> None:
    outside.world.hear(attended())
    if how == "confirmed":
        outside.world.hear(confirmed())
    if how == "cancelled":
        outside.world.hear(cancelled())
    late = timedelta(days=6) if how == "too-late" else timedelta(0)
    assert at(outside, NEAR + late) == []


def test_who_is_put_on_the_list_after_the_rest_was_confirmed_is_pressed_for(outside: Outside) -> None:
    outside.world.hear(attended())
    outside.world.hear(confirmed())
    outside.world.hear(attended())
    assert at(outside, NEAR) == [("staff", K.SHIFT_RECORD_NEAR)]


def test_who_takes_a_place_at_short_notice_is_not_reminded_of_what_they_just_said(outside: Outside) -> None:
    outside.world.clock.at = STARTS - timedelta(hours=2)
    outside.world.hear(a_place())
    assert at(outside, STARTS - timedelta(minutes=1)) == []
    assert at(outside, STARTS + timedelta(minutes=15)) == [("volunteer", K.NOT_CHECKED_IN)]


def test_who_left_a_shift_is_not_reminded_and_who_took_a_place_again_is(outside: Outside) -> None:
    outside.world.hear(a_place())
    outside.world.hear(a_place("resident"))
    outside.world.hear(left())
    outside.world.hear(left("resident"))
    outside.world.hear(a_place("resident"))
    assert at(outside, eve(18)) == [("resident", K.DAY_BEFORE)]


def cancelled() -> ShiftCancelled:
    return ShiftCancelled(
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


def test_nobody_is_reminded_of_a_shift_that_does_not_take_place(outside: Outside) -> None:
    outside.world.hear(a_place())
    outside.world.hear(cancelled())
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
