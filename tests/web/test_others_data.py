"""Somebody with an account and no part in a matter learns nothing personal of it, and changes nothing in it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from tests.web.platform_app import ELSEWHERE, HOME, Person, PlatformApp, a_platform, code_of

ADDRESS = "翠竹巷十八号三单元"
pytestmark = pytest.mark.timeout(300)


@dataclass
class Matter:
    """A resident who was helped, the volunteer, the staff, and two who have no part in it."""

    site: PlatformApp
    resident: Person
    volunteer: Person
    staff: Person
    outsider: Person
    staff_elsewhere: Person
    need_id: str
    assignment_id: str
    offer_id: str
    notice_id: str

    @property
    def secrets(self) -> dict[str, tuple[str, ...]]:
        """Return what nobody else may read, by what it is."""
        whole = [self.site.document(each) for each in (self.resident, self.volunteer)]
        return {
            "names": ("李桂芳", "陈晓安"),
            "phones": tuple(each.phone for each in (self.resident, self.volunteer)),
            "address": (ADDRESS,),
            "documents": (*whole, *(number[6:14] for number in whole)),
        }

    def leaks(self, text: str) -> list[str]:
        """Return what of it stands in a text, however a phone is written."""
        plain = text.replace(" ", "")
        return [word for words in self.secrets.values() for word in words if word in plain]

    @property
    def api_paths(self) -> list[str]:
        resident, volunteer = self.resident.id, self.volunteer.id
        return [
            f"/api/matching/v1/needs/{self.need_id}",
            f"/api/matching/v1/needs?resident_id={resident}",
            f"/api/matching/v1/needs?community_code={HOME}&state=FILLED",
            f"/api/matching/v1/assignments/{self.assignment_id}",
            f"/api/matching/v1/assignments?side=community&community_code={HOME}",
            f"/api/matching/v1/assignments?resident_id={resident}",
            "/api/matching/v1/assignments?side=receiver",
            f"/api/matching/v1/offers/{self.offer_id}",
            f"/api/matching/v1/offers?community_code={HOME}",
            f"/api/ledger/v1/accounts/{volunteer}",
            f"/api/ledger/v1/accounts/{volunteer}/statement",
            f"/api/identity/v1/residents/{resident}",
            f"/api/identity/v1/residents?phone={self.resident.phone}",
            "/api/identity/v1/members",
            "/api/identity/v1/members/me/readings",
            "/api/notify/v1/notices",
            "/api/matching/v1/proposals",
        ]

    @property
    def pages(self) -> list[str]:
        resident, volunteer = self.resident.id, self.volunteer.id
        return [
            f"/needs/{self.need_id}",
            f"/needs/{self.need_id}/edit",
            f"/assignments/{self.assignment_id}",
            f"/requests?who={resident}",
            f"/needs/new?like={self.need_id}",
            f"/hours?member={volunteer}",
            f"/people/{resident}",
            f"/people/{resident}/document",
            f"/people?q={self.resident.phone}",
            f"/desk/needs/{self.need_id}",
            f"/desk/new?resident_id={resident}",
            f"/desk/new?q={self.resident.phone}",
            f"/desk?community={HOME}",
            f"/notices/{self.notice_id}/open",
            f"/staff/{volunteer}",
            "/me/readings",
            "/today",
            "/find",
            "/notices",
        ]

    @property
    def doings(self) -> list[tuple[str, object]]:
        need, service = f"/matching/v1/needs/{self.need_id}", f"/matching/v1/assignments/{self.assignment_id}"
        proposal = f"/matching/v1/proposals/{self.need_id}.{self.volunteer.id}"
        return [
            (f"{need}/review", {"decision": "REFUSE", "reason": "不合适"}),
            (f"{need}/withdraw", {}),
            (f"{need}/dispatch", {"member_id": self.volunteer.id}),
            (f"{service}/check-in", {}),
            (f"{service}/check-out", {}),
            (f"{service}/confirm", {"minutes": 45}),
            (f"{service}/cancel", {"reason": "不去"}),
            (f"{service}/no-show", {}),
            (f"{service}/rating", {"grade": 5}),
            (f"{proposal}/accept", {}),
            (f"{proposal}/decline", {}),
            (f"/notify/v1/notices/{self.notice_id}/read", {}),
            (
                f"/identity/v1/residents/{self.resident.id}/delegates",
                {"phone": self.outsider.phone, "relation": "邻居", "consent": True},
            ),
            (f"/identity/v1/members/{self.outsider.id}/document-seen", {}),
            (f"/identity/v1/members/{self.outsider.id}/roles", {"role": "AUDITOR", "scope": "ALL"}),
        ]

    def stands(self) -> tuple[object, ...]:
        """Return how everything stands, to see whether somebody changed it."""
        kept = self.site.platform.matching
        return (
            kept.needs.get(self.need_id),
            kept.assignments.get(self.assignment_id),
            kept.offers.get(self.offer_id),
            self.site.platform.notify.notices.get(self.notice_id),
            self.site.platform.identity.members.get(self.resident.id),
            self.site.platform.identity.members.get(self.volunteer.id),
        )


@pytest.fixture
def matter(databases: str, tmp_path: Path, clock: SetClock) -> Matter:
    site = a_platform(tmp_path / "data", clock)
    staff, resident = site.holding(Role.COMMUNITY_STAFF), site.person("李桂芳")
    resident.did("/identity/v1/members/me", {"address": ADDRESS}, "PATCH")
    document = {"type": "MAINLAND_ID", "number": site.document(resident)}
    resident.did("/identity/v1/members/me/documents", document)
    volunteer = site.volunteer("PHONE_CARE")
    outsider = site.volunteer("PHONE_CARE", name="吴无关")
    elsewhere = site.holding(Role.COMMUNITY_STAFF, scope=ELSEWHERE, name="郑他处")
    need = staff.did("/matching/v1/needs", site.need(resident_id=resident.id))
    site.settle()
    served = volunteer.did(f"/matching/v1/needs/{need['id']}/accept")
    site.settle()
    offers = volunteer.did("/matching/v1/offers", method="GET")["items"]
    notices = resident.did("/notify/v1/notices", method="GET")["items"]
    assert isinstance(offers, list)
    assert isinstance(notices, list)
    return Matter(
        site=site,
        resident=resident,
        volunteer=volunteer,
        staff=staff,
        outsider=outsider,
        staff_elsewhere=elsewhere,
        need_id=str(need["id"]),
        assignment_id=str(served["id"]),
        offer_id=str(offers[0]["id"]),
        notice_id=str(notices[0]["id"]),
    )


def test_what_is_looked_for_is_really_there_to_be_read(matter: Matter) -> None:
    seen = matter.volunteer.ask("GET", f"/api/matching/v1/assignments/{matter.assignment_id}").text
    assert {"李桂芳", ADDRESS, matter.resident.phone} <= set(matter.leaks(seen))
    file = matter.staff.ask("GET", f"/api/identity/v1/residents/{matter.resident.id}").text
    assert {"李桂芳", ADDRESS, matter.resident.phone} <= set(matter.leaks(file))


@pytest.mark.parametrize("who", ["outsider", "staff_elsewhere", "nobody"])
def test_no_answer_of_the_api_says_anything_of_others(matter: Matter, who: str) -> None:
    person = matter.site.nobody() if who == "nobody" else getattr(matter, who)
    told = {path: matter.leaks(person.ask("GET", path).text) for path in matter.api_paths}
    assert {path: leaks for path, leaks in told.items() if leaks} == {}


@pytest.mark.parametrize("who", ["outsider", "staff_elsewhere"])
def test_no_page_says_anything_of_others(matter: Matter, who: str) -> None:
    browser = matter.site.browsing().signed_in(getattr(matter, who).phone)
    answers = {path: browser.get(path) for path in matter.pages}
    told = {
        path: [leak for leak in matter.leaks(answer.text) if leak not in path]
        for path, answer in answers.items()
    }
    assert {path: leaks for path, leaks in told.items() if leaks} == {}
    assert {path for path, answer in answers.items() if answer.status_code >= 500} == set()


def test_files_of_others_are_refused(matter: Matter) -> None:
    resident, volunteer = matter.resident.id, matter.volunteer.id
    refused = (
        f"/api/matching/v1/assignments/{matter.assignment_id}",
        f"/api/ledger/v1/accounts/{volunteer}",
        f"/api/ledger/v1/accounts/{volunteer}/statement",
        f"/api/identity/v1/residents/{resident}",
        f"/api/matching/v1/needs?resident_id={resident}",
        f"/api/matching/v1/assignments?side=community&community_code={HOME}",
        f"/api/matching/v1/offers?community_code={HOME}",
    )
    for person in (matter.outsider, matter.staff_elsewhere):
        codes = {path: person.ask("GET", path).status_code for path in refused}
        assert set(codes.values()) <= {403, 404}, codes


def test_nobody_changes_what_is_anothers(matter: Matter) -> None:
    before = matter.stands()
    for person in (matter.outsider, matter.staff_elsewhere, matter.site.nobody()):
        for path, body in matter.doings:
            answer = person.ask("POST", f"/api{path}", body)
            assert answer.status_code in (401, 403, 404, 409), (path, answer.status_code, answer.text)
            assert matter.leaks(answer.text) == []
    assert matter.stands() == before


def test_the_volunteer_cannot_confirm_the_minutes(matter: Matter) -> None:
    service = f"/matching/v1/assignments/{matter.assignment_id}"
    matter.site.clock.at = matter.site.clock.at.replace(hour=2, minute=30)
    matter.volunteer.did(f"{service}/check-in")
    matter.volunteer.did(f"{service}/check-out")
    answer = matter.volunteer.ask("POST", f"/api{service}/confirm", {"minutes": 45})
    assert (answer.status_code, code_of(answer)) == (403, "volunteer-cannot-confirm")


def test_who_read_a_file_is_shown_to_whom_it_concerns_and_to_nobody_else(matter: Matter) -> None:
    matter.staff.did(f"/identity/v1/residents/{matter.resident.id}", method="GET")
    readings = matter.resident.ask("GET", "/api/identity/v1/members/me/readings").text
    assert "周宁" in readings
    assert "周宁" not in matter.outsider.ask("GET", "/api/identity/v1/members/me/readings").text
