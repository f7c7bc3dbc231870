"""Every body and form that the platform takes: a good one for each, and what people and programs send instead."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.wiring import _mounted
from shared.identity.roles import Role
from shared.web.api import Nothing, Route
from shared.web.pages import PageRoute
from tests.web.care_bodies import CARE_PLAN, add_care_plan, care_bodies
from tests.web.certificate_bodies import PLACES, add_record_and_certificate, certificate_bodies
from tests.web.duty_bodies import DUTY, duty_bodies
from tests.web.enrolment_bodies import ENROLMENT, add_enrolment, enrolment_bodies
from tests.web.giving_bodies import RICE, asked_part, giving_bodies, offered_goods
from tests.web.importing_bodies import RUN, add_run
from tests.web.kinship_bodies import KINSHIP, add_kinship, kinship_bodies
from tests.web.ledger_bodies import OF_THE_LEDGER, ledger_bodies
from tests.web.notify_bodies import OF_NOTICES, add_broadcast, notify_bodies
from tests.web.pairing_bodies import PAIRING, add_pairing, pairing_bodies
from tests.web.party_bodies import REGISTERED, add_party, party_bodies
from tests.web.platform_app import HOME, Json, Person, PlatformApp
from tests.web.project_bodies import PROJECT, SHIFT, add_project_and_shift, project_bodies
from tests.web.ranking_bodies import add_duty_and_ranking, ranking_bodies
from tests.web.register_bodies import register_bodies
from tests.web.station_bodies import STATION, add_station, station_bodies
from tests.web.team_bodies import TEAM, add_team, team_bodies
from tests.web.twinning_bodies import TWINNING, add_twinning, twinning_bodies

HUGE = 10**400
ODD: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    HUGE,
    "",
    " ",
    "x" * 5000,
    "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "１２３４５",
    "a\x00b",
    "\ud800",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "../../etc/passwd",
    [],
    ["x", 1, None],
    {},
    {"$ne": None},
    [[[[[[]]]]]],
    "1000-01-01T00:00:00Z",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00",
    "2026-13-45T99:00:00Z",
    "2026-11-23T10:00:00",
)
"""Sent in the place of each field: what is wrong for all, and what is right for some."""

UNREADABLE = (b"{", b'{"a":}', b"{'a': 1}", b"\xff\xfe{", b'{"a": NaN}', b'{"a": -Infinity}', b"[" * 100_000)
NO_OBJECT = (b"[]", b"null", b"1", b'"text"', b'[{"title": "x"}]', b"1e400")
"""Readable, but no object; a number beyond all floats too."""


@dataclass(frozen=True, kw_only=True)
class Town:
    """A few people and one matter under way, so that every path leads to something."""

    site: PlatformApp
    staff: Person
    resident: Person
    volunteer: Person
    need_id: str
    assignment_id: str
    offer_id: str
    notice_id: str
    part_id: str
    goods_id: str

    def filled(self, path: str) -> str:
        """Return a path with real ids for its variable parts."""
        by_place = {
            "/needs/<id>": f"/needs/{self.need_id}",
            "/parties/<id>": f"/parties/{REGISTERED}",
            "/projects/<id>": f"/projects/{PROJECT}",
            "/shifts/<id>": f"/shifts/{SHIFT}",
            "/teams/<id>": f"/teams/{TEAM}",
            "<shift_id>": SHIFT,
            "/twinnings/<id>": f"/twinnings/{TWINNING}",
            "/pairings/<id>": f"/pairings/{PAIRING}",
            "/care-plans/<id>": f"/care-plans/{CARE_PLAN}",
            "/care/<id>": f"/care/{CARE_PLAN}",
            "/stations/<id>": f"/stations/{STATION}",
            **PLACES,
            "/duties/<id>": f"/duties/{DUTY}",
            "/enrolments/<id>": f"/enrolments/{ENROLMENT}",
            "/enrolment/<id>": f"/enrolment/{ENROLMENT}",
            "/relatives/<id>": f"/relatives/{KINSHIP}",
            "<kinship_id>": KINSHIP,
            "/notices/<id>": f"/notices/{self.notice_id}",
            "/offers/<id>": f"/offers/{self.offer_id}",
            "/assignments/<id>": f"/assignments/{self.assignment_id}",
            "/proposals/<id>": f"/proposals/{self.need_id}.{self.volunteer.id}",
            "/imports/<id>": f"/imports/{RUN}",
            "<kind>": "members",
            "<part>": self.part_id,
            "<offer>": self.goods_id,
            "<member_id>": self.volunteer.id,
            "<delegate_id>": self.volunteer.id,
            "<service>": self.assignment_id,
            "<role>": "AUDITOR",
            "<photo_id>": "no-such-photo",
            "<code>": "HEALTH_CERTIFICATE",
            "<topic>": "TRAINING",
            "<token>": "no-such-token",
            **OF_NOTICES,
            "<mark>": "no-such-mark",
            "<community_code>": HOME,
            **OF_THE_LEDGER,
            "<entry_id>": "no-such-entry",
            "<redemption_id>": "no-such-redemption",
            "<id>": self.resident.id,
        }
        for part, real in by_place.items():
            path = path.replace(part, real)
        assert "<" not in path, path
        return path

    def routes(self) -> Iterator[tuple[str, Route]]:
        """Give every route of the API with its path filled."""
        for mounted in _mounted(self.site.platform):
            for api in mounted.apis:
                for route in api.routes:
                    yield f"/api/{api.service}/v1{self.filled(route.path)}", route

    def bodies(self) -> Iterator[tuple[str, Route, Json]]:
        """Give every route that takes a body, with a good one."""
        good = self.good()
        for path, route in self.routes():
            if route.takes is not None and route.upload is None:
                yield path, route, good[route.takes.__name__]

    def forms(self) -> Iterator[tuple[str, PageRoute]]:
        """Give every form of the pages with its address filled."""
        for mounted in _mounted(self.site.platform):
            for pages in mounted.pages:
                for route in pages.routes:
                    if route.method == "POST":
                        yield self.filled(route.path), route

    def good(self) -> Mapping[str, Json]:
        """Return a body for each command that its schema takes, by the command's name."""
        point = {"longitude": 103.83, "latitude": 30.05}
        return {
            **register_bodies(self.site, self.staff, self.volunteer.phone, self.resident.id),
            "PostNeed": {
                **self.site.need(resident_id=self.resident.id),
                "details": "三楼",
                "helpers_wanted": 1,
                "community_code": HOME,
                "point": point,
                "address": "一号楼",
                "recorded_as": "VOLUNTEER",
                "certificate_needed": False,
                "parts": [RICE],
            },
            "AmendNeed": {
                "title": "换个说法",
                "details": "四楼",
                "starts_at": "2026-11-23T10:00:00+08:00",
                "ends_at": "2026-11-23T11:00:00+08:00",
                "expected_minutes": 45,
                "helpers_wanted": 2,
                "point": point,
                "address": "一号楼",
                "certificate_needed": False,
            },
            "ReviewNeed": {"decision": "APPROVE", "reason": "可以"},
            "WithdrawNeed": {"reason": "不用了"},
            "Decline": {"reason": "有事"},
            "CheckIn": {"at": "2026-11-23T08:59:00+08:00", "point": point},
            "CheckOut": {"at": "2026-11-23T08:59:30+08:00", "point": point},
            "Confirm": {"minutes": 45, "reason": "正好", "recorded_as": "VOLUNTEER"},
            "Cancel": {"reason": "病了"},
            "NoShow": {"reason": "没来"},
            "Rate": {"grade": 5, "words": "很好"},
            **giving_bodies(self.goods_id),
            **project_bodies(self.site, self.volunteer.id),
            **notify_bodies(),
            **party_bodies(self.volunteer.phone),
            **enrolment_bodies(),
            **certificate_bodies(self.volunteer.id),
            **duty_bodies(self.volunteer.phone) | ranking_bodies(self.volunteer.id),
            **kinship_bodies(self.volunteer.phone, self.volunteer.id),
            **station_bodies(),
            **twinning_bodies(),
            **pairing_bodies(self.site, self.volunteer.id, self.resident.id),
            **care_bodies(self.site, self.volunteer.id, self.resident.id),
            **team_bodies(self.volunteer.phone, self.resident.id),
            **ledger_bodies(self.volunteer.id),
        }


def fields_of(kind: type) -> tuple[str, ...]:
    """Return the names of what a body or form takes."""
    return () if kind is Nothing else tuple(each.name for each in dataclasses.fields(kind))


def a_town(site: PlatformApp) -> Town:
    """Return people of one community: staff, a resident, a volunteer bound to the resident's need."""
    staff, resident = site.holding(Role.COMMUNITY_STAFF), site.person("李桂芳")
    add_project_and_shift(site)
    add_party(site, resident.id)
    add_run(site, staff)
    add_team(site, resident.id)
    add_enrolment(site, resident.id)
    add_station(site)
    add_duty_and_ranking(site, staff.id)
    add_broadcast(site, resident.id)
    add_twinning(site, resident.id)
    volunteer = site.volunteer("PHONE_CARE")
    add_record_and_certificate(site, volunteer.id)
    add_kinship(site, volunteer.id, resident.id)
    add_pairing(site, volunteer.id, resident.id)
    add_care_plan(site, volunteer.id, resident.id, staff.id)
    need = staff.did("/matching/v1/needs", site.need(resident_id=resident.id))
    site.settle()
    served = volunteer.did(f"/matching/v1/needs/{need['id']}/accept")
    site.settle()
    notices = resident.did("/notify/v1/notices", method="GET")["items"]
    assert isinstance(notices, list)
    return Town(
        site=site,
        staff=staff,
        resident=resident,
        volunteer=volunteer,
        need_id=str(need["id"]),
        assignment_id=str(served["id"]),
        offer_id=str(staff.did("/matching/v1/offers", {"service_kinds": ["PHONE_CARE"]})["id"]),
        notice_id=str(notices[0]["id"]),
        part_id=asked_part(staff, str(need["id"])),
        goods_id=offered_goods(staff),
    )
