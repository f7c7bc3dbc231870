"""The page of named duties: named, appointed, let go of, and read by everyone."""

import pytest

from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.register_world import HOME
from tests.web.coordination_site import CoordinationSite, a_coordination_site
from tests.web.project_site import VOLUNTEER, a_volunteer


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    return a_coordination_site(clock, ids)


def test_a_duty_is_named_appointed_seen_and_let_go_of(site: CoordinationSite) -> None:
    staff, holder, anyone = site.at_desk(), a_volunteer(site), site.visitor()
    here = f"/duties?community={HOME}"
    assert "No duty is named yet" in anyone.page(here)
    assert anyone.get("/duties").location == "/parties"
    typed = {"kind": "BUILDING_HEAD", "community_code": HOME, "area": "3 号楼"}
    assert staff.send("/duties", **typed).location == here
    again = staff.send("/duties", **typed)
    assert (again.status_code, "3 号楼" in again.text) == (409, True)
    assert holder.send("/duties", **typed).status_code == 403
    assert "Vacant" in anyone.page(f"{here}&show=vacant")
    (duty,) = site.matching.duties.where({"community_code": HOME})
    assert staff.send(f"/duties/{duty.id}/appoint", phone=VOLUNTEER, until_on="2027-11-01").location == here
    assert "钱一" in staff.page("/duties")
    assert "钱一" not in anyone.page(here)
    assert "Nothing is vacant" in anyone.page(f"{here}&show=vacant")
    assert holder.send(f"/duties/{duty.id}/vacate").location == here
    assert site.matching.duties.get(duty.id).holder is None
