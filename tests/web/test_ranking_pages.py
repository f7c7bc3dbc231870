"""The page of what weighs in proposals: previewed, switched on, and closed to who does not work there."""

import pytest

from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.register_world import HOME
from tests.web.coordination_site import CoordinationSite, a_coordination_site
from tests.web.project_site import a_volunteer


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    return a_coordination_site(clock, ids)


def test_staff_preview_weights_and_switch_them_on(site: CoordinationSite) -> None:
    staff, volunteer = site.at_desk(), a_volunteer(site)
    here = f"/desk/ranking?community={HOME}"
    assert "as the platform comes" in staff.page("/desk/ranking")
    typed = {"community_code": HOME, "distance": 40, "skill": 20, "load": 30, "continuity": 40, "held": 0}
    kept = staff.send("/desk/ranking", **typed, note="")
    assert (kept.status_code, 'value="40"' in kept.text) == (422, True)
    assert staff.send("/desk/ranking", **typed, note="熟人优先").location == here
    assert "Switch it on" in staff.page(here)
    assert volunteer.get(here).status_code == 403
    assert staff.send("/desk/ranking/switch", community_code=HOME, number=1).location == here
    assert "on since" in staff.page(here)
    assert site.matching.ranking_books.get(HOME).number == 1
