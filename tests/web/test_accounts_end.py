"""Accounts suspended, restored and closed, files joined and erased, training and insurance: over the API and in pages."""

import re
from pathlib import Path

import pytest

from shared.identity.member import CLOSED_NAME, MemberStatus
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from tests.web.platform_app import ELSEWHERE, HOME, PASSWORD, Person, PlatformApp, a_platform, code_of

IDENTITY = "/api/identity/v1"
MATCHING = "/api/matching/v1"


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock)


def staff_of(site: PlatformApp, place: str = HOME) -> Person:
    return site.holding(Role.COMMUNITY_STAFF, place)


def file_of(staff: Person, **fields: object) -> str:
    body = {"community_code": HOME, "name": "李奶奶", "address": "二号楼 301", **fields}
    return str(staff.did("/identity/v1/residents", body)["id"])


def declared(site: PlatformApp, person: Person) -> None:
    document = {"type": "MAINLAND_ID", "number": site.document(person)}
    person.did("/identity/v1/members/me/documents", document)


def asked_for(site: PlatformApp, by: Person, **fields: object) -> str:
    return str(by.did("/matching/v1/needs", site.need(**fields))["id"])


def test_a_suspended_account_is_out_at_once_and_back_when_restored(site: PlatformApp) -> None:
    staff, member = staff_of(site), site.person()
    path = f"{IDENTITY}/members/{member.id}/suspend"
    assert staff.ask("POST", path, {"reason": ""}).status_code == 422
    for _ in range(2):
        shown = staff.ask("POST", path, {"reason": "冒用他人信息"})
        assert (shown.status_code, shown.get_json()["status"]) == (200, "SUSPENDED")
    assert member.ask("GET", f"{IDENTITY}/members/me").status_code == 401
    refused = site.nobody().ask("POST", f"{IDENTITY}/sessions", {"phone": member.phone, "password": PASSWORD})
    assert code_of(refused) == "account-not-usable"
    for _ in range(2):
        restored = staff.ask("POST", f"{IDENTITY}/members/{member.id}/restore")
        assert restored.get_json()["status"] == "ACTIVE"
    again = site.nobody().ask("POST", f"{IDENTITY}/sessions", {"phone": member.phone, "password": PASSWORD})
    assert again.status_code == 201


def test_nobody_suspends_themselves_a_stranger_or_one_above(site: PlatformApp) -> None:
    staff, stranger = staff_of(site), staff_of(site, ELSEWHERE)
    above, member = site.holding(Role.OVERSEER, HOME[:6]), site.person()
    reason = {"reason": "测试"}
    for who, whom, code in (
        (staff, staff, "not-oneself"),
        (stranger, member, "forbidden"),
        (staff, above, "beyond-own-scope"),
    ):
        answer = who.ask("POST", f"{IDENTITY}/members/{whom.id}/suspend", reason)
        assert (answer.status_code, code_of(answer)) == (403, code)
    assert site.platform.identity.members.get(member.id).status is MemberStatus.ACTIVE


def test_who_closes_the_account_is_erased_and_what_was_served_stands(site: PlatformApp) -> None:
    member, elder = site.person("张三丰"), site.person("赵奶奶")
    elder.did(
        "/identity/v1/members/me/delegates", {"phone": member.phone, "relation": "邻居", "consent": True}
    )
    offer = str(member.did("/matching/v1/offers", {"service_kinds": ["ERRAND"]})["id"])
    path = f"{IDENTITY}/members/me/close"
    assert code_of(member.ask("POST", path, {"password": "wrong-password"})) == "wrong-password"
    assert member.ask("POST", path, {"password": PASSWORD}).status_code == 204
    kept = site.platform.identity.members.get(member.id)
    assert (kept.name, kept.phone, kept.password_hash, kept.status) == (
        CLOSED_NAME,
        None,
        None,
        MemberStatus.CLOSED,
    )
    assert kept.volunteer_number
    assert "张三丰" not in repr(site.platform.identity.members.collection.find_one({"_id": member.id}))
    assert site.platform.identity.people.get(member.id).shown_name == CLOSED_NAME
    assert site.platform.matching.offers.get(offer).state == "WITHDRAWN"
    assert site.platform.identity.people.delegates_of(elder.id) == ()
    assert member.ask("GET", f"{IDENTITY}/members/me").status_code == 401
    gone = site.nobody().ask("POST", f"{IDENTITY}/sessions", {"phone": member.phone, "password": PASSWORD})
    assert code_of(gone) == "wrong-phone-or-password"


def test_who_is_bound_or_holds_a_role_closes_nothing_yet(site: PlatformApp) -> None:
    member, staff = site.person(), staff_of(site)
    need = asked_for(site, member)
    path = f"{IDENTITY}/members/me/close"
    refused = member.ask("POST", path, {"password": PASSWORD})
    assert (refused.status_code, code_of(refused)) == (409, "still-bound")
    assert "requests 1, services 0, shifts 0" in refused.text
    assert code_of(staff.ask("POST", path, {"password": PASSWORD})) == "roles-held"
    member.did(f"/matching/v1/needs/{need}/withdraw", {"reason": "不需要了"})
    assert member.ask("POST", path, {"password": PASSWORD}).status_code == 204


def test_a_file_is_joined_to_the_account_of_the_same_person_once(site: PlatformApp) -> None:
    staff, elder, other = staff_of(site), site.person("李桂珍"), site.person("别人")
    resident = file_of(staff, name="李桂珍")
    need = asked_for(site, staff, resident_id=resident)
    join = f"{IDENTITY}/residents/{resident}/join"
    assert code_of(staff.ask("POST", join, {"phone": "13900199999"})) == "bad-input"
    assert code_of(staff_of(site, ELSEWHERE).ask("POST", join, {"phone": elder.phone})) == "not-found"
    assert elder.ask("GET", f"{MATCHING}/needs?resident_id={resident}").status_code == 403
    for _ in range(2):
        joined = staff.ask("POST", join, {"phone": elder.phone})
        assert (joined.status_code, joined.get_json()["id"]) == (200, elder.id)
    assert code_of(staff.ask("POST", join, {"phone": other.phone})) == "file-closed"
    assert (
        code_of(staff.ask("POST", f"{IDENTITY}/residents/{elder.id}/join", {"phone": other.phone}))
        == "has-account"
    )
    seen = elder.did(f"/matching/v1/needs?resident_id={resident}", method="GET")
    assert [each["id"] for each in seen["items"]] == [need]  # type: ignore[attr-defined]  # -- JSON
    declared(site, elder)
    assert code_of(elder.ask("POST", f"{MATCHING}/needs/{need}/accept")) == "own-need"
    later = asked_for(site, staff, resident_id=resident)
    assert site.platform.matching.needs.get(later).resident_id == elder.id
    assert site.platform.identity.members.get(elder.id).address == "二号楼 301"


def test_a_residents_file_is_erased_as_they_asked_and_asks_for_nothing_more(site: PlatformApp) -> None:
    staff, account = staff_of(site), site.person()
    resident = file_of(staff)
    need = asked_for(site, staff, resident_id=resident)
    close = f"{IDENTITY}/residents/{resident}/close"
    assert code_of(staff.ask("POST", close)) == "still-bound"
    staff.did(f"/matching/v1/needs/{need}/withdraw", {"reason": "本人要求"})
    assert [staff.ask("POST", close).status_code for _ in range(2)] == [204, 204]
    assert "李奶奶" not in repr(site.platform.identity.members.collection.find_one({"_id": resident}))
    body = site.need(resident_id=resident)
    assert code_of(staff.ask("POST", f"{MATCHING}/needs", body)) == "file-closed"
    assert code_of(staff.ask("POST", f"{IDENTITY}/residents/{account.id}/close")) == "has-account"
    assert (
        code_of(staff.ask("POST", f"{IDENTITY}/members/{resident}/suspend", {"reason": "测试"}))
        == "file-closed"
    )


def test_insurance_recorded_by_staff_opens_dangerous_service(site: PlatformApp) -> None:
    staff, member = staff_of(site), site.person()
    declared(site, member)
    need = asked_for(site, staff, service_kind="PATROL_TRAFFIC")
    accept = f"{MATCHING}/needs/{need}/accept"
    assert code_of(member.ask("POST", accept)) == "insurance-required"
    path = f"{IDENTITY}/members/{member.id}/attestations"
    for body, field in (
        ({"topic": "INSURANCE", "valid_until": "2020-01-01"}, "valid_until"),
        ({"topic": "INSURANCE", "valid_until": "2099-01-01"}, "valid_until"),
        ({"topic": "INSURANCE", "valid_until": "2027-01-01", "service_kind": "ERRAND"}, "service_kind"),
        ({"topic": "TRAINING", "valid_until": "2027-01-01"}, "service_kind"),
        ({"topic": "TRAINING", "valid_until": "2027-01-01", "service_kind": "NONE"}, "service_kind"),
        ({"topic": "LUCK", "valid_until": "2027-01-01"}, "topic"),
    ):
        refused = staff.ask("POST", path, body)
        assert (refused.status_code, refused.get_json()["errors"][0]["field"]) == (422, field)
    asked = {"topic": "INSURANCE", "valid_until": "2027-01-01"}
    assert member.ask("POST", path, asked).status_code == 403
    for _ in range(2):
        shown = staff.ask("POST", path, asked).get_json()
        assert [(each["topic"], each["valid_until"]) for each in shown["attestations"]] == [
            ("INSURANCE", "2027-01-01")
        ]
    assert member.did("/identity/v1/members/me", method="GET")["attestations"]
    assert member.ask("POST", accept).status_code in (200, 201)
    assert staff.ask("DELETE", f"{path}/INSURANCE").status_code == 204
    assert staff.ask("DELETE", f"{path}/INSURANCE").status_code == 404
    assert staff.ask("DELETE", f"{path}/LUCK").status_code == 422


def test_staff_do_all_of_it_on_the_page_of_the_file(site: PlatformApp) -> None:
    staff, member, elder = staff_of(site), site.person("王安"), site.person("李桂珍")
    resident, other = file_of(staff, name="李桂珍"), file_of(staff, name="刘大爷")
    desk = site.browsing().signed_in(staff.phone)
    page = f"/people/{member.id}"
    training = {"topic": "TRAINING", "service_kind": "HOME_VISIT", "valid_until": "2027-06-01"}
    assert desk.send(f"{page}/attest", **{**training, "service_kind": ""}).status_code == 422
    assert desk.send(f"{page}/attest", **training).location == page
    assert "培训：入户探访陪伴" in desk.get(page).text
    assert "培训：入户探访陪伴" in site.browsing().signed_in(member.phone).get("/me").text
    desk.send(f"{page}/attest/withdraw", topic="TRAINING", service_kind="HOME_VISIT")
    assert "培训：入户探访陪伴" not in desk.get(page).text
    assert desk.send(f"{page}/suspend", reason="").status_code == 422
    desk.send(f"{page}/suspend", reason="冒用他人信息")
    assert "冒用他人信息" in desk.get(page).text
    desk.send(f"{page}/restore")
    assert "冒用他人信息" not in desk.get(page).text
    joined = desk.send(f"/people/{resident}/join", phone=elder.phone)
    assert joined.location == f"/people/{elder.id}"
    assert f'href="/people/{elder.id}"' in desk.get(f"/people/{resident}").text
    assert desk.send(f"/people/{other}/close").location == "/people"
    assert "已注销" in desk.get(f"/people?community={HOME}").text


def test_a_member_closes_the_account_in_pages(site: PlatformApp) -> None:
    member = site.person("王安")
    browser = site.browsing().signed_in(member.phone)
    assert 'href="/me/close"' in browser.get("/me").text
    assert "注销后不能恢复" in browser.get("/me/close").text
    assert browser.send("/me/close", password="wrong-password").status_code == 422
    assert browser.send("/me/close", password=PASSWORD).location == "/"
    assert browser.get("/").status_code == 200
    assert browser.get("/me").status_code == 303


def test_a_forgotten_password_is_replaced_by_one_that_is_told_once(site: PlatformApp) -> None:
    staff, member = staff_of(site), site.person()
    path = f"{IDENTITY}/members/{member.id}/password-reset"
    assert staff_of(site, ELSEWHERE).ask("POST", path).status_code == 403
    assert (
        code_of(staff.ask("POST", f"{IDENTITY}/members/{file_of(staff)}/password-reset")) == "no-account-yet"
    )
    given = str(staff.did(f"/identity/v1/members/{member.id}/password-reset")["password"])
    assert member.ask("GET", f"{IDENTITY}/members/me").status_code == 401
    wrong = site.nobody().ask("POST", f"{IDENTITY}/sessions", {"phone": member.phone, "password": PASSWORD})
    assert code_of(wrong) == "wrong-phone-or-password"
    browser = site.browsing()
    entered = browser.send("/sign-in", phone=member.phone, password=given)
    assert entered.location == "/me/password"
    browser.send("/me/password", present=given, new=PASSWORD)
    again = site.browsing().send("/sign-in", phone=member.phone, password=PASSWORD)
    assert again.location == "/start"
    assert "应您的请求重设密码" in browser.get("/me/readings").text


def test_staff_see_the_fresh_password_on_a_page_of_its_own(site: PlatformApp) -> None:
    staff, member = staff_of(site), site.person()
    desk = site.browsing().signed_in(staff.phone)
    assert "本人忘记密码" in desk.get(f"/people/{member.id}").text
    page = desk.send(f"/people/{member.id}/password").text
    shown = re.search(r'"number">([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})<', page)
    assert shown
    assert site.browsing().send("/sign-in", phone=member.phone, password=shown[1]).status_code == 303
    assert shown[1] not in desk.get(f"/people/{member.id}").text


def test_signing_in_leaves_nothing_of_the_session_before(site: PlatformApp) -> None:
    member, other = site.person(), site.person()
    browser = site.browsing()
    browser.get("/help")
    before = browser.kept("csrf")
    browser.signed_in(member.phone)
    first = (browser.kept("csrf"), browser.kept("token"))
    assert before not in first
    browser.send("/sign-out")
    browser.signed_in(other.phone)
    assert not {browser.kept("csrf"), browser.kept("token")} & {before, *first}
