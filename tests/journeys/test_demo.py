"""``linli demo`` as a stranger runs it: on a platform of its own, small."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.platform_process import ROOT, PlatformProcess

KEYS = [
    "needs_posted",
    "proposed",
    "accepted",
    "confirmed",
    "credited",
    "minutes_confirmed",
    "minutes_credited",
    "notices",
    "double_booked",
    "ledger_sum_minutes",
    "chain_ok",
    "parked",
    "seconds",
    "parties",
    "projects",
    "shifts",
    "shift_people",
    "shift_minutes_confirmed",
    "shift_minutes_credited",
    "redemptions",
    "minutes_redeemed",
    "gifts",
    "certificates",
    "spot_checks",
    "parts_answered",
    "minutes_added",
    "awards",
    "minutes_from_pools",
    "rules_chosen",
]


@pytest.mark.timeout(300)
def test_a_small_day_ends_with_every_invariant_held() -> None:
    played = subprocess.run(
        [sys.executable, "-m", "services", "demo", "--volunteers", "40", "--needs", "15", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert (played.returncode, played.stderr) == (0, "")
    figures = json.loads(played.stdout)
    assert list(figures) == KEYS
    assert figures["needs_posted"] == 15
    assert figures["proposed"] > 0
    assert figures["confirmed"] == figures["credited"] > 0
    assert figures["minutes_confirmed"] == figures["minutes_credited"] > 0
    assert (figures["parties"], figures["projects"], figures["shifts"]) == (3, 1, 1)
    assert figures["parts_answered"] == 4
    assert figures["shift_people"] > 1
    assert figures["shift_minutes_confirmed"] == figures["shift_minutes_credited"] > 0
    assert (figures["redemptions"], figures["gifts"], figures["certificates"]) == (2 + 3, 2 + 3, 1)
    assert figures["minutes_redeemed"] == 15 + figures["minutes_from_pools"] > 15
    assert (figures["minutes_added"], figures["awards"], figures["rules_chosen"]) == (3 * 6260, 3, 3)
    assert figures["spot_checks"] > 0
    broken = {name: figures[name] for name in ("double_booked", "ledger_sum_minutes", "chain_ok", "parked")}
    assert broken == {"double_booked": 0, "ledger_sum_minutes": 0, "chain_ok": True, "parked": 0}


@pytest.mark.timeout(240)
def test_options_and_tokens_that_cannot_do_are_said_in_a_sentence(tmp_path: Path) -> None:
    platform = PlatformProcess(folder=tmp_path / "data")
    alone = platform.linli("demo", "--url", platform.url)
    assert (alone.returncode, "--staff-token" in alone.stderr) == (1, True)
    platform.start()
    try:
        unknown = platform.linli("demo", "--url", platform.url, "--staff-token", "nobody's")
        assert (unknown.returncode, "COMMUNITY_STAFF" in unknown.stderr) == (1, True)
        assert "Traceback" not in unknown.stderr
    finally:
        platform.stop()
