"""Days away and single extra times: what may be stated, and what they mean for a need."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.matching.domain.batch.relaxing import Relaxation, cheapest_relaxation
from services.matching.domain.gate_shapes import AS_IT_COMES
from services.matching.domain.hard_rules import Sieve
from services.matching.domain.need import Need
from services.matching.domain.ranking import RankingPolicy
from services.matching.domain.register.special_days import (
    MOST_SPECIAL_DAYS,
    special_days_of,
    with_absence,
    with_extra_time,
)
from services.matching.domain.roster import Roster
from services.matching.domain.terms import wanted_of
from services.matching.domain.week import instants_of, spans_of
from shared.identity.special_days import NO_SPECIAL_DAYS, Absence, ExtraTime, SpecialDays
from shared.kernel.errors import BadInput
from tests.matching_facts import NINE, a_candidate, a_need

MONDAY = date(2026, 11, 23)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)


def away(first: date, last: date | None = None) -> Absence:
    return Absence(first_on=first, last_on=last or first)


def extra(on: date, from_minute: int = 540, to_minute: int = 720) -> ExtraTime:
    return ExtraTime(on=on, from_minute=from_minute, to_minute=to_minute)


def test_what_is_stated_is_sorted_and_stated_twice_stands_once() -> None:
    made = special_days_of(
        [away(WEDNESDAY, WEDNESDAY), away(MONDAY), away(MONDAY)],
        [extra(TUESDAY, 720, 780), extra(TUESDAY), extra(TUESDAY)],
        MONDAY,
    )
    assert made == SpecialDays(
        absences=(away(MONDAY), away(WEDNESDAY)), extra_times=(extra(TUESDAY), extra(TUESDAY, 720, 780))
    )


@pytest.mark.parametrize(
    ("absences", "extra_times", "field", "code"),
    [
        ([away(TUESDAY, MONDAY)], [], "absences.0.last_on", "ends-before-begin"),
        (
            [away(MONDAY - timedelta(days=2), MONDAY - timedelta(days=1))],
            [],
            "absences.0.last_on",
            "in-the-past",
        ),
        ([away(MONDAY, MONDAY + timedelta(days=732))], [], "absences.0.last_on", "too-far-ahead"),
        ([away(MONDAY, TUESDAY), away(TUESDAY, WEDNESDAY)], [], "absences.1.first_on", "absences-overlap"),
        ([], [extra(TUESDAY, 600, 600)], "extra_times.0.to_minute", "ends-before-begin"),
        ([], [extra(MONDAY - timedelta(days=1))], "extra_times.0.on", "in-the-past"),
        ([], [extra(MONDAY + timedelta(days=732))], "extra_times.0.on", "too-far-ahead"),
        ([], [extra(TUESDAY), extra(TUESDAY, 719, 780)], "extra_times.1.on", "extra-times-overlap"),
        ([away(MONDAY, WEDNESDAY)], [extra(TUESDAY)], "extra_times.0.on", "away-that-day"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    absences: list[Absence], extra_times: list[ExtraTime], field: str, code: str
) -> None:
    with pytest.raises(BadInput) as refused:
        special_days_of(absences, extra_times, MONDAY)
    (fault,) = refused.value.faults
    assert (fault.field, fault.code) == (field, code)
    assert fault.zh
    assert fault.en


def test_days_away_that_hold_an_extra_time_are_refused() -> None:
    known = SpecialDays(extra_times=(extra(TUESDAY),))
    with pytest.raises(BadInput) as refused:
        with_absence(known, away(MONDAY, WEDNESDAY), MONDAY)
    assert [(each.field, each.code) for each in refused.value.faults] == [("first_on", "extra-time-that-day")]


def test_forty_are_kept_and_the_next_is_refused() -> None:
    days = [MONDAY + timedelta(days=2 * each) for each in range(MOST_SPECIAL_DAYS)]
    full = special_days_of([away(day) for day in days[:20]], [extra(day) for day in days[20:]], MONDAY)
    assert with_absence(full, away(days[0]), MONDAY) == full
    assert with_extra_time(full, extra(days[20]), MONDAY) == full
    with pytest.raises(BadInput) as refused:
        with_absence(full, away(TUESDAY), MONDAY)
    assert [each.code for each in refused.value.faults] == ["too-many-special-days"]
    with pytest.raises(BadInput) as refused:
        with_extra_time(full, extra(TUESDAY), MONDAY)
    assert [each.code for each in refused.value.faults] == ["too-many-special-days"]


def test_what_is_over_is_forgotten_and_what_lasts_stays() -> None:
    known = SpecialDays(
        absences=(away(MONDAY), away(TUESDAY, WEDNESDAY)), extra_times=(extra(TUESDAY), extra(WEDNESDAY))
    )
    assert known.from_day(WEDNESDAY) == SpecialDays(
        absences=(away(TUESDAY, WEDNESDAY),), extra_times=(extra(WEDNESDAY),)
    )
    assert known.from_day(WEDNESDAY + timedelta(days=1)) == NO_SPECIAL_DAYS


def over_midnight() -> Need:
    """Return a need from Monday 22:30 to Tuesday 00:30."""
    starts = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
    return a_need(starts_at=starts, ends_at=starts + timedelta(hours=2))


@pytest.mark.parametrize(
    ("need", "fields", "broken"),
    [
        (a_need(), {"away": ((MONDAY, MONDAY),)}, ("away",)),
        (a_need(), {"away": ((MONDAY - timedelta(days=3), WEDNESDAY),), "spans": ()}, ("away",)),
        (a_need(), {"away": ((TUESDAY, WEDNESDAY),)}, ()),
        (a_need(), {"away": ((MONDAY - timedelta(days=9), MONDAY - timedelta(days=1)),)}, ()),
        (over_midnight(), {"away": ((TUESDAY, TUESDAY),)}, ("away",)),
        (over_midnight(), {"away": ((WEDNESDAY, WEDNESDAY),)}, ()),
        (
            a_need(starts_at=NINE + timedelta(hours=14), ends_at=NINE + timedelta(hours=15)),
            {"away": ((TUESDAY, TUESDAY),)},
            (),
        ),
        (a_need(), {"spans": spans_of([(2, 0, 60)]), "extra": (instants_of(MONDAY, 600, 660),)}, ()),
        (a_need(), {"spans": spans_of([(2, 0, 60)]), "extra": (instants_of(MONDAY, 600, 659),)}, ("times",)),
        (
            a_need(),
            {"spans": spans_of([(2, 0, 60)]), "extra": (instants_of(MONDAY + timedelta(days=7), 600, 660),)},
            ("times",),
        ),
        (a_need(), {"spans": spans_of([(1, 0, 630)]), "extra": (instants_of(MONDAY, 630, 720),)}, ()),
        (
            over_midnight(),
            {
                "spans": spans_of([(3, 0, 60)]),
                "extra": (instants_of(TUESDAY, 0, 60), instants_of(MONDAY, 1320, 1440)),
            },
            (),
        ),
        (
            a_need(starts_at=NINE + timedelta(minutes=60, seconds=30)),
            {"spans": spans_of([(2, 0, 60)]), "extra": (instants_of(MONDAY, 600, 660),)},
            (),
        ),
        (a_need(), {"spans": (), "extra": (instants_of(TUESDAY, 0, 60),)}, ()),
    ],
)
def test_days_away_keep_from_being_asked_and_extra_times_join_the_week(
    need: Need, fields: dict[str, Any], broken: tuple[str, ...]
) -> None:
    somebody, roster = a_candidate(**fields), Roster()
    assert Sieve(wanted_of(need, AS_IT_COMES)).broken(somebody) == broken
    roster.put(somebody)
    assert len(roster.best(need, RankingPolicy())) == (0 if broken else 1)


def test_coming_back_earlier_is_told_as_what_would_help() -> None:
    wanted = wanted_of(a_need(), AS_IT_COMES)
    gone = a_candidate("gone", away=((MONDAY, WEDNESDAY),))
    found = cheapest_relaxation(wanted, [gone])
    assert found == Relaxation(rule="away", people=1)
    assert "不在" in found.words.zh
