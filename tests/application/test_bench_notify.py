"""Each figure of the notices can be measured; how high it is, no test says."""

import argparse
import json
from collections.abc import Iterator

import pytest

from services.bench.command import register
from services.bench.notice_sizes import FULL, QUICK, NoticeSizes
from services.bench.notify_command import TARGETS, run
from shared.settings import Settings
from shared.storage.connection import disconnect

TINY = NoticeSizes(sockets=12, signals_each_second=100, telling_seconds=1, notices=150, flowing=12, kills=1)

pytestmark = pytest.mark.usefixtures("unmeasured")


@pytest.fixture(autouse=True)
def _no_connections() -> Iterator[None]:
    yield
    disconnect()


def asked(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    return parser.parse_args(["bench", "notify", *arguments])


def measured(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, part: str
) -> dict[str, float]:
    monkeypatch.setattr("services.bench.notify_command.QUICK", TINY)
    assert run(Settings(), asked("--quick", "--json", "--only", part)) == 0
    told = json.loads(capsys.readouterr().out)
    assert isinstance(told, dict)
    return told


@pytest.mark.timeout(240)
def test_signals_are_measured_in_a_process_that_takes_turns_beside_the_server_of_node(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = measured(capsys, monkeypatch, "push")
    assert (told["sockets"], told["push_missing"], told["node_push_missing"]) == (TINY.sockets, 0, 0)
    assert told["push_p99_ms"] >= told["push_p50_ms"] > 0
    assert min(told["node_push_p99_ms"], told["rss_mb"], told["node_rss_mb"]) > 0


@pytest.mark.timeout(120)
def test_every_event_that_waits_becomes_a_notice(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = measured(capsys, monkeypatch, "routing")
    assert told["routed"] == TINY.notices
    assert told["routed_per_s"] > 0


def test_a_full_run_is_as_large_as_the_goals_say() -> None:
    assert (FULL.sockets, FULL.signals_each_second, FULL.notices) == (5_000, 200, 50_000)
    assert (FULL.flowing, FULL.kills) == (20_000, 100)
    assert QUICK.kills < FULL.kills
    assert set(TARGETS) == {"push_p99_ms", "routed_per_s", "kb_per_socket", "lost", "doubled"}
