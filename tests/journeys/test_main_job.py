"""From a posted need to minutes credited, in three windows, nothing reloaded by hand."""

import re

import pytest
from playwright.sync_api import Browser, expect

from shared.kernel.clock import CHINA
from tests.journeys.windows import DESK_WIDTH, LIVE_MS, PHONE_WIDTH, Window, window
from tests.journeys.world import (
    COMMUNITY,
    COMMUNITY_NAME,
    PASSWORD,
    World,
    coming_half_hour,
    invented_document,
)

OFFER_TIME = "(list, time) => list.add(new Option(time, time))"
"""The page offers the hours of the day; this journey is walked at night, too."""
KIND = "入户探访陪伴"
pytestmark = pytest.mark.timeout(400)


def sign_up_by_the_pages(visitor: Window, phone: str, name: str, *wishes: str) -> None:
    page = visitor.page
    visitor.open(f"/sign-up?community={COMMUNITY}")
    expect(page.locator("main")).to_contain_text(COMMUNITY_NAME)
    page.get_by_label("怎么称呼您").fill(name)
    page.get_by_label("手机号").fill(phone)
    page.get_by_label("设一个密码").fill(PASSWORD)
    page.get_by_text("我已阅读并同意").click()
    visitor.press("注册")
    assert visitor.path == "/sign-up/choices"
    for wish in wishes:
        page.get_by_text(wish, exact=True).click()
    visitor.press("看看附近的求助")
    assert visitor.path == "/find"


def accept_the_proposal(volunteer: Window, title: str) -> None:
    card = volunteer.page.locator("#proposals article", has_text=title)
    with volunteer.page.expect_navigation():
        card.get_by_role("button", name="能去").click()


def give_the_identity_document(volunteer: Window, number: str) -> None:
    assert volunteer.path.startswith("/me/identity")
    expect(volunteer.page.locator("main")).to_contain_text("为什么现在要问？")
    volunteer.page.get_by_label("证件号码").fill(number)
    volunteer.press("保存并继续")
    assert volunteer.path == "/today"


def unread(somebody: Window) -> int:
    return int(somebody.page.locator("[data-unread]").inner_text() or "0")


def expect_unread_above(somebody: Window, before: int) -> None:
    more = "|".join(str(count) for count in range(before + 1, before + 9))
    expect(somebody.page.locator("[data-unread]")).to_have_text(re.compile(f"^({more})$"), timeout=LIVE_MS)


def post_at_the_desk(staff: Window, resident_phone: str, kind: str, title: str) -> None:
    page, at = staff.page, coming_half_hour().astimezone(CHINA)
    staff.open("/desk/new")
    page.get_by_label("来电号码或姓名").fill(resident_phone)
    staff.press("查找")
    assert "resident_id=" in staff.path
    page.get_by_text(kind, exact=True).click()
    page.get_by_text("另选日子或钟点").click()
    page.get_by_label("哪一天").select_option(f"{at:%Y-%m-%d}")
    page.get_by_label("几点开始").evaluate(OFFER_TIME, f"{at:%H:%M}")
    page.get_by_label("几点开始").select_option(f"{at:%H:%M}")
    page.get_by_text("另写标题、改地点、多要几个人").click()
    page.get_by_label("标题").fill(title)
    staff.press("保存")
    assert staff.path.startswith("/desk/needs/")
    expect(page.locator("main")).to_contain_text("请念给对方听")


def test_a_need_posted_becomes_minutes_credited_and_everyone_sees_it_without_reloading(
    world: World, browser: Browser, staff_phone: str
) -> None:
    title = "去李奶奶家坐坐"
    with (
        window(browser, world.url, width=PHONE_WIDTH) as volunteer,
        window(browser, world.url, width=PHONE_WIDTH) as resident,
        window(browser, world.url, width=DESK_WIDTH) as staff,
    ):
        sign_up_by_the_pages(volunteer, world.phone(), "陈晓安", KIND)
        resident_phone = world.phone()
        world.signed_up("李桂芳", resident_phone)
        resident.sign_in(resident_phone, PASSWORD)
        staff.sign_in(staff_phone, PASSWORD)
        assert staff.path == "/desk"

        volunteer.open_live("/today")
        loads, notices = volunteer.loads, unread(volunteer)
        post_at_the_desk(staff, resident_phone, KIND, title)
        expect(volunteer.page.locator("#proposals")).to_contain_text(title, timeout=LIVE_MS)
        expect_unread_above(volunteer, notices)
        assert volunteer.loads == loads

        accept_the_proposal(volunteer, title)
        give_the_identity_document(volunteer, invented_document("陈晓安"))
        resident.open_live("/today")
        accept_the_proposal(volunteer, title)
        serve_and_confirm(volunteer, resident, title)
        the_books_balance(volunteer)


def serve_and_confirm(volunteer: Window, resident: Window, title: str) -> None:
    expect(volunteer.page.locator("main")).to_contain_text("已为您安排好")
    loads = resident.loads
    volunteer.press("签到")
    expect(volunteer.page.locator("main")).to_contain_text("已签到")
    volunteer.press("签退")
    expect(volunteer.page.locator("main")).to_contain_text("等对方确认")
    expect(resident.page.locator("#next")).to_contain_text(title, timeout=LIVE_MS)
    assert resident.loads == loads
    resident.follow("核对并确认")

    volunteer.open_live("/hours")
    expect(volunteer.page.locator("#balance")).to_contain_text("还没有时长")
    loads, notices = volunteer.loads, unread(volunteer)
    resident.press("确认")
    expect(volunteer.page.locator("#entries")).to_contain_text(KIND, timeout=LIVE_MS)
    expect(volunteer.page.locator("#entries")).to_contain_text("+45 分钟")
    expect_unread_above(volunteer, notices)
    assert volunteer.loads == loads


def the_books_balance(anyone: Window) -> None:
    anyone.open("/proof")
    expect(anyone.page.locator("#proof")).to_contain_text("账目平衡，账链完整")
