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


def test_a_volunteer_asks_for_a_correction_and_staff_answer_it(
    site: CoordinationSite, helper: Visitor
) -> None:
    staff, path = site.at_desk(), "/records/helper-one"
    assert "no service waits" in staff.page("/desk/records")
    assert helper.send(f"{path}/corrections", what="").status_code == 422
    helper.send(f"{path}/corrections", what="时长应为 120 分钟")
    assert "Records to answer" in staff.page("/desk")
    assert "社区清洁" in staff.page("/desk/records")
    right = {"activity": "社区清洁", "place": "社区广场", "content": "清扫楼道", "minutes": "120"}
    kept = staff.send(f"{path}/correct", **right, answer="")
    assert (kept.status_code, "Answer the correction" in kept.text) == (422, True)
    staff.send(f"{path}/correct", **right, answer="签到表为证")
    assert "1 h 30 min" in helper.page(path)
    helper.send(f"{path}/corrections", what="地点不对")
    staff.send(f"{path}/refuse", refused="地点无误")
    assert "地点无误" in helper.page(path)
    staff.send(f"{path}/withdraw", reason="当天没有到场")
    assert "当天没有到场" in helper.page(path)
    assert "Withdrawn" in helper.page("/records")


def test_without_service_the_pages_say_what_to_do(site: CoordinationSite) -> None:
    site.member("new", phone="13900000008", name="新来")
    visitor = site.signed_in("13900000008")
    assert "No service records yet" in visitor.page("/records")
    assert "No confirmed volunteer service" in visitor.send("/certificates").text
    assert visitor.get("/certificates?member=helper").status_code == 404
