"""The pages of stations: set up, found, changed, closed and opened again."""

import pytest

from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.project_world import PARTY, a_party
from tests.application.register_world import HOME
from tests.web.coordination_site import CoordinationSite, a_coordination_site, number_of
from tests.web.project_site import ORGANISER, a_volunteer
from tests.web.register_site import Visitor

TYPED: dict[str, object] = {
    "kind": "VOLUNTEER_SERVICE",
    "party_id": PARTY,
    "name": "大北街志愿服务站",
    "address": "社区一楼大厅",
    "weekdays": ["1", "2"],
    "opens": "08:30",
    "closes": "17:30",
    "offers": "量血压",
}


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    made = a_coordination_site(clock, ids)
    made.matching.parties.add(a_party(clock.now(), "organiser", PARTY, HOME))
    return made


@pytest.fixture
def organiser(site: CoordinationSite) -> Visitor:
    return site.at_desk(ORGANISER, role=Role.ORGANISATION_STAFF, scope=f"org.{PARTY}")


def test_a_station_is_set_up_found_changed_closed_and_opened_again(
    site: CoordinationSite, organiser: Visitor
) -> None:
    anyone = site.visitor()
    assert "There is no station here yet" in anyone.page(f"/stations?community={HOME}")
    assert anyone.get("/stations").location == "/parties"
    assert "Set up a station" in organiser.page("/stations")
    wrongs: tuple[dict[str, object], ...] = ({"weekdays": []}, {"closes": "08:00"})
    for wrong in wrongs:
        answer = organiser.send("/stations/new", **{**TYPED, **wrong})
        assert (answer.status_code, "量血压" in answer.text) == (422, True)
    path = f"/stations/{number_of(organiser.send('/stations/new', **TYPED).location)}"
    found = anyone.page(f"/stations?community={HOME}")
    assert all(each in found for each in ("大北街志愿服务站", "Open now", "08:30–17:30"))
    changes = {name: value for name, value in TYPED.items() if name not in ("kind", "party_id")}
    organiser.send(f"{path}/edit", **{**changes, "name": "大北街服务站", "weekdays": "6"})
    assert "Not open now" in anyone.page(path)
    organiser.send(f"{path}/close", reason="装修一周")
    assert "装修一周" in anyone.page(path)
    organiser.send(f"{path}/reopen")
    assert "大北街服务站" in anyone.page(path)


def test_others_set_up_nothing(site: CoordinationSite) -> None:
    member = a_volunteer(site)
    assert "An approved body is needed first" in member.page("/stations/new")
    assert "Ask for help" in member.page("/stations")
    assert member.send("/stations/new", **TYPED).status_code == 403
