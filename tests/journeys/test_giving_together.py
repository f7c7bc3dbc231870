"""One call, answered by four parties in front of everyone: nothing is reloaded by hand."""

import threading

import pytest
from playwright.sync_api import Browser, expect

from services.demo.client import Caller, Json
from tests.journeys.windows import DESK_WIDTH, LIVE_MS, PHONE_WIDTH, Window, window
from tests.journeys.world import COMMUNITY, PASSWORD, World

KIND = "代购代取(跑腿帮办)"
ALL_WEEK = [{"weekday": day, "from_minute": 0, "to_minute": 1440} for day in range(1, 8)]
GOODS: Json = {"item": "冬被", "category": "BEDDING", "unit": "床", "quantity": 3, "place": "慈善小屋"}
FUND: Json = {"amount_fen": 100_000, "purpose": "助老微基金", "most_per_case_fen": 50_000}
ROOM: Json = {
    "name": "邻里会客厅",
    "place": "二楼",
    "capacity": 20,
    "open_hours": ALL_WEEK,
    "responsible": "值班岗",
}
pytestmark = pytest.mark.timeout(400)


def a_party(world: World, staff: Caller, kind: str, name: str, *offers: tuple[str, Json]) -> str:
    """Let somebody register a party that staff approve, with these offers; return their phone."""
    phone, pause = world.phone(), threading.Event()
    caller = world.signed_up("钱美华", phone)
    body: Json = {
        "kind": kind,
        "name": name,
        "filing_number": f"备{phone}",
        "community_code": COMMUNITY,
        "contact_name": "钱美华",
        "contact_phone": "02838290000",
    }
    party_id = str(caller.post("/matching/v1/parties", body)["id"])
    staff.post(f"/matching/v1/parties/{party_id}/review", {"approve": True})
    while not caller.get("/identity/v1/members/me")["roles"]:
        pause.wait(0.3)
    for sort, content in offers:
        made: Json = {"kind": sort, "party_id": party_id, sort.lower(): content}
        caller.post("/matching/v1/offers", made)
    return phone


def write_down_the_call(staff: Window, resident_phone: str, title: str) -> str:
    """Write one call down as four parts; return the id of the need."""
    page = staff.page
    staff.open("/desk/new")
    page.get_by_label("来电号码或姓名").fill(resident_phone)
    staff.press("查找")
    page.get_by_text(KIND, exact=True).click()
    page.get_by_text("还要物资、资金、场地或社工").click()
    page.get_by_label("物资：要什么").fill("厚被子")
    page.get_by_label("物资类别").select_option("BEDDING")
    page.get_by_label("资金：做什么用").fill("配老花镜")
    page.get_by_label("金额").fill("300")
    page.get_by_label("场地：做什么用").fill("家庭会议")
    page.get_by_label("社工：请做什么").fill("照护评估")
    page.get_by_text("只要这些，不需要志愿者").click()
    page.get_by_text("另写标题、改地点、多要几个人").click()
    page.get_by_label("标题").fill(title)
    staff.press("保存")
    assert staff.path.startswith("/desk/needs/")
    return staff.path.rsplit("/", maxsplit=1)[-1]


def test_one_call_is_answered_by_four_parties_and_everyone_sees_it_without_reloading(
    world: World, browser: Browser, staff_phone: str
) -> None:
    title = "出院回家的头一个星期"
    at_desk = world.signed_in(staff_phone)
    charity = a_party(world, at_desk, "CHARITY", "暖心慈善会", ("GOODS", GOODS), ("FUNDS", FUND))
    a_party(world, at_desk, "SOCIAL_ORGANISATION", "同心服务社", ("VENUE", ROOM))
    worker_phone, resident_phone = world.given_role("SOCIAL_WORKER", "赵雨"), world.phone()
    world.signed_up("李桂芳", resident_phone)
    with (
        window(browser, world.url, width=DESK_WIDTH) as staff,
        window(browser, world.url, width=PHONE_WIDTH) as giver,
        window(browser, world.url, width=PHONE_WIDTH) as resident,
        window(browser, world.url, width=DESK_WIDTH) as worker,
    ):
        for somebody, phone in ((staff, staff_phone), (giver, charity), (resident, resident_phone)):
            somebody.sign_in(phone, PASSWORD)
        worker.sign_in(worker_phone, PASSWORD)
        giver.open_live("/giving")
        loads = giver.loads
        need_id = write_down_the_call(staff, resident_phone, title)
        expect(giver.page.locator("#giving-asked")).to_contain_text(title, timeout=LIVE_MS)
        assert giver.loads == loads

        resident.open_live(f"/needs/{need_id}")
        loads = resident.loads
        answer_all_parts(staff, worker, need_id)
        expect(resident.page.locator("#need").get_by_text("已承接")).to_have_count(4, timeout=LIVE_MS)
        expect(resident.page.locator("#need")).to_contain_text("暖心慈善会")
        expect(resident.page.locator("#need")).to_contain_text("同心服务社")
        expect(resident.page.locator("#need")).to_contain_text("赵社工")
        assert resident.loads == loads

        receive_all_parts(resident)
        expect(staff.page.locator("#desk-people").get_by_text("已收到", exact=True)).to_have_count(
            4, timeout=LIVE_MS
        )
        the_account_says_what_went(giver)


def answer_all_parts(staff: Window, worker: Window, need_id: str) -> None:
    for _ in range(3):
        staff.press("预留")
    worker.open(f"/needs/{need_id}")
    worker.follow("我来承接")
    worker.press("我来承接")
    staff.open_live(f"/desk/needs/{need_id}")


def receive_all_parts(resident: Window) -> None:
    for _ in range(4):
        resident.press("已收到")
    expect(resident.page.locator("#need").get_by_text("已收到", exact=True)).to_have_count(4)
    expect(resident.page.locator("#need").get_by_role("button", name="已收到")).to_have_count(0)


def the_account_says_what_went(giver: Window) -> None:
    giver.open("/giving")
    giver.follow("冬被")
    expect(giver.page.locator("#offer-account")).to_contain_text("已送达", timeout=LIVE_MS)
