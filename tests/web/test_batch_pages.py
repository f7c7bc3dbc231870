"""The page of rounds: empty at first, then what a night found; closed to who does not work there."""

import pytest

from services.matching.application.facts import need_opened
from services.matching.domain.batch.relaxing import Relaxation
from services.matching.domain.batch.run import MatchRun, Unfillable
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.register_world import HOME
from tests.web.coordination_site import CoordinationSite, a_coordination_site
from tests.web.project_site import a_volunteer


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    return a_coordination_site(clock, ids)


def test_staff_see_rounds_with_their_figures_and_nobody_else_does(site: CoordinationSite) -> None:
    staff, volunteer = site.at_desk(), a_volunteer(site)
    here = f"/desk/matching?community={HOME}"
    assert "No round yet" in staff.page(here)
    assert "No request came to its end in four weeks" in staff.page(here)
    assert volunteer.get(here).status_code == 403

    gone = Unfillable(need_id="gone", community_code=HOME, relaxation=Relaxation(rule="times", people=2))
    run = MatchRun(
        id="r1",
        city_code=HOME[:4],
        nightly=True,
        at=site.matching.clock.now(),
        needs=2,
        wanted=4,
        asked=3,
        people=3,
        cost=400,
        bound=400,
        held=1,
        priced=7,
        learned=5,
        unfillable=(gone,),
    )
    site.matching.match_runs.add(run)
    page = staff.page(f"{here}&run=r1")
    assert "3 / 4" in page
    assert "75.0%" in page
    assert "Asked in place of somebody scarce, who is kept for later" in page
    assert "People who were scarce in this night&#39;s plan" in page
    assert "somebody suits every request" in page


def test_staff_read_what_fell_on_each_person(site: CoordinationSite) -> None:
    staff, helper = site.at_desk(), site.volunteer("HOME_VISIT")
    need = site.asked(site.elder())
    site.matching.needs.save(need.opened("staff"), need_opened(need))
    site.world.settle()
    site.world.accepted(helper, site.need(need.id))
    site.world.settle()
    page = staff.page(f"/desk/matching?community={HOME}")
    assert "What fell on each person in four weeks" in page
    assert "赵志" in page
