"""Each figure of the time bank as people use it can be measured; how good it is, no test says."""

import argparse
import json
from collections.abc import Iterator

import pytest

from services.bench.command import register
from services.bench.timebank_command import TARGETS
from services.bench.timebank_orders import outcome
from services.bench.timebank_sizes import FULL, TimebankSizes
from shared.settings import Settings
from shared.storage.connection import disconnect

TINY = TimebankSizes(reaching=4, each_second=10, seconds=1, members=2, statement=3, certificates=2, listed=1)

pytestmark = pytest.mark.usefixtures("unmeasured")


@pytest.fixture(autouse=True)
def _no_connections() -> Iterator[None]:
    yield
    disconnect()


def asked(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    return parser.parse_args(["bench", "timebank", *arguments])


@pytest.mark.timeout(240)
def test_one_of_those_who_order_at_once_gets_the_last_credits(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.bench.timebank_command.QUICK", TINY)
    told_by = asked("--quick", "--json", "--only", "racing")
    assert told_by.command(Settings(), told_by) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == [*list(TARGETS)[:4], "machine"]
    assert (told["redemptions_won"], told["redemptions_refused"], told["overdrawn"]) == (1, 3, 0)
    assert told["redemptions_otherwise"] == 0


def test_redemptions_are_followed_to_their_end() -> None:
    told = [{"state": "ORDERED"}, {"state": "BOOKED"}, {"state": "RELEASED", "reason": "insufficient-credit"}]
    assert [outcome(each) for each in told] == [None, "won", "insufficient-credit"]


def test_a_full_run_is_as_large_as_the_goals_say() -> None:
    assert (FULL.reaching, FULL.each_second, FULL.statement) == (1000, 20, 10_000)
