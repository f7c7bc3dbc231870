"""How many services a day and a week somebody takes on at most: who is asked for a need, and for many at once."""

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.matching.domain.batch.planning import Round, Standing, planned
from services.matching.domain.batch.relaxing import Relaxation, cheapest_relaxation
from services.matching.domain.candidate import Candidate
from services.matching.domain.gate_shapes import AS_IT_COMES
from services.matching.domain.hard_rules import Sieve
from services.matching.domain.need import Need
from services.matching.domain.ranking import Ranked, RankingPolicy
from services.matching.domain.roster import Roster
from services.matching.domain.terms import day_of, wanted_of
from tests.matching_facts import NINE, a_candidate, a_need

HOUR = timedelta(hours=1)


def serves(*hours: float) -> tuple[tuple[datetime, datetime], ...]:
    """Return services of an hour each, that begin so many hours after Monday nine o'clock."""
    return tuple((NINE + HOUR * each, NINE + HOUR * (each + 1)) for each in hours)


@pytest.mark.parametrize(
    ("fields", "broken"),
    [
        ({"busy": serves(3, 5)}, ()),
        ({"busy": serves(3), "most_a_day": 2}, ()),
        ({"busy": serves(3), "most_a_day": 1}, ("day-full",)),
        ({"busy": serves(-8.5), "most_a_day": 1}, ("day-full",)),
        ({"busy": serves(-9.5), "most_a_day": 1}, ()),
        ({"busy": serves(14.5), "most_a_day": 1}, ("day-full",)),
        ({"busy": serves(15), "most_a_day": 1}, ()),
        ({"busy": serves(30, 60), "most_a_week": 2}, ("week-full",)),
        ({"busy": serves(30, 60), "most_a_week": 3}, ()),
        ({"busy": serves(7 * 24 - 9.5), "most_a_week": 1}, ("week-full",)),
        ({"busy": serves(7 * 24 - 9, -10), "most_a_week": 1}, ()),
        ({"busy": serves(3, 5), "most_a_day": 2, "most_a_week": 2}, ("day-full", "week-full")),
    ],
)
def test_a_full_day_or_week_keeps_from_being_asked(fields: dict[str, Any], broken: tuple[str, ...]) -> None:
    somebody, roster = a_candidate(**fields), Roster()
    assert Sieve(wanted_of(a_need(), AS_IT_COMES)).broken(somebody) == broken
    roster.put(somebody)
    assert len(roster.best(a_need(), RankingPolicy())) == (0 if broken else 1)


def test_a_higher_limit_is_told_as_what_would_help() -> None:
    full = a_candidate("full", busy=serves(3), most_a_day=1)
    found = cheapest_relaxation(wanted_of(a_need(), AS_IT_COMES), [full])
    assert found == Relaxation(rule="day-full", people=1)
    assert "一天最多几次" in found.words.zh


def needs_at(*hours: float) -> list[Need]:
    return [
        a_need(id=f"n{number}", starts_at=NINE + HOUR * each, ends_at=NINE + HOUR * (each + 1))
        for number, each in enumerate(hours)
    ]


def asked_for(candidate: Candidate, needs: list[Need], standing: Standing | None = None) -> list[Need]:
    """Return the needs that somebody is asked for who alone suits all of them."""
    alone = (Ranked(candidate=candidate, distance_metres=0, score=80, reasons=()),)
    rounds = [Round(need=each, many=1, suiting=alone) for each in needs]
    plan = planned(rounds, standing or Standing(), NINE - HOUR)
    return [each for each in needs if each.id in plan.chosen]


def test_of_many_needs_of_a_day_as_many_are_asked_as_are_taken_on() -> None:
    day = needs_at(1, 3, 5)
    assert [
        len(asked_for(a_candidate(most_a_day=most, busy=busy), day))
        for most, busy in ((0, ()), (1, ()), (2, ()), (2, serves(9)), (1, serves(9)))
    ] == [3, 1, 2, 1, 0]
    over_the_week = needs_at(1, 25, 49, 7 * 24 + 1)
    asked = asked_for(a_candidate(most_a_week=1), over_the_week)
    assert len(asked) == 2
    assert over_the_week[3] in asked


def test_what_waits_for_an_answer_counts() -> None:
    standing = Standing(times={"helper": serves(9)})
    assert asked_for(a_candidate(most_a_day=1), needs_at(1, 3), standing) == []
    assert len(asked_for(a_candidate(most_a_day=2), needs_at(1, 3), standing)) == 1


def test_whatever_is_asked_a_yes_to_all_keeps_within_the_limits() -> None:
    chance = random.Random(7)
    for _ in range(40):
        needs = needs_at(*(chance.randint(0, 240) / 2 for _ in range(12)))
        who = a_candidate(
            most_a_day=chance.choice([0, 1, 2]),
            most_a_week=chance.choice([0, 1, 2, 4]),
            busy=serves(chance.randint(-20, 200)),
        )
        asked = asked_for(who, needs)
        begins = [each.starts_at for each in asked] + [start for start, _ in who.busy]
        limited = [day for day in {day_of(each.starts_at) for each in asked} if who.most_a_day]
        assert all([day_of(each) for each in begins].count(day) <= who.most_a_day for day in limited)
        weeks = Counter(day_of(each).isocalendar()[:2] for each in begins)
        touched = {day_of(each.starts_at).isocalendar()[:2] for each in asked}
        assert not who.most_a_week or all(weeks[each] <= who.most_a_week for each in touched)
        assert asked or not any(Sieve(wanted_of(each, AS_IT_COMES)).lets_through(who) for each in needs)
