"""What each role sees first and where it may go; a role holds in its scope, while it is held, and nowhere else."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from tests.web.platform_app import ELSEWHERE, HOME, PlatformApp, a_platform

FIRST_PAGES = {
    Role.VOLUNTEER: ("/today", HOME),
    Role.GRID_WORKER: ("/round", HOME),
    Role.COMMUNITY_STAFF: ("/desk", HOME),
    Role.SOCIAL_WORKER: ("/cases", HOME),
    Role.ORGANISATION_STAFF: ("/organisation", "org.registered-body"),
    Role.CHARITY_STAFF: ("/organisation", "org.registered-body"),
    Role.AUDITOR: ("/audit", HOME[:6]),
    Role.OVERSEER: ("/audit", HOME[:6]),
    Role.OPERATOR: ("/staff", "ALL"),
}
PLACE = re.compile(r'<a class="place" href="([^"]+)"')
pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock)


def test_each_role_begins_at_its_own_page_and_every_place_it_is_shown_opens(site: PlatformApp) -> None:
    for role, (first, scope) in FIRST_PAGES.items():
        person = site.person() if role is Role.VOLUNTEER else site.holding(role, scope)
        browser = site.browsing().signed_in(person.phone)
        assert browser.get("/start").location == first, role
        page = browser.get(first)
        assert page.status_code == 200, role
        places = PLACE.findall(page.text)
        assert 3 <= len(places) <= 5, role
        assert first in places, role
        assert {place: browser.get(place).status_code for place in places} == dict.fromkeys(places, 200), role


def test_a_role_holds_in_its_scope_and_nowhere_else(site: PlatformApp) -> None:
    resident, far = site.person("李桂芳"), site.person("马远", ELSEWHERE)
    need = site.need(resident_id=resident.id)
    for scope, statuses in (
        (HOME, (200, 404, 201)),
        (HOME[:9], (200, 404, 201)),
        (HOME[:6], (200, 404, 201)),
        (ELSEWHERE, (404, 200, 403)),
        ("ALL", (200, 200, 201)),
    ):
        staff = site.holding(Role.COMMUNITY_STAFF, scope)
        answers = (
            staff.ask("GET", f"/api/identity/v1/residents/{resident.id}"),
            staff.ask("GET", f"/api/identity/v1/residents/{far.id}"),
            staff.ask("POST", "/api/matching/v1/needs", need),
        )
        assert tuple(each.status_code for each in answers) == statuses, scope
        desk = site.browsing().signed_in(staff.phone).get(f"/desk?community={HOME}")
        assert desk.status_code == (200 if statuses[0] == 200 else 403), scope


def test_a_role_suspended_or_withdrawn_gives_nothing_at_once(site: PlatformApp) -> None:
    overseer = site.holding(Role.OVERSEER, HOME[:6])
    staff = site.holding(Role.COMMUNITY_STAFF)
    browser = site.browsing().signed_in(staff.phone)
    roles, given = f"/identity/v1/members/{staff.id}/roles", {"role": "COMMUNITY_STAFF", "scope": HOME}
    assert browser.get("/desk").status_code == 200
    overseer.did(roles, {**given, "suspended": True})
    assert browser.get("/desk").status_code == 403
    assert browser.get("/start").location == "/today"
    overseer.did(roles, given)
    assert browser.get("/desk").status_code == 200
    overseer.did(f"{roles}/COMMUNITY_STAFF?scope={HOME}", method="DELETE")
    assert browser.get("/desk").status_code == 403


def test_nobody_gives_themselves_or_others_more_than_they_hold(site: PlatformApp) -> None:
    staff, member = site.holding(Role.COMMUNITY_STAFF), site.person()
    for person in (staff, member):
        for role, scope in (("OPERATOR", "ALL"), ("OVERSEER", HOME[:6]), ("COMMUNITY_STAFF", ELSEWHERE)):
            for whom in (staff, member):
                answer = person.ask(
                    "POST", f"/api/identity/v1/members/{whom.id}/roles", {"role": role, "scope": scope}
                )
                assert answer.status_code == 403, (role, scope)
    kept = site.platform.identity.members.get(staff.id)
    assert [grant.role for grant in kept.grants] == [Role.COMMUNITY_STAFF]


def test_a_suspended_account_ends_every_session(site: PlatformApp) -> None:
    person = site.person()
    browser = site.browsing().signed_in(person.phone)
    members = site.platform.identity.members
    member = members.get(person.id)
    members.save(replace(member, status=type(member.status).SUSPENDED))
    assert person.ask("GET", "/api/identity/v1/members/me").status_code == 401
    assert browser.get("/me").location == "/sign-in?next=/me"
