"""Signing in and saying yes with nothing but a keyboard; where one is can always be seen."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.windows import DESK_WIDTH, LIVE_MS, Window, window
from tests.journeys.world import PASSWORD, World

pytestmark = pytest.mark.timeout(400)
MOST_STEPS = 60
HERE = """() => {
  const it = document.activeElement;
  const style = getComputedStyle(it);
  const box = it.getBoundingClientRect();
  return {
    words: (it.innerText || it.getAttribute("aria-label") || it.labels?.[0]?.innerText || it.value || "").trim(),
    name: it.name || "",
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    marked: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none",
  };
}"""


def step_to(person: Window, words: str) -> None:
    """Press Tab until what has these words, or this name, holds the focus; every stop on the way is visible."""
    for _ in range(MOST_STEPS):
        person.page.keyboard.press("Tab")
        here = person.page.evaluate(HERE)
        if here["words"] or here["name"]:
            assert here["seen"], here
            assert here["marked"], here
        if words in (here["words"], here["name"]):
            return
    raise AssertionError(f"Tab never leads to {words}")


def test_the_first_stop_leads_past_the_navigation(world: World, browser: Browser) -> None:
    with window(browser, world.url, width=DESK_WIDTH) as visitor:
        visitor.open("/help")
        step_to(visitor, "跳到主要内容")
        visitor.page.keyboard.press("Enter")
        expect(visitor.page.locator("#main")).to_be_focused()


def test_sign_in_and_accept_with_the_keyboard_alone(world: World, browser: Browser, staff_phone: str) -> None:
    phone, title = world.phone(), "键盘也能接的事"
    volunteer = world.signed_up("苏敏", phone)
    world.ready_to_serve(volunteer, "PHONE_CARE")
    resident = world.signed_up("郭秀兰")
    need = world.a_need(title, "PHONE_CARE", str(resident.get("/identity/v1/members/me")["id"]))
    with window(browser, world.url, width=DESK_WIDTH) as person:
        keyboard = person.page.keyboard
        person.open("/sign-in")
        step_to(person, "phone")
        keyboard.type(phone)
        step_to(person, "password")
        keyboard.type(PASSWORD)
        with person.page.expect_navigation():
            keyboard.press("Enter")
        assert person.path == "/today"
        expect(person.page.locator("body")).to_have_attribute("data-live", "on", timeout=LIVE_MS)
        world.signed_in(staff_phone).post("/matching/v1/needs", need)
        expect(person.page.locator("#proposals")).to_contain_text(title, timeout=LIVE_MS)
        step_to(person, title)
        step_to(person, "能去")
        with person.page.expect_navigation():
            keyboard.press("Enter")
        expect(person.page.locator("main")).to_contain_text("已为您安排好")
        step_to(person, "签到")
        with person.page.expect_navigation():
            keyboard.press("Space")
        expect(person.page.locator("main")).to_contain_text("已签到")
