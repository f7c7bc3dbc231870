"""Each figure of the ledger can be measured; how high it is, no test says."""

import argparse
import json
from collections.abc import Iterator

import pytest

from services.bench.command import register
from services.bench.ledger_command import TARGETS
from services.bench.ledger_sizes import FULL, QUICK, LedgerSizes
from services.bench.machine import machine
from shared.settings import Settings
from shared.storage.connection import disconnect

TINY = LedgerSizes(
    singles=12,
    shifts=2,
    lines=3,
    members=2,
    baseline=3,
    spread_over=4,
    spread=8,
    holds_each_second=20,
    visible_each_second=200,
    seconds=1,
    kept_postings=80,
    kept_accounts=5,
)

pytestmark = pytest.mark.usefixtures("unmeasured")


@pytest.fixture(autouse=True)
def _no_connections() -> Iterator[None]:
    yield
    disconnect()


def asked(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    return parser.parse_args(["bench", "ledger", *arguments])


@pytest.mark.timeout(240)
def test_every_figure_of_the_ledger_is_one_json_object(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.bench.ledger_command.QUICK", TINY)
    told_by = asked("--quick", "--json")
    assert told_by.command(Settings(), told_by) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == [*TARGETS, "machine"]
    assert set(told["machine"]) == set(machine())
    speeds = ("postings_per_s_single", "postings_per_s_packed", "baseline_per_s", "verify_per_s", "rss_mb")
    assert all(told[name] > 0 for name in speeds)
    assert all(isinstance(told[name], int | float) for name in TARGETS)


def test_a_full_run_of_the_ledger_is_as_large_as_the_goals_say() -> None:
    assert (FULL.kept_postings, FULL.kept_accounts, FULL.spread_over) == (1_000_000, 100_000, 10_000)
    assert (FULL.holds_each_second, FULL.visible_each_second) == (500, 5_000)
    assert QUICK.kept_postings < FULL.kept_postings
