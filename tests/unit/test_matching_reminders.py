"""Unconfirmed minutes are reminded of at 24 and 72 hours, then are the staff's, before ten working days end."""

from dataclasses import replace
from datetime import timedelta

from services.matching.domain.assignment import (
    ENTRY_WORKING_DAYS,
    Assignment,
    AssignmentState,
    Mark,
    Reminder,
)
from shared.kernel.working_days import end_of_term
from tests.matching_facts import NINE, a_mark, an_assignment

OUT = NINE + timedelta(hours=2)


def served(*, late: bool = False) -> Assignment:
    return an_assignment(
        state=AssignmentState.CHECKED_OUT, check_in=a_mark(NINE), check_out=a_mark(OUT, late=late)
    )


def all_reminders(assignment: Assignment) -> list[Reminder]:
    found = []
    while reminder := assignment.next_reminder():
        found.append(reminder)
        assignment = replace(assignment, reminded=assignment.reminded + 1)
    return found


def test_reminders_go_out_at_24_and_72_hours_and_then_to_staff_before_the_term_ends() -> None:
    first, second, third = all_reminders(served())

    assert (first.at, first.for_staff) == (OUT + timedelta(hours=24), False)
    assert (second.at, second.for_staff) == (OUT + timedelta(hours=72), False)
    assert third.for_staff
    assert second.at < third.at < end_of_term(OUT, ENTRY_WORKING_DAYS)
    assert third.after_hours == (third.at - OUT).total_seconds() // 3600


def test_times_told_late_go_to_staff_at_once() -> None:
    assert all_reminders(served(late=True)) == [Reminder(at=OUT, after_hours=0, for_staff=True)]
    assert served(late=True).is_for_staff


def test_a_service_is_for_staff_once_every_reminder_went_out() -> None:
    assert not served().is_for_staff
    assert replace(served(), reminded=3).is_for_staff
    assert not replace(served(), reminded=3, state=AssignmentState.CONFIRMED).is_for_staff


def test_nobody_is_reminded_before_check_out() -> None:
    assert an_assignment().next_reminder() is None


def test_what_was_missed_while_the_platform_slept_is_told_once_by_its_last() -> None:
    reminded, last = served().reminded_by(OUT + timedelta(hours=80))

    assert (reminded.reminded, last) == (
        2,
        Reminder(at=OUT + timedelta(hours=72), after_hours=72, for_staff=False),
    )
    assert reminded.reminded_by(OUT + timedelta(hours=80)) == (reminded, None)


def test_a_service_told_long_after_is_reminded_of_for_72_hours_before_staff_take_it() -> None:
    told_at = end_of_term(OUT, 8)
    assignment = replace(served(), check_out=Mark(at=OUT, told_at=told_at))

    assert all_reminders(assignment)[-1].at == told_at + timedelta(hours=72)
