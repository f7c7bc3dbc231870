"""The rules of a community: read by everyone in plain words, chosen by two members of its staff, for what is served later."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.ledger.application.rules import pack_in_force
from services.ledger.application.writer import Writer
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from shared.messaging.log import Record
from tests.ledger_facts import message_of, record_at
from tests.web.platform_app import ELSEWHERE, HOME, Browsing, Person, PlatformApp, a_platform

RULES = f"/rules?community={HOME}"


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock)


@pytest.fixture
def staff(site: PlatformApp) -> tuple[Person, Person]:
    """Two members of the community's staff."""
    return site.holding(Role.COMMUNITY_STAFF, name="周敏"), site.holding(Role.COMMUNITY_STAFF, name="郑洁")


def settle(site: PlatformApp) -> None:
    """Let the ledger take what was asked of it."""
    ledger = site.platform.ledger
    writer = Writer(ledger, lambda _, why: pytest.fail(why))
    writer.open()
    writer.take(_told(site))


def _told(site: PlatformApp) -> list[Record]:
    from services.ledger.application.asking import instructed

    ledger = site.platform.ledger
    page = ledger.commands.page({"chooses": HOME}, limit=50)
    sent = [each for each in page.items if each.state.value == "SENT"]
    return [record_at(place, message_of(instructed(each.told))) for place, each in enumerate(sent)]


def ask(browser: Browsing, pack: str = "nanjing-1", starts_on: str = "2027-01-01") -> str:
    return browser.send("/rules", community=HOME, pack=pack, starts_on=starts_on).text


def test_everyone_reads_the_rules_in_plain_words_and_what_is_provisional(site: PlatformApp) -> None:
    page = site.browsing("zh").get(RULES).text

    assert "1 分钟服务存 1 分钟" in page
    assert "暂定" in page
    assert "换一套规则" not in page
    assert "哪个社区" in site.browsing("zh").get("/rules").text
    assert "本人或配偶年满 60 周岁" in site.browsing("zh").get("/rules/packs/beijing-1").text
    assert site.browsing("zh").get("/rules/packs/atlantis-1").status_code == 404


def test_two_members_of_staff_choose_rules_and_the_past_stays(
    site: PlatformApp, staff: tuple[Person, Person], clock: SetClock
) -> None:
    first, second = (site.browsing("zh").signed_in(each.phone) for each in staff)
    ask(first)
    assert "须由另一位同事复核" in first.get(RULES).text
    command = site.platform.ledger.commands.page({"chooses": HOME}, limit=1).items[0].id
    assert "通用规则" in second.get(RULES).text
    second.send(f"/rules/choices/{command}/approve")
    settle(site)

    assert "南京" in first.get(RULES).text
    assert pack_in_force(site.platform.ledger, HOME).id == "plain-1"
    assert pack_in_force(site.platform.ledger, HOME, date(2027, 1, 1)).id == "nanjing-1"
    assert pack_in_force(site.platform.ledger, ELSEWHERE, date(2027, 1, 1)).id == "plain-1"
    clock.advance(days=60)
    assert "现在用的是“南京”" in site.browsing("zh").get(RULES).text


def test_a_choice_that_may_not_be_says_why_and_keeps_what_was_typed(
    site: PlatformApp, staff: tuple[Person, Person]
) -> None:
    browser = site.browsing("zh").signed_in(staff[0].phone)
    assert "规则从以后的日子开始" in ask(browser, starts_on="2026-11-01")
    assert "两年以内" in ask(browser, starts_on="2099-01-01")
    assert "没有规则包" in ask(browser, pack="atlantis-1")
    ask(browser)
    assert "已经选过" in ask(browser)


def test_a_refused_choice_changes_nothing_and_strangers_choose_nothing(
    site: PlatformApp, staff: tuple[Person, Person]
) -> None:
    browser = site.browsing("zh").signed_in(staff[0].phone)
    ask(browser)
    command = site.platform.ledger.commands.page({"chooses": HOME}, limit=1).items[0].id
    other = site.browsing("zh").signed_in(staff[1].phone)
    other.send(f"/rules/choices/{command}/refuse")
    assert "未获批准" in other.get(RULES).text
    stranger = site.browsing("zh").signed_in(site.person("王芳").phone)
    assert stranger.send("/rules", community=HOME, pack="plain-1", starts_on="2027-01-01").status_code == 403


def test_the_same_over_the_api(site: PlatformApp, staff: tuple[Person, Person]) -> None:
    first, second = staff

    def read(path: str) -> Any:
        return first.ask("GET", f"/api/ledger/v1{path}").json

    assert [each["id"] for each in read("/packs")["packs"]][:2] == ["plain-1", "beijing-1"]
    assert read("/packs/nanjing-1")["provisional"]
    path = f"/books/{HOME}/rules"
    asked = first.did(f"/ledger/v1{path}", {"pack": "suzhou-1", "starts_on": "2027-01-01"})
    assert first.ask("POST", f"/api/ledger/v1/rules/{asked['id']}/approve", {}).status_code == 422
    second.did(f"/ledger/v1/rules/{asked['id']}/approve")
    settle(site)
    told = read(path)
    assert told["pack"]["id"] == "plain-1"
    assert [tuple(each.values())[1:] for each in told["choices"]] == [("suzhou-1", "2027-01-01", "DONE")]
    again = second.did(f"/ledger/v1{path}", {"pack": "plain-1", "starts_on": "2027-02-01"})
    assert first.did(f"/ledger/v1/rules/{again['id']}/refuse")["state"] == "DECLINED"
