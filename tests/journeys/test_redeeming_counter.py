"""An elder without a phone draws an hour at the counter: found, agreed to, booked, and a slip in the hand."""

import re

import pytest
from playwright.sync_api import Browser, expect

from services.demo.client import Caller, Json
from tests.journeys.windows import DESK_WIDTH, LIVE_MS, PHONE_WIDTH, window
from tests.journeys.world import COMMUNITY, PASSWORD, World

pytestmark = pytest.mark.timeout(300)


def an_elder_with_an_hour(staff: Caller, colleague: Caller) -> None:
    """Record an elder who has no phone, and give them an hour out of the pool, which two of staff brought over."""
    resident: Json = {"community_code": COMMUNITY, "name": "罗秀珍", "address": "三号楼 102"}
    elder_id = str(staff.post("/identity/v1/residents", resident)["id"])
    pool, hour = f"book:{COMMUNITY}:pool", 60
    brought: Json = {"account": pool, "unit": "CREDIT", "minutes": hour, "reason": "MOVED_FROM_ELSEWHERE"}
    asked = staff.post("/ledger/v1/adjustments", brought)["id"]
    colleague.post(f"/ledger/v1/adjustments/{asked}/approve")
    given: Json = {
        "verb": "TRANSFER",
        "from_account": pool,
        "to_account": f"book:{COMMUNITY}:member:{elder_id}",
        "minutes": hour,
    }
    staff.post("/ledger/v1/transfers", given)


def test_an_elder_without_a_phone_draws_an_hour_at_the_counter(
    world: World, browser: Browser, staff_phone: str
) -> None:
    staff, colleague = (
        world.signed_in(staff_phone),
        world.signed_in(world.given_role("COMMUNITY_STAFF", "钱美华")),
    )
    an_elder_with_an_hour(staff, colleague)
    entry: Json = {"community_code": COMMUNITY, "service_kind": "HAIRCUT", "minutes": 60, "lead_hours": 0}
    staff.post("/ledger/v1/catalogue", entry)
    with window(browser, world.url, width=DESK_WIDTH) as desk:
        desk.sign_in(staff_phone, PASSWORD)
        desk.open("/counter")
        desk.page.get_by_label("谁来办").fill("罗秀珍")
        desk.press("查找")
        desk.follow("罗秀珍")
        desk.page.get_by_text("理发", exact=False).first.click()
        desk.page.get_by_label("怎么知道是本人").select_option("KNOWN_IN_PERSON")
        desk.page.get_by_label("本人怎么同意的").select_option("SPOKEN")
        desk.press("兑换并打印小票")
        expect(desk.page.locator("#slip")).to_contain_text("罗秀珍")
        expect(desk.page.locator("#slip-code")).to_have_text(re.compile(r"[0-9]{4} [0-9]{4}"))
        expect(desk.page.locator("#slip")).to_contain_text("已预留", timeout=LIVE_MS)
    with window(browser, world.url, width=PHONE_WIDTH) as phone:
        phone.sign_in(staff_phone, PASSWORD)
        phone.open("/desk/redemptions")
        with phone.page.expect_navigation():
            phone.page.locator("#redemptions a").first.click()
        phone.follow("看谁来、什么时候来")
        expect(phone.page.locator("#need")).to_contain_text("时间银行兑换", timeout=LIVE_MS)
