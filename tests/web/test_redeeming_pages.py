"""Redeeming in pages: a member chooses and confirms, staff keep the catalogue and redeem at the counter, the slip is printed."""

from pathlib import Path

import pytest

from services.ledger.application.redeeming.chances import chance_of
from services.ledger.domain.redeeming.redemption import RedemptionState
from shared.kernel.clock import SetClock
from tests.web.platform_app import HOME
from tests.web.redeeming_site import KIND, Bank, a_bank

S = RedemptionState


@pytest.fixture
def bank(databases: str, tmp_path: Path, clock: SetClock) -> Bank:
    return a_bank(tmp_path / "data", clock)


def day_of(bank: Bank) -> str:
    return bank.tomorrow()[:10]


def test_a_member_sees_price_balance_and_chance_and_redeems(bank: Bank) -> None:
    browser = bank.site.browsing().signed_in(bank.elder.phone)
    assert "1 小时" in browser.get("/redeem").text
    page = browser.get(f"/redeem/{bank.entry_id}").text
    assert "Too few" in page or "案例太少" in page
    sent = browser.send(f"/redeem/{bank.entry_id}", day=day_of(bank), clock="10:00", once="one")
    assert sent.status_code == 303
    bank.site.settle()
    shown = browser.get(str(sent.location)).text
    assert "已预留" in shown
    assert "已预留" in browser.get("/redemptions").text
    need = browser.get(f"/needs/{bank.need_id(bank.redemption(str(sent.location).rsplit('/', 1)[-1]))}").text
    assert "时间银行兑换" in need
    again = browser.send(f"/redeem/{bank.entry_id}", day=day_of(bank), clock="10:00", once="two")
    assert (again.status_code, "可用存量不足" in again.text) == (409, True)
    assert browser.send(f"{sent.location}/withdraw").status_code == 303
    bank.site.settle()
    assert "已撤回" in browser.get(str(sent.location)).text


def test_staff_redeem_at_the_counter_and_print_the_slip(bank: Bank) -> None:
    browser = bank.site.browsing().signed_in(bank.staff.phone)
    assert bank.elder.id in browser.get("/counter?q=李桂").text
    assert bank.elder.id in browser.get(f"/counter?q={bank.elder.phone}").text
    assert "没有找到" in browser.get("/counter?q=nobody").text
    person = f"/counter/{bank.elder.id}"
    assert "本人可用" in browser.get(person).text
    typed = {"entry_id": bank.entry_id, "day": day_of(bank), "clock": "10:00", "seen": "KNOWN_IN_PERSON"}
    assert "请检查这几处" in browser.send(person, **typed).text
    sent = browser.send(person, **typed, consent="SPOKEN", paid_by="MEMBER", once="one")
    assert sent.status_code == 303
    bank.site.settle()
    slip = browser.get(str(sent.location)).text
    redemption = bank.redemption(str(sent.location).split("/")[2])
    assert (redemption.state, redemption.code in slip, "李桂芳" in slip) == (S.BOOKED, True, True)
    assert "已预留" in browser.get("/desk/redemptions?state=BOOKED").text
    assert "没有这样的兑换" in browser.get("/desk/redemptions?state=USED").text
    pool = browser.send(person, **typed, consent="SPOKEN", paid_by="POOL", hardship="on")
    assert (pool.status_code, "可用存量不足" in pool.text) == (409, True)


def test_staff_keep_the_catalogue_and_can_put_back_what_they_withdrew(bank: Bank) -> None:
    browser = bank.site.browsing().signed_in(bank.staff.phone)
    terms = {"minutes": 45, "monthly_quota": 5, "lead_hours": 0, "least_age": 60}
    added = browser.send("/desk/catalogue", None, community=HOME, service_kind="HOME_VISIT", **terms)
    assert added.status_code == 303
    assert (
        "请检查" in browser.send("/desk/catalogue", None, service_kind=KIND, **{**terms, "minutes": 1}).text
    )
    entry = f"/desk/catalogue/{bank.entry_id}"
    assert browser.send(entry, None, **terms).status_code == 303
    assert browser.send(entry + "/withdraw").status_code == 303
    assert "已下架" in browser.get("/desk/catalogue").text
    assert bank.site.browsing().signed_in(bank.elder.phone).get("/redeem").text.count("/redeem/") == 1
    assert browser.send(entry + "/restore").status_code == 303
    assert "已下架" not in browser.get("/desk/catalogue").text
    assert browser.get("/desk/catalogue?community=210802001003").status_code == 403


def test_the_chance_counts_orders_that_say_something(bank: Bank) -> None:
    r, redemptions = bank.site.platform.redeeming, bank.site.platform.redeeming.redemptions
    first = bank.ordered()
    for number in range(9):
        other = f"other-{number}"
        redemptions.collection.insert_one(
            {**(redemptions.collection.find_one({"_id": first.id}) or {}), "_id": other, "outbox": []}
        )
    assert chance_of(r, HOME, KIND).cases == 0
    redemptions.save(redemptions.get(first.id).arranged(bank.clock.now()))
    assert (chance_of(r, HOME, KIND).cases, chance_of(r, HOME, KIND).percent) == (1, 100)
    bank.clock.advance(days=3)
    chance = chance_of(r, HOME, KIND)
    assert (chance.cases, chance.is_enough, chance.percent) == (10, True, 10)
    page = bank.site.browsing().signed_in(bank.elder.phone).get("/redeem").text
    assert "10%" in page
    assert chance_of(r, HOME, "HOME_VISIT").percent == 0
