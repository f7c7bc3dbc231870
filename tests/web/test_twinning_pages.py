"""The pages of twinning: proposed, agreed or refused, visits recorded, ended."""

import pytest

from services.matching.domain.twinning.twinning import TwinningState
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.project_world import PARTY, a_party
from tests.application.register_world import HOME
from tests.web.coordination_site import CoordinationSite, a_coordination_site, number_of
from tests.web.project_site import ORGANISER, REVIEWER, VOLUNTEER, a_volunteer
from tests.web.register_site import Visitor

TYPED = {
    "party_id": PARTY,
    "community_code": HOME,
    "purpose": "每月看望独居老人",
    "visits_a_year": "12",
    "from_on": "2026-11-01",
    "until_on": "2027-10-31",
}


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    made = a_coordination_site(clock, ids)
    made.matching.parties.add(a_party(clock.now(), "organiser", PARTY, HOME))
    return made


@pytest.fixture
def organiser(site: CoordinationSite) -> Visitor:
    return site.at_desk(ORGANISER, role=Role.ORGANISATION_STAFF, scope=f"org.{PARTY}")


@pytest.fixture
def reviewer(site: CoordinationSite) -> Visitor:
    return site.at_desk(REVIEWER)


def test_a_body_proposes_the_community_agrees_and_visits_are_recorded(
    site: CoordinationSite, organiser: Visitor, reviewer: Visitor
) -> None:
    anyone = site.visitor()
    assert "Nobody is twinned here yet" in anyone.page(f"/twinnings?community={HOME}")
    assert anyone.get("/twinnings").location == "/parties"
    assert "银龄志愿服务队" in organiser.page(f"/twinnings/new?party={PARTY}")
    wrong = organiser.send("/twinnings/new", **{**TYPED, "until_on": "2026-10-01"})
    assert (wrong.status_code, "每月看望独居老人" in wrong.text) == (422, True)
    path = f"/twinnings/{number_of(organiser.send('/twinnings/new', **TYPED).location)}"
    assert anyone.get(path).status_code == 404
    assert "Awaiting the other side" in organiser.page(f"/twinnings?party={PARTY}")
    assert "They wait for your answer" in reviewer.page(path)
    reviewer.send(f"{path}/agree")
    assert "No visit is recorded yet" in organiser.page(path)
    organiser.send(f"{path}/visits", on="2026-11-20", what="看望三位老人")
    assert organiser.send(f"{path}/visits", on="2026-12-20", what="预定").status_code == 422
    assert "看望三位老人" in anyone.page(path)
    assert "每月看望独居老人" in anyone.page(f"/twinnings?community={HOME}")
    reviewer.send(f"{path}/end", reason="期满")
    assert "期满" in organiser.page(path)


def test_the_community_proposes_and_the_body_says_no(
    site: CoordinationSite, organiser: Visitor, reviewer: Visitor
) -> None:
    id_ = number_of(reviewer.send("/twinnings/new", **TYPED).location)
    assert organiser.send(f"/twinnings/{id_}/refuse", reason="").status_code == 422
    organiser.send(f"/twinnings/{id_}/refuse", reason="人手不够")
    assert site.matching.twinnings.get(id_).state is TwinningState.REFUSED
    assert "人手不够" in reviewer.page(f"/twinnings/{id_}")
    member = a_volunteer(site, phone=VOLUNTEER)
    assert "An approved body is needed first" in member.page("/twinnings/new")
    assert "Register a body" in member.page("/twinnings")
