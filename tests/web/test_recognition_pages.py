"""The pages of stars and medals: asked for, published, objected to, given, shown, withdrawn."""

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


def test_a_star_goes_from_asking_to_the_board_and_back(site: CoordinationSite) -> None:
    site.member("helper", phone="13900000009", name="陈晓安")
    actor = site.world.actor("helper")
    site.member("neighbour", phone="13900000008", name="吴邻")
    helper, neighbour = site.signed_in("13900000009"), site.signed_in("13900000008")
    staff, anyone = site.at_desk(), site.visitor()
    board = f"/honours?community={HOME}"
    assert "None yet" in helper.page("/recognition")
    assert helper.send("/recognition", kind="STAR").status_code == 422
    for number in range(6):
        a_record(site.world, actor, f"r-{number}", minutes=1200, community_code=HOME)
    assert "Ask for the next star" in helper.page("/recognition")
    helper.send("/recognition", kind="STAR", on_board="on")
    assert "Asked for" in helper.page("/recognition")
    (award,) = site.matching.awards.where({"member_id": "helper"})
    path = f"/awards/{award.id}"
    assert "陈晓安" in staff.page("/desk/awards")
    staff.send(f"{path}/publish")
    assert "陈晓安" in anyone.page(board)
    assert anyone.get("/honours").location == "/parties"
    neighbour.send(f"{path}/object", words="十月那次没有到场")
    assert "十月那次" not in neighbour.page(board)
    assert "十月那次没有到场" in staff.page("/desk/awards")
    (said,) = site.matching.awards.get(award.id).objections
    staff.send(f"{path}/answer", objection_id=said.id, answer="已查签到表")
    site.world.clock.at += timedelta(days=8)
    staff = site.signed_in("13900000001")
    assert "Give it" in staff.page("/desk/awards")
    staff.send(f"{path}/give")
    helper = site.signed_in("13900000009")
    assert "Take me off the board" in helper.page("/recognition")
    assert "陈晓安" in anyone.page(board)
    helper.send(f"{path}/board", show="no")
    assert "Nobody stands here yet" in anyone.page(board)
    staff.send(f"{path}/withdraw", because="虚报时长", ban_years="1")
    assert "you cannot ask for now" in helper.page("/recognition")
    staff.send(f"{path}/refuse", reason="不再需要")
    assert site.matching.awards.get(award.id).state.value == "WITHDRAWN"
