"""The pages of enrolment: reported, confirmed or sent back with a reason, ended, and counted without names."""

import pytest

from services.matching.domain.enrolling.enrolment import EnrolmentState
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.register_world import HOME, NEXT_DOOR
from tests.web.coordination_site import CoordinationSite, a_coordination_site
from tests.web.register_site import Visitor

PHONE, DESK = "13900000051", "13900000052"


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    return a_coordination_site(clock, ids)


@pytest.fixture
def member(site: CoordinationSite) -> Visitor:
    site.member("member", phone=PHONE, name="郑有名")
    return site.signed_in(PHONE)


@pytest.fixture
def desk(site: CoordinationSite) -> Visitor:
    return site.at_desk(DESK)


def made(site: CoordinationSite) -> list[tuple[str, EnrolmentState]]:
    found = site.matching.enrolments.where({"member_id": "member"})
    return [(each.id, each.state) for each in sorted(found, key=lambda each: each.created_at)]


def test_a_person_enrols_and_staff_confirm_it(site: CoordinationSite, member: Visitor, desk: Visitor) -> None:
    assert "Which community" in member.page("/enrolment")
    assert "Nobody waits to be confirmed" in desk.page("/desk/enrolments")
    assert member.send("/enrolment", kind="PERSON", community_code=HOME).location == "/enrolment"
    assert "Awaiting the community" in member.page("/enrolment")
    assert "Enrolments to confirm" in desk.page("/desk")
    assert "郑有名" in desk.page("/desk/enrolments")
    (id_, _) = made(site)[0]
    desk.send(f"/desk/enrolments/{id_}/confirm")
    assert "Find something to do" in member.page("/enrolment")
    shown = site.visitor().page(f"/parties?community={HOME}")
    assert ("fewer than 10" in shown, "郑有名" in shown) == (True, False)
    member.send(f"/enrolment/{id_}/end")
    assert made(site) == [(id_, EnrolmentState.ENDED)]
    assert "No enrolments here" in desk.page("/desk/enrolments?show=refused")


def test_a_body_enrols_with_its_lists_and_is_sent_back_with_a_reason(
    site: CoordinationSite, member: Visitor, desk: Visitor
) -> None:
    body = {"kind": "BODY", "community_code": HOME, "body_name": "区图书馆", "offers": "会议室"}
    nameless = member.send("/enrolment", **{**body, "body_name": ""})
    assert (nameless.status_code, "会议室" in nameless.text) == (422, True)
    member.send("/enrolment", **body)
    assert member.send("/enrolment", **body).status_code == 409
    assert "会议室" in desk.page("/desk/enrolments")
    (id_, _) = made(site)[0]
    desk.send(f"/desk/enrolments/{id_}/refuse", reason="请到相邻社区报到")
    assert "请到相邻社区报到" in member.page("/enrolment")
    several = member.send("/enrolment", kind="PERSON", community_code="", community_code_words="社区")
    assert (several.status_code, "下西街社区" in several.text) == (422, True)


def test_staff_end_an_enrolment_with_a_reason_and_only_in_their_community(
    site: CoordinationSite, member: Visitor, desk: Visitor
) -> None:
    member.send("/enrolment", kind="PERSON", community_code=HOME)
    (id_, _) = made(site)[0]
    desk.send(f"/desk/enrolments/{id_}/confirm")
    next_door = site.at_desk("13900000053", scope=NEXT_DOOR)
    assert next_door.get(f"/desk/enrolments?community={HOME}").status_code == 403
    next_door.send(f"/desk/enrolments/{id_}/end", reason="不归我管")
    assert made(site) == [(id_, EnrolmentState.CONFIRMED)]
    assert "郑有名" in desk.page("/desk/enrolments?show=enrolled")
    desk.send(f"/desk/enrolments/{id_}/end", reason="已搬走")
    assert "已搬走" in member.page("/enrolment")
    assert member.get("/desk/enrolments").status_code == 403
    district = site.at_desk("13900000054", scope=HOME[:6])
    assert "Enrolments" in district.page("/desk/enrolments")
