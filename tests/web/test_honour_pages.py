"""Honour, apart from credits: where it came from, and what becomes of more than the cap, where the rules leave it to one."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.ledger.application.accounts import totals_of
from services.ledger.application.asking import approve, instructed
from services.ledger.application.rules import choose_rules
from services.ledger.application.writer import Writer
from services.ledger.domain.instructions import Instruction, Step, Verb
from shared.events.contract import parse
from shared.identity.roles import Role
from shared.kernel.clock import CHINA, SetClock
from tests.application.ledger_web import as_read
from tests.ledger_facts import confirmed, records_of
from tests.web.platform_app import HOME, Person, PlatformApp, a_platform

CAP_HOURS = 1500


class Bank:
    """A community of Nanjing's rules, and the writer, which works when told to."""

    def __init__(self, site: PlatformApp) -> None:
        self.site, self.saver = site, site.person("李桂芳")
        self.writer = Writer(site.platform.ledger, lambda _, why: pytest.fail(why))
        self.writer.open()

    def choose(self, pack: str) -> None:
        ledger, at = self.site.platform.ledger, self.site.clock.now()
        tomorrow = (at.astimezone(CHINA) + timedelta(days=1)).date()
        asked = choose_rules(ledger, HOME, pack, tomorrow, id_=f"chosen-{pack}", by="one")
        approve(ledger, asked.command.id, by="two", at=at)
        self.carry()
        self.site.clock.advance(days=2)

    def serve(self, record: str, minutes: int) -> None:
        fact = confirmed(
            record,
            member_id=self.saver.id,
            community_code=HOME,
            minutes=minutes,
            served_at=self.site.clock.now(),
        )
        self.writer.take(records_of(fact))

    def carry(self) -> None:
        """Let the writer take what waits in the outbox of the commands."""
        outbox = self.site.platform.ledger.commands.collection
        waiting: list[dict[str, Any]] = list(outbox.find({"unsent_at": {"$gte": 0}}))
        events = [parse(entry["headers"], entry["body"]) for each in waiting for entry in each["outbox"]]
        outbox.update_many({}, {"$set": {"outbox": []}, "$unset": {"unsent_at": ""}})
        self.writer.take([as_read(position, event) for position, event in enumerate(events)])


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock)


@pytest.fixture
def bank(site: PlatformApp) -> Bank:
    return Bank(site)


def full(bank: Bank) -> None:
    """Fill the saver's account to the cap, a day at a time."""
    adjust = Instruction(
        instruction_id="brought-over",
        community_code=HOME,
        steps=(
            Step(
                verb=Verb.ADJUST,
                account=f"book:{HOME}:member:{bank.saver.id}",
                minutes=CAP_HOURS * 60 - 60,
            ),
        ),
        asked_by="one",
        approved_by="two",
        reason="MOVED_FROM_ELSEWHERE",
    )
    bank.serve("r1", 30)
    bank.writer.take(records_of(instructed(adjust)))


def test_where_there_is_no_cap_the_page_says_so_and_nothing_can_be_chosen(
    site: PlatformApp, bank: Bank
) -> None:
    browser = site.browsing("zh").signed_in(bank.saver.phone)
    page = browser.get("/hours/honour").text
    assert ("没有存量上限" in page, "还没有荣誉积分" in page, "就这样办" in page) == (True, True, False)
    sent = browser.send("/hours/honour", community_code=HOME, above="HONOUR", once="one")
    assert sent.status_code == 422


def test_in_nanjing_one_chooses_honour_and_sees_what_it_came_of(site: PlatformApp, bank: Bank) -> None:
    bank.choose("nanjing-1")
    full(bank)
    browser = site.browsing("zh").signed_in(bank.saver.phone)
    assert "捐入社区互助池" in browser.get("/hours/honour").text
    browser.send("/hours/honour", community_code=HOME, above="HONOUR", once="one")
    bank.carry()
    bank.serve("r2", 90)

    page = browser.get("/hours/honour").text
    assert "1 小时" in page
    assert "服务所得" in page
    assert totals_of(site.platform.ledger, bank.saver.id).credit_minutes == CAP_HOURS * 60
    told = site.browsing("zh").signed_in(bank.saver.phone).get("/api/ledger/v1/honour").get_json()
    assert told["minutes"] == 60
    assert [(each["community_code"], each["above"], each["may_choose"]) for each in told["books"]] == [
        (HOME, "HONOUR", True)
    ]
    assert "李桂芳" not in site.browsing("zh").get(f"/pools/{HOME}").text


def test_nobody_chooses_for_another_community_than_there_is(site: PlatformApp, bank: Bank) -> None:
    browser = site.browsing("zh").signed_in(bank.saver.phone)
    sent = browser.send("/hours/honour", community_code="999999999999", above="POOL", once="one")
    assert sent.status_code in {404, 422}
    staff: Person = site.holding(Role.COMMUNITY_STAFF)
    assert "荣誉积分" in site.browsing("zh").signed_in(staff.phone).get("/hours/honour").text
