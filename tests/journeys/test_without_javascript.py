"""A volunteer and a resident whose browsers run no script: everything works by loading pages."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.windows import DESK_WIDTH, PHONE_WIDTH, Window, window
from tests.journeys.world import COMMUNITY, PASSWORD, World, invented_document

KIND = "电话问安"
pytestmark = pytest.mark.timeout(400)


def open_until(visitor: Window, path: str, place: str, words: str) -> None:
    """Load a page again and again until the words stand in a place of it, as a person without live news does."""

    for _ in range(60):
        visitor.open(path)
        if visitor.page.locator(place, has_text=words).count():
            return
        visitor.page.wait_for_timeout(300)
    raise AssertionError(f"never there: {words}")


def press_in(visitor: Window, place: str, words: str, button: str) -> None:
    """Press a button of the card in which words stand."""
    card = visitor.page.locator(place, has_text=words)
    with visitor.page.expect_navigation():
        card.get_by_role("button", name=button).click()


def test_asking_accepting_serving_and_confirming_without_a_script(
    world: World, browser: Browser, staff_phone: str
) -> None:
    with (
        window(browser, world.url, width=PHONE_WIDTH, script=False) as volunteer,
        window(browser, world.url, width=PHONE_WIDTH, script=False) as resident,
        window(browser, world.url, width=DESK_WIDTH, script=False) as staff,
    ):
        phone, title = world.phone(), "每天问一声好"
        page = volunteer.page
        volunteer.open(f"/sign-up?community={COMMUNITY}")
        page.get_by_label("怎么称呼您").fill("高远")
        page.get_by_label("手机号").fill(phone)
        page.get_by_label("设一个密码").fill(PASSWORD)
        page.get_by_text("我已阅读并同意").click()
        volunteer.press("注册")
        page.get_by_text(KIND, exact=True).click()
        volunteer.press("看看附近的求助")
        volunteer.open("/me/identity")
        page.get_by_label("证件号码").fill(invented_document(phone))
        volunteer.press("保存")

        resident_phone = world.phone()
        asking = world.signed_up("何永福", resident_phone)
        resident.sign_in(resident_phone, PASSWORD)
        need = asking.post("/matching/v1/needs", world.a_need(title, "PHONE_CARE"))
        staff.sign_in(staff_phone, PASSWORD)
        staff.open(f"/desk/needs/{need['id']}")
        staff.press("通过，开始找人")
        open_until(volunteer, "/today", "#proposals article", title)
        press_in(volunteer, "#proposals article", title, "能去")
        expect(page.locator("main")).to_contain_text("已为您安排好")
        volunteer.press("签到")
        volunteer.press("签退")
        open_until(resident, "/today", "#next", title)
        resident.follow("核对并确认")
        resident.press("确认")
        expect(resident.page.locator("main")).to_contain_text("已确认")
        open_until(volunteer, "/hours", "#entries", KIND)
        open_until(volunteer, "/notices", "#notices", "")
        volunteer.press("全部标为已读")
        expect(volunteer.page.locator("[data-unread]")).to_have_text("")
        volunteer.open("/me")
        volunteer.press("退出登录")
        volunteer.open("/today")
        assert volunteer.path.startswith("/sign-in")


def test_language_and_large_print_are_chosen_without_a_script(world: World, browser: Browser) -> None:
    with window(browser, world.url, width=DESK_WIDTH, script=False) as visitor:
        page = visitor.page
        visitor.open("/help")
        with page.expect_navigation():
            page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        with page.expect_navigation():
            page.get_by_role("button", name="Large print").click()
        expect(page.locator("html")).to_have_class("elder")
        assert visitor.path == "/help"
