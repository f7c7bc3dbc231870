"""Credits of a closed account: an heir who proves to be one gets them, else the pool does; nothing goes in silence."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.ledger.application.accounts import totals_of
from services.ledger.application.closed_accounts import give_unclaimed_to_pools
from services.ledger.application.pools import pool_account
from shared.identity.member import MemberStatus
from shared.identity.roles import Role
from shared.kernel.clock import SetClock
from tests.web.platform_app import ELSEWHERE, HOME, Browsing, Person, PlatformApp, a_platform, code_of
from tests.web.test_honour_pages import Bank

DESK = f"/rules/closed-accounts?community={HOME}"


@pytest.fixture
def site(databases: str, tmp_path: Path, clock: SetClock) -> PlatformApp:
    return a_platform(tmp_path / "data", clock)


@pytest.fixture
def bank(site: PlatformApp) -> Bank:
    """Somebody with an hour and a half, whose account is closed."""
    made = Bank(site)
    made.serve("r1", 90)
    members = site.platform.identity.members
    gone = replace(members.get(made.saver.id), status=MemberStatus.CLOSED, changed_at=site.clock.now())
    members.save(gone)
    return made


def staff_of(site: PlatformApp, scope: str = HOME) -> Browsing:
    return site.browsing("zh").signed_in(site.holding(Role.COMMUNITY_STAFF, scope).phone)


def account(bank: Bank) -> str:
    return f"book:{HOME}:member:{bank.saver.id}"


def test_an_heir_who_proves_to_be_one_gets_what_is_left_once(site: PlatformApp, bank: Bank) -> None:
    staff, heir = staff_of(site), site.person("李晓明")
    assert "1 小时 30 分" in staff.get(DESK).text
    typed = {"phone": heir.phone, "name": "李晓明", "shown": "户口簿"}
    path = f"/rules/closed-accounts/{account(bank)}/heir"
    staff.send(path, **typed, once="one")
    staff.send(path, **typed, once="one")
    bank.carry()

    ledger = site.platform.ledger
    assert (totals_of(ledger, heir.id).credit_minutes, totals_of(ledger, bank.saver.id).credit_minutes) == (
        90,
        0,
    )
    (note,) = ledger.inheritances.where({})
    assert (note.heir_id, note.minutes, note.shown) == (heir.id, 90, "户口簿")
    assert "没有要处理的" in staff.get(DESK).text
    assert staff.send(path, **typed, once="one").status_code == 303
    assert staff.send(path, **typed, once="two").status_code == 404


@pytest.mark.parametrize(("name", "shown"), [("别人", "户口簿"), ("李晓明", "")])
def test_nobody_gets_it_whom_phone_and_name_do_not_name_together_or_without_proof(
    site: PlatformApp, bank: Bank, name: str, shown: str
) -> None:
    staff, heir = staff_of(site), site.person("李晓明")
    path = f"/rules/closed-accounts/{account(bank)}/heir"
    assert staff.send(path, phone=heir.phone, name=name, shown=shown, once="one").status_code == 422
    assert totals_of(site.platform.ledger, bank.saver.id).credit_minutes == 90


def test_without_an_heir_staff_leave_it_to_the_pool_and_time_does_so_later(
    site: PlatformApp, bank: Bank
) -> None:
    ledger, now = site.platform.ledger, site.clock.now()
    assert give_unclaimed_to_pools(ledger, now + timedelta(days=359)) == 0
    assert [give_unclaimed_to_pools(ledger, now + timedelta(days=361)) for _ in range(2)] == [1, 0]
    bank.carry()
    assert (pool_account(ledger, HOME).minutes, totals_of(ledger, bank.saver.id).credit_minutes) == (90, 0)
    bank.serve("r2", 30)
    staff_of(site).send(f"/rules/closed-accounts/{account(bank)}/pool", once="one")
    bank.carry()
    assert pool_account(ledger, HOME).minutes == 120


def test_only_who_keeps_the_book_sees_it_and_an_open_account_is_nobodys_to_hand_on(
    site: PlatformApp, bank: Bank
) -> None:
    other: Person = site.person("王安")
    for browser in (site.browsing("zh").signed_in(other.phone), staff_of(site, ELSEWHERE)):
        assert browser.get(DESK).status_code == 403
        assert browser.send(f"/rules/closed-accounts/{account(bank)}/pool", once="one").status_code == 403
    staff = site.holding(Role.COMMUNITY_STAFF)
    for name in (f"book:{HOME}:member:{other.id}", f"book:{HOME}:pool", "nonsense"):
        answer = staff.ask("POST", f"/api/ledger/v1/closed-accounts/{name}/pool", {})
        assert (answer.status_code, code_of(answer)) == (404, "not-found")
    told: Any = staff.did(f"/ledger/v1/books/{HOME}/closed-accounts", method="GET")
    assert [(each["member_id"], each["minutes"]) for each in told["items"]] == [(bank.saver.id, 90)]
