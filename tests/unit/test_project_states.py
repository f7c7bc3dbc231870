"""The states of projects and shifts, what their values refuse, and who hears of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.matching.domain import errors
from services.matching.domain.gate_shapes import Policy
from services.matching.domain.need import RecordedAs
from services.matching.domain.projects import errors as project_errors
from services.matching.domain.projects import project, shift
from services.matching.domain.projects.presence import Attendee, ToldBy
from services.matching.domain.projects.project import Project, ProjectState
from services.matching.domain.projects.rules import can_sign_up, code_at
from services.matching.domain.projects.shift import Seat, Shift, ShiftRole, ShiftState
from services.matching.domain.service_kinds import kind_of
from services.notify.domain.routing import routes
from services.notify.domain.signals import signals
from shared.events import projects as told
from tests.matching_facts import AHelper

HERE = "511402001001"
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)


def a_shift(**fields: object) -> Shift:
    made = Shift(
        id="shift",
        project_id="project",
        party_id="party",
        community_code=HERE,
        service_kind="ENVIRONMENT",
        title="清洁",
        starts_at=TEN,
        ends_at=TEN + timedelta(hours=2),
        expected_minutes=120,
        address="广场",
        roles=(ShiftRole(code="helper", name="队员", places=1),),
        key="00" * 16,
        posted_by="staff",
        created_at=NINE,
    )
    return replace(made, **fields)  # type: ignore[arg-type]  # -- fields by name


def a_seat(member_id: str = "wang") -> Seat:
    return Seat(seat_id=f"seat-{member_id}", member_id=member_id, role="helper", taken_at=NINE)


def a_project(state: ProjectState) -> Project:
    return Project(
        id="project",
        party_id="party",
        community_codes=(HERE,),
        title="清洁",
        service_kind="ENVIRONMENT",
        state=state,
        made_by="staff",
        created_at=NINE,
    )


def test_every_state_has_its_arrows() -> None:
    assert set(project.NEXT_STATES) == set(ProjectState)
    assert set(shift.NEXT_STATES) == set(ShiftState)


@pytest.mark.parametrize("here", ProjectState)
@pytest.mark.parametrize("there", ProjectState)
def test_a_project_steps_along_the_arrows_only(here: ProjectState, there: ProjectState) -> None:
    if there in project.NEXT_STATES[here]:
        assert a_project(here).step(there).state is there
    else:
        with pytest.raises(errors.IllegalStep):
            a_project(here).step(there)


@pytest.mark.parametrize("here", ShiftState)
@pytest.mark.parametrize("there", ShiftState)
def test_a_shift_steps_along_the_arrows_only(here: ShiftState, there: ShiftState) -> None:
    if there in shift.NEXT_STATES[here]:
        assert a_shift(state=here).step(there).state is there
    else:
        with pytest.raises(errors.IllegalStep):
            a_shift(state=here).step(there)


def test_a_full_or_cancelled_shift_takes_nobody_whatever_the_handler_asks() -> None:
    full = a_shift().with_seat(a_seat())
    assert full.places == full.seats
    with pytest.raises(project_errors.ShiftFull):
        full.with_seat(a_seat("li"))
    for taken in (Shift.with_seat, Shift.with_wait):
        with pytest.raises(project_errors.ShiftNotOpen):
            taken(a_shift(state=ShiftState.CANCELLED), a_seat())
    assert a_shift().without("nobody") == a_shift()


def test_a_shift_that_is_not_open_or_has_begun_asks_nobody_in() -> None:
    kind, helper = kind_of("ENVIRONMENT"), AHelper()
    policy = Policy()
    assert can_sign_up(a_shift(), kind, helper, policy, NINE)
    assert not can_sign_up(a_shift(state=ShiftState.SETTLED), kind, helper, policy, NINE)
    assert not can_sign_up(a_shift(), kind, helper, policy, TEN)


def test_who_is_still_there_is_suggested_the_whole_length_and_nobody_more_than_that() -> None:
    come = Attendee(id="a", in_at=TEN, how=ToldBy.STAFF, told_by="staff")
    gone = come.out(TEN + timedelta(minutes=50), late=False, reason="")
    stayed = come.out(TEN + timedelta(hours=9), late=True, reason="晚")

    assert [each.suggested_minutes(120) for each in (come, gone, stayed)] == [120, 50, 120]
    assert (stayed.late, stayed.reason) == (True, "晚")


def test_codes_are_six_digits_differ_by_shift_and_change_with_time() -> None:
    codes = {
        code_at(each, at)
        for each in (a_shift(), a_shift(id="other"), a_shift(key="01" * 16))
        for at in (NINE, NINE + timedelta(seconds=30))
    }
    assert len(codes) == 6
    assert all(len(code) == 6 and code.isdecimal() for code in codes)


def test_what_a_shift_is_recorded_as_is_volunteering() -> None:
    assert a_shift().recorded_as is RecordedAs.VOLUNTEER


def heard(fact: object) -> list[tuple[str, str]]:
    return [(each.member_id, each.kind.value) for each in routes(fact)]


def of_shift(kind: type, **fields: object) -> object:
    usual: dict[str, object] = {
        "shift_id": "shift",
        "project_id": "project",
        "community_code": HERE,
        "service_kind": "ENVIRONMENT",
        "starts_at": TEN,
        "ends_at": TEN,
    }
    return kind(**{**usual, **fields})


def of_project(state: str, by: str = "reviewer") -> told.ProjectEnded:
    return told.ProjectEnded(
        project_id="project", party_id="party", community_code=HERE, submitted_by="wang", by=by, state=state
    )


def test_who_submitted_a_project_hears_what_became_of_it() -> None:
    published = told.ProjectPublished(
        project_id="project",
        party_id="party",
        community_code=HERE,
        service_kind="ENVIRONMENT",
        submitted_by="wang",
        reviewed_by="reviewer",
    )
    assert heard(published) == [("wang", "project-published")]
    assert heard(of_project("REFUSED")) == [("wang", "project-refused")]
    assert heard(of_project("CLOSED")) == [("wang", "project-closed")]
    assert heard(of_project("WITHDRAWN")) == []
    assert {each.room for each in signals(published)} >= {"member:wang", f"desk:{HERE}"}


def test_everyone_bound_by_a_shift_hears_that_it_changed_or_is_cancelled() -> None:
    amended = of_shift(told.ShiftAmended, amended_by="staff", member_ids=("a", "b"))
    cancelled = of_shift(told.ShiftCancelled, by="staff", member_ids=("a",), seat_ids=("s",))
    assert heard(amended) == [("a", "shift-changed"), ("b", "shift-changed")]
    assert heard(cancelled) == [("a", "shift-cancelled")]
    assert {each.room for each in signals(amended)} >= {"member:a", "member:b", f"public:{HERE}"}


def test_who_gets_or_loses_a_place_hears_it_and_who_leaves_by_themselves_knows() -> None:
    moved = of_shift(told.ShiftWaitlistMoved, seat_id="s", member_id="a")
    lost = of_shift(told.ShiftLeft, seat_id="s", member_id="a", by="a")
    assert heard(moved) == [("a", "shift-place")]
    assert [(each.kind.value, each.done_by) for each in routes(lost)] == [("shift-place-lost", "a")]
    assert {each.kind.value for each in signals(moved)} == {"shift"}
