"""The pages of teams: formed, joined, led, taken to a shift, and ended, in pages alone."""

import pytest

from services.matching.domain.teams.team import TeamState
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.project_world import PARTY, a_party
from tests.application.register_world import HOME
from tests.web.coordination_site import CoordinationSite, a_coordination_site, number_of
from tests.web.project_site import ORGANISER, REVIEWER, VOLUNTEER, a_posted, a_volunteer
from tests.web.register_site import Visitor, calls_for


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    made = a_coordination_site(clock, ids)
    made.staff("organiser", phone=ORGANISER, role=Role.ORGANISATION_STAFF, scope=f"org.{PARTY}")
    made.matching.parties.add(a_party(clock.now(), "organiser", PARTY, HOME))
    return made


@pytest.fixture
def organiser(site: CoordinationSite) -> Visitor:
    return site.signed_in(ORGANISER)


@pytest.fixture
def reviewer(site: CoordinationSite) -> Visitor:
    return site.at_desk(REVIEWER)


def formed(organiser: Visitor, **fields: object) -> str:
    typed = {"party_id": PARTY, "name": "银龄巡逻队", "about": "夜里巡逻", **fields}
    return number_of(organiser.send("/teams/new", **typed).location)


def test_a_team_is_formed_found_asked_for_and_joined(site: CoordinationSite, organiser: Visitor) -> None:
    assert "There is no team here yet" in organiser.page("/teams")
    assert "银龄志愿服务队" in organiser.page("/teams/new")
    team_id = formed(organiser)
    path = f"/teams/{team_id}"
    mate = a_volunteer(site)
    assert "An approved body is needed first" in mate.page("/teams/new")
    assert mate.send("/teams/new", party_id=PARTY, name="别的队").status_code == 403
    anyone = site.visitor()
    assert "银龄巡逻队" in anyone.page(f"/teams?community={HOME}")
    assert anyone.get("/teams").location == "/parties"
    assert "Sign in to join" in anyone.page(path)

    assert "Ask to join" in mate.page(path)
    mate.send(f"{path}/ask", lets_sign_up="on")
    assert "The leader will answer" in mate.page("/teams")
    assert "钱一" in organiser.page(path)
    organiser.send(f"{path}/admit", member_id="volunteer")
    assert "My team" in mate.page(path)
    mate.send(f"{path}/let")
    assert not site.matching.teams.get(team_id).place_of("volunteer").lets_sign_up
    assert mate.send(f"{path}/leave").location == "/teams"
    assert site.matching.teams.get(team_id).member_ids == ("organiser",)
    assert "钱一" not in anyone.page(path)


def test_people_are_invited_by_phone_and_decide_themselves(
    site: CoordinationSite, organiser: Visitor
) -> None:
    path = f"/teams/{formed(organiser)}"
    mate = a_volunteer(site)
    assert organiser.send(f"{path}/invite", phone="13700000000").status_code == 422
    organiser.send(f"{path}/invite", phone=VOLUNTEER)
    assert "You are invited" in mate.page(path)
    assert mate.send(f"{path}/ask").location == path
    organiser.send(f"{path}/leaders", leader_id="volunteer", deputy_id="organiser")
    assert "I lead it" in mate.page(path)
    mate.send(f"{path}/edit", name="夜巡队", about="巡逻")
    assert "夜巡队" in site.visitor().page(path)
    mate.send(f"{path}/remove", member_id="organiser")
    assert mate.send(f"{path}/leave").status_code == 409
    assert mate.send(f"{path}/disband", reason="不做了").status_code == 403
    organiser.send(f"{path}/disband", reason="并入二队")
    assert "并入二队" in mate.page(path)
    assert site.visitor().get(path).status_code == 404


def test_a_leader_takes_a_team_to_a_shift(
    site: CoordinationSite, organiser: Visitor, reviewer: Visitor
) -> None:
    team_id = formed(organiser)
    shift = a_posted(site, organiser, reviewer)
    mate = a_volunteer(site)
    mate.send(f"/teams/{team_id}/ask", lets_sign_up="on")
    organiser.send(f"/teams/{team_id}/admit", member_id="volunteer")
    path = f"/teams/{team_id}/shifts/{shift.id}"
    assert path in organiser.page(f"/teams/{team_id}")
    assert organiser.send(f"{path}/sign-up").status_code == 422
    assert "Who lets the leader sign them up" in organiser.page(path)
    organiser.send(f"{path}/sign-up", member_id=["volunteer", "organiser"])
    assert site.matching.shifts.get(shift.id).seat_of("volunteer") is not None
    site.world.clock.at = shift.starts_at
    organiser.send(f"{path}/check-in", member_id="volunteer")
    assert "Who leaves?" in organiser.page(path)
    organiser.send(f"{path}/check-out", member_id="volunteer")
    assert site.matching.shifts.get(shift.id).attendees[0].out_at is not None
    assert mate.get(path).status_code == 403


def test_staff_of_the_community_form_a_team_for_somebody_else_to_lead(
    site: CoordinationSite, reviewer: Visitor
) -> None:
    mate = a_volunteer(site)
    assert reviewer.send("/teams/new", party_id=PARTY, name="二队", leader_phone="1").status_code == 422
    team_id = formed(reviewer, leader_phone=VOLUNTEER)
    assert site.matching.teams.get(team_id).leader_ids == ("volunteer",)
    assert "I lead it" in mate.page("/teams")


def test_a_page_of_three_teams_asks_the_store_as_often_as_one_of_one(
    site: CoordinationSite, organiser: Visitor
) -> None:
    anyone = site.visitor()
    path = f"/teams?community={HOME}"
    formed(organiser)
    anyone.page(path)
    one = len(calls_for(anyone, path))
    formed(organiser, name="二队")
    formed(organiser, name="三队")
    assert len(calls_for(anyone, path)) == one
    assert site.matching.teams.count({"state": TeamState.ACTIVE.value}) == 3
