"""The pages of spot checks: drawn, looked at, published, read by anyone without names."""

from datetime import timedelta

import pytest

from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.register_world import HOME
from tests.application.test_certificates import a_record
from tests.web.coordination_site import CoordinationSite, a_coordination_site


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    return a_coordination_site(clock, ids)


def test_a_spot_check_goes_from_drawing_to_public_results(site: CoordinationSite) -> None:
    site.member("helper", phone="13900000009", name="陈晓安")
    a_record(site.world, site.world.actor("helper"), "one", community_code=HOME)
    site.world.clock.at += timedelta(minutes=1)
    staff, anyone = site.at_desk(), site.visitor()
    results = f"/spot-checks?community={HOME}"
    assert "Nothing published yet" in anyone.page(results)
    assert anyone.get("/spot-checks").location == "/parties"
    assert "No spot check yet" in staff.page("/desk/spot-checks")
    staff.send("/desk/spot-checks", community_code=HOME)
    (check,) = site.matching.spot_checks.where({"community_code": HOME})
    here = f"/desk/spot-checks/{check.id}"
    assert "陈晓安" in staff.page(here)
    staff.send(f"{here}/publish")
    assert "Nothing published yet" in anyone.page(results)
    staff.send(f"{here}/judge", record_id="helper-one", verdict="RIGHT", reason="对照签到表")
    assert "对照签到表" in staff.page(here)
    staff.send(f"{here}/publish")
    shown = anyone.page(results)
    assert ("Drawn 1 / 1" in shown, "陈晓安" in shown, "对照签到表" in shown) == (True, False, False)
    assert "Draw this month" not in staff.page("/desk/spot-checks")
