"""The engine's bench measures every figure, checks every answer, and says so; how fast it is, no test says."""

import argparse
import json

import numpy as np
import pytest

from services.bench.command import register
from services.bench.matching.batch import batch_figures
from services.bench.matching.command import measured
from services.bench.matching.market import fair, market_of_fair, rules_broken_in
from services.bench.matching.sizes import FULL, QUICK, TARGETS, MatchingSizes
from services.matching.domain.solver.solve import Solution, solve
from shared.settings import Settings

pytestmark = [pytest.mark.timeout(240), pytest.mark.usefixtures("unmeasured")]
TINY = MatchingSizes(
    volunteers=3_000, questions=10, province_volunteers=4_000, needs=120, province_needs=150, day_needs=80
)
PROMISED = {
    "online_p50_us",
    "online_p99_us",
    "online_peers",
    "online_exact",
    "online_needs_per_s",
    "update_us",
    "bytes_per_volunteer",
    "rebuild_s",
    "province_p99_us",
    "batch_s",
    "batch_gap",
    "batch_cost",
    "batch_peers",
    "province_batch_s",
    "hard_rule_violations",
    "value_urgent_share_0_3",
    "value_immediate",
    "fill_rate",
    "notices_per_fill",
    "machine",
}


def asked(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    return parser.parse_args(["bench", "matching", *arguments])


def test_all_figures_are_one_json_object_and_every_answer_is_right(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.bench.matching.command.QUICK", TINY)
    wanted = asked("--quick", "--json", "--volunteers", "2500", "--needs", "100", "--seed", "3")
    assert wanted.command(Settings(), wanted) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) >= PROMISED
    assert told["online_exact"] is True
    assert told["hard_rule_violations"] == 0
    assert {each["same"] for each in told["online_peers"].values()} == {1.0}
    assert 0 < told["value_immediate"] <= told["value_urgent_share_0_3"] * 1.05 <= 1.06
    assert set(TARGETS) - set(told) == set()


def test_ours_costs_what_or_tools_finds_up_to_the_gap_that_is_proven() -> None:
    figures = batch_figures(11, 150).figures
    least = figures["batch_peers"]["OR-Tools min-cost flow"]["cost"]  # type: ignore[index]  # -- figures by name
    cost, gap = figures["batch_cost"], figures["batch_gap"]
    assert isinstance(cost, int)
    assert isinstance(gap, float)
    assert least <= cost
    assert cost * (1 - gap) <= least + 1


def test_without_or_tools_there_is_no_peer(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: object) -> int:
        raise ImportError

    monkeypatch.setattr("services.bench.matching.batch.cost_by_or_tools", missing)
    assert batch_figures(11, 40).figures["batch_peers"] == {}


def test_a_solution_that_takes_a_slot_or_a_place_twice_is_told_from_a_sound_one() -> None:
    market = fair(np.random.default_rng(5), 120)
    sound = solve(market_of_fair(market))
    assert rules_broken_in(market, sound) == 0
    every = tuple(range(len(market.pair_need)))
    assert rules_broken_in(market, Solution(pairs=every, cost=0, bound=0)) > 0


def test_a_city_of_one_is_measured_too() -> None:
    one = MatchingSizes(
        volunteers=1, questions=1, province_volunteers=1, needs=1, province_needs=1, day_needs=1
    )
    figures = measured(one, 7, print)
    assert figures["online_exact"] is True
    assert (figures["value_immediate"], figures["hard_rule_violations"]) == (1.0, 0)


@pytest.mark.parametrize("wrong", [["--volunteers", "0"], ["--needs", "-3"], ["--seed", "x"]])
def test_sizes_that_mean_nothing_are_refused(wrong: list[str]) -> None:
    with pytest.raises(SystemExit):
        asked(*wrong)


def test_the_full_run_has_a_city_and_a_province_of_the_plans() -> None:
    assert (FULL.volunteers, FULL.province_volunteers) == (1_186_000, 6_088_000)
    assert (FULL.needs, FULL.province_needs) == (20_000, 102_660)
    assert QUICK.volunteers * 10 == FULL.volunteers
