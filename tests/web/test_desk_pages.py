"""The desk: from a call to confirmed minutes, and who may not look over whose shoulder."""

import pytest

from services.matching.application.desk import spoken_number
from services.matching.domain.need import NeedState, PostedAs
from shared.identity.member import Member
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.kernel.ids import RandomIds
from tests.application.register_world import HOME, NEXT_DOOR
from tests.web.coordination_site import (
    ELDER,
    LANDLINE,
    OTHER_STAFF,
    CoordinationSite,
    a_coordination_site,
    number_of,
)
from tests.web.register_site import calls_for

AT_TEN = "2026-11-23T10:00"


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    return a_coordination_site(clock, ids)


def caller_without_account(site: CoordinationSite, **fields: object) -> Member:
    """Return a resident whom staff recorded, reached by a landline."""
    actor = site.world.resident(
        phone="+86" + LANDLINE[1:], point=site.identity.communities.get(HOME).point, **fields
    )
    return site.identity.members.get(actor.member_id)


def test_an_empty_desk_says_what_to_do(site: CoordinationSite) -> None:
    page = site.at_desk().page("/desk")
    assert "Nothing waits to be done" in page
    assert "大北街社区" in page


def test_a_call_becomes_a_need_with_a_number_that_finds_it_again(site: CoordinationSite) -> None:
    resident, staff = caller_without_account(site), site.at_desk()
    found = staff.get(f"/desk/new?q={LANDLINE}")
    assert found.location == f"/desk/new?resident_id={resident.id}"
    assert LANDLINE[-4:] in staff.page(found.location)

    saved = staff.send("/desk/new", resident_id=resident.id, service_kind="ERRAND", slot=AT_TEN)

    need = site.need(number_of(saved.location))
    assert (need.posted_as, need.state, need.title) == (
        PostedAs.STAFF,
        NeedState.OPEN,
        "Shopping or fetching things",
    )
    number = spoken_number(need.id)
    assert f"{number[:3]} {number[3:]}" in staff.page(saved.location)
    assert staff.get(f"/desk?q={number[:3]} {number[3:]}").location == saved.location
    again = staff.page(f"/desk/new?resident_id={resident.id}")
    assert f"/desk/new?resident_id={resident.id}&amp;like={need.id}" in again
    assert "Filled in as last time" in staff.page(f"/desk/new?resident_id={resident.id}&like={need.id}")


def test_a_caller_is_found_by_name_or_leads_to_being_recorded(site: CoordinationSite) -> None:
    resident, staff = caller_without_account(site), site.at_desk()
    assert staff.get("/desk?q=李奶奶").location.startswith("/desk/new?")
    assert f"/desk/new?resident_id={resident.id}" in staff.page("/desk/new?q=奶奶")
    assert f"/people/new?community={HOME}&amp;phone=13900009999" in staff.page("/desk/new?q=13900009999")
    assert "Nobody found" in staff.page("/desk/new?q=无此人")


def test_a_number_nobody_has_is_said(site: CoordinationSite) -> None:
    assert "There is no such number" in site.at_desk().page("/desk?q=000000")


def test_a_wrong_call_keeps_what_was_typed(site: CoordinationSite) -> None:
    resident, staff = caller_without_account(site), site.at_desk()
    answer = staff.send(
        "/desk/new", resident_id=resident.id, service_kind="ERRAND", slot="2026-11-20T10:00", details="四楼"
    )
    assert answer.status_code == 422
    assert "The start has passed" in answer.text
    assert "四楼" in answer.text
    assert resident.name in answer.text


def test_a_groups_service_is_posted_for_the_community(site: CoordinationSite) -> None:
    staff = site.at_desk()
    assert "Clean-up, waste sorting" in staff.page(f"/desk/new?for=community&community={HOME}")
    saved = staff.send(
        "/desk/new", community_code=HOME, service_kind="ENVIRONMENT", slot=AT_TEN, helpers_wanted="6"
    )
    need = site.need(number_of(saved.location))
    assert (need.community_code, need.helpers_wanted, need.state) == (HOME, 6, NeedState.OPEN)
    wrong = staff.send("/desk/new", community_code=HOME, service_kind="ENVIRONMENT", helpers_wanted="0")
    assert wrong.status_code == 422
    assert "Clean-up, waste sorting" in wrong.text


def test_phone_and_address_are_shown_when_asked_for_and_each_time_is_logged(site: CoordinationSite) -> None:
    need, staff = site.asked(site.elder()), site.at_desk()
    assert "二号楼 301" not in staff.page(f"/desk/needs/{need.id}")
    assert site.identity.readings.of("elder").items == ()
    assert "二号楼 301" in staff.page(f"/desk/needs/{need.id}?contact=on")
    assert [each.why for each in site.identity.readings.of("elder").items] == ["need"]


def test_staff_of_another_community_are_refused(site: CoordinationSite) -> None:
    need, helper = site.asked(site.elder()), site.volunteer("HOME_VISIT")
    there = site.at_desk(OTHER_STAFF, scope=NEXT_DOOR)
    assert "下西街社区" in there.page("/desk")
    for path in (
        f"/desk?community={HOME}",
        f"/desk/new?community={HOME}",
        f"/desk/needs/{need.id}",
        f"/desk/needs/{need.id}/call/{helper.member_id}",
    ):
        assert there.get(path).status_code == 403, path
    forms = {"approve": {}, "refuse": {"refusal": "不"}, "withdraw": {}, "invite": {"member_id": "m001"}}
    for path, typed in forms.items():
        assert there.send(f"/desk/needs/{need.id}/{path}", **typed).status_code == 403, path
    assert there.get("/desk/new?resident_id=elder").status_code == 404
    assert there.send("/desk/new", resident_id="elder", service_kind="ERRAND", slot=AT_TEN).status_code == 403
    assert site.need(need.id).state is NeedState.AWAITING_REVIEW


def test_residents_have_no_desk(site: CoordinationSite) -> None:
    need = site.asked(site.elder())
    visitor = site.signed_in(ELDER)
    for path in ("/desk", "/desk/new", f"/desk/needs/{need.id}"):
        assert visitor.get(path).status_code == 403
    assert site.visitor().get("/desk").location == "/sign-in?next=/desk"


def test_a_grid_worker_sees_and_posts_but_does_not_decide(site: CoordinationSite) -> None:
    need, helper = site.asked(site.elder()), site.volunteer("HOME_VISIT")
    grid = site.at_desk(role=Role.GRID_WORKER, scope=f"{HOME}-07")
    page = grid.page(f"/desk/needs/{need.id}")
    assert "Approve" not in page
    assert "call/" not in page
    for path in ("approve", "invite"):
        sent = grid.send(f"/desk/needs/{need.id}/{path}", member_id=helper.member_id)
        assert sent.status_code == 403


def test_who_works_for_several_communities_chooses_between_them(site: CoordinationSite) -> None:
    site.asked(site.elder())
    staff = site.at_desk(scope=HOME[:9])
    page = staff.page("/desk")
    assert f"/desk?community={NEXT_DOOR}" in page
    assert "陪老人说说话" in page
    assert "陪老人说说话" not in staff.page(f"/desk?community={NEXT_DOOR}")
    assert "下西街社区" in staff.page("/desk?community_words=下西街")
    assert staff.get("/desk?community=511402001999").status_code == 422


def test_a_form_from_elsewhere_is_refused(site: CoordinationSite) -> None:
    need, staff = site.asked(site.elder()), site.at_desk()
    assert staff.client.post(f"/desk/needs/{need.id}/approve").status_code == 403
    assert site.need(need.id).state is NeedState.AWAITING_REVIEW


@pytest.mark.parametrize("path", ["/desk", "/desk?show=open", "/desk?show=all", "/desk?sort=waiting"])
def test_a_long_list_asks_the_store_no_more_often_than_a_short_one(site: CoordinationSite, path: str) -> None:
    elder, staff = site.elder(), site.at_desk()
    site.asked(elder)
    staff.page(path)
    for_one = calls_for(staff, path)
    site.asked(elder)
    site.asked(elder)
    assert calls_for(staff, path) == for_one


def test_a_long_list_is_shown_in_pages_the_soonest_first(site: CoordinationSite) -> None:
    elder, staff = site.elder(), site.at_desk()
    for number in range(31):
        start = site.world.now(hours=40 - number)
        site.asked(elder, title=f"第{number:02}件", starts_at=start, ends_at=start.replace(minute=50))
    first = staff.page("/desk?show=review")
    assert "第00件" not in first
    assert first.index("第30件") < first.index("第29件")
    assert "第00件" in staff.page("/desk?show=review&after=30")
    assert first != staff.page("/desk?show=review&sort=waiting")
    assert "No requests here" in staff.page("/desk?show=nonsense")


def test_the_list_of_a_state_holds_only_that_state(site: CoordinationSite) -> None:
    need, staff = site.asked(site.elder()), site.at_desk()
    listed = {
        show: need.id in staff.page(f"/desk?show={show}") for show in ("now", "review", "open", "all", "done")
    }
    assert listed == {"now": True, "review": True, "open": False, "all": True, "done": False}
