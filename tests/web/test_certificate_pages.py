"""The pages of certificates and records: taken, shown as paper, given as a file, checked, revoked."""

import pytest

from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.register_world import HOME
from tests.application.test_certificates import a_record
from tests.web.coordination_site import CoordinationSite, a_coordination_site, number_of
from tests.web.register_site import Visitor


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    return a_coordination_site(clock, ids)


@pytest.fixture
def helper(site: CoordinationSite) -> Visitor:
    site.member("helper", phone="13900000009", name="陈晓安")
    actor = site.world.actor("helper")
    a_record(site.world, actor, community_code=HOME)
    return site.signed_in("13900000009")


def test_a_volunteer_takes_prints_and_downloads_and_anyone_checks(
    site: CoordinationSite, helper: Visitor
) -> None:
    assert "社区清洁" in helper.page("/records")
    assert "Community staff" in helper.page("/records/helper-one")
    assert "No certificate was taken yet" in helper.page("/certificates")
    wrong = helper.send("/certificates", from_on="2026-11-20", until_on="2026-11-01")
    assert (wrong.status_code, "2026-11-20" in wrong.text) == (422, True)
    path = helper.send("/certificates", from_on="2026-11-01").location
    assert path is not None
    paper = helper.page(path)
    assert "陈晓安" in paper
    assert "志愿服务记录证明" in paper
    assert helper.get(f"{path}/file").data.startswith(b"%PDF-1.7")

    number = site.matching.certificates.get(number_of(path)).number
    anyone = site.visitor()
    assert "Check a certificate" in anyone.page("/certificates/check")
    assert (
        anyone.get(f"/certificates/check?number={number.lower()}").location == f"/certificates/check/{number}"
    )
    assert "This certificate is valid" in anyone.page(f"/certificates/check/{number}")
    assert anyone.get("/certificates/check/2222-2222-2222").status_code == 404
    assert "No certificate has this number" in anyone.page("/certificates/check?number=oops")

    staff = site.at_desk()
    assert "陈晓安" in staff.page("/certificates?member=helper")
    assert "陈晓安" in staff.page("/records?member=helper")
    assert staff.send(f"{path}/revoke", reason="").status_code == 422
    staff.send(f"{path}/revoke", reason="时长有误")
    assert "时长有误" in helper.page(path)
    assert "holds no longer" in anyone.page(f"/certificates/check/{number}")
    assert "陈晓安" not in anyone.page(f"/certificates/check/{number}")
    site.matching.certificates.save(site.matching.certificates.get(number_of(path)).erased())
    assert "erased" in staff.page(path)


def test_without_service_the_pages_say_what_to_do(site: CoordinationSite) -> None:
    site.member("new", phone="13900000008", name="新来")
    visitor = site.signed_in("13900000008")
    assert "No service records yet" in visitor.page("/records")
    assert "No confirmed volunteer service" in visitor.send("/certificates").text
    assert visitor.get("/certificates?member=helper").status_code == 404
