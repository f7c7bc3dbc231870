"""A demo during which the platform is killed with -9 again and again: nothing is lost, nothing happens twice."""

import json
import subprocess
import sys
from dataclasses import fields

import pytest

from services.demo.command import told
from services.demo.playing import Outcome
from services.demo.reckoning import Counts
from tests.platform_process import ROOT


@pytest.mark.timeout(400)
def test_a_day_with_three_kills_ends_with_every_invariant_held() -> None:
    played = subprocess.run(
        [
            sys.executable,
            "-m",
            "services",
            "demo",
            "--volunteers",
            "30",
            "--needs",
            "15",
            "--kill",
            "3",
            "--json",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=380,
        check=False,
    )
    assert (played.returncode, played.stderr) == (0, "")
    figures = json.loads(played.stdout)
    assert (figures["killed"], figures["needs_posted"]) == (3, 15)
    assert figures["confirmed"] == figures["credited"] > 0
    assert figures["minutes_confirmed"] == figures["minutes_credited"] > 0


def test_only_a_platform_of_its_own_is_killed() -> None:
    given = ("--url", "http://127.0.0.1:9", "--staff-token", "x", "--kill", "1")
    played = subprocess.run(
        [sys.executable, "-m", "services", "demo", *given],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert played.returncode == 1
    assert "--kill" in played.stderr


def test_kills_that_did_not_happen_are_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    nothing = {each.name: 0 for each in fields(Counts)}
    counts = Counts(**{**nothing, "chain_ok": True})  # type: ignore[arg-type]  # -- fields by name
    outcome = Outcome(counts=counts, broken=[])
    assert told(outcome, as_json=True, asked_kills=3, killed=3) == 0
    assert told(outcome, as_json=True, asked_kills=3, killed=1) == 1
    assert "2 kills did not happen" in capsys.readouterr().err
