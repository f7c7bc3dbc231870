"""Who is told what, by what, and when: the ladder, quiet hours, the daily summary, and silence once somebody has taken it."""

import re
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from services.demo.client import Caller, Json
from shared.kernel.clock import CHINA, SystemClock, iso
from tests.application.sinks import MailSink, WebSink
from tests.journeys.windows import DESK_WIDTH, LIVE_MS, PHONE_WIDTH, Window, window
from tests.journeys.world import PASSWORD, World

KIND, TITLE = "DIGITAL_HELP", "教赵大爷用手机挂号"
STARTS_IN = timedelta(seconds=110)
"""So near that the next channel is tried after half a minute: a quarter of what is left."""
MAIL = "wenxiu@example.org"
pytestmark = pytest.mark.timeout(300)


def until(what: Callable[[], bool]) -> None:
    """Wait until something has arrived at a provider."""
    pause = threading.Event()
    assert any(what() or pause.wait(0.2) for _ in range(5 * 100)), "it did not arrive in time"


def minute_of(instant: datetime) -> int:
    local = instant.astimezone(CHINA)
    return local.hour * 60 + local.minute


def a_volunteer(world: World, name: str, phone: str, *channels: str, daily: tuple[str, ...] = ()) -> Caller:
    caller = world.signed_up(name, phone)
    world.ready_to_serve(caller, KIND)
    chosen: Json = {"channels": list(channels), "quiet": [], "daily": list(daily)}
    caller.patch("/notify/v1/preferences", chosen)
    return caller


def a_resident_who_wants_quiet_now(world: World, phone: str) -> str:
    """Return the id of somebody who may be sent nothing for an hour."""
    resident, now = world.signed_up("赵国梁", phone), SystemClock().now()
    quiet = {
        "from_minute": minute_of(now - timedelta(hours=1)),
        "to_minute": minute_of(now + timedelta(hours=1)),
    }
    resident.patch("/notify/v1/preferences", {"channels": ["SMS"], "quiet": [quiet]})
    return str(resident.get("/identity/v1/members/me")["id"])


def give_an_address(somebody: Window, mail: MailSink) -> None:
    """Name an address, and show by the letter that comes there that it is one's own."""
    somebody.open("/me/notices-settings")
    somebody.page.locator("input[name=email]").fill(MAIL)
    somebody.press("发确认信")
    until(lambda: any(letter["To"] == MAIL for letter in mail.letters))
    link = re.search(r"/me/notices-settings/email/[0-9a-f]+", mail.letters[-1].get_content())
    assert link is not None
    somebody.open(link.group())
    somebody.press("是我的邮箱")
    expect(somebody.page.locator("main")).to_contain_text("已确认", timeout=LIVE_MS)


def wish_for_a_summary(somebody: Window) -> None:
    """Choose the next full minute but a little, and nothing at once."""
    at = (SystemClock().now() + timedelta(seconds=75)).astimezone(CHINA)
    somebody.page.get_by_label("请我去帮忙").select_option("DAILY")
    somebody.page.get_by_label("每天汇总的时间").fill(f"{at:%H:%M}")
    somebody.press("保存")


def a_need_soon(resident_id: str) -> Json:
    starts_at = SystemClock().now() + STARTS_IN
    times = {"starts_at": iso(starts_at), "ends_at": iso(starts_at + timedelta(hours=1))}
    return {**World.a_need(TITLE, KIND, resident_id), **times}


def summaries(mail: MailSink) -> list[str]:
    """Return the daily summaries that came to the address."""
    found = [str(each["Subject"]) for each in mail.letters if each["To"] == MAIL]
    return [each for each in found if "条通知还没看" in each]


def sent(gateway: WebSink, channel: str, among: list[str]) -> list[str]:
    """Return to whom of these the gateway was asked to send word of a need by a channel; other journeys ask for help, too."""
    told = [call.said for call in list(gateway.calls)]
    asked = [each for each in told if (each["channel"], each["kind"]) == (channel, "help-asked")]
    return sorted(str(each["to"]) for each in asked if each["to"] in among)


def take_it(taker: Window) -> None:
    card = taker.page.locator("#proposals article", has_text=TITLE)
    with taker.page.expect_navigation():
        card.get_by_role("button", name="能去").click()
    expect(taker.page.locator("main")).to_contain_text("已为您安排好")


def expect_the_log_to_say(staff: Window, shelf: str, *words: str) -> None:
    """Look at a shelf of the desk's log until it holds one row with all these words."""
    row = staff.page.locator("#deliveries article")
    for each in words:
        row = row.filter(has_text=each)

    def is_there() -> bool:
        staff.open(f"/desk/deliveries?shelf={shelf}")
        return row.count() == 1

    until(is_there)


def test_notices_climb_keep_quiet_gather_and_stop_when_somebody_takes_it(
    world: World, browser: Browser, staff_phone: str, mail: MailSink, gateway: WebSink
) -> None:
    taker, other, gatherer, resident_phone = (world.phone() for _ in range(4))
    for name, phone in (("孙立", taker), ("何青", other)):
        a_volunteer(world, name, phone, "WECHAT", "SMS", "VOICE")
    a_volunteer(world, "吴文秀", gatherer, "EMAIL", daily=("ASKED",))
    resident_id = a_resident_who_wants_quiet_now(world, resident_phone)
    with (
        window(browser, world.url, width=PHONE_WIDTH) as volunteer,
        window(browser, world.url, width=PHONE_WIDTH) as asker,
        window(browser, world.url, width=DESK_WIDTH) as staff,
    ):
        volunteer.sign_in(gatherer, PASSWORD)
        give_an_address(volunteer, mail)
        wish_for_a_summary(volunteer)
        asker.sign_in(resident_phone, PASSWORD)
        asker.open_live("/notices")
        staff.sign_in(staff_phone, PASSWORD)
        world.signed_in(staff_phone).post("/matching/v1/needs", a_need_soon(resident_id))
        both = sorted((f"+86{taker}", f"+86{other}"))
        until(lambda: sent(gateway, "WECHAT", both) == both)
        assert sent(gateway, "SMS", both) == []
        with window(browser, world.url, width=PHONE_WIDTH) as helper:
            helper.sign_in(taker, PASSWORD)
            helper.open_live("/today")
            until(lambda: sent(gateway, "SMS", both) == both)
            take_it(helper)
        expect(asker.page.locator("main")).to_contain_text("有人接单了", timeout=LIVE_MS)
        expect_the_log_to_say(staff, "WAITING", "赵国梁", "手机短信")
        until(lambda: summaries(mail) != [])
        expect_the_log_to_say(staff, "STOPPED", "何青", "语音电话", "事情已有着落")
    assert (sent(gateway, "VOICE", both), len(summaries(mail))) == ([], 1)
    assert f"+86{resident_phone}" not in [call.said["to"] for call in gateway.calls]
