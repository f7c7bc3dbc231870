"""Writing a broadcast, agreeing to it, and seeing what became of it, on the pages and by the API."""

from pathlib import Path

import pytest

from services.notify.application.broadcasting.audience import send_broadcasts
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from tests.web.platform_app import ELSEWHERE, HOME, PlatformApp, a_platform, code_of

PAGE = "/desk/broadcasts"
TYPED = {"community_code": HOME, "zh": "明天停水", "en": "No water tomorrow"}


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock)


def test_it_is_counted_handed_in_agreed_to_and_followed(site: PlatformApp) -> None:
    neighbour = site.person()
    volunteers = [site.volunteer("PHONE_CARE") for _ in range(5)]
    writer, colleague = site.holding(Role.COMMUNITY_STAFF), site.holding(Role.COMMUNITY_STAFF)
    browser = site.browsing().signed_in(writer.phone)
    assert "还没有群发过" in browser.get(PAGE).text
    assert "看发给多少人" in browser.get(f"{PAGE}/new?community={HOME}").text
    counted = browser.send(f"{PAGE}/new", **TYPED, roles="VOLUNTEER", service_kinds="PHONE_CARE")
    assert "会发给 5 人" in counted.text
    assert "明天停水" in counted.text
    warned = browser.send(f"{PAGE}/new", **TYPED, danger="on")
    assert "上门转告" in warned.text
    few = browser.send(f"{PAGE}/new", **TYPED, roles="COMMUNITY_STAFF")
    assert "不到 5" in few.text
    handed = browser.send(f"{PAGE}/new", **TYPED, roles="VOLUNTEER", then="send", once="a")
    assert handed.status_code == 303
    assert "/agree" not in browser.get(handed.location).text
    assert browser.send(f"{handed.location}/agree").status_code == 403
    other = site.browsing().signed_in(colleague.phone)
    assert "同意，发给大家" in other.get(handed.location).text
    assert other.send(f"{handed.location}/agree").status_code == 303
    send_broadcasts(site.platform.notify, site.clock.now())
    assert "已全部发出" in browser.get(handed.location).text
    assert "明天停水" in browser.get(PAGE).text
    assert "明天停水" in site.browsing().signed_in(volunteers[0].phone).get("/notices").text
    assert "明天停水" not in site.browsing().signed_in(neighbour.phone).get("/notices").text


def test_a_form_that_is_wrong_keeps_what_was_typed_and_a_refusal_says_why(site: PlatformApp) -> None:
    writer, colleague = site.holding(Role.COMMUNITY_STAFF), site.holding(Role.COMMUNITY_STAFF)
    browser, other = (site.browsing().signed_in(each.phone) for each in (writer, colleague))
    again = browser.send(f"{PAGE}/new", community_code=HOME, zh="明天停水")
    assert (again.status_code, "明天停水" in again.text) == (422, True)
    handed = browser.send(f"{PAGE}/new", **TYPED, then="send", once="a").location
    assert other.send(f"{handed}/refuse").status_code == 422
    assert other.send(f"{handed}/refuse", reason="写错了时间").status_code == 303
    assert "写错了时间" in browser.get(handed).text
    second = browser.send(f"{PAGE}/new", **TYPED, danger="on", then="send", once="b").location
    assert "关系人身安全" in browser.get(second).text
    assert "关系人身安全" in browser.get(PAGE).text
    assert browser.send(f"{second}/stop").status_code == 303
    assert "已停止" in browser.get(second).text


def test_staff_of_a_street_find_the_community_they_work_in(site: PlatformApp) -> None:
    staff = site.holding(Role.COMMUNITY_STAFF, ELSEWHERE)
    assert f"community={ELSEWHERE}" in site.browsing().signed_in(staff.phone).get(PAGE).text
    assert site.browsing().signed_in(site.holding(Role.GRID_WORKER).phone).get(PAGE).status_code == 403


def test_a_program_does_the_same_by_the_api(site: PlatformApp) -> None:
    writer, colleague = site.holding(Role.COMMUNITY_STAFF), site.holding(Role.COMMUNITY_STAFF)
    route = "/notify/v1/broadcasts"
    counted = writer.did(f"{route}/audience", {"community_code": HOME})
    assert counted == {"people": None, "of": 2, "without_account": 0}
    made = writer.did(route, TYPED)
    own = writer.ask("POST", f"/api{route}/{made['id']}/answer", {"agree": True})
    assert (own.status_code, code_of(own)) == (403, "second-person-needed")
    assert colleague.did(f"{route}/{made['id']}/answer", {"agree": True})["state"] == "SENDING"
    assert writer.did(f"{route}/{made['id']}", method="GET")["can"] == ["stop"]
    assert writer.did(f"{route}/{made['id']}/stop")["state"] == "STOPPED"
    listed = writer.did(route, method="GET")["items"]
    assert isinstance(listed, list)
    assert [each["id"] for each in listed] == [made["id"]]
