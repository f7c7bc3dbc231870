"""A demo during which the platform is killed with -9 again and again: nothing is lost, nothing happens twice."""

import json
import subprocess
import sys

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
    counts = Counts(
        needs_posted=1,
        proposed=1,
        accepted=1,
        confirmed=1,
        credited=1,
        minutes_confirmed=1,
        minutes_credited=1,
        notices=1,
        double_booked=0,
        ledger_sum_minutes=0,
        chain_ok=True,
        parked=0,
        seconds=1.0,
        parties=0,
        projects=0,
        shifts=0,
        shift_people=0,
        shift_minutes_confirmed=0,
        shift_minutes_credited=0,
    )
    outcome = Outcome(counts=counts, broken=[])
    assert told(outcome, as_json=True, asked_kills=3, killed=3) == 0
    assert told(outcome, as_json=True, asked_kills=3, killed=1) == 1
    assert "2 kills did not happen" in capsys.readouterr().err
