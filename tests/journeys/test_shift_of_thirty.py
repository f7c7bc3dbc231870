"""From an organisation's first project to the minutes of thirty people: pages for everyone who acts, nothing reloaded by hand."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from shared.kernel.clock import CHINA, SystemClock
from tests.journeys.windows import DESK_WIDTH, LIVE_MS, PHONE_WIDTH, Window, window
from tests.journeys.world import PASSWORD, World

HELPERS = 29
NOTICE = {
    "志愿者要做什么": "沿河捡拾垃圾、分类装袋",
    "什么人可以参加": "年满 18 岁，能走一小时路",
    "可能的风险": "河边湿滑，远离水边",
    "保险和保障": "组织方统一投保意外险，备手套和水",
    "联系人": "周联络",
    "联系电话": "028-38290000",
}
pytestmark = pytest.mark.timeout(600)


NAME = "清水志愿服务队"


def register(organiser: Window, phone: str) -> None:
    page = organiser.page
    organiser.open("/parties/new")
    page.get_by_text("志愿服务组织", exact=True).click()
    page.get_by_label("名称").fill(NAME)
    page.get_by_label("备案号").fill(f"备-{phone}")
    page.get_by_label("联系人").fill("周联络")
    page.get_by_label("联系电话").fill(phone)
    organiser.press("提交审核")
    expect(page.locator("main")).to_contain_text("社区正在审核")


def approve_the_organisation(staff: Window) -> None:
    staff.open("/desk/parties")
    staff.follow(NAME)
    staff.press("通过")


def wait_to_act_for_it(organiser: Window) -> None:
    """Look again until the role that follows from the approval has arrived."""
    write = organiser.page.get_by_role("link", name="写一个新项目")
    for _ in range(LIVE_MS // 500):
        organiser.open("/projects/mine")
        if write.count():
            return
        organiser.page.wait_for_timeout(500)


def write_and_submit(organiser: Window, title: str) -> None:
    page = organiser.page
    organiser.follow("写一个新项目")
    page.get_by_label("项目名称").fill(title)
    page.get_by_label("服务类别").select_option("ENVIRONMENT")
    page.get_by_label("为什么做，为谁做").fill("让河边干净，大家散步舒心")
    organiser.press("保存草稿")
    organiser.press("提交审核")
    assert organiser.path.endswith("/edit?check=on")
    for label, words in NOTICE.items():
        page.get_by_label(label).fill(words)
    organiser.press("保存草稿")
    organiser.press("提交审核")


def approve(staff: Window, title: str) -> None:
    staff.open("/desk")
    with staff.page.expect_navigation():
        staff.page.locator("main a[href^='/desk/projects']").first.click()
    staff.follow(title)
    staff.press("通过并发布")


def post_a_shift_that_begins_now(organiser: Window) -> str:
    """Post a shift for thirty people and return its page."""
    page, now = organiser.page, SystemClock().now().astimezone(CHINA)
    page.reload()
    organiser.follow("发布班次")
    page.get_by_label("开始").fill(f"{now + timedelta(minutes=15):%Y-%m-%dT%H:%M}")
    page.get_by_label("结束").fill(f"{now + timedelta(minutes=75):%Y-%m-%dT%H:%M}")
    page.get_by_label("集合地点").fill("河边亭子")
    page.get_by_label("需要多少队员").fill(str(HELPERS + 5))
    organiser.press("发布")
    return organiser.path


def test_a_first_project_is_published_and_a_shift_of_thirty_settled_by_its_leader(
    world: World, browser: Browser, staff_phone: str
) -> None:
    phone, leader_phone = world.phone(), world.phone()
    world.signed_up("周联", phone)
    leader_caller = world.signed_up("孙领队", leader_phone)
    world.ready_to_serve(leader_caller, "ENVIRONMENT")
    people = [world.signed_up(f"志愿{number:02d}") for number in range(HELPERS)]
    for each in people:
        world.ready_to_serve(each, "ENVIRONMENT")
    with (
        window(browser, world.url, width=DESK_WIDTH) as organiser,
        window(browser, world.url, width=DESK_WIDTH) as staff,
        window(browser, world.url, width=PHONE_WIDTH) as leader,
    ):
        organiser.sign_in(phone, PASSWORD)
        staff.sign_in(staff_phone, PASSWORD)
        leader.sign_in(leader_phone, PASSWORD)
        title = "河边清洁行动"
        register(organiser, phone)
        approve_the_organisation(staff)
        wait_to_act_for_it(organiser)
        write_and_submit(organiser, title)
        approve(staff, title)
        shift = post_a_shift_that_begins_now(organiser)

        leader.open(shift)
        leader.press("报名：领队")
        for each in people:
            each.post(f"/matching/v1{shift}/sign-up", {"role": "helper"})
        leader.open(f"{shift}/presence")
        leader.page.get_by_label("没有报名或不用手机的人").fill("王大爷 0833-1234567")
        leader.press("为勾选的人签到")
        expect(leader.page.locator("#presence-figures")).to_contain_text("31")
        leader.press("为勾选的人签退")
        leader.open(f"{shift}/settle")
        leader.press(f"确认 {HELPERS} 人的时长")
        expect(leader.page.locator("main")).to_contain_text("自己的时长由别人确认")

        organiser.open(f"{shift}/settle")
        organiser.press("确认 1 人的时长")
        expect(organiser.page.locator("main")).to_contain_text("还没认领")

        leader.open_live("/hours")
        expect(leader.page.locator("main")).to_contain_text("1 分钟", timeout=LIVE_MS)
