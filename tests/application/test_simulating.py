"""Days lived under two ways of asking: the same for the same seed, no rule broken, and each way does what it says."""

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from services.cli_matching import register
from services.matching.application.simulating.running import POLICIES, replayed
from services.matching.domain.simulating.day import Day, Flags, in_hindsight
from services.matching.domain.simulating.living import (
    ROUNDS,
    lived,
    nearest_first,
    nothing_known,
    planned,
    planned_for_refusals,
)
from services.matching.domain.simulating.spread import gini
from services.matching.domain.simulating.town import day_of, town_of
from services.matching.domain.solver.market import Whole
from shared.kernel.errors import BadInput
from shared.settings import Settings


def whole(*numbers: int) -> Whole:
    return np.array(numbers, np.int64)


def two_needs() -> Day:
    """Return a day with one helper near both needs and one who can only reach the first, which can wait an hour."""
    return Day(
        helpers=whole(1, 1),
        penalty=whole(6_000, 12_000),
        pair_need=whole(0, 0, 1),
        pair_offer=whole(0, 1, 0),
        pair_slot=whole(0, 1, 0),
        pair_cost=whole(100, 900, 200),
        pair_metres=whole(100, 900, 200),
        slot_offer=whole(0, 1),
        capacity=whole(1, 1),
        arrives=whole(0, 1),
        patience=whole(1, 0),
    )


def yes(pairs: Whole) -> Flags:
    return np.ones(len(pairs), np.bool_)


def no(pairs: Whole) -> Flags:
    return np.zeros(len(pairs), np.bool_)


def test_who_asks_at_once_spends_the_only_helper_of_the_next_need_and_who_plans_does_not() -> None:
    day = two_needs()
    assert lived(day, nearest_first, nothing_known(2), yes).taken.tolist() == [0]
    assert sorted(lived(day, planned, nothing_known(2), yes).taken.tolist()) == [1, 2]
    assert in_hindsight(day).tolist() == [1, 2]
    assert day.worth(whole(1, 2)) == 6_000 + 12_000 - 900 - 200


def test_what_can_wait_no_longer_is_asked_before_the_next_need_is_known() -> None:
    assert lived(two_needs(), planned, nothing_known(2), yes, patient=False).taken.tolist() == [0]


def test_an_hour_that_was_dear_before_is_kept_free() -> None:
    dear = replace(nothing_known(2), price=np.array([12_000.0, 0.0]))
    over = lived(two_needs(), planned, dear, yes, patient=False)
    assert sorted(over.taken.tolist()) == [1, 2]


def test_who_mostly_refuses_is_asked_last() -> None:
    day = replace(two_needs(), helpers=whole(1, 0), patience=whole(0, 0))
    known = replace(nothing_known(2), asked=whole(20, 20), agreed=whole(0, 20))
    assert lived(day, planned_for_refusals, known, yes).taken.tolist() == [1]


@pytest.mark.parametrize("way", [nearest_first, planned_for_refusals])
def test_nobody_is_asked_twice_and_no_need_more_often_than_there_are_rounds(way: object) -> None:
    town = town_of(np.random.default_rng(1), 60)
    over = lived(day_of(np.random.default_rng(2), town, 0, 20), way, nothing_known(60), no)  # type: ignore[arg-type]  # -- a way
    assert len(set(over.refused.tolist())) == over.notices > 0
    assert int(over.rounds.max()) <= ROUNDS


@pytest.mark.parametrize("code", list(POLICIES))
def test_no_place_no_time_and_no_capacity_is_given_twice(code: str) -> None:
    town = town_of(np.random.default_rng(3), 60)
    day = day_of(np.random.default_rng(4), town, 0, 40)
    taken = lived(day, POLICIES[code].sure, nothing_known(60), yes).taken
    assert len(taken) > 0
    assert len(set(day.pair_slot[taken].tolist())) == len(taken)
    assert (day.services_of(taken) <= day.capacity).all()
    assert (day.helpers_given(taken) <= day.helpers).all()
    for_whom = list(zip(day.pair_need[taken].tolist(), day.pair_offer[taken].tolist(), strict=True))
    assert len(set(for_whom)) == len(for_whom)
    assert day.worth(taken) <= day.worth(in_hindsight(day))


def test_the_same_seed_gives_the_same_figures_and_another_seed_others() -> None:
    sizes = {"days": 2, "volunteers": 40, "needs": 15}
    assert replayed(**sizes, seed=5).figures() == replayed(**sizes, seed=5).figures()
    assert replayed(**sizes, seed=5).figures() != replayed(**sizes, seed=6).figures()


def test_evenness_goes_from_nought_to_nearly_one() -> None:
    assert (gini(whole(0, 0)), gini(whole(3, 3, 3)), gini(whole(0, 0, 0, 8))) == (0.0, 0.0, 0.75)


def asked(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    return parser.parse_args(["simulate", "--days", "2", "--volunteers", "30", "--needs", "8", *arguments])


def test_a_town_is_simulated_on_the_command_line_and_drawn(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    chart = tmp_path / "days.html"
    wanted = asked("--json", "--chart", str(chart))
    assert wanted.command(Settings(), wanted) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told["policies"]) == {"nearest", "planned"}
    for name in ("value_urgent_share_0_3", "value_immediate", "fill_rate", "notices_per_fill"):
        assert told[name] == told["policies"]["planned"][name]
    assert chart.read_text(encoding="utf-8").count("<polyline") == 4


def test_without_json_each_day_is_a_bar(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = asked()
    wanted.command(Settings(), wanted)
    lines = capsys.readouterr().out.splitlines()
    assert sum("█" in line for line in lines) == 4
    assert lines[0].startswith("虚构社区：30 名志愿者")
    assert lines[1] == "就近先到先得 · Nearest first, as needs come"


def test_a_chart_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    wanted = asked("--chart", str(tmp_path / "nowhere" / "days.html"))
    with pytest.raises(BadInput) as refused:
        wanted.command(Settings(), wanted)
    assert [fault.field for fault in refused.value.faults] == ["--chart"]


@pytest.mark.parametrize("wrong", [["--days", "0"], ["--needs", "10001"], ["--seed", "-1"]])
def test_sizes_that_mean_nothing_are_refused(wrong: list[str]) -> None:
    with pytest.raises(SystemExit):
        asked(*wrong)


def test_a_town_of_one_is_lived_through() -> None:
    figures = replayed(days=1, volunteers=1, needs=1, seed=1).figures()
    assert figures["days"] == 1
