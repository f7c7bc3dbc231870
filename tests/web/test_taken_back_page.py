"""Whoever said they are away reads on their first page which question was taken back and why, in their language; staff, why somebody was invited."""

from dataclasses import replace

import pytest

from services.matching.application.commands import MakeOffer
from services.matching.application.offers import make_offer
from services.matching.application.register.commands import StatedAbsence
from services.matching.application.register.special_days import add_absence
from services.matching.application.taking_back import when_member_changed_take_back
from shared.events.identity import MemberChanged
from shared.identity.actor import Actor
from shared.kernel.clock import CHINA, SetClock
from shared.kernel.ids import RandomIds
from tests.application.register_world import HOME
from tests.web.coordination_site import STAFF, CoordinationSite, a_coordination_site

PHONE = "13900000005"


@pytest.fixture
def site(databases: str, clock: SetClock, ids: RandomIds) -> CoordinationSite:
    return a_coordination_site(clock, ids)


def test_the_question_taken_back_stands_on_the_first_page_with_what_no_longer_holds(
    site: CoordinationSite,
) -> None:
    helper = site.member("helper", phone=PHONE, name="赵志")
    actor = Actor(member_id=helper.id, session_id="s", community_code=HOME)
    make_offer(site.matching, actor, MakeOffer(service_kinds=("HOME_VISIT",)), "offer")
    site.staff("staff", phone="13900000006")
    staff = site.world.actor("staff")
    elder = site.elder()
    need = site.world.need(staff, resident_id=elder.id, title="陪李奶奶聊天")
    site.world.settle()
    browser = site.signed_in(PHONE)
    assert f"/proposals/{need.id}.{helper.id}/accept" in browser.page("/today")

    day = need.starts_at.astimezone(CHINA).date()
    away = StatedAbsence(first_on=day, last_on=day)
    add_absence(site.identity, actor, away)
    fact = MemberChanged(member_id=helper.id, community_code=HOME, what="special-days")
    when_member_changed_take_back(site.matching, fact)

    today = browser.page("/today")
    assert f"/proposals/{need.id}.{helper.id}/accept" not in today
    assert "陪李奶奶聊天" in today
    assert "What no longer holds: Is not away that day" in today
    assert f"/needs/{need.id}/why" in today
    with browser.client.session_transaction() as session:
        session["language"] = "zh"
    assert "不再满足：这天没有写“不在”" in browser.page("/today")


def test_staff_read_against_which_wishes_somebody_was_invited_and_why(site: CoordinationSite) -> None:
    helper = site.member("helper", phone=PHONE, name="赵志")
    staff = site.at_desk()
    elder = site.elder()
    need = site.world.need(site.world.actor(f"staff-{STAFF}"), resident_id=elder.id)
    site.world.settle()
    path = f"/desk/needs/{need.id}"
    staff.send(f"{path}/invite", member_id=helper.id, because="熟悉老人")

    page = staff.page(f"{path}/why/{helper.id}")
    assert "Staff invited against these wishes" in page
    assert "Offers this kind of service. Because: 熟悉老人" in page


def test_who_has_questions_enough_reads_why_another_one_does_not_come(site: CoordinationSite) -> None:
    helper = site.member("helper", phone=PHONE, name="赵志")
    site.identity.members.save(replace(site.identity.members.get(helper.id), most_a_day=1))
    actor = Actor(member_id=helper.id, session_id="s", community_code=HOME)
    make_offer(site.matching, actor, MakeOffer(service_kinds=("HOME_VISIT",)), "offer")
    site.staff("staff", phone=STAFF)
    staff, elder = site.world.actor("staff"), site.elder()
    needs = []
    for hours in (2, 4):
        begins, ends = site.world.now(hours=hours), site.world.now(hours=hours + 1)
        needs.append(site.world.need(staff, resident_id=elder.id, starts_at=begins, ends_at=ends))
        site.world.settle()
    first, second = needs
    browser, told = site.signed_in(PHONE), "Enough waits for an answer"
    assert told not in browser.page(f"/needs/{first.id}/why")
    assert told in browser.page(f"/needs/{second.id}/why")
