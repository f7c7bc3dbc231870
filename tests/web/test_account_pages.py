"""The time-bank account as pages: the balance, what is searched for, and a passbook that can be read back."""

import re
from pathlib import Path

import pytest

from services.ledger.application.writer import Writer
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from tests.ledger_facts import confirmed, records_of
from tests.web.platform_app import ELSEWHERE, HOME, Person, PlatformApp, a_platform

CHECK = re.compile(r'href="(/hours/passbook/check\?[^"]+)"')


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock)


@pytest.fixture
def holder(site: PlatformApp) -> Person:
    """Somebody who served two hours."""
    person = site.person("李桂芳")
    write(site, person, "r1", "r2")
    return person


def write(site: PlatformApp, person: Person, *records: str) -> None:
    writer = Writer(site.platform.ledger, lambda _, why: pytest.fail(why))
    writer.open()
    writer.take(records_of(*(confirmed(each, member_id=person.id, community_code=HOME) for each in records)))


def test_the_account_shows_what_is_free_and_finds_entries(site: PlatformApp, holder: Person) -> None:
    browser = site.browsing().signed_in(holder.phone)
    page = browser.get("/hours/account").text
    assert "2 小时" in page
    assert page.count("data-item") == 2
    assert (
        browser.get("/hours/account?kind=EARNED&direction=IN&since=2026-11-01").text.count("data-item") == 2
    )
    assert "没有符合条件的明细" in browser.get("/hours/account?direction=OUT").text
    table = browser.get("/hours/account.csv?kind=EARNED").text
    assert table.count("服务所得") == 2


def test_a_printed_passbook_is_read_back_as_of_then(
    site: PlatformApp, holder: Person, clock: SetClock
) -> None:
    browser = site.browsing().signed_in(holder.phone)
    found = CHECK.search(browser.get("/hours/passbook").text)
    assert found
    link = found[1].replace("&amp;", "&")
    clock.advance(hours=1)
    write(site, holder, "r3")
    assert "核对一致" in browser.get(link).text
    assert "核对不一致" in browser.get(link[:-1] + ("A" if link[-1] != "A" else "B")).text


def test_others_accounts_are_for_those_who_may(site: PlatformApp, holder: Person) -> None:
    found = {}
    for name, scope in (("here", HOME), ("elsewhere", ELSEWHERE)):
        staff = site.browsing().signed_in(site.holding(Role.COMMUNITY_STAFF, scope).phone)
        for path in ("account", "account.csv", "passbook"):
            found[name, path] = staff.get(f"/hours/{path}?member={holder.id}").status_code
    assert found == {
        (name, path): status
        for name, status in (("here", 200), ("elsewhere", 403))
        for path in ("account", "account.csv", "passbook")
    }
